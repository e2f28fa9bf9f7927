"""Counting back in working time, and when a scene goes on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.tenancy import opened
from goodword.core.working_time import working_time_between
from goodword.demo.director import WEEK, Cue, Past, play
from goodword.demo.stage import AT_LAST, Stage, Wait, Working
from tests import cast

NOW = datetime(2026, 11, 20, 13, 7, tzinfo=UTC)


@given(st.integers(min_value=0, max_value=120 * 8 * 60))
@settings(max_examples=60)
def test_counting_back_is_the_reverse_of_counting_on(minutes: int) -> None:
    working = timedelta(minutes=minutes)
    moment = Past(NOW, timedelta(days=300)).back(working)
    assert abs(working_time_between(moment, NOW, WEEK) - working) < timedelta(minutes=2)


@pytest.fixture
def stage() -> Stage:
    workspace = cast.workspace("story")
    with opened(workspace):
        return Stage(workspace, clock.now())


def test_scenes_go_on_in_the_order_of_their_moments_each_in_somebodys_hours(stage: Stage) -> None:
    told: list[tuple[str, datetime]] = []
    begins = stage.ends - timedelta(days=30)
    moments: list[datetime] = []

    def scene(name: str, *waits: Wait) -> Cue:
        def steps(stage: Stage) -> Iterator[Wait]:
            for wait in waits:
                told.append((name, moments[-1]))
                yield wait
            told.append((name, moments[-1]))

        return Cue(begins, steps)

    in_tokyo = Working(timedelta(hours=3), "Asia/Tokyo")
    scenes = [scene("far", in_tokyo), scene("at once", begins + timedelta(minutes=1)), scene("last", AT_LAST)]
    play(stage, scenes, moments.append)
    assert moments == sorted(moments)
    assert [name for name, _ in told] == ["far", "at once", "last", "at once", "far", "last"]
    assert 9 <= dict(told)["far"].astimezone(ZoneInfo("Asia/Tokyo")).hour <= 17
    assert dict(told)["last"] == stage.ends


def test_what_lies_in_the_future_is_left_for_the_visitor(stage: Stage) -> None:
    told: list[str] = []

    def steps(stage: Stage) -> Iterator[Wait]:
        told.append("asked")
        yield timedelta(hours=200)
        told.append("answered")

    play(stage, [Cue(stage.ends - timedelta(days=2), steps), Cue(stage.ends + timedelta(days=1), steps)], _ignore)
    assert told == ["asked"]


def test_a_refusal_ends_its_scene_and_no_other(stage: Stage) -> None:
    told: list[str] = []

    def refused(stage: Stage) -> Iterator[Wait]:
        yield timedelta(hours=1)
        raise Refused("They rest.")

    def goes_on(stage: Stage) -> Iterator[Wait]:
        yield timedelta(hours=2)
        told.append("went on")

    begins = stage.ends - timedelta(days=9)
    play(stage, [Cue(begins, refused), Cue(begins, goes_on)], _ignore)
    assert told == ["went on"] and stage.cut_short == ["They rest."]


def _ignore(moment: datetime) -> None:
    pass
