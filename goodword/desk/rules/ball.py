"""Who has the ball, until when, and what happens then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goodword.core.working_time import zone_named
from goodword.desk.rules.waits import Turn, Who
from goodword.desk.rules.words import moment_words


@dataclass(frozen=True, slots=True)
class BallNames:
    """Hold what the viewer may call each of them; a masked customer and its owner are described, never named.

    `alone`: one person runs the program, so there is no lead behind them: what is passed on comes back as a reminder.
    """

    rep: str = "the requester"
    owner: str = "the account owner"
    deputy: str = "the deputy"
    program: str = "the program"
    lead: str = "the program lead"
    customer: str = "the customer"
    prospect: str = "the buyer"
    both: str = "both sides"
    goodword: str = "us"
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Ball:
    """The answer to "where is it?": `then` is the code of what silence does, `next_name` the next standby's."""

    who: Who
    name: str
    until: datetime
    then: str
    then_sentence: str


_WITH = "With {name} until {until}. {then}"
_LATE = "With {name}, due since {until}. {then}"
THEN = {
    "deputy": "Then we ask {deputy}.",
    "next_best": "Then we ask {next}.",
    "nobody_next": "Then we look for someone else.",
    "goes_ahead": "Then we ask {customer}.",
    "customer_asked": "Then we ask {customer}.",
    "booked": "Then it is booked.",
    "writing": "Then they write.",
    "program_card": "Then {program} steps in.",
    "lead": "Then {lead} steps in.",
    "reminded": "Then {program} gets a reminder.",
    "you_are_reminded": "Then you get a reminder.",
    "unfilled": "Then you get proof to send instead.",
    "withdrawn": "Then the draft is put away.",
    "closes": "Then it closes with what is known.",
    "not_confirmed": "Then it closes as not confirmed.",
    "no_pick": "Then it closes: no time was picked.",
}


def ball(
    turn: Turn, until: datetime, *, names: BallNames = BallNames(), next_name: str | None = None, own: bool = False
) -> Ball:
    """Return who has the ball in this turn. `next_name`: the next standby's name, None when there is none.

    `own`: it is the reader's own.
    """
    then = "nobody_next" if turn.code == "next_best" and not next_name else turn.code
    if turn.code == "unfilled" and next_name:
        # The lead's silence asks whoever is in line.
        then = "next_best"
    if turn.code == "lead" and names.alone:
        then = "you_are_reminded" if own else "reminded"
    sentence = THEN[then].format(
        deputy=names.deputy, customer=names.customer, program=names.program, lead=names.lead, next=next_name or ""
    )
    return Ball(turn.who, getattr(names, turn.who.value), until, then, sentence)


def ball_sentence(here: Ball, zone: str, now: datetime) -> str:
    """Write "With Amara until Tue 10:00. Then we ask Ingrid." on the viewer's clock."""
    until = moment_words(here.until.astimezone(zone_named(zone)), now.astimezone(zone_named(zone)))
    pattern = _WITH if here.until > now else _LATE
    return pattern.format(name=here.name, until=until, then=here.then_sentence)
