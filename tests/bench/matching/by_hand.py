"""Searching by hand: what people type, asked of all references in one process, and one that changed taken in."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from random import Random
from statistics import median, quantiles

import numpy as np

from goodword.demo.company.vocabulary import TOPICS
from goodword.demo.large.made_up import MadeUp as People
from goodword.matching.index import Index
from goodword.matching.rules.places import moves_between
from goodword.matching.rules.search import Catalogue, hits_of, sought_in
from goodword.matching.rules.search.told import Bearer, Told, bearer_of
from goodword.matching.shapes import Reference
from tests.bench.matching.made import MadeUp

SIZES = (1_000, 10_000, 50_000)
WARM_UP, ASKED, CHANGES = 3, 200, 7
SHORTEST = 7
"""Letters of a name that is spelt wrong, so that a slip leaves it recognisable."""


@dataclass(frozen=True, slots=True)
class Typed:
    """One kind of question: milliseconds of wall clock, of processor on average, and how many references it finds."""

    kind: str
    p50: float
    p99: float
    cpu: float
    found: float


@dataclass(frozen=True, slots=True)
class ByHand:
    """Seconds of processor to prepare what a search needs beside the index; milliseconds for it to follow a change."""

    references: int
    prepared: float
    followed: float
    typed: tuple[Typed, ...]


def measured(size: int, seed: int) -> ByHand:
    """Make the references and their names, prepare them and ask each kind of question, nothing hidden."""
    made, people = MadeUp(seed).references(size), People(seed, "by-hand")
    named = [(people.company(number), "", people.person()) for number in range(size)]
    bearers = [bearer_of(reference, names) for reference, names in zip(made, named, strict=True)]
    index = Index.build(made)
    begun = time.process_time()
    told = Told.of(bearers)
    prepared = time.process_time() - begun
    catalogue = Catalogue(index, told)
    chance = Random(seed)
    asked = ((kind, _several(one, chance, bearers)) for kind, one in QUESTIONS.items())
    typed = tuple(_asked(kind, texts, catalogue) for kind, texts in asked)
    return ByHand(size, prepared, median(_following(told, chance)), typed)


def _several(question: Callable[[Random, Bearer], str], chance: Random, bearers: Sequence[Bearer]) -> list[str]:
    return [question(chance, chance.choice(bearers)) for _ in range(WARM_UP + ASKED)]


def _asked(kind: str, texts: Sequence[str], catalogue: Catalogue) -> Typed:
    everything = np.ones(len(catalogue.told.bearers), bool)
    ask = partial(_hits, catalogue=catalogue, everything=everything)
    for text in texts[:WARM_UP]:
        ask(text)
    begun = time.process_time()
    taken, found = zip(*(_timed(partial(ask, text)) for text in texts[WARM_UP:]), strict=True)
    cpu = (time.process_time() - begun) * 1000 / ASKED
    return Typed(kind, median(taken), quantiles(taken, n=100)[-1], cpu, median(found))


def _hits(text: str, *, catalogue: Catalogue, everything: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> int:
    return len(hits_of(sought_in(text), catalogue, everything).places)


def _timed(act: Callable[[], int]) -> tuple[float, int]:
    """Return the milliseconds something takes, and what it gives."""
    begun = time.perf_counter()
    given = act()
    return (time.perf_counter() - begun) * 1000, given


def _following(told: Told, chance: Random) -> Iterator[float]:
    """Yield the milliseconds of processor it takes to follow a company that was renamed."""
    ids = tuple(one.reference.id for one in told.bearers)
    for nth in range(CHANGES):
        renamed = chance.choice(told.bearers)
        begun = time.process_time()
        moves = moves_between(ids, ids, {renamed.reference.id})
        told.changed(moves, [bearer_of(renamed.reference, [f"Renamed {nth}", *renamed.names[1:]])])
        yield (time.process_time() - begun) * 1000


def _name(chance: Random, one: Bearer) -> str:
    return one.names[-1]


def _misspelt(chance: Random, one: Bearer) -> str:
    """Return the longest word of a name with one letter left out; of a short one, two letters changed places."""
    word = max(one.stems, key=len)
    at = chance.randrange(1, len(word) - 1)
    return (
        word[:at] + word[at + 1 :]
        if len(word) >= SHORTEST
        else word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :]
    )


def _prefix(chance: Random, one: Bearer) -> str:
    return chance.choice(one.stems)[:3]


def _topic(chance: Random, one: Bearer) -> str:
    return chance.choice(TOPICS)


def _words(chance: Random, one: Bearer) -> str:
    return " ".join(chance.sample(_told(one.reference), 2))


def _phrase(chance: Random, one: Bearer) -> str:
    said = _told(one.reference)
    at = chance.randrange(len(said) - 1)
    return f'"{said[at]} {said[at + 1]}"'


def _told(reference: Reference) -> list[str]:
    return reference.passages[1].text.split()


QUESTIONS: Mapping[str, Callable[[Random, Bearer], str]] = {
    "a person's name": _name,
    "a name with a slip": _misspelt,
    "three letters of a name": _prefix,
    "a topic": _topic,
    "two words of a story": _words,
    "two words of a story, in quotation marks": _phrase,
}
