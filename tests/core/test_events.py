from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock, events, jobs
from goodword.core.actors import Actor
from goodword.core.errors import TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.models import Account
from tests import cast

US = Actor.system("test")
heard: list[str] = []


@events.on("test.happened")
def hear(event: Event) -> None:
    heard.append(event.subject_label)


@pytest.fixture(autouse=True)
def nothing_heard() -> None:
    heard.clear()


def account(name: str = "Lumen Foods") -> Account:
    made = Account(name=name)
    made.save()
    return made


def test_a_reaction_runs_after_the_commit() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        events.record("test.happened", account(), by=US)
        assert heard == []
    jobs.run_due(workspace)
    assert heard == ["Lumen Foods"]


def test_a_rollback_takes_the_event_and_its_reactions_along() -> None:
    workspace = cast.workspace()
    with pytest.raises(ZeroDivisionError), opened(workspace):
        events.record("test.happened", account(), by=US)
        raise ZeroDivisionError
    assert jobs.run_due(workspace) == 0
    with opened(workspace):
        assert not Event.objects.filter(name="test.happened").exists()


def test_reactions_wait_for_the_undo_window() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        events.record("test.happened", account(), by=US, undo_until=clock.now() + timedelta(minutes=10))
    assert jobs.run_due(workspace) == 0
    clock.move(workspace, timedelta(minutes=9))
    assert jobs.run_due(workspace) == 0
    clock.move(workspace, timedelta(minutes=1))
    assert jobs.run_due(workspace) == 1
    assert heard == ["Lumen Foods"]


def test_an_undone_event_has_no_reactions() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        done = events.record("test.happened", account(), by=US, undo_until=clock.now() + timedelta(minutes=10))
        events.record("test.undone", account("Other"), by=US, undoes=done)
    clock.move(workspace, timedelta(minutes=11))
    jobs.run_due(workspace)
    assert heard == []


def test_an_event_is_undone_once_and_only_in_its_window() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        done = events.record("test.happened", account(), by=US, undo_until=clock.now() + timedelta(minutes=10))
        events.must_be_undoable(done)
    clock.move(workspace, timedelta(minutes=10))
    with opened(workspace), pytest.raises(TooLate, match="ten minutes"):
        events.must_be_undoable(done)
    with opened(workspace):
        final = events.record("test.final", account(), by=US)
        with pytest.raises(TooLate):
            events.must_be_undoable(final)


def test_an_event_says_who_when_what_and_what_else_it_concerns() -> None:
    workspace = cast.workspace()
    with opened(workspace):
        one, other = account("One"), account("Other")
        event = events.record("test.noted", one, by=US, about=[other, other, None], data={"why": "because"})
        event.refresh_from_db()
        assert (event.name, event.subject_kind, event.subject_id) == ("test.noted", "account", one.pk)
        assert (event.actor_kind, event.actor_label, event.at) == ("system", "Goodword", clock.now())
        assert [mention.object_id for mention in event.mentions.all()] == [other.pk]


def test_events_of_one_moment_keep_their_order() -> None:
    with opened(cast.workspace()):
        subject = account()
        for nth in range(5):
            events.record(f"test.step{nth}", subject, by=US)
        names = Event.objects.filter(subject_id=subject.pk).values_list("name", flat=True)
        assert list(names) == [f"test.step{nth}" for nth in range(5)]


def test_an_event_cannot_be_changed_or_deleted() -> None:
    with opened(cast.workspace()):
        event = events.record("test.noted", account(), by=US)
        with pytest.raises(TypeError):
            event.save()
        with pytest.raises(TypeError):
            event.delete()
