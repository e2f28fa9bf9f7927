"""What one deal may ask of the same people, and what a customer reads before they are asked."""

from __future__ import annotations

import pytest

from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import propose, withdraw_request
from goodword.desk.models import Attendee
from goodword.directory import actions as directory
from goodword.directory.models import Contact, Opportunity
from goodword.members.policy import actor_of
from tests import cast
from tests.desk.steps import UNDO, ask_of, asks, customer_asked, declined, requested


def test_whoever_said_no_for_a_deal_is_not_asked_again_in_another_request_of_it() -> None:
    company = cast.company()
    first = requested(company)
    customer_asked(company, first, company.maya)
    declined(company, first, company.maya)
    with opened(company.workspace):
        withdraw_request(first, by=actor_of(company.ben))
    company.run(**UNDO)
    with opened(company.workspace):
        with pytest.raises(Refused) as refused:
            company.request(company.maya)
        assert (refused.value.code, str(refused.value)) == ("declined", "Maya said no for this deal.")
        second = company.request(company.ingrid)
        assert asks(second) == {"Ingrid": "owner_pending"}
        with pytest.raises(Refused, match="said no for this deal"):
            propose(second, company.maya, by=actor_of(company.priya))


def test_a_no_for_one_deal_says_nothing_about_another() -> None:
    company = cast.company()
    first = requested(company)
    customer_asked(company, first, company.maya)
    declined(company, first, company.maya)
    with opened(company.workspace):
        company.deal = cast.deal("Osterley Retail", owner=company.ben, domain="osterley.example")
        company.daniel = company.deal.contacts.get()
        assert asks(company.request(company.maya))["Maya"] == "owner_pending"


def test_a_request_names_somebody_the_customer_would_meet() -> None:
    company = cast.company()
    with opened(company.workspace):
        proposed = company.request(attendees=[])
        assert [one.contact for one in proposed.attendees.all()] == [company.daniel]
        withdraw_request(proposed, by=actor_of(company.ben))
    company.run(**UNDO)
    with opened(company.workspace):
        directory.change_opportunity(company.deal, by=cast.SETUP, contacts=[])
        with pytest.raises(Refused, match="Say who at Harbourline Logistics will be on the call"):
            company.request(attendees=[])
        assert company.request(attendees=[company.daniel]).state == "with_owner"


def test_a_customer_is_not_asked_while_nobody_is_named() -> None:
    company = cast.company()
    need = requested(company)
    with opened(company.workspace):
        Attendee.objects.filter(need=need).delete()
        directory.change_opportunity(company.deal, by=cast.SETUP, contacts=[])
    customer_asked(company, need, company.maya)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "cancelled"
        assert not Event.objects.filter(name="ask.customer_asked").exists()


def test_a_renewal_may_stay_within_the_group_and_a_new_deal_may_not() -> None:
    company = cast.company()
    with opened(company.workspace):
        group = directory.add_group("Harbour group", by=cast.SETUP)
        for account in (company.kestrel, company.harbourline):
            directory.change_account(account, by=cast.SETUP, group=group)
        company.maya.refresh_from_db()
        with pytest.raises(Refused, match="same group"):
            company.request()
        company.deal.refresh_from_db()
        directory.change_opportunity(company.deal, by=cast.SETUP, renewal=True)
        need = company.request()
        assert asks(need)["Maya"] == "owner_pending"
    customer_asked(company, need, company.maya)
    with opened(company.workspace):
        assert asks(need)["Maya"] == "customer_pending"


def test_someone_who_does_not_speak_the_buyers_language_is_not_asked() -> None:
    company = cast.company()
    with opened(company.workspace):
        Contact.objects.filter(pk=company.daniel.pk).update(language="nl")
        company.daniel.refresh_from_db()
        # Nobody said so: a row's own default walls nobody off.
        assert ask_of(company.request(), company.maya).state == "owner_pending"
        directory.change_contact(company.daniel, by=cast.SETUP, language="de-CH")
        deal = Opportunity.objects.get(pk=company.deal.pk)
        company.deal = deal
        with pytest.raises(Refused, match="doesn't speak the buyer's language"):
            company.request(company.ingrid)
        company.ingrid.languages = ["en", "de"]
        company.ingrid.save()
        assert asks(company.request(company.ingrid))["Ingrid"] == "owner_pending"
