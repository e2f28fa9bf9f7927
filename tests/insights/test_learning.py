"""What was shown is kept with the request, and says later whether another order would have been better."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from goodword.core import clock
from goodword.core.errors import NotAllowed
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, decline_ask
from goodword.insights.actions import note_shown
from goodword.insights.models import ShownList
from goodword.insights.queries.learning import learnt
from goodword.insights.rules.learning import ENOUGH, Outcome, verdict
from goodword.matching.rules.logged import Card, ordered, told_by
from goodword.matching.rules.weighing import values_from, weights_from
from goodword.matching.weights import WEIGHTS
from goodword.members.policy import actor_of
from tests import cast
from tests.matching.cast import INDEX, NORDIC_BANK

LIKE_US, WELL_TOLD = (
    Card("like us", {"facts.industry": 1.0, "story": 0.4}, 5, 0),
    Card("well told", {"facts.industry": 0.0, "story": 0.7}, 5, 0),
)
ASKED = {"facts.industry": 1.0, "story": 1.0}


def test_a_kept_list_is_ordered_as_it_was_and_otherwise_under_other_weights() -> None:
    assert ordered([WELL_TOLD, LIKE_US], ASKED, WEIGHTS) == ["well told", "like us"]
    keen = weights_from(values_from({"facts.industry": 4.0, "story": 2.0}))
    assert ordered([WELL_TOLD, LIKE_US], ASKED, keen) == ["like us", "well told"]


def test_what_is_kept_of_a_match_adds_up_to_its_score_again() -> None:
    match = INDEX.rank(NORDIC_BANK)[0]
    told, asked = told_by(match, WEIGHTS)
    points = {key: WEIGHTS.story if key == "story" else WEIGHTS.facts[key.removeprefix("facts.")] for key in asked}
    assert sum(points[key] * units for key, units in told.items()) == pytest.approx(match.score, abs=1e-3)
    assert set(told) == set(asked)


def test_good_ones_moved_up_speak_for_a_change_and_moved_down_against_it() -> None:
    up = [Outcome(2, 1, True)] * 60 + [Outcome(1, 2, False)] * 60
    down = [Outcome(one.other_place, one.place, one.good) for one in up]
    assert (verdict(up).better, verdict(down).better) == (True, False)
    assert verdict(up).then == pytest.approx(2 / 2.5) and verdict(up).now == 0.5
    assert verdict(up).low <= verdict(up).then - verdict(up).now <= verdict(up).high


def test_an_order_that_changes_nothing_is_no_better_and_no_worse() -> None:
    same = verdict([Outcome(1, 1, True)] * 50 + [Outcome(2, 2, False)] * 50)
    assert (same.better, same.now, same.then, same.low, same.high) == (None, 0.5, 0.5, 0.0, 0.0)


def test_few_outcomes_say_nothing_however_clear_they_look() -> None:
    few = verdict([Outcome(3, 1, True)] * (ENOUGH - 1))
    assert (few.enough, few.better, few.n) == (False, None, ENOUGH - 1)
    assert verdict([]).n == 0


def test_one_lucky_card_stands_for_no_more_than_five() -> None:
    lucky = verdict([Outcome(100, 1, True), *[Outcome(1, 1, False)] * 5])
    assert lucky.then == pytest.approx(0.5)


def test_a_list_is_kept_once_a_request_and_never_changed() -> None:
    company = cast.company()
    with opened(company.workspace):
        need, ben = company.request(), actor_of(company.ben)
        kept = note_shown(need, [LIKE_US], ASKED, version="2", by=ben)
        assert kept is not None
        assert note_shown(need, [WELL_TOLD], ASKED, version="2", by=ben) is None
        with pytest.raises(TypeError):
            kept.save()
        with pytest.raises(IntegrityError), transaction.atomic():
            ShownList(need=need, weights_version="2", asked={}, cards=[]).save()
        assert [one.cards[0]["key"] for one in ShownList.objects.all()] == ["like us"]


def test_nothing_is_kept_of_an_empty_list_and_by_nobody_who_may_not_ask() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        assert note_shown(need, [], {}, version="2", by=actor_of(company.ben)) is None
        with pytest.raises(NotAllowed):
            note_shown(need, [LIKE_US], ASKED, version="2", by=actor_of(company.elin))


@pytest.mark.parametrize(("answer", "share"), [("yes", 1.0), ("no", 0.0), ("none", None)])
def test_a_list_is_joined_with_what_the_customer_said(answer: str, share: float | None) -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request(times=[Offer(clock.now() + timedelta(days=6), "Europe/Amsterdam")])
        ask = need.asks.get(advocate=company.maya)
        cards = [Card(str(uuid4()), {"story": 0.9}, 5, 0), Card(str(company.maya.pk), {"story": 0.5}, 5, 0)]
        note_shown(need, cards, {"story": 1.0}, version="2", by=actor_of(company.ben))
        approve_ask(ask, by=actor_of(company.amara))
    company.run(hours=1)
    with opened(company.workspace):
        ask.refresh_from_db()
        if answer == "yes":
            accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
        if answer == "no":
            decline_ask(ask, by=cast.as_customer(ask))
        found = learnt({"facts.industry": 3.0}, actor_of(company.priya))
        assert (found.lists, found.unread, found.useful.n) == (1, 0, 0)
        assert found.accepted.n == (share is not None)
        assert found.accepted.now == (share or 0.0)


def test_a_list_shown_without_a_weight_can_not_say_what_it_would_have_done() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        note_shown(need, [Card("x", {"story": 0.9}, 5, 0)], ASKED, version="2+off", by=actor_of(company.ben))
        assert learnt({"facts.industry": 3.0}, actor_of(company.priya)).unread == 1


def test_only_those_who_see_the_whole_learn_from_it() -> None:
    company = cast.company()
    with opened(company.workspace):
        learnt({}, actor_of(company.priya))
        with pytest.raises(NotAllowed):
            learnt({}, actor_of(company.ben))
