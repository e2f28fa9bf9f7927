"""The demo company is built once for this file: by its own verbs, over simulated months."""

from __future__ import annotations

import os

import psycopg
import pytest
from django.db import connection

from goodword.core.models import Event, Workspace
from goodword.core.tenancy import opened
from goodword.core.walls import workspace_models
from goodword.demo import actions as demo
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.rules.states import AskState, RequestState
from goodword.directory.models import Account, Opportunity
from goodword.messages.models import Message, MessageState
from goodword.protection.models import LedgerEntry, Reservation
from goodword.references.models import Advocate
from tests import cast


@pytest.fixture
def built() -> Workspace:
    return demo.build()


def test_the_demo_company_has_everything_a_visitor_should_see_and_can_be_taken_away_again(built: Workspace) -> None:
    """One test, because the building takes a while: what it has, that it is repeatable, and that clearing is exact."""
    with opened(built):
        assert Account.objects.customers().count() == 25
        assert Advocate.objects.count() == 40
        assert Opportunity.objects.count() == 20
        _has_every_state()
        _is_consistent()
        _reached_nobody()
        before = Event.objects.count()
    assert demo.build() == built, "a demo that stands is left as it is"
    with opened(built):
        assert Event.objects.count() == before
    _clears_exactly(built)


def _has_every_state() -> None:
    # A draft lives only until it is sent, and every request here was.
    assert set(ReferenceRequest.objects.values_list("state", flat=True)) == set(RequestState) - {RequestState.DRAFT}
    assert set(Ask.objects.values_list("state", flat=True)) == set(AskState)
    reasons = set(ReferenceRequest.objects.exclude(close_reason="").values_list("close_reason", flat=True))
    assert {"fulfilled", "withdrawn", "unfilled", "deal_closed"} <= reasons


def _is_consistent() -> None:
    used = set(LedgerEntry.objects.filter(kind="use").values_list("ask_id", flat=True))
    assert used == set(Ask.objects.filter(state="held").values_list("pk", flat=True))
    live = set(Ask.objects.live().values_list("pk", flat=True))
    assert set(Reservation.objects.filter(released_at=None).values_list("ask_id", flat=True)) == live
    for ask in Ask.objects.exclude(state="planned"):
        assert Event.objects.filter(subject_id=ask.pk).exists()


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
