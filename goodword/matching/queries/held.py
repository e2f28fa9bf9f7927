"""The index of a workspace, kept in memory, and brought up to date by what was changed since.

What was changed is asked in the reader's own transaction, so the next page after a write sees it, in whichever process.
It is derived from the tables and from nothing else: a process that has none reads them all.
"""

from __future__ import annotations

import gc
from collections import OrderedDict, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock
from typing import Any
from uuid import UUID

from goodword.core.tenancy import current_workspace_id
from goodword.matching.index import Index
from goodword.matching.queries.changes import Changes, Version, changes_since, is_current, is_ours_alone, version_now
from goodword.matching.queries.reading import Entry, Grain, references_for
from goodword.matching.queries.weighing import weights_here
from goodword.matching.rules.document import Document, document_of
from goodword.matching.weights import Weights

AROUND_A_DOCUMENT = 1500
"""Bytes of where a document comes from, and of what a search by hand prepares beside it; measured at 500 and at 47,000."""
KEPT_BYTES = 1 << 29
"""What all indexes of a process may take; least recently used first out. The one in use always stays."""


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """An index, where each of its documents comes from, and the version of the tables it was read at.

    `beside`: what others prepared from it. `basis`: what they prepared that holds no index, handed on to the indexes that
    follow, so that it can follow too.
    """

    index: Index
    entries: Mapping[str, Entry]
    version: Version
    parts: dict[str, Index] = field(default_factory=dict, repr=False)
    beside: dict[str, Any] = field(default_factory=dict, repr=False)
    basis: dict[str, Any] = field(default_factory=dict, repr=False)
    nbytes: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "nbytes", self.index.nbytes + AROUND_A_DOCUMENT * len(self.entries))

    def records_of(self, program: str) -> Index:
        """Return the index of one vendor program's records alone, as if nothing else stood here; of all without one.

        How rare a word is, is a matter among the references that are compared: a program ranks the same wherever it stands.
        """
        records = {key: entry.record for key, entry in self.entries.items() if entry.record}
        own = [key for key, record in records.items() if program and record.startswith(f"{program}/")]
        part = program if own else ""
        if part not in self.parts:
            documents = {key: self.index.documents[key] for key in own or records}
            self.parts[part] = Index.of_documents(documents, self.index.weights)
        return self.parts[part]


Key = tuple[UUID, Grain]


class Memory:
    """Indexes in memory, as many as fit into `most` bytes, the least recently used first out; the newest always fits."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Held] = OrderedDict()
        self._lock = Lock()
        self.reading: defaultdict[Key, Lock] = defaultdict(Lock)

    def get(self, key: Key) -> Held | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: Key, held: Held) -> None:
        with self._lock:
            self._held[key] = held
            self._held.move_to_end(key)
            while len(self._held) > 1 and sum(one.nbytes for one in self._held.values()) > self._most:
                self._held.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._held.clear()

    def __len__(self) -> int:
        return len(self._held)


_kept = Memory(KEPT_BYTES)


def index_of(grain: Grain = Grain.CARD) -> Held:
    """Return the open workspace's index as its tables are now: one query when nothing changed.

    When something did, a fixed number, and the text of what was changed is read again. Of several threads that find
    the same change one reads it.
    """
    key = (current_workspace_id(), grain)
    if (held := _kept.get(key)) is not None and is_current(held.version):
        return held
    with _kept.reading[key]:
        held = _kept.get(key)
        if held is not None and is_current(held.version):
            return held
        fresh = built(grain) if held is None else brought_up_to_date(held, grain)
        if not is_ours_alone():
            _kept.put(key, fresh)
    return fresh


def forget() -> None:
    """Drop every index from memory; they are derived and are read again when asked for."""
    _kept.clear()


def built(grain: Grain) -> Held:
    """Read all references, take their texts apart, and return the index."""
    version = version_now()
    with uncollected():
        entries = {entry.reference.id: entry for entry in references_for(grain)}
        return Held(Index.of_documents(documents_of(entries.values(), {}), weights_here()), entries, version)


@contextmanager
def uncollected() -> Iterator[None]:
    """Have nobody look for garbage while millions of things are made that stay: that takes as long as making them."""
    on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if on:
            gc.enable()


def brought_up_to_date(held: Held, grain: Grain) -> Held:
    """Return what `built` would; only what was changed is read, and no text is taken apart that reads as before."""
    changes, weights = changes_since(held.version), weights_here()
    stay = entries_untouched(held, changes)
    read = {entry.reference.id: entry for entry in references_for(grain, changes.profiles)}
    known = held.index.documents
    came = {key: one for key, one in documents_of(read.values(), known).items() if one is not known.get(key)}
    gone = held.entries.keys() - stay.keys() - read.keys()
    index = held.index.changed(came, gone) if came or gone else held.index
    return Held(weighed(index, weights), stay | read, changes.version, basis=held.basis)


def entries_untouched(held: Held, changes: Changes) -> dict[str, Entry]:
    if changes.profiles is None:
        return {}
    touched = changes.profiles | changes.about
    return {
        key: entry
        for key, entry in held.entries.items()
        if entry.profile_id not in touched and entry.account_id not in touched
    }


def documents_of(entries: Iterable[Entry], known: Mapping[str, Document]) -> dict[str, Document]:
    """Return each reference's text taken apart; what is known already stays the same object."""
    found: dict[str, Document] = {}
    for entry in entries:
        reference, document = entry.reference, known.get(entry.reference.id)
        same = document is not None and document.reference == reference
        found[reference.id] = document if document is not None and same else document_of(reference)
    return found


def weighed(index: Index, weights: Weights) -> Index:
    return index if index.weights == weights else index.weighed_by(weights)
