"""The demo company is built once for this file: by its own verbs, over simulated months, with few of its deals."""

from __future__ import annotations

import os
from datetime import date, time, timedelta

import psycopg
import pytest
from django.db import connection
from structlog.testing import capture_logs

from goodword.core import clock
from goodword.core.models import Event, Workspace
from goodword.core.tenancy import opened
from goodword.core.walls import workspace_models
from goodword.core.working_time import WorkWeek
from goodword.demo import actions as demo
from goodword.demo.company.customers import CUSTOMERS
from goodword.demo.company.deals import DEALS
from goodword.demo.company.people import COLLEAGUES
from goodword.demo.company.scenes import SCENES
from goodword.demo.hours import suits
from goodword.demo.year.plan import Year, plan
from goodword.desk.models import Ask, Call, ReferenceRequest, Repair
from goodword.desk.rules.states import AskState, RequestState
from goodword.directory.models import Account, Contact, Opportunity
from goodword.matching.evaluation.bench import Bench, Case
from goodword.matching.evaluation.faithful import check
from goodword.matching.queries import deal_of, index_of
from goodword.members.models import Member
from goodword.messages.models import Message, MessageState
from goodword.proof.models import Sharing, Story
from goodword.protection.models import Hold, LedgerEntry, Reservation
from goodword.recognition.models import Assist
from goodword.references.models import Advocate, AdvocateState, Fact
from tests import cast

SHARE = 0.05
DEALS_EXPLAINED = 4
CUT_SHORT = "a scene of the demo ended early"
# Why a request ended; `fulfilled` however long the way there was.
ENDS = {"fulfilled", "withdrawn", "unfilled", "deal_closed", "proof_only"}


@pytest.fixture
def built() -> Workspace:
    with capture_logs() as said:
        made = demo.build(share=SHARE)
    assert [line for line in said if line["event"] == CUT_SHORT] == []
    return made


def test_the_demo_company_has_everything_a_visitor_should_see_and_can_be_taken_away_again(built: Workspace) -> None:
    """One test, because the building takes a while: what it has, that it is repeatable, and that clearing is exact."""
    year = plan(date.today(), share=SHARE)
    with opened(built):
        _is_as_planned(year)
        _has_every_state()
        _is_consistent()
        _is_believable()
        _is_explained_truly()
        _reached_nobody()
        before = Event.objects.count()
    assert demo.build() == built, "a demo that stands is left as it is"
    with opened(built):
        assert Event.objects.count() == before
    _clears_exactly(built)


def _is_as_planned(year: Year) -> None:
    customers = [*CUSTOMERS, *(one.customer for one in year.customers)]
    assert set(Account.objects.customers().values_list("name", flat=True)) == {one.name for one in customers}
    people = {person.name for one in customers for person in one.people}
    assert people <= set(Advocate.objects.values_list("contact__name", flat=True))
    assert Opportunity.objects.count() == len(DEALS) + len(year.courses)
    assert Member.objects.active().count() == len(COLLEAGUES)
    gone = Member.objects.get(active=False)
    assert not Account.objects.filter(owner=gone).exists(), "whoever left handed their customers over"
    told = {course.deal.key for course in year.courses if course.tellers}
    assert ReferenceRequest.objects.count() >= len(told) + len(SCENES) - 1


def _has_every_state() -> None:
    # A draft lives only until it is sent, and every request here was.
    assert set(ReferenceRequest.objects.values_list("state", flat=True)) == set(RequestState) - {RequestState.DRAFT}
    assert set(Ask.objects.values_list("state", flat=True)) == set(AskState)
    reasons = set(ReferenceRequest.objects.exclude(close_reason="").values_list("close_reason", flat=True))
    assert reasons >= ENDS
    assert set(Advocate.objects.values_list("state", flat=True)) == set(AdvocateState)
    assert set(Hold.objects.values_list("kind", flat=True)) == set(Hold.Kind)
    assert Repair.objects.exclude(talked_at=None).exists()
    assert Ask.objects.filter(state="held", advocate__profile__visibility="masked").exists(), (
        "one went through the program"
    )


