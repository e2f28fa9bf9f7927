"""Merging all scenes in the order of their moments: whoever's next step comes first goes on."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import accumulate

import structlog

from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.tenancy import opened
from goodword.core.working_time import WorkWeek, add_working_time, working_spans
from goodword.demo.company.people import ZONE
from goodword.demo.stage import AT_LAST, Stage, Wait, Working

log = structlog.get_logger(__name__)
WEEK = WorkWeek(ZONE)
Told = Callable[[Stage], Iterator[Wait]]


@dataclass(frozen=True, slots=True)
class Cue:
    """A scene and the moment it begins."""

    at: datetime
    told: Told


@dataclass(order=True)
class _Due:
    at: datetime
    nth: int
    told: Told = field(compare=False)
    running: Iterator[Wait] | None = field(default=None, compare=False)


def play(stage: Stage, cues: Iterable[Cue], before_each: Callable[[datetime], None]) -> None:
    """Play every scene up to now; a step that would lie in the future is left for the visitor.

    `before_each` is called with each step's moment, to bring the stage there.
    """
    now = stage.ends
    due = [_Due(cue.at, nth, cue.told) for nth, cue in enumerate(cues) if cue.at <= now]
    heapq.heapify(due)
    while due:
        scene = heapq.heappop(due)
        before_each(scene.at)
        wait = _step(stage, scene)
        if wait is not None and (then := _then(scene.at, wait, now)) is not None:
            scene.at = then
            heapq.heappush(due, scene)


def _step(stage: Stage, scene: _Due) -> Wait | None:
    """Take a scene's next step; return what it waits for then, or None when it is over.

    Scenes meet each other: what somebody can't do any more ends theirs, as it would end a person's afternoon.
    """
    try:
        with opened(stage.workspace):
            scene.running = scene.running or scene.told(stage)
            return next(scene.running, None)
    except (NotAllowed, Refused, TooLate) as why:
        stage.cut_short.append(str(why))
        log.warning("a scene of the demo ended early", scene=scene.told.__qualname__, why=str(why))
        return None


def _then(moment: datetime, wait: Wait, now: datetime) -> datetime | None:
    """Return when a scene goes on, or None when that is after today."""
    if wait == AT_LAST:
        return now if moment < now else None
    if isinstance(wait, datetime):
        then = max(moment, wait)
    elif isinstance(wait, Working):
        then = add_working_time(moment, wait.time, WorkWeek(wait.zone))
    else:
        then = add_working_time(moment, wait, WEEK)
    return then if then < now else None


class Past:
    """The program's working time before now, to count back in."""

    def __init__(self, now: datetime, longest: timedelta) -> None:
        self._spans = []
        for opens, closes in working_spans(now - longest, WEEK):
            if opens >= now:
                break
            self._spans.append((opens, min(closes, now)))
        self._spans.reverse()
        self._ends = list(accumulate(closes - opens for opens, closes in self._spans))

    def back(self, working: timedelta) -> datetime:
        """Return the moment from which so much working time has passed until now, to the minute."""
        nth = bisect_right(self._ends, working)
        before = self._ends[nth - 1] if nth else timedelta(0)
        moment = self._spans[nth][1] - (working - before)
        return moment.replace(second=0, microsecond=0)
