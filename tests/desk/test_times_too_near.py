"""A customer is never asked with a question that is over before it reaches them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, approve_ask, decline_ask
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.asked import times_of_prospect
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from tests import cast
from tests.cast import Company
from tests.desk.steps import ask_of, asks, ledger

FRIDAY_EVENING = datetime(2027, 2, 5, 17, 50, tzinfo=UTC)  # 18:50 in Brussels
MONDAY = datetime(2027, 2, 8, tzinfo=UTC)


def asked_on_friday_evening(company: Company, *times: datetime) -> ReferenceRequest:
    """Have Maya asked at 19:00 of a Friday, her time, with these times of the buyer."""
    clock.move_to(company.workspace, FRIDAY_EVENING)
    with opened(company.workspace):
        need = company.request(times=[Offer(time, "Europe/Amsterdam") for time in times])
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    return need


def test_times_that_leave_no_working_hours_to_answer_count_as_none() -> None:
    company = cast.company()
    # Two hours before Monday 10:00 is Monday 08:00: the very hour at which a mail may reach her.
    need = asked_on_friday_evening(company, MONDAY + timedelta(hours=9))
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        assert times_of_prospect(maya) == []
        assert maya.deadline_at is not None and maya.deadline_at > MONDAY + timedelta(days=1)
    company.run(days=2, hours=16)
    with opened(company.workspace):
        mail = Message.objects.get(kind="E07", person_id=company.maya.contact_id)
        assert mail.state != "dropped"
        maya = ask_of(need, "Maya")
        assert (maya.state, ledger(maya)) == ("customer_pending", ["ask"])
        decline_ask(maya, by=cast.as_customer(maya))
        assert asks(need)["Maya"] == "declined"


@pytest.mark.parametrize("hour", [14, 16])
def test_times_that_leave_half_a_day_to_answer_are_proposed_and_end_the_wait(hour: int) -> None:
    company = cast.company()
    last = MONDAY + timedelta(hours=hour)
    need = asked_on_friday_evening(company, MONDAY + timedelta(hours=9), last)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        assert [option.starts_at for option in times_of_prospect(maya)] == [MONDAY + timedelta(hours=9), last]
        assert maya.deadline_at == last - timedelta(hours=2)
