"""The whole way at two sizes: reading the tables, following a write, the list for a deal, and its page."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from goodword.cli import environment, static

if TYPE_CHECKING:
    from goodword.core.models import Workspace

SIZES = {"few-references": 1_000, "many-references": 50_000}
TIMES, WRITES = 30, 7
ACTIVE = 0.8
"""The share of advocates that the generator lets take part; each is a reference."""


@dataclass(frozen=True, slots=True)
class Way:
    """Seconds of processor to read all tables; milliseconds for the rest: median of wall clock, and of processor."""

    references: int
    read: float
    followed: tuple[float, float]
    listed: tuple[float, float]
    page: tuple[float, float]


def measured(data: Path) -> list[Way]:
    """Measure both workspaces; they are filled on the first run and kept after it."""
    for name, references in SIZES.items():
        _fill(name, references, data)
    with environment.prepared(data):
        static.collect()
        return [_way(name) for name in SIZES]


def _fill(name: str, references: int, data: Path) -> None:
    with environment.prepared(data):
        from goodword.core.models import Workspace

        if Workspace.named(name):
            return
    helping = round(references / ACTIVE)
    size = ("--accounts", helping, "--contacts", 2 * helping, "--advocates", helping)
    words = ["generate", "large", "--workspace", name, *map(str, size), "--data", str(data)]
    subprocess.run([sys.executable, "-m", "goodword", *words], check=True, stdout=subprocess.DEVNULL)


def _way(name: str) -> Way:
    from goodword.core.models import Workspace
    from goodword.core.tenancy import opened
    from goodword.desk.queries.finding import Looking, finding_for
    from goodword.directory.models import Opportunity
    from goodword.matching.queries import index_of
    from goodword.members.policy import actor_of
    from tests.bench.comparing import signed_in
    from tests.bench.measuring import cost_of
    from tests.bench.pages import FIND, of_large

    place = Workspace.objects.get(slug=name)
    page = next(one for one in of_large(place) if one.name == FIND)
    with opened(place):
        begun = time.process_time()
        references = len(index_of().index.ids)
        read = time.process_time() - begun
        deal = Opportunity.objects.open().get()
        listed = _typical([_timed(partial(finding_for, deal, actor_of(page.who), Looking())) for _ in range(TIMES)])
    cost = cost_of(signed_in(page.who), page.path, times=TIMES)
    return Way(references, read, _typical(list(_following(place))), listed, (cost.p50, cost.cpu))


def _following(place: Workspace) -> Iterator[tuple[float, float]]:
    """Yield what the first look after a write takes more than one without."""
    from goodword.core.actors import Actor
    from goodword.core.tenancy import opened
    from goodword.directory.actions import change_account
    from goodword.directory.models import Account
    from goodword.matching.queries import index_of

    for nth in range(WRITES):
        with opened(place):
            account = Account.objects.customers().order_by("pk")[nth]
            change_account(account, by=Actor.system("bench"), name=f"Renamed {time.time_ns()}")
        with opened(place):
            yield _timed(index_of)


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return the milliseconds something takes, by the clock and of this process's processor."""
    wall, processor = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - processor) * 1000


def _typical(taken: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return median(wall for wall, _ in taken), median(processor for _, processor in taken)
