from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Program
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Account
from goodword.members.policy import Purpose, actor_of
from goodword.protection import actions
from goodword.protection.models import LedgerEntry, Override, Reservation
from goodword.references import actions as references
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import Company, link_actor
from tests.protection.people import as_one_group, asked, reserve
from tests.references.people import company


def refusal(tidewell: Company, **fields: Any) -> str:
    with pytest.raises(Refused) as refused:
        reserve(tidewell, tidewell.maya, **fields)
    return refused.value.code


def test_someone_being_asked_has_no_second_place_until_the_first_is_given_up() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        first = reserve(tidewell, tidewell.maya)
        assert refusal(tidewell) == "asked_now"
        assert reserve(tidewell, tidewell.ingrid).reservation.pk != first.reservation.pk
        actions.release(first.reservation.ask_id, by=cast.SETUP)
        assert reserve(tidewell, tidewell.maya).reservation.released_at is None


def test_the_same_ask_keeps_its_place_and_takes_it_again_after_it_was_given_up() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        ask_id, thread = uuid4(), uuid4()
        first = reserve(tidewell, tidewell.maya, ask_id=ask_id, thread=thread)
        assert reserve(tidewell, tidewell.maya, ask_id=ask_id, thread=thread).reservation == first.reservation
        actions.to_customer(ask_id, by=cast.SETUP)
        actions.release(ask_id, by=cast.SETUP)
        actions.release(ask_id, by=cast.SETUP)
        again = reserve(tidewell, tidewell.maya, ask_id=ask_id, thread=thread).reservation
        assert (again.pk, again.released_at, again.with_customer) == (first.reservation.pk, None, False)
        actions.to_customer(ask_id, by=cast.SETUP)
        assert LedgerEntry.objects.filter(kind="ask").count() == 1


def test_a_request_asks_one_customer_at_a_time_and_another_once_the_first_is_booked() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        thread, one, other = uuid4(), uuid4(), uuid4()
        reserve(tidewell, tidewell.maya, thread=thread, ask_id=one)
        reserve(tidewell, tidewell.ingrid, thread=thread, ask_id=other)
        actions.to_customer(one, by=cast.SETUP)
        with pytest.raises(Refused) as refused:
            actions.to_customer(other, by=cast.SETUP)
        assert refused.value.code == "another_customer"
        assert not LedgerEntry.objects.filter(ask_id=other).exists()
        actions.to_calendar(one, by=cast.SETUP)
        assert actions.to_customer(other, by=cast.SETUP).with_customer
        assert refusal(tidewell) == "asked_now"


def test_an_ask_is_in_the_ledger_from_the_moment_the_customer_is_asked_and_not_before() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        ask_id, thread = uuid4(), uuid4()
        reserve(tidewell, tidewell.maya, ask_id=ask_id, thread=thread)
        assert not LedgerEntry.objects.exists()
        actions.to_customer(ask_id, by=cast.SETUP)
        entry = LedgerEntry.objects.get()
        assert (entry.kind, entry.contact_id, entry.account_id, entry.thread, entry.ask_id) == (
            "ask",
            tidewell.maya.contact_id,
            tidewell.kestrel.pk,
            thread,
            ask_id,
        )


def test_a_place_that_was_given_up_cannot_go_to_the_customer() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        ask_id = uuid4()
        reserve(tidewell, tidewell.maya, ask_id=ask_id)
        actions.release(ask_id, by=cast.SETUP)
        with pytest.raises(TooLate):
            actions.to_customer(ask_id, by=cast.SETUP)
        with pytest.raises(TooLate):
            actions.to_calendar(ask_id, by=cast.SETUP)
        with pytest.raises(TooLate):
            actions.to_customer(uuid4(), by=cast.SETUP)


def test_a_withdrawn_consent_shuts_out_at_once_even_an_ask_on_its_way() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        ask_id = uuid4()
        reserve(tidewell, maya, ask_id=ask_id)
        references.revoke_consent(maya, HelpKind.CALL, by=link_actor(Purpose.OWN_PAGE, maya, maya.contact))
        with pytest.raises(Refused) as refused:
            actions.to_customer(ask_id, by=cast.SETUP)
        assert refused.value.code == "not_offered"
        actions.release(ask_id, by=cast.SETUP)
        assert refusal(tidewell) == "not_offered"
        assert refusal(tidewell, help_kind=HelpKind.VIDEO) == "no_consent"


