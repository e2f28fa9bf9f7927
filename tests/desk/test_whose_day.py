"""A day is the day of whoever reads or sets it, not that of the server."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import decline_as_owner, decline_ask
from goodword.directory.models import Account, Contact
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.messages.actions import Person
from goodword.protection.queries import standings
from tests import cast
from tests.desk.steps import ask_of, customer_asked, requested

# In Auckland the 3rd has begun; at UTC it is the 2nd, and in Los Angeles too.
EVENING = datetime(2027, 2, 2, 14, 0, tzinfo=UTC)
SECOND, THIRD, FOURTH = date(2027, 2, 2), date(2027, 2, 3), date(2027, 2, 4)


def company_at(zone: str, *, at: datetime = EVENING) -> cast.Company:
    """Build the cast with Maya and her company in a zone and the clock at a moment."""
    company = cast.company()
    clock.move_to(company.workspace, at)
    with opened(company.workspace):
        Account.objects.filter(pk=company.kestrel.pk).update(time_zone=zone)
        Contact.objects.filter(pk=company.maya.contact_id).update(time_zone=zone)
        company.maya = type(company.maya).objects.get(pk=company.maya.pk)
    return company


def test_an_owners_not_before_is_a_day_where_the_customer_is() -> None:
    company = company_at("Pacific/Auckland")
    with opened(company.workspace):
        ask = ask_of(company.request(company.maya), company.maya)
        with pytest.raises(Refused, match="after today"):
            decline_as_owner(ask, by=actor_of(company.amara), until=THIRD)
        decline_as_owner(ask, by=actor_of(company.amara), until=FOURTH)


def test_a_customers_not_before_is_a_day_where_they_are() -> None:
    company = company_at("America/Los_Angeles", at=datetime(2027, 2, 3, 2, 0, tzinfo=UTC))
    need = requested(company, company.maya)
    customer_asked(company, need, company.maya)
    with opened(company.workspace):
        ask = ask_of(need, company.maya)
        with pytest.raises(Refused, match="after today"):
            decline_ask(ask, by=cast.as_customer(ask), until=SECOND)
        decline_ask(ask, by=cast.as_customer(ask), until=THIRD)


def test_a_need_by_date_is_a_day_of_the_reps() -> None:
    company = cast.company()
    clock.move_to(company.workspace, EVENING)
    with opened(company.workspace):
        Member.objects.filter(pk=company.ben.pk).update(time_zone="Pacific/Auckland")
        with pytest.raises(Refused, match="after today"):
            company.request(need_by=THIRD)
        assert company.request(need_by=FOURTH).need_by == FOURTH


def test_an_owner_is_away_on_their_own_days() -> None:
    company = cast.company()
    clock.move_to(company.workspace, EVENING)
    with opened(company.workspace):
        Member.objects.filter(pk=company.amara.pk).update(time_zone="Pacific/Auckland", away_until=SECOND)
        company.maya = type(company.maya).objects.get(pk=company.maya.pk)
        assert ask_of(company.request(company.maya), company.maya).turn == 0
        assert not Event.objects.filter(name="ask.deputy_asked").exists()


def test_somebody_who_leaves_tomorrow_still_takes_part_today() -> None:
    company = company_at("Pacific/Auckland", at=EVENING - timedelta(hours=5))
    with opened(company.workspace):
        Contact.objects.filter(pk=company.maya.contact_id).update(left_on=THIRD)
        company.maya.contact.refresh_from_db()
        assert standings([company.maya], clock.now())[company.maya.pk].active
        assert Person.of(company.maya.contact).address
    clock.move_to(company.workspace, EVENING)
    with opened(company.workspace):
        assert not standings([company.maya], clock.now())[company.maya.pk].active
        assert not Person.of(company.maya.contact).address
