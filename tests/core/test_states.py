from __future__ import annotations

import threading
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection

from goodword.core import clock, states
from goodword.core.actors import Actor
from goodword.core.errors import TooLate
from goodword.core.models import Event, Workspace
from goodword.core.tenancy import opened
from goodword.directory.models import Account, Contact
from goodword.references.models import Advocate, ReferenceProfile
from tests import cast

US = Actor.system("test")
LIFE = {("nominated", "qualify"): "qualifying", ("qualifying", "invite"): "invited"}


def advocate() -> Advocate:
    account = Account(name="Lumen Foods")
    account.save()
    profile = ReferenceProfile(account=account)
    profile.save()
    contact = Contact(account=account, name="Noor Haddad")
    contact.save()
    made = Advocate(profile=profile, contact=contact)
    made.save()
    return made


def test_a_move_changes_the_state_and_leaves_one_event() -> None:
    with opened(cast.workspace()):
        one = advocate()
        states.move(one, "qualify", LIFE, by=US, event="advocate.qualified")
        one.refresh_from_db()
        assert one.state == "qualifying"
        event = Event.objects.get(subject_id=one.pk)
        assert (event.state_from, event.state_to) == ("nominated", "qualifying")


def test_a_move_the_table_does_not_know_is_too_late() -> None:
    with opened(cast.workspace()):
        one = advocate()
        with pytest.raises(TooLate):
            states.move(one, "invite", LIFE, by=US, event="advocate.invited")
        assert not Event.objects.filter(subject_id=one.pk).exists()


def test_a_move_taken_back_leaves_everything_as_it_stood_and_can_be_taken_back_once() -> None:
    with opened(cast.workspace()):
        one, now = advocate(), clock.now()
        Advocate.objects.filter(pk=one.pk).update(invited_at=now - timedelta(days=9), dial_per_year=3)
        done = states.move(
            one,
            "qualify",
            LIFE,
            by=US,
            event="advocate.qualified",
            changes={"invited_at": None, "dial_per_year": 1, "languages": ["fr"]},
            undo_until=now + timedelta(minutes=10),
        )
        states.move_back(one, done, by=US, event="advocate.qualify_undone")
        one.refresh_from_db()
        # What the row held before, not what the one who moved it had read.
        assert (one.state, one.dial_per_year, one.languages) == ("nominated", 3, [])
        assert one.invited_at == now - timedelta(days=9)
        assert Event.objects.get(name="advocate.qualify_undone").undoes == done
        with pytest.raises(TooLate):
            states.move_back(one, done, by=US, event="advocate.qualify_undone")


def test_of_two_who_read_the_same_state_one_moves() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        key = advocate().pk
    results = race(workspace, key, 8)
    assert sorted(results) == ["moved"] + ["too late"] * 7
    with opened(workspace):
        assert Event.objects.filter(subject_id=key).count() == 1


def race(workspace: Workspace, key: UUID, runners: int) -> list[str]:
    """Let each runner read the advocate first, then all move at once."""
    start, results = threading.Barrier(runners), []

    def run() -> None:
        try:
            with opened(workspace):
                one = Advocate.objects.get(pk=key)
                start.wait()
                states.move(one, "qualify", LIFE, by=US, event="advocate.qualified")
            results.append("moved")
        except TooLate:
            results.append("too late")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(runners)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
