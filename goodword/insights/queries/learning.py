"""Join what was shown with what came of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from goodword.core.actors import Actor
from goodword.desk.models import Ask
from goodword.desk.queries.outcome import whether_it_helped
from goodword.desk.rules.states import AskState
from goodword.insights.models import ShownList
from goodword.insights.policy import must_see_the_whole
from goodword.insights.rules.learning import Outcome, Verdict, verdict
from goodword.matching.queries.weighing import values_here
from goodword.matching.rules.logged import Card, ordered
from goodword.matching.rules.weighing import weights_from
from goodword.matching.weights import Weights, value_at

YES = frozenset({AskState.ACCEPTED, AskState.COUNTERED, AskState.BOOKED, AskState.HELD, AskState.NO_SHOW})
NO = frozenset({AskState.DECLINED, AskState.EXPIRED, AskState.OWNER_NO, AskState.OWNER_TIMEOUT})


@dataclass(frozen=True, slots=True)
class Learnt:
    """Whether other weights would have been better: for being said yes to, and for having helped.

    `lists` were kept; `unread` of them can't be ordered anew, because a weight was off when they were shown.
    """

    lists: int
    unread: int
    accepted: Verdict
    useful: Verdict


def learnt(values: Mapping[str, float], by: Actor) -> Learnt:
    """Return what the lists shown so far say of other weights. Three queries; nothing is changed by it."""
    must_see_the_whole(by)
    weights = weights_from(values_here() | dict(values))
    lists = list(ShownList.objects.all())
    read = [one for one in lists if not unknown_in(one, weights)]
    asks = {(ask.need_id, str(ask.advocate_id)): ask for ask in asks_for(read)}
    accepted, useful = [], []
    for one in read:
        cards = [Card.of_data(data) for data in one.cards]
        shown, other = [card.key for card in cards], ordered(cards, one.asked, weights)
        for place, key in enumerate(shown, 1):
            ask = asks.get((one.need_id, key))
            if ask is not None and (said := yes_or_no(ask)) is not None:
                accepted.append(Outcome(place, other.index(key) + 1, said))
            if ask is not None and (helped := helped_or_not(ask)) is not None:
                useful.append(Outcome(place, other.index(key) + 1, helped))
    return Learnt(len(lists), len(lists) - len(read), verdict(accepted), verdict(useful))


def unknown_in(shown: ShownList, weights: Weights) -> bool:
    """Say whether what a weight counts was not counted when the list was shown."""
    counted = {key for card in shown.cards for key in card["told"]}
    return any(value_at(weights, key) and key not in counted for key in shown.asked)


def asks_for(lists: Iterable[ShownList]) -> Iterable[Ask]:
    needs = [one.need_id for one in lists]
    return Ask.objects.filter(need__in=needs, from_program=False).prefetch_related("debriefs")


def yes_or_no(ask: Ask) -> bool | None:
    """Return what was answered; None while nobody has, or where nobody was asked."""
    if ask.state in YES:
        return True
    return False if ask.state in NO else None


def helped_or_not(ask: Ask) -> bool | None:
    """Return whether it helped by everybody's newest word; None where nobody said either."""
    newest = {row.side: row.answer for row in sorted(ask.debriefs.all(), key=lambda row: (row.at, row.pk))}
    return whether_it_helped(newest.values())
