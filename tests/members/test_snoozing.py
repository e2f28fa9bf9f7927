from __future__ import annotations

from datetime import date, timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.members.actions import bring_card_back, snooze_card
from goodword.members.models import Snooze
from goodword.members.policy import actor_of
from tests import cast


def test_a_card_is_put_off_once_and_a_second_time_moves_the_day() -> None:
    company = cast.company()
    with opened(company.workspace):
        by, today = actor_of(company.ben), clock.today(company.ben.time_zone)
        snooze_card("mails", today + timedelta(days=1), by=by)
        snooze_card("mails", today + timedelta(days=6), by=by)
        assert Snooze.objects.get().until == today + timedelta(days=6)
        assert Event.objects.filter(name="card.snoozed").count() == 2


@pytest.mark.parametrize("days", [-1, 0, 91])
def test_a_day_that_is_not_ahead_or_too_far_is_refused(days: int) -> None:
    company = cast.company()
    with opened(company.workspace):
        until: date = clock.today(company.ben.time_zone) + timedelta(days=days)
        with pytest.raises(Refused, match="within three months"):
            snooze_card("mails", until, by=actor_of(company.ben))
        assert not Snooze.objects.exists()


def test_nobody_brings_back_what_somebody_else_put_off() -> None:
    company = cast.company()
    with opened(company.workspace):
        mine = snooze_card("mails", clock.today("UTC") + timedelta(days=3), by=actor_of(company.ben))
        with pytest.raises(NotAllowed):
            bring_card_back(mine, by=actor_of(company.priya))
        bring_card_back(mine, by=actor_of(company.ben))
        assert not Snooze.objects.exists()
