"""On a holiday of theirs nobody is asked: requests go in, mails and deadlines wait, no call is proposed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.weeks import week_of_contact, week_of_prospect
from goodword.desk.rules.times import proposed_times
from goodword.members.actions import change_days_off
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from tests import cast
from tests.cast import Company

BRUSSELS = ZoneInfo("Europe/Brussels")
BEFORE_EASTER = datetime(2027, 3, 26, 14, tzinfo=UTC)  # Friday, 15:00 in Brussels; Monday is a holiday there
TUESDAY = date(2027, 3, 30)


def before_easter(slug: str = "tidewell", *, public_holidays: bool = True) -> Company:
    company = cast.company(slug)
    clock.move_to(company.workspace, BEFORE_EASTER)
    with opened(company.workspace):
        change_days_off(closed_on=(), public_holidays=public_holidays, by=cast.SETUP)
    return company


def asked(company: Company) -> tuple[ReferenceRequest, Ask]:
    with opened(company.workspace):
        need = company.request()
        return need, need.asks.get(rank=0)


def day(moment: datetime | None) -> date:
    assert moment is not None
    return moment.astimezone(BRUSSELS).date()


def test_an_owners_deadline_passes_over_the_holiday() -> None:
    assert day(asked(before_easter())[1].deadline_at) == TUESDAY
    working = before_easter("elsewhere", public_holidays=False)
    assert day(asked(working)[1].deadline_at) == TUESDAY - timedelta(days=1)


def test_the_customers_mail_waits_until_the_holiday_is_over_and_the_request_is_not_refused() -> None:
    company = before_easter()
    clock.move_to(company.workspace, datetime(2027, 3, 29, 9, tzinfo=UTC))
    need, ask = asked(company)
    with opened(company.workspace):
        approve_ask(ask, by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        assert Ask.objects.get(pk=ask.pk).state == "customer_pending"
        mail = Message.objects.get(kind="E07", thread=need.pk)
        assert (mail.state, mail.due_at.astimezone(BRUSSELS).isoformat()) == ("queued", "2027-03-30T08:00:00+02:00")


def test_no_call_is_proposed_on_a_holiday_of_either_side_nor_on_a_closed_day() -> None:
    company = before_easter()
    need, _ = asked(company)
    closed = TUESDAY + timedelta(days=1)
    with opened(company.workspace):
        change_days_off(closed_on=[closed], public_holidays=True, by=cast.SETUP)
    with opened(company.workspace):
        weeks = week_of_prospect(need), week_of_contact(company.maya.contact)
        times = proposed_times(*weeks, clock.now(), timedelta(minutes=30), n=5, notice=timedelta(0))
    days = [day(time.start) for time in times]
    assert TUESDAY in days and not {closed, TUESDAY - timedelta(days=1)} & set(days)
