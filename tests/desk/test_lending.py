"""What an owner's answer and their standing wishes reach, and what they don't."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask, decline_as_owner, propose, undo
from goodword.desk.queries.finding import promise_today
from goodword.directory.models import Account
from goodword.members.policy import actor_of
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.models import OwnerMode
from tests import cast
from tests.cast import Company
from tests.desk.steps import UNDO, ask_of, asks, declined, requested


def another_deal(company: Company) -> None:
    """Give Ben a second deal, so that a second request can be sent."""
    company.deal = cast.deal("Osterley Retail", owner=company.ben, domain="osterley.example")
    company.daniel = company.deal.contacts.get()


def mode_of(account: Account) -> str:
    return account.profiles.get().owner_mode


def test_next_best_passes_over_a_customer_without_an_owner_and_a_manager_may_ask_for_one() -> None:
    company = cast.company()
    with opened(company.workspace):
        Account.objects.filter(pk=company.nordhaven.pk).update(owner=None)
        need = company.request()
        decline_as_owner(ask_of(need, company.maya), by=actor_of(company.amara))
    company.run(**UNDO)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_no", "Ingrid": "cancelled"}
        assert Event.objects.get(name="ask.cancelled").data["why"] == "no_owner"
        another_deal(company)
        other = company.request(company.maya)
        assert propose(other, company.ingrid, by=actor_of(company.priya)).state == "owner_pending"


def test_next_time_just_tell_me_holds_when_the_yes_can_no_longer_be_taken_back() -> None:
    company = cast.company()
    need = requested(company)
    with opened(company.workspace):
        amara = actor_of(company.amara)
        approve_ask(ask_of(need, company.maya), by=amara, tell_me_next_time=True)
        undo(Event.objects.get(name="ask.approved"), by=amara)
    company.run(**UNDO)
    with opened(company.workspace):
        assert mode_of(company.kestrel) == OwnerMode.ASK_ME
        with pytest.raises(NotAllowed, match="be asked less"):
            approve_ask(ask_of(need, company.maya), by=actor_of(company.priya), tell_me_next_time=True)
        approve_ask(ask_of(need, company.maya), by=amara, tell_me_next_time=True)
    company.run(**UNDO)
    with opened(company.workspace):
        assert mode_of(company.kestrel) == OwnerMode.TELL_ME


def test_an_owners_not_before_holds_everyone_at_the_account() -> None:
    company = cast.company()
    with opened(company.workspace):
        cast.advocate(company.kestrel, "Ana Brandt", nominated_by=company.amara)
        need = company.request()
        until = clock.now().date() + timedelta(days=20)
        decline_as_owner(ask_of(need, company.maya), by=actor_of(company.amara), until=until)
    company.run(**UNDO)
    with opened(company.workspace):
        hold = Hold.objects.get()
        assert (hold.account, hold.advocate) == (company.kestrel, None)
        assert asks(need) == {"Maya": "owner_no", "Ana": "cancelled", "Ingrid": "owner_pending"}


def test_an_owners_not_now_passes_over_their_other_people_for_this_request_alone() -> None:
    company = cast.company()
    with opened(company.workspace):
        ana = cast.advocate(company.kestrel, "Ana Brandt", nominated_by=company.amara)
        need = company.request()
        assert asks(need) == {"Maya": "owner_pending", "Ana": "planned", "Ingrid": "planned"}
        decline_as_owner(ask_of(need, company.maya), by=actor_of(company.amara))
    company.run(**UNDO)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_no", "Ana": "planned", "Ingrid": "owner_pending"}
        decline_as_owner(ask_of(need, company.ingrid), by=actor_of(company.lucia))
    company.run(**UNDO)
    with opened(company.workspace):
        assert asks(need) == {"Maya": "owner_no", "Ana": "planned", "Ingrid": "owner_no"}
        assert Event.objects.filter(name="request.nobody_left", thread=need.pk).exists()
        another_deal(company)
        assert asks(company.request(ana))["Ana"] == "owner_pending"


def test_who_said_no_is_not_proposed_either_and_the_refusal_says_whom_to_ask() -> None:
    company = cast.company()
    priya = actor_of(company.priya)
    with opened(company.workspace):
        ana = cast.advocate(company.kestrel, "Ana Brandt", nominated_by=company.amara)
        need = company.request()
        decline_as_owner(ask_of(need, company.maya), by=actor_of(company.amara))
        for one in (company.maya, ana):
            with pytest.raises(Refused, match=r"Kestrel Freight said not now .* Ask somebody at another customer"):
                propose(need, one, by=priya)
        assert asks(need)["Ana"] == "planned"
        assert propose(need, company.ingrid, by=priya).state == "owner_pending"


def test_an_owner_who_was_silent_is_asked_about_nobody_else_for_the_same_request() -> None:
    company = cast.company()
    with opened(company.workspace):
        Account.objects.filter(pk=company.kestrel.pk).update(deputy=None)
        ana = cast.advocate(company.kestrel, "Ana Brandt", nominated_by=company.amara)
        need = company.request()
        assert asks(need) == {"Maya": "owner_pending", "Ana": "planned", "Ingrid": "planned"}
    company.run(days=4)
    with opened(company.workspace):
        assert (asks(need)["Maya"], asks(need)["Ana"]) == ("owner_timeout", "planned")
        with pytest.raises(Refused, match=r"did not answer .* Call them and note their yes"):
            propose(need, ana, by=actor_of(company.priya))
        another_deal(company)
        assert propose(company.request(company.ingrid), ana, by=actor_of(company.priya)).state == "owner_pending"


def test_a_standing_yes_is_used_up_by_what_it_allowed_whatever_the_customer_said() -> None:
    company = cast.company()
    with opened(company.workspace):
        profile, amara = company.kestrel.profiles.get(), actor_of(company.amara)
        references.set_owner_mode(profile, OwnerMode.PRE_APPROVED, by=amara, pre_approved_a_quarter=1)
        company.maya.refresh_from_db()
        need = company.request()
        assert asks(need)["Maya"] == "owner_ok"
    company.run(**UNDO)
    declined(company, need, company.maya)
    with opened(company.workspace):
        another_deal(company)
        maya = type(company.maya).objects.get(pk=company.maya.pk)
        promised = promise_today(company.deal, company.ben, maya, help_kind="call")
        assert promised.steps[0].code == "owner"
        assert asks(company.request(maya))["Maya"] == "owner_pending"


def test_an_owners_own_request_uses_up_no_standing_yes() -> None:
    company = cast.company()
    with opened(company.workspace):
        profile, amara = company.kestrel.profiles.get(), actor_of(company.amara)
        references.set_owner_mode(profile, OwnerMode.PRE_APPROVED, by=amara, pre_approved_a_quarter=1)
        maya = type(company.maya).objects.get(pk=company.maya.pk)
        bens, ben = company.deal, company.ben
        company.ben, company.deal = company.amara, cast.deal("Osterley Retail", owner=company.amara, domain="o.example")
        company.daniel = company.deal.contacts.get()
        company.request(cast.advocate(company.kestrel, "Ana Brandt", nominated_by=company.amara))
        assert Event.objects.get(name="ask.pre_approved").data["why"] == "own_account"
        company.ben, company.deal, company.daniel = ben, bens, bens.contacts.get()
        promised = promise_today(bens, ben, maya, help_kind="call")
        assert promised.steps[0].code == "asked"
        assert asks(company.request(maya))["Maya"] == "owner_ok"


def test_a_promise_counts_the_owners_yes_that_a_claimed_agreement_takes() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_owner_mode(company.kestrel.profiles.get(), OwnerMode.TELL_ME, by=actor_of(company.amara))
        maya = type(company.maya).objects.get(pk=company.maya.pk)
        assert promise_today(company.deal, company.ben, maya, help_kind="call").steps[0].code == "tell"
        promised = promise_today(company.deal, company.ben, maya, help_kind="written")
        assert promised.steps[0].code == "tell"
        references.claim_consent(maya, "written", by=actor_of(company.amara), evidence="She said so on the phone")
        promised = promise_today(company.deal, company.ben, maya, help_kind="written")
        assert promised.steps[0].code == "owner"
