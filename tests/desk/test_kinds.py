"""What can be asked for, asking for something else, and closing because proof was enough."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    approve_ask,
    change_kind,
    close_with_proof,
    decline_as_owner,
    undo,
)
from goodword.desk.models import ReferenceRequest
from goodword.members.models import Role
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from goodword.proof import actions as proof
from goodword.proof.models import Clearance
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import Company
from tests.desk.writing import company_that_writes


def nobody_left(company: Company, need: ReferenceRequest | None = None) -> ReferenceRequest:
    """Have both owners say not now to a call."""
    with opened(company.workspace):
        need = need or company.request()
        decline_as_owner(need.asks.get(advocate=company.maya), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        decline_as_owner(need.asks.get(advocate=company.ingrid), by=actor_of(company.lucia))
    company.run(minutes=15)
    with opened(company.workspace):
        return ReferenceRequest.objects.get(pk=need.pk)


@pytest.mark.parametrize("kind", [HelpKind.SITE_VISIT, HelpKind.SPEAKING, HelpKind.PRESS, HelpKind.VIDEO])
def test_what_nothing_here_arranges_cannot_be_asked_for(kind: HelpKind) -> None:
    company = cast.company()
    with opened(company.workspace):
        with pytest.raises(Refused, match="nothing arranges it"):
            company.request(help_kind=kind)
        assert not ReferenceRequest.objects.exists()
        company.request(help_kind=HelpKind.CALL)
        assert ReferenceRequest.objects.get().state == "with_owner"


def test_a_rep_left_without_a_call_asks_for_written_answers_from_the_next_best() -> None:
    company = company_that_writes()
    with opened(company.workspace):
        noor = cast.member("Noor Haddad", Role.OWNER)
        tern = cast.customer("Tern Maritime", owner=noor)
        sol = cast.advocate(tern, "Sol Viken", nominated_by=noor, kinds=("written",))
    need = nobody_left(company)
    with opened(company.workspace):
        assert need.state == "to_match"
        change_kind(need, HelpKind.WRITTEN, by=actor_of(company.ben))
        need.refresh_from_db()
        assert (need.help_kind, need.state) == ("written", "with_owner")
        assert need.asks.get(advocate=sol).state == "owner_pending"
        assert need.asks.get(advocate=company.maya).state == "owner_no", "nobody is asked twice for one deal"
        event = Event.objects.get(name="request.changed", thread=need.pk)
        assert event.data == {"field": "help_kind", "from": "call", "to": "written"}


def test_where_the_program_changes_the_kind_it_picks_whom() -> None:
    company = company_that_writes()
    need = nobody_left(company)
    with opened(company.workspace):
        noor = cast.member("Noor Haddad", Role.OWNER)
        tern = cast.customer("Tern Maritime", owner=noor)
        cast.advocate(tern, "Sol Viken", nominated_by=noor, kinds=("written",))
        change_kind(need, HelpKind.WRITTEN, by=actor_of(company.priya))
        need.refresh_from_db()
        assert (need.help_kind, need.state) == ("written", "to_match")


def test_the_kind_stays_while_somebody_is_being_asked_and_is_only_the_requesters_to_change() -> None:
    company = company_that_writes()
    with opened(company.workspace):
        need = company.request()
        with pytest.raises(TooLate, match="being asked"):
            change_kind(need, HelpKind.WRITTEN, by=actor_of(company.ben))
        with pytest.raises(NotAllowed):
            change_kind(need, HelpKind.WRITTEN, by=actor_of(company.lucia))
    need = nobody_left(company, need)
    with opened(company.workspace):
        with pytest.raises(Refused, match="already"):
            change_kind(need, HelpKind.CALL, by=actor_of(company.ben))
        with pytest.raises(Refused, match="nothing arranges it"):
            change_kind(need, "sculpture", by=actor_of(company.ben))
        change_kind(need, HelpKind.WRITTEN, by=actor_of(company.ben))


def test_proof_that_was_enough_closes_the_request_and_tells_who_was_asked_after_ten_minutes() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(need.asks.get(rank=0), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        Message.objects.filter(kind="E07").update(state="sent")
        close_with_proof(need, by=actor_of(company.ben))
        assert (need.state, need.close_reason) == ("closed", "proof_only")
    company.run(minutes=5)
    with opened(company.workspace):
        assert need.asks.get(rank=0).state == "customer_pending", "it can still be taken back"
    company.run(minutes=10)
    with opened(company.workspace):
        assert need.asks.get(rank=0).state == "cancelled"
        assert Message.objects.filter(kind="E09", to_address__startswith="maya@").exists()
        assert not Message.objects.filter(kind__in=["E15", "E16"], event__name="request.closed").exists()


def test_a_closing_with_proof_is_taken_back_like_any_other() -> None:
    company = cast.company()
    with opened(company.workspace):
        need, ben = company.request(), actor_of(company.ben)
        close_with_proof(need, by=ben)
        undo(Event.objects.get(name="request.closed"), by=ben)
        need.refresh_from_db()
        assert (need.state, need.close_reason, need.closed_at) == ("with_owner", "", None)
        with pytest.raises(NotAllowed):
            close_with_proof(need, by=actor_of(company.lucia))
    company.run(minutes=15)
    with opened(company.workspace):
        assert need.asks.get(rank=0).state == "owner_pending"


def test_the_rep_hears_when_the_program_found_that_proof_was_enough() -> None:
    company = cast.company()
    with opened(company.workspace):
        close_with_proof(company.request(), by=actor_of(company.priya))
    company.run(minutes=15)
    with opened(company.workspace):
        (told,) = Message.objects.filter(kind="E15", to_address__startswith="ben@")
        assert told.subject == "Harbourline Logistics: proof was enough"


def test_the_mail_that_no_call_comes_lists_what_is_cleared_with_links() -> None:
    company = cast.company()
    with opened(company.workspace):
        story = proof.add_story(
            company.kestrel.profiles.get(),
            by=cast.SETUP,
            title="Nine depots in nine weeks",
            text="The whole story",
            clearance=Clearance.ONE_TO_ONE,
            published_on=clock.now().date() - timedelta(days=30),
        )
    need = nobody_left(company)
    with opened(company.workspace):
        (told,) = Message.objects.filter(kind="E16", thread=need.pk)
        assert told.subject == "No call in time. What you can send today"
        assert "Nine depots in nine weeks, Kestrel Freight" in told.text
        assert {"path": f"/proof/{story.pk}?opp={company.deal.pk}"} in told.links.values()
