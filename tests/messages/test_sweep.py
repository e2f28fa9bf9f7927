"""A mail whose delivery job used up its tries is not forgotten, and nothing is sent twice for that."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.messages.actions import take_up_again
from goodword.messages.models import Message, MessageState
from tests.messages.house import House, built
from tests.messages.test_delivery import again, mailing, owner_asked, run

LATER = timedelta(minutes=10)


def give_up(house: House) -> None:
    """Leave every waiting job as the library leaves one that used up its tries."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status = 'failed' WHERE status = 'todo' AND args->>'workspace_id' = %s",
            [str(house.workspace.pk)],
        )


def pass_time(house: House) -> None:
    clock.move(house.workspace, LATER)


def swept(house: House) -> int:
    with opened(house.workspace):
        return take_up_again()


def test_a_mail_whose_job_gave_up_is_delivered_after_the_sweep() -> None:
    house = built()
    with mailing() as server:
        mail = owner_asked(house)
        give_up(house)
        pass_time(house)
        run(house)
        assert again(house, mail).state == MessageState.QUEUED
        assert swept(house) == 1
        assert swept(house) == 0
        run(house)
    assert again(house, mail).state == MessageState.SENT
    assert list(server.ids.values()) == [1]


def test_a_mail_with_a_job_or_before_its_hour_is_left_alone() -> None:
    house = built()
    owner_asked(house)
    assert swept(house) == 0
    pass_time(house)
    assert swept(house) == 0
    give_up(house)
    with opened(house.workspace):
        Message.objects.update(due_at=clock.now() + timedelta(hours=8))
    assert swept(house) == 0


def test_a_mail_that_was_sent_is_not_sent_again() -> None:
    house = built()
    with mailing() as server:
        owner_asked(house)
        run(house)
        give_up(house)
        pass_time(house)
        assert swept(house) == 0
        run(house)
    assert list(server.ids.values()) == [1]


@pytest.mark.parametrize("state", [MessageState.HANDED_OVER, MessageState.UNKNOWN])
def test_a_mail_handed_over_without_an_answer_waits_for_a_person(state: MessageState) -> None:
    house = built()
    with mailing() as server:
        mail = owner_asked(house)
        give_up(house)
        with opened(house.workspace):
            Message.objects.update(state=state, attempts=1)
        pass_time(house)
        swept(house)
        run(house)
        assert server.commands == 0
    assert again(house, mail).state == MessageState.UNKNOWN


def test_a_mail_claimed_by_a_worker_that_never_came_back_is_sent_once() -> None:
    house = built()
    with mailing() as server:
        mail = owner_asked(house)
        give_up(house)
        with opened(house.workspace):
            Message.objects.update(state=MessageState.CLAIMED, attempts=1)
        pass_time(house)
        assert swept(house) == 1
        run(house)
    assert again(house, mail).state == MessageState.SENT
    assert list(server.ids.values()) == [1]


def test_the_sweep_goes_through_every_workspace() -> None:
    houses = [built(slug="tidewell"), built(slug="other")]
    mails = [owner_asked(house) for house in houses]
    for house in houses:
        give_up(house)
        pass_time(house)
    app.tasks["messages.sweep"].func(timestamp=0)
    for house, mail in zip(houses, mails, strict=True):
        run(house)
        assert again(house, mail).state == MessageState.SENT
