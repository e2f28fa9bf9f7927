"""What protection is told before it decides: who is asked, for what, under which gate, by whose exception."""

from __future__ import annotations

from collections.abc import Collection, Hashable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Standing:
    """Hold what protection needs to know of an advocate and their account today.

    `given`, `claimed`: kinds of help with a live consent, or only said to have been agreed. `languages` empty: not
    known. `asked_now`: another ask is live. `paused_until`, `held_until`: the first day that is free again.
    `competes_with`: accounts and groups that compete with this one, as far as anyone told us.
    """

    advocate: Hashable
    account: Hashable
    group: Hashable = None
    given: frozenset[str] = frozenset()
    claimed: frozenset[str] = frozenset()
    switched_off: Collection[str] = frozenset()
    languages: Collection[str] = frozenset()
    competes_with: Collection[Hashable] = frozenset()
    active: bool = True
    asked_now: bool = False
    paused_until: date | None = None
    held: bool = False
    held_until: date | None = None
    renewal_on: date | None = None
    open_severity: int | None = None
    health_red: bool = False
    zone: str = "UTC"
    name: str = "This customer"


@dataclass(frozen=True, slots=True)
class Wish:
    """Hold what is wanted and for whom.

    `within_group`: a renewal or upsell, which may stay within the group. `declined_by`: who said no for this deal. `owner_said_yes`: None before the owner was
    asked; then their answer, False also where no answer was needed. `stage` is the deal's place in the order of stages.
    """

    help: str
    prospect_account: Hashable = None
    prospect_group: Hashable = None
    language: str | None = None
    within_group: bool = False
    declined_by: Collection[Hashable] = frozenset()
    stage: int | None = None
    amount: Decimal | int | None = None
    owner_said_yes: bool | None = None


@dataclass(frozen=True, slots=True)
class Gate:
    """From which stage and amount a live call is justified; `leave`: the program manager allowed this one."""

    from_stage: int
    amount: Decimal | int
    leave: bool = False


@dataclass(frozen=True, slots=True)
class Override:
    """A manager's exception to our own default gap. It counts only with a reason."""

    by_manager: bool
    reason: str

    @property
    def holds(self) -> bool:
        return self.by_manager and bool(self.reason.strip())


def spoken(tag: str) -> str:
    """Return the language of a tag, whatever the country: en for en-GB."""
    return tag.split("-")[0].lower()
