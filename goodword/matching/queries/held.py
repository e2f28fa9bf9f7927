"""The index of a workspace, kept in memory for as long as nothing it was read from has changed.

Every verb that changes what matching reads leaves an event, and events are never removed: their number is the version.
It is asked for in the reader's own transaction, so the next page after a write sees it. Counting, rather than taking the
newest, also notices the transaction that began first and committed last.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from threading import Lock
from uuid import UUID

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import current_workspace_id
from goodword.matching.index import Index
from goodword.matching.queries.reading import Entry, Grain, references_for
from goodword.matching.queries.weighing import weights_here
from goodword.matching.rules.document import document_of

KEPT = 16
"""Indexes in memory at once, least recently used first out; one of 1,000 published stories takes about 12 MB."""
CHANGES = (
    "account.created",
    "account.changed",
    "account.merged",
    "account.merge_undone",
    "contact.changed",
    "contact.merged",
    "contact.merge_undone",
    "profile.created",
    "profile.changed",
    "fact.added",
    "fact.verified",
    "fact.withdrawn",
    "story.added",
    "story.changed",
    "story.cleared",
    "story.withdrawn",
    "story.stopped",
    "story.renewed",
    "story.restored",
    "advocate.active",
    "advocate.left",
    "advocate.lapsed",
    "advocate.not_a_fit",
    "dial.set",
    "term.renamed",
    "term.merged",
    "program.weights_changed",
)
"""Events after which a reference may read or rank differently."""


@dataclass(frozen=True, slots=True)
class Version:
    changes: int
    today: date


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class Held:
    """An index, where each of its documents comes from, and the version of the tables it was read at."""

    index: Index
    entries: Mapping[str, Entry]
    version: Version
    parts: dict[str, Index] = field(default_factory=dict, repr=False)

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


_held: OrderedDict[tuple[UUID, Grain], Held] = OrderedDict()
_lock = Lock()


def index_of(grain: Grain = Grain.CARD) -> Held:
    """Return the open workspace's index as its tables are now: one query when nothing changed, six when something did."""
    key, version = (current_workspace_id(), grain), version_now()
    with _lock:
        held = _held.get(key)
        if held is not None and held.version == version:
            _held.move_to_end(key)
            return held
    fresh = built(references_for(grain), version, held)
    with _lock:
        _held[key] = fresh
        _held.move_to_end(key)
        while len(_held) > KEPT:
            _held.popitem(last=False)
    return fresh


def forget() -> None:
    """Drop every index from memory; they are derived and are read again when asked for."""
    with _lock:
        _held.clear()


def version_now() -> Version:
    """Return the version of the tables; the date is part of it because stories expire by themselves."""
    return Version(Event.objects.filter(name__in=CHANGES).count(), clock.now().date())


def built(entries: list[Entry], version: Version, before: Held | None) -> Held:
    """Return an index of the entries; the text of a reference that reads as before is not taken apart again."""
    known = before.index.documents if before else {}
    documents = {}
    for entry in entries:
        reference, document = entry.reference, known.get(entry.reference.id)
        same = document is not None and document.reference == reference
        documents[reference.id] = document if document is not None and same else document_of(reference)
    return Held(
        Index.of_documents(documents, weights_here()), {entry.reference.id: entry for entry in entries}, version
    )
