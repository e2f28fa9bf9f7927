"""A hold may begin on a day ahead: until then asks go on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.rules.states import AskState
from goodword.protection.actions import lift_hold, place_hold
from goodword.protection.models import Hold
from goodword.protection.queries import rest_of
from tests.cast import SETUP, company


def test_asks_go_on_until_it_begins_and_stop_then() -> None:
    made = company()
    with opened(made.workspace):
        day = clock.now().date() + timedelta(days=1)
        place_hold(made.kestrel, by=SETUP, starts=day, until=day + timedelta(days=30))
        assert rest_of([made.maya], clock.now())[made.maya.pk].level > 0
        need = made.request()
    made.run()
    with opened(made.workspace):
        assert need.asks.get(rank=0).state == AskState.OWNER_PENDING
    made.run(days=1)
    with opened(made.workspace):
        assert rest_of([made.maya], clock.now())[made.maya.pk].level == 0
        assert need.asks.get(advocate=made.maya).state == AskState.CANCELLED
        assert Event.objects.filter(name="hold.begun").count() == 1


def test_one_lifted_before_its_day_never_begins() -> None:
    made = company()
    with opened(made.workspace):
        hold = place_hold(made.kestrel, by=SETUP, starts=clock.now().date() + timedelta(days=1))
        lift_hold(hold, by=SETUP)
    made.run(days=2)
    with opened(made.workspace):
        assert not Event.objects.filter(name="hold.begun").exists()
        assert not Hold.objects.not_over(clock.now()).exists()


def test_it_ends_after_it_begins() -> None:
    made = company()
    with opened(made.workspace):
        day = clock.now().date() + timedelta(days=5)
        with pytest.raises(Refused):
            place_hold(made.kestrel, by=SETUP, starts=day, until=day)
        with pytest.raises(Refused):
            place_hold(made.kestrel, by=SETUP, starts=clock.now().date() - timedelta(days=1))
        assert place_hold(made.kestrel, by=SETUP, starts=day, until=day + timedelta(days=1)).starts_at
