"""What customers say of Fernhollow: their stories and quotes, how long they are cleared for, and who was sent them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from goodword.core import clock
from goodword.demo.company.customers import Customer, Person
from goodword.demo.stage import Stage
from goodword.demo.year.tables import Row, rows
from goodword.proof import actions as proof
from goodword.proof.models import Clearance
from goodword.proof.queries import proof_for
from goodword.references.models import Advocate, HelpKind, ReferenceProfile

YEAR = timedelta(days=365)
# Stories take a month to be written; what was said another day is cleared for longer.
WRITTEN_AFTER, SAID_AGAIN_AFTER = timedelta(days=31), timedelta(days=150)
SECTIONS = ("challenge", "solution", "results")
STORY_CLEARED = "Their communications team agreed in writing"


@dataclass(frozen=True, slots=True)
class _Speaker:
    advocate: Advocate
    person: Person


def speak(
    stage: Stage, profile: ReferenceProfile, customer: Customer, speakers: Sequence[Advocate], today: date
) -> None:
    """Write down the customer's words, cleared as they said and for as long as they said."""
    until = today + timedelta(days=customer.words_last)
    if customer.quote:
        because = f"Agreed in writing with {stage.members[customer.owner].name}"
        cleared = Clearance(customer.quote_cleared)
        _quote(stage, profile, customer.quote, _Speaker(speakers[0], customer.people[0]), cleared, until, because)
    for row in _of("quotes", customer):
        last, until_then = _Speaker(speakers[-1], customer.people[-1]), until + SAID_AGAIN_AFTER
        _quote(stage, profile, row["text"], last, Clearance.ONE_TO_ONE, until_then, row["because"])
    for row in _of("stories", customer):
        _tell(stage, profile, row, until + WRITTEN_AFTER)


def send_proof(stage: Stage, key: str, chance: Random, most: int) -> None:
    """Let a deal's rep send up to `most` of what its page suggests, and note it."""
    deal, rep = stage.deals[key], stage.rep_of(key)
    unsent = [one.story for one in proof_for(deal, rep) if one.sent is None]
    for story in chance.sample(unsent, min(most, len(unsent))):
        proof.note_sharing(story, deal, by=rep)


def said_on(until: date, noted: date) -> date:
    """Return when words were said that are cleared for whole years until a day: not after they were noted."""
    years = max(1, -((noted - until) // YEAR))
    return until - years * YEAR


def _quote(
    stage: Stage,
    profile: ReferenceProfile,
    text: str,
    speaker: _Speaker,
    cleared: Clearance,
    until: date,
    because: str,
) -> None:
    # Who agreed to be quoted can be asked to renew their words, and can stop their use by their own link.
    agreed = HelpKind.QUOTE in speaker.person.kinds
    proof.add_quote(
        profile,
        text,
        by=stage.member("noemie"),
        advocate=speaker.advocate if agreed else None,
        speaker=speaker.person.name,
        speaker_title=speaker.person.title,
        clearance=cleared,
        expires_on=until,
        because=because,
        published_on=said_on(until, clock.now().date()),
    )


def _tell(stage: Stage, profile: ReferenceProfile, row: Row, until: date) -> None:
    sections = [(name, row[name]) for name in SECTIONS]
    proof.add_story(
        profile,
        by=stage.member("noemie"),
        title=row["title"],
        text="\n\n".join(text for _, text in sections),
        passages=sections,
        clearance=Clearance.PUBLIC,
        expires_on=until,
        because=STORY_CLEARED,
        published_on=said_on(until, clock.now().date()),
    )


def _of(table: str, customer: Customer) -> list[Row]:
    return [row for row in rows(table) if row["customer"] == customer.name]