def test_consent_for_one_request_opens_that_request_alone() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        thread = uuid4()
        own = link_actor(Purpose.ASK, maya, maya.contact)
        references.give_consent(maya, HelpKind.WRITTEN, by=own, only_thread=thread)
        assert refusal(tidewell, help_kind=HelpKind.WRITTEN) == "no_consent"
        assert reserve(tidewell, maya, help_kind=HelpKind.WRITTEN, thread=thread).reservation.pk


def test_a_claimed_consent_goes_to_the_customer_only_with_the_owners_yes() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        assert not reserve(tidewell, tidewell.ingrid).needs_owner_yes
        references.claim_consent(maya, HelpKind.WRITTEN, by=actor_of(tidewell.amara), evidence="A mail of May")
        ask_id = uuid4()
        assert reserve(tidewell, maya, ask_id=ask_id, help_kind=HelpKind.WRITTEN).needs_owner_yes
        for answer in (None, False):
            with pytest.raises(Refused) as refused:
                actions.to_customer(ask_id, by=cast.SETUP, owner_said_yes=answer)
            assert refused.value.code == "owner_yes"
        actions.to_customer(ask_id, by=cast.SETUP, owner_said_yes=True)
        # Asked once with the owner's yes, a late answer needs no second one.
        assert actions.to_customer(ask_id, by=cast.SETUP).with_customer


def test_a_company_is_no_reference_for_itself_its_group_or_its_rival() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        assert refusal(tidewell, prospect=tidewell.kestrel) == "itself"
        group = directory.add_group("Holt Group", by=cast.SETUP)
        for account in (tidewell.kestrel, tidewell.harbourline):
            directory.change_account(account, by=cast.SETUP, group=group)
        assert refusal(tidewell) == "same_group"
        assert reserve(tidewell, tidewell.ingrid).reservation.pk
        directory.name_rivals(tidewell.harbourline, tidewell.kestrel, by=cast.SETUP)
        assert refusal(tidewell, within_group=True) == "competitor"


def test_a_renewal_within_the_group_may_ask_within_the_group() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        group = directory.add_group("Holt Group", by=cast.SETUP)
        for account in (tidewell.kestrel, tidewell.harbourline):
            directory.change_account(account, by=cast.SETUP, group=group)
        ask_id = uuid4()
        reserve(tidewell, tidewell.maya, ask_id=ask_id, within_group=True)
        assert actions.to_customer(ask_id, by=cast.SETUP).with_customer


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"health": Account.Health.RED}, "health"),
        ({"open_severity": 2}, "escalation"),
        ({"renewal_on": (cast.MORNING + timedelta(days=45)).date()}, "renewal"),
        ({"status": Account.Status.FORMER}, "left"),
    ],
)
def test_a_customer_in_trouble_or_gone_is_not_asked(change: dict[str, Any], code: str) -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        ask_id = uuid4()
        reserve(tidewell, tidewell.maya, ask_id=ask_id)
        directory.change_account(tidewell.kestrel, by=cast.SETUP, **change)
        with pytest.raises(Refused) as refused:
            actions.to_customer(ask_id, by=cast.SETUP)
        assert refused.value.code == code


def test_a_live_call_waits_for_its_stage_unless_the_program_manager_proposes_it() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        assert refusal(tidewell, stage=0, by=actor_of(tidewell.ben)) == "gate_stage"
        assert refusal(tidewell, stage=0) == "gate_stage"
        place = reserve(tidewell, tidewell.maya, stage=0, by=actor_of(tidewell.priya)).reservation
        assert actions.to_customer(place.ask_id, by=cast.SETUP).with_customer


def test_a_manager_passes_our_own_gap_with_a_reason_that_stays_on_record() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        actions.record_use(asked(tidewell, tidewell.maya), by=cast.SETUP)
        assert refusal(tidewell) == "gap"
        with pytest.raises(NotAllowed):
            reserve(tidewell, tidewell.maya, by=actor_of(tidewell.ben), override="Big deal")
        ask_id = uuid4()
        taken = reserve(
            tidewell, tidewell.maya, ask_id=ask_id, by=actor_of(tidewell.priya), override="She offered herself"
        )
        assert taken.needs_owner_yes
        override = Override.objects.get()
        assert (override.rule, override.reason, override.by_label) == ("gap", "She offered herself", "Priya Nair")
        assert actions.to_customer(ask_id, by=cast.SETUP, owner_said_yes=True).with_customer


