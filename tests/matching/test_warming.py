"""Indexes are read ahead for those who signed in last, and only then."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core import clock
from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account
from goodword.matching.queries import forget, index_of
from goodword.matching.queries.warming import warm
from goodword.members.models import Role, User
from goodword.members.queries import lately_opened
from goodword.references import actions as references
from tests import cast
from tests.cast import SETUP


@pytest.fixture(autouse=True)
def nothing_in_memory() -> Iterator[None]:
    forget()
    yield
    forget()


def place_of(slug: str, *, signed_in_days_ago: int | None) -> Workspace:
    """Return a workspace with one reference, whose manager signed in so long ago, or never."""
    made = cast.workspace(slug)
    with opened(made):
        references.start_profile(add_account("Carrier", by=SETUP), by=SETUP)
        priya = cast.member("Priya Nair", Role.MANAGER, domain=f"{slug}.example")
        if signed_in_days_ago is not None:
            at = clock.now() - timedelta(days=signed_in_days_ago)
            User.objects.filter(pk=priya.user_id).update(last_login=at)
    return made


def questions_of_the_first_look(place: Workspace) -> int:
    with opened(place), CaptureQueriesContext(connection) as asked:
        assert len(index_of().entries) == 1
    return len(asked)


def read_ahead(*workspaces: UUID) -> None:
    reader = Thread(target=warm, args=[workspaces])
    reader.start()
    reader.join()


def test_what_was_read_ahead_is_not_read_again_and_what_was_not_still_is() -> None:
    ahead, not_ahead = place_of("quayside", signed_in_days_ago=1), place_of("lockside", signed_in_days_ago=1)
    read_ahead(ahead.pk)
    assert questions_of_the_first_look(ahead) == 1 < questions_of_the_first_look(not_ahead)


def test_a_workspace_that_is_gone_keeps_no_other_from_being_read() -> None:
    ahead = place_of("quayside", signed_in_days_ago=1)
    read_ahead(uuid4(), ahead.pk)
    assert questions_of_the_first_look(ahead) == 1


def test_those_who_signed_in_last_come_first_and_whom_nobody_opened_not_at_all() -> None:
    long_ago = place_of("quayside", signed_in_days_ago=9)
    lately = place_of("lockside", signed_in_days_ago=2)
    place_of("dockside", signed_in_days_ago=None)
    assert lately_opened(5) == [lately.pk, long_ago.pk] and lately_opened(1) == [lately.pk]
