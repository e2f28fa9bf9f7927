"""Who is asked next, and when a customer may be: owners side by side, customers one at a time."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

from goodword.desk.rules.states import LIVE, WITH_CUSTOMER, WITH_OWNER, AskState

OWNERS_AT_ONCE = 3
# What is offered, in this order, when nobody is left to ask.
OFFERS = ("written", "quote", "pack", "recruit")
# An owner who said "not now", or nothing, is asked about nobody else of theirs for the same request.
KEPT_BACK_BY = (AskState.OWNER_NO, AskState.OWNER_TIMEOUT)
# Whoever answered so, or not at all, is not asked again for the same request.
SAID_NO = (*KEPT_BACK_BY, AskState.DECLINED, AskState.EXPIRED)
_LONG_AGO = datetime.min.replace(tzinfo=UTC)
_AGREED = frozenset({AskState.ACCEPTED, AskState.COUNTERED, AskState.BOOKED, AskState.HELD})


@dataclass(frozen=True, slots=True)
class AskNow:
    """One ask of a request: its place in the plan (0 is the first choice) and when its owner answered.

    `state` as it counts for what comes next: see `counts_as`.
    """

    id: Hashable
    state: str
    rank: int
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Standby:
    """Somebody in the plan, with whether protection and the owner's mode still let them be asked today."""

    advocate: Hashable
    rank: int
    passes: bool


@dataclass(frozen=True, slots=True)
class Next:
    """What to do now: wait, ask_customer (`ask`), ask_owner (`standby`), rerank, or offer (`offers`)."""

    kind: Literal["wait", "ask_customer", "ask_owner", "rerank", "offer"]
    ask: AskNow | None = None
    standby: Standby | None = None
    offers: tuple[str, ...] = ()


def counts_as(state: str, *, may_return_to: str = "", settled: bool = True) -> str:
    """Return the state by which an ask counts for what comes next: an answer that can be taken back isn't one yet.

    `may_return_to`: where an undo would lead from an ending, empty once it can't be undone any more. `settled`: the ten
    minutes after an owner's yes are over; before, nobody takes it to the customer.
    """
    if state == AskState.OWNER_OK and not settled:
        return AskState.OWNER_PENDING
    if state in LIVE or not may_return_to:
        return state
    return AskState.OWNER_PENDING if may_return_to in WITH_OWNER else may_return_to


def has_enough(ask_states: Collection[str], wanted: int = 1) -> bool:
    """Say if as many calls are booked or held as are wanted: nobody else's yes is waited for."""
    return sum(1 for state in ask_states if state in (AskState.BOOKED, AskState.HELD)) >= wanted


def may_ask_owner(ask_states: Collection[str], limit: int = OWNERS_AT_ONCE) -> bool:
    """Say if one more owner may be asked beside those whose customers are not asked yet."""
    return sum(1 for state in ask_states if state in (AskState.OWNER_PENDING, AskState.OWNER_OK)) < limit


def may_start_customer_ask(ask_states: Collection[str], wanted: int = 1) -> bool:
    """Say if a customer may be asked now: none is being asked, and not enough have agreed already."""
    asking = any(state in WITH_CUSTOMER for state in ask_states)
    return not asking and sum(1 for state in ask_states if state in _AGREED) < wanted


def which_owner_yes_goes_first(asks: Iterable[AskNow]) -> AskNow | None:
    """Return the best-placed ask whose owner said yes; of equals, the earlier yes."""
    ready = (ask for ask in asks if ask.state == AskState.OWNER_OK)
    return min(ready, key=lambda ask: (ask.rank, ask.answered_at or _LONG_AGO, str(ask.id)), default=None)


def next_best(standbys: Iterable[Standby], *, tried: Collection[Hashable]) -> Standby | None:
    """Return the best standby who still passes and was never asked for this deal."""
    left = (one for one in standbys if one.passes and one.advocate not in tried)
    return min(left, key=lambda one: (one.rank, str(one.advocate)), default=None)


def what_next(
    asks: Sequence[AskNow],
    standbys: Iterable[Standby],
    *,
    tried: Collection[Hashable],
    reranked: bool = False,
    wanted: int = 1,
) -> Next:
    """Return the next move after an ask ended: a waiting yes first, then the next standby, one rerank, then offers.

    `tried`: advocates who were asked for this deal, whatever they said.
    """
    states = [str(ask.state) for ask in asks]
    if any(state in WITH_CUSTOMER for state in states):
        return Next("wait")
    if sum(1 for state in states if state in _AGREED) >= wanted:
        return Next("wait")
    yes = which_owner_yes_goes_first(asks)
    if yes is not None:
        return Next("ask_customer", ask=yes)
    if any(state in LIVE and state != AskState.BOOKED for state in states):
        return Next("wait")
    standby = next_best(standbys, tried=tried)
    if standby is not None:
        return Next("ask_owner", standby=standby)
    return Next("offer", offers=OFFERS) if reranked else Next("rerank")
