"""What a request does next by itself: the same for the clock that does it and the page that says it beforehand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.asked import counting_states, next_by_themselves
from goodword.desk.queries.lists import lead_of
from goodword.desk.queries.plan import Candidate
from goodword.desk.rules.next_best import AskNow, Next, Standby, what_next
from goodword.desk.rules.states import AskState
from goodword.references.models import Advocate


@dataclass(frozen=True, slots=True)
class After:
    """Who has it after a no: somebody asked then, or (`already`) somebody who is being asked by now."""

    advocate: Advocate
    already: bool


def next_move(need: ReferenceRequest, asks: Sequence[Ask], standbys: Iterable[Standby]) -> Next:
    """Return a request's next move; `standbys`: who is planned, read no further than to the first who is wanted."""
    counted = counting_states(need, asks)
    return what_next(
        [AskNow(ask.pk, counted[ask.pk], ask.rank, ask.state_since) for ask in asks],
        standbys,
        tried=frozenset(ask.advocate_id for ask in asks if ask.state != AskState.PLANNED),
        reranked=need.reranked,
    )


def after_a_no_of(
    picked: Candidate, need: ReferenceRequest, asks: Iterable[Ask], found: Collection[Candidate]
) -> After | None:
    """Return what follows by itself where the picked one is asked and says no; None where it comes back to the program.

    `found`: who could be asked, best first. The plan goes before them, and they are looked at once.
    """
    others = [ask for ask in asks if ask.advocate_id != picked.advocate.pk]
    free = {one.advocate.pk: one.advocate for one in found if one.passes_by_themselves and one != picked}
    standbys = [Standby(ask.advocate_id, ask.rank, ask.advocate_id in free) for ask in next_by_themselves(others)]
    move = next_move(need, others, standbys)
    match move.kind:
        case "ask_owner" if move.standby is not None:
            return After(next(one for key, one in free.items() if key == move.standby.advocate), already=False)
        case "rerank" if free:
            return After(next(iter(free.values())), already=False)
        case "wait" | "ask_customer":
            under_way = lead_of(others)
            return After(under_way.advocate, already=True) if under_way is not None else None
    return None
