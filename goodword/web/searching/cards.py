"""One reference ready to be drawn: who it is, how rested, what it helps with, and why it is here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from goodword.core import clock
from goodword.desk.queries.finding import ShownRest, shown_rest
from goodword.desk.rules.kinds import ARRANGED
from goodword.matching.queries.ranking import Behind
from goodword.matching.rules.document import Unit
from goodword.matching.rules.search import Matched, Piece
from goodword.matching.shapes import Contribution, FactKind, Passage
from goodword.protection.queries import Rest, rest_of
from goodword.references.models import HelpKind
from goodword.references.queries import acts_for, agreed_in
from goodword.references.queries.shown import NOBODY
from goodword.web.finding.deals import request_url
from goodword.web.finding.words import source_words
from goodword.web.members.languages import language_name
from goodword.web.searching.look import Look
from goodword.web.searching.words import kind_words

ABOUT = ((FactKind.INDUSTRY,), (FactKind.SIZE,), (FactKind.REGION, FactKind.COUNTRY))
LONGEST_FACT = 60


@dataclass(frozen=True, slots=True)
class Why:
    """One thing that speaks for a reference, what that is, where it is from, and where it can be read in full."""

    pieces: Sequence[Piece]
    source: str = ""
    url: str = ""
    quoted: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """`key` names it in a link, `url` leads to its page; both empty where only a description may be seen.

    `pick_url` is empty too where no more can be compared, `ask_url` where they can't be asked now.
    """

    key: str
    company: str
    who: str
    about: str
    url: str
    known: bool
    masked: bool
    rest: ShownRest | None
    helps: str
    languages: str
    story: UUID | None
    whys: Sequence[Why]
    picked: bool
    pick_url: str
    like_url: str
    ask_url: str


@dataclass(frozen=True, slots=True)
class Helping:
    """How rested some people are and what they agreed to help with, by their id."""

    rests: Mapping[UUID, Rest]
    kinds: Mapping[UUID, Sequence[str]]


def cards_of(rows: Sequence[Behind], look: Look, whys: Callable[[Behind], Sequence[Why]]) -> list[Card]:
    """Return cards in the order given. A fixed number of queries."""
    helping = helping_of(rows)
    return [_card(row, look, helping, whys(row)) for row in rows]


def helping_of(rows: Iterable[Behind]) -> Helping:
    people, now = [row.advocate for row in rows if row.advocate is not None], clock.now()
    acts = acts_for([one.pk for one in people], now=now)
    return Helping(rest_of(people, now), {pk: agreed_in(said) for pk, said in acts.items()})


def rest_for(row: Behind, helping: Helping) -> ShownRest | None:
    return shown_rest(helping.rests[row.advocate.pk], known=row.known) if row.advocate is not None else None


def kinds_for(row: Behind, helping: Helping) -> str:
    """Return the kinds of help somebody agreed to, in words."""
    agreed = helping.kinds[row.advocate.pk] if row.advocate is not None else ()
    return ", ".join(str(HelpKind(kind).label) for kind in HelpKind.values if kind in agreed)


def languages_of(row: Behind) -> str:
    return ", ".join(language_name(code) for code in sorted(row.entry.reference.languages))


def who_of(row: Behind) -> str:
    """Return the person and the place; of a private one nothing."""
    if not row.known:
        return ""
    account, contact = row.profile.account, row.advocate.contact if row.advocate is not None else None
    person = ", ".join(filter(None, (contact.name, contact.job_title))) if contact is not None else ""
    return " · ".join(filter(None, (person, account.city or account.country)))


def ask_url_of(row: Behind, helping: Helping, look: Look) -> str:
    """Return where somebody is asked, for the deal at hand or one to be chosen; "" where they can't be asked now."""
    if row.advocate is None or not row.known:
        return ""
    key = row.advocate.pk
    if not helping.rests[key].level or set(ARRANGED).isdisjoint(helping.kinds[key]):
        return ""
    return request_url(look.deal, key) if look.deal else f"{reverse('find')}?advocate={key}"


def page_of(row: Behind) -> str:
    if not row.known:
        return ""
    if row.advocate is not None:
        return reverse("advocate", args=[row.advocate.pk])
    return reverse("customer", args=[row.profile.account_id])


def whys_of(row: Behind, matched: Iterable[Matched], named: Sequence[Piece]) -> list[Why]:
    """Return what was found in a reference, with its source and the page that says all of it; else the name that was."""
    found = [_why(row, one.unit, one.pieces) for one in matched]
    if found or not named:
        return found
    if not row.known:
        return [Why(named, _source(row))]
    is_city = "".join(piece.text for piece in named) == row.profile.account.city
    return [Why(named, label=_("City") if is_city else _("Name"))]


def why_alike(row: Behind, part: Contribution) -> Why:
    """Return what a reference has in common with another."""
    units: tuple[Unit, ...] = (*row.entry.reference.facts, *row.entry.reference.passages)
    cited = next(unit for unit in units if unit.id == part.cites)
    return replace(_why(row, cited, [Piece(part.text, told=False)]), label="", quoted=False)


def _why(row: Behind, unit: Unit, pieces: Sequence[Piece]) -> Why:
    if isinstance(unit, Passage):
        return Why(pieces, _source(row, day=unit.dated_on), reverse("story", args=[unit.story_id]), quoted=True)
    url = reverse("customer", args=[row.profile.account_id]) if row.known else ""
    return Why(pieces, _source(row, unit.id, unit.verified_on), url, label=kind_words(unit.kind))


def _source(row: Behind, fact_id: str = "", day: date | None = None) -> str:
    company = row.profile.account.name
    whose = row.advocate.contact.first_name if row.advocate is not None else company
    return source_words(fact_id, day, known=row.known, whose=whose, company=company)


def _card(row: Behind, look: Look, helping: Helping, whys: Sequence[Why]) -> Card:
    key, rest = row.entry.reference.id if row.known else "", rest_for(row, helping)
    return Card(
        key=key,
        company=row.profile.account.name if row.known else row.entry.reference.name or NOBODY,
        who=who_of(row),
        about=" · ".join(_about(row)),
        url=page_of(row),
        known=row.known,
        masked=row.advocate is not None and row.advocate.is_masked,
        rest=rest,
        helps=kinds_for(row, helping) if row.known else "",
        languages=languages_of(row) if row.known else "",
        story=row.story.pk if row.story is not None else None,
        whys=whys,
        picked=key in look.picked,
        pick_url=look.pick_url(key) if key else "",
        like_url=look.alike(key).url if key else "",
        ask_url=ask_url_of(row, helping, look),
    )


def _about(row: Behind) -> Iterator[str]:
    """Yield what kind of company it is; of a private one what its description tells."""
    facts = row.entry.reference.facts
    for kinds in ABOUT:
        if found := next((fact for kind in kinds for fact in facts if fact.kind == kind), None):
            yield Truncator(found.text).chars(LONGEST_FACT)
