"""Who is credited when a deal that used a reference is won or lost."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Role(StrEnum):
    """In what way somebody helped. The order is the order in which roles are listed."""

    OWNER = "owner"
    NOMINATOR = "nominator"
    BROKER = "broker"
    ADVOCATE = "advocate"


class CreditKind(StrEnum):
    """An assist is a colleague's, on a won deal; thanks go to customers always, and to everyone on a lost deal."""

    ASSIST = "assist"
    THANKS = "thanks"


@dataclass(frozen=True, slots=True)
class Helper:
    """One person in one role. A deputy who said yes for the owner is credited as owner, by name."""

    person: Hashable
    role: Role | str


@dataclass(frozen=True, slots=True)
class Delivered:
    """One held call, or delivered answers, of the deal: when, and everyone who made it possible."""

    at: datetime
    helpers: tuple[Helper, ...]


@dataclass(frozen=True, slots=True)
class Credit:
    """What one person gets for one deal: once, however many calls and roles they had in it."""

    person: Hashable
    kind: CreditKind
    roles: tuple[Role, ...]
    words: str


# An assist is worded after the first role that was had, in the order of roles.
ASSIST_WORDS = {
    Role.OWNER: "Your customer helped win {deal}.",
    Role.NOMINATOR: "Somebody you nominated helped win {deal}.",
    Role.BROKER: "A reference you brokered helped win {deal}.",
}
THANKS_WORDS = {
    "won": "Your call helped {deal} decide. Thank you.",
    "lost": "It didn't land with {deal} this time. Your help counted all the same. Thank you.",
}


def credits_due(
    delivered: Iterable[Delivered],
    *,
    won: bool,
    closed_at: datetime,
    seller: Hashable = None,
    deal: str = "this deal",
    colleagues_only: Collection[Hashable] | None = None,
) -> tuple[Credit, ...]:
    """Return the credits of a closed deal, each person once.

    Only help delivered before the close counts. `seller`, who owns the deal, gets no assist for helping themselves.
    A lost deal gives nobody an assist and everybody thanks: no blame. `colleagues_only`: members who may be credited
    (someone who left the company is left out); customers are always thanked. `deal`: what the recipients may call it.
    """
    roles: dict[Hashable, set[Role]] = {}
    for one in delivered:
        if one.at <= closed_at:
            for helper in one.helpers:
                roles.setdefault(helper.person, set()).add(Role(helper.role))
    found = (_credit(person, held, won, deal) for person, held in roles.items() if person != seller)
    return tuple(
        credit
        for credit in sorted(found, key=lambda one: (one.kind, str(one.person)))
        if colleagues_only is None or credit.roles == (Role.ADVOCATE,) or credit.person in colleagues_only
    )


def _credit(person: Hashable, held: set[Role], won: bool, deal: str) -> Credit:
    roles = tuple(role for role in Role if role in held)
    assist = won and roles != (Role.ADVOCATE,)
    words = ASSIST_WORDS[roles[0]] if assist else THANKS_WORDS["won" if won else "lost"]
    return Credit(person, CreditKind.ASSIST if assist else CreditKind.THANKS, roles, words.format(deal=deal))