def _is_consistent() -> None:
    held = Ask.objects.filter(state="held")
    used = set(LedgerEntry.objects.filter(kind="use").exclude(ask_id=None).values_list("ask_id", flat=True))
    assert used == set(held.values_list("pk", flat=True))
    live = set(Ask.objects.live().values_list("pk", flat=True))
    assert set(Reservation.objects.filter(released_at=None).values_list("ask_id", flat=True)) == live
    for ask in Ask.objects.exclude(state="planned"):
        assert Event.objects.filter(subject_id=ask.pk).exists()
    fulfilled = ReferenceRequest.objects.filter(close_reason="fulfilled")
    assert {need.pk for need in fulfilled} <= set(held.values_list("need_id", flat=True))
    won = Opportunity.objects.filter(status="won", requests__asks__in=held)
    assert set(Assist.objects.filter(won=True).values_list("opportunity_id", flat=True)) == {deal.pk for deal in won}
    assert not Event.objects.filter(at__gt=clock.now()).exists()


def _is_believable() -> None:
    assert all(one.user.has_usable_password() and one.user.last_login for one in Member.objects.active())
    names = list(Contact.objects.values_list("name", flat=True))
    assert len(set(names)) == len(names), "everybody has a name of their own"
    vouched = set(Fact.objects.exclude(kind="helped_with").values_list("verified_by", flat=True))
    assert vouched <= set(Member.objects.values_list("name", flat=True)), "somebody who knows the customer said it"
    for story in Story.objects.all():
        assert story.published_on and story.expires_on
        assert story.published_on <= story.created_at.date()
        assert (story.expires_on - story.published_on).days >= 365, "what was said may be used for a year or more"
    for call in Call.objects.select_related("ask__advocate__contact__account"):
        theirs = WorkWeek(call.ask.advocate.contact.zone, start=time(8), end=time(19))
        assert suits(call.starts_at, timedelta(minutes=call.minutes), theirs), "nobody is called by night"
    assert Sharing.objects.exists()
    unsent = Opportunity.objects.filter(requests__close_reason="proof_only", sharings=None)
    assert not unsent.exists(), "proof was enough where some was sent"


def _is_explained_truly() -> None:
    """Hold every reason and gap for some of its deals against the scores, as `goodword study explanations` does."""
    index = index_of().index
    deals = [deal_of(deal) for deal in Opportunity.objects.open().order_by("pk")[:DEALS_EXPLAINED]]
    everybody = dict.fromkeys(index.ids, 0)
    checked = check(Bench([Case(str(nth), "demo", deal, everybody) for nth, deal in enumerate(deals)], {"demo": index}))
    assert checked.pairs == checked.gaps == len(everybody) * len(deals)
    assert checked.reasons > checked.pairs and checked.faults == ()


def _reached_nobody() -> None:
    assert Message.objects.exists()
    assert not Message.objects.exclude(to_address__endswith=".example").exists()
    assert not Message.objects.filter(state=MessageState.FAILED).exists()


def _clears_exactly(built: Workspace) -> None:
    other = cast.workspace("stays")
    with opened(other):
        Account(name="Stays").save()
    assert demo.clear()
    assert not demo.clear()
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        for model in workspace_models():
            left = owner.execute(
                f'SELECT count(*) FROM "{model._meta.db_table}" WHERE workspace_id = %s', [built.pk]
            ).fetchone()
            assert left == (0,), model
        assert owner.execute("SELECT count(*) FROM members_user").fetchone() == (0,)
        assert owner.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE args->>'workspace_id' = %s", [str(built.pk)]
        ).fetchone() == (0,)
    connection.close()
    with opened(other):
        assert Account.objects.count() == 1
