"""One engine at one size, in a process of its own: what it takes to build, to hold, to ask and to change."""

from __future__ import annotations

import gc
import resource
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from goodword.postgres import Server
from tests.bench.matching.asked import Search, search_of
from tests.bench.matching.engines import OURS, POSTGRES, Ask, Engine, Ours, Tantivy
from tests.bench.matching.made import MadeUp
from tests.bench.matching.postgres import Postgres, database_in

WARM_UP, UPDATES = 5, 5
LONGEST = 20.0
"""Seconds after which no more of one kind of question is asked, however few were."""


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds of wall clock at the median and the 99th percentile, and of processor on average."""

    p50: float
    p99: float
    cpu: float
    asked: int


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of processor to build, megabytes held after it, milliseconds a change takes, and each way to ask."""

    build: float
    megabytes: float
    update: float
    ways: dict[str, Took]


def measured(name: str, size: int, *, deals: int, seed: int, home: Path) -> Measured:
    """Make the references and deals, build the engine of that name, and ask."""
    made = MadeUp(seed)
    references = made.references(size)
    searches = [search_of(one.deal) for one in made.deals(references, deals)]
    changed = references[:: max(1, size // UPDATES)][:UPDATES]
    with ExitStack() as stack:
        engine = _engine(name, stack, home)
        gc.collect()
        held, begun = _resident(), _processor(engine)
        engine.build(references)
        build, megabytes = _processor(engine) - begun, _resident() - held
        ways = {way: _took(ask, searches, engine) for way, ask in engine.ways().items()}
        update = median(_timed(partial(engine.update, one)) for one in changed)
    return Measured(build, megabytes, update, ways)


def _engine(name: str, stack: ExitStack, home: Path) -> Engine:
    if name != POSTGRES:
        return Ours() if name == OURS else Tantivy()
    server = Server(home, durable=False, owner_creates_databases=True)
    return Postgres(database_in(stack.enter_context(server)))


def _took(ask: Ask, searches: Sequence[Search], engine: Engine) -> Took:
    for search in searches[:WARM_UP]:
        ask(search)
    taken: list[float] = []
    begun, ends = _processor(engine), time.perf_counter() + LONGEST
    for search in searches:
        taken.append(_timed(partial(ask, search)))
        if time.perf_counter() > ends:
            break
    cpu = (_processor(engine) - begun) * 1000 / len(taken)
    return Took(median(taken), quantiles(taken, n=100)[-1], cpu, len(taken))


def _timed(act: Callable[[], object]) -> float:
    """Return the milliseconds something takes."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _processor(engine: Engine) -> float:
    return time.process_time() + engine.processor()


def _resident() -> float:
    """Return the megabytes this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6