def test_an_ask_that_takes_its_place_again_keeps_the_leave_and_the_exception_it_had() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        actions.record_use(asked(tidewell, tidewell.maya), by=cast.SETUP)
        same: dict[str, Any] = {"thread": uuid4(), "ask_id": uuid4(), "stage": 0}
        reserve(tidewell, tidewell.maya, by=actor_of(tidewell.priya), override="She offered herself", **same)
        actions.release(same["ask_id"], by=cast.SETUP)
        assert refusal(tidewell, stage=0) == "gap"
        assert reserve(tidewell, tidewell.maya, **same).needs_owner_yes
        assert Override.objects.count() == 1


def test_nobody_passes_the_customers_own_gap() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        references.set_dial(maya, by=link_actor(Purpose.OWN_PAGE, maya, maya.contact), gap_days=60)
        actions.record_use(asked(tidewell, maya), by=cast.SETUP)
        assert refusal(tidewell, by=actor_of(tidewell.priya), override="Big deal") == "gap_customer"
        assert not Override.objects.exists()


def test_a_refusal_says_until_when_and_does_not_name_a_private_customer() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        own = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        actions.pause(maya, by=own, until=clock.now().date() + timedelta(days=10))
        with pytest.raises(Refused) as refused:
            reserve(tidewell, maya)
        assert "Maya paused until 12 Feb" in str(refused.value)
        assert refused.value.until is not None and refused.value.until.isoformat() == "2027-02-11T23:00:00+00:00"
        references.set_own_visibility(maya, "masked", by=own)
        maya.refresh_from_db()
        with pytest.raises(Refused) as refused:
            reserve(tidewell, maya)
        assert "Maya" not in str(refused.value) and "This customer paused" in str(refused.value)


def test_colleagues_places_count_towards_the_companys_limit() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        colleagues = [
            cast.advocate(tidewell.kestrel, f"Helper{nth} Person", nominated_by=tidewell.amara) for nth in range(4)
        ]
        for colleague in colleagues:
            reserve(tidewell, colleague)
        assert refusal(tidewell) == "limit_account"
        actions.release(Reservation.objects.filter(advocate=colleagues[0]).get().ask_id, by=cast.SETUP)
        assert reserve(tidewell, tidewell.maya).reservation.pk


def test_places_at_sister_companies_count_towards_the_groups_limit() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        Program.objects.update(rules={"protection": {"group_per_quarter": 1}})
        theirs = reserve(tidewell, tidewell.ingrid).reservation
        as_one_group(tidewell.kestrel, tidewell.nordhaven)
        assert refusal(tidewell) == "limit_group"
        actions.record_use(theirs.ask_id, by=cast.SETUP)
        assert refusal(tidewell) == "limit_group"
        as_one_group(tidewell.kestrel, name="Kestrel alone")
        assert reserve(tidewell, tidewell.maya).reservation.pk


def test_the_database_itself_refuses_a_second_place_and_a_second_customer() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        place = reserve(tidewell, maya).reservation
        actions.to_customer(place.ask_id, by=cast.SETUP)

        def another(**fields: object) -> Reservation:
            values = {name: getattr(place, name) for name in ("advocate", "contact", "account", "prospect", "thread")}
            return Reservation(**(values | {"ask_id": uuid4(), "help_kind": "call"} | fields))

        with pytest.raises(IntegrityError, match="one_live_ask_per_person"), transaction.atomic():
            another().save()
        ingrid = {"advocate": tidewell.ingrid, "contact": tidewell.ingrid.contact}
        with pytest.raises(IntegrityError, match="one_customer_asked_per_request"), transaction.atomic():
            another(**ingrid, with_customer=True).save()
        with pytest.raises(IntegrityError, match="one_reservation_per_ask"), transaction.atomic():
            another(**ingrid, ask_id=place.ask_id).save()
        another(**ingrid).save()
