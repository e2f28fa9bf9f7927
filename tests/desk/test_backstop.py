"""Behind every clock and every reaction stands a second look: a lost job loses no request."""

from __future__ import annotations

from django.db import connection

from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask, send_request
from goodword.desk.actions.looking import look_at_what_is_overdue
from goodword.members.policy import actor_of
from tests import cast
from tests.cast import Company
from tests.desk.steps import ask_of, asks, fresh


def lose_jobs(company: Company, name: str) -> int:
    """Take waiting jobs out of the queue, as a crash or eight failures would."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE task_name = %s AND args->>'workspace_id' = %s",
            [name, str(company.workspace.pk)],
        )
        return cursor.rowcount


def swept(company: Company, **later: float) -> None:
    """Let time pass, with the sweep at its end."""
    company.run(**later)
    with opened(company.workspace):
        look_at_what_is_overdue()
    company.run()


def test_an_ask_whose_clock_was_lost_is_looked_at_again_an_hour_later() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    assert lose_jobs(company, "desk.look_at_ask") > 0
    swept(company, minutes=30)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "owner_ok"
    swept(company, minutes=45)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "customer_pending"


def test_a_request_whose_clock_was_lost_is_looked_at_again_too() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = send_request(
            company.deal, by=actor_of(company.ben), advocate=None, must_settle="Speed", attendees=[company.daniel]
        )
        assert fresh(need).turn == 0
    assert lose_jobs(company, "desk.look_at_request") > 0
    swept(company, hours=6)
    with opened(company.workspace):
        assert fresh(need).turn == 1


def test_what_is_not_overdue_is_left_alone() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        before = ask_of(need, "Maya").deadline_at
    swept(company, hours=2)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        assert (maya.state, maya.deadline_at) == ("owner_pending", before)
