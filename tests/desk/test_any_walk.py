"""Whatever anybody does in whatever order, the desk's promises hold after every step, and silence ends everything."""

from __future__ import annotations

from collections import Counter

import pytest

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.outcome import call_has_begun
from goodword.desk.rules.states import LIVE, WITH_CUSTOMER, AskState, RequestState, request_state_of
from goodword.protection.models import LedgerEntry, Reservation
from tests.desk.walk import Walk

STEPS = 45


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_walk_of_everybody_breaks_no_promise_and_ends(seed: int) -> None:
    walk = Walk(seed)
    for _ in range(STEPS):
        if walk.is_over:
            break
        walk.step()
        with opened(walk.company.workspace):
            assert broken() == [], "\n".join(walk.told)
    walk.company.run(days=90)
    with opened(walk.company.workspace):
        assert broken() == [], "\n".join(walk.told)
        assert set(ReferenceRequest.objects.values_list("state", flat=True)) == {"closed"}, "\n".join(walk.told)
        assert not Ask.objects.live().exists() and not Reservation.objects.filter(released_at=None).exists()


def broken() -> list[str]:
    """Return every promise of the desk that does not hold now, in words."""
    asks = list(Ask.objects.select_related("need"))
    needs = list(ReferenceRequest.objects.all())
    return [*_of_requests(needs, asks), *_of_people(asks), *_of_places(asks), *_of_the_ledger(asks)]


def _of_requests(needs: list[ReferenceRequest], asks: list[Ask]) -> list[str]:
    now, found = clock.now(), []
    for need in needs:
        own = [ask for ask in asks if ask.need_id == need.pk]
        if sum(1 for ask in own if ask.state in WITH_CUSTOMER or ask.state == AskState.BOOKED) > 1:
            found.append(f"two customers at once: {need.pk}")
        if need.state == RequestState.CLOSED:
            found += [f"{ask} lives on" for ask in own if ask.state in LIVE and not _may_still_be(need, ask)]
            continue
        if need.state != request_state_of([ask.state for ask in own]):
            found.append(f"{need.state} is not where its asks stand: {[ask.state for ask in own]}")
        moments = [need.deadline_at, *(ask.deadline_at for ask in own if ask.state in LIVE)]
        if not any(moments):
            found.append(f"{need.state} without a clock")
        found += [f"{need.state} due since {moment}" for moment in moments if moment is not None and moment <= now]
    return found


def _may_still_be(need: ReferenceRequest, ask: Ask) -> bool:
    """Say whether a closed request's ask may live: its closing can be taken back, or its call is spoken about."""
    closings = Event.objects.filter(subject_id=need.pk, state_to="closed", undone_by=None, undo_until__gt=clock.now())
    return closings.exists() or call_has_begun(ask)


def _of_people(asks: list[Ask]) -> list[str]:
    live = Counter(ask.advocate_id for ask in asks if ask.state in LIVE)
    return [f"{person} is asked twice at once" for person, count in live.items() if count > 1]


def _of_places(asks: list[Ask]) -> list[str]:
    held = {place.ask_id: place for place in Reservation.objects.filter(released_at=None)}
    found = [f"{ask} lives without a place" for ask in asks if ask.state in LIVE and ask.pk not in held]
    for ask in asks:
        place = held.get(ask.pk)
        if place is None:
            continue
        if ask.state in LIVE and place.with_customer != (ask.state in WITH_CUSTOMER):
            found.append(f"the place of {ask} says otherwise than {ask.state}")
        if ask.state not in LIVE and not _can_be_undone(ask):
            found.append(f"{ask}, {ask.state}, keeps a place")
    return found


def _can_be_undone(ask: Ask) -> bool:
    answers = Event.objects.filter(subject_id=ask.pk, state_to=ask.state, undone_by=None, undo_until__gt=clock.now())
    return answers.exists()


def _of_the_ledger(asks: list[Ask]) -> list[str]:
    """Every held call is a use, and so is one that nobody spoke about: the customer may have given it."""
    used = set(LedgerEntry.objects.filter(kind="use").values_list("ask_id", flat=True))
    unsaid = set(
        Event.objects.filter(name="ask.cancelled", data__why="not_confirmed").values_list("subject_id", flat=True)
    )
    due = {ask.pk for ask in asks if ask.state == AskState.HELD or ask.pk in unsaid}
    return [f"use and call differ: {key}" for key in used ^ due]
