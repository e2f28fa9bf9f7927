"""What the find page looks for, as its address says it: every chip and box is in the URL and nowhere else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import QueryDict
from django.urls import reverse

from goodword.desk.queries.finding import Looking
from goodword.desk.rules.kinds import ARRANGED
from goodword.references.models import HelpKind

REQUESTABLE = tuple(HelpKind(kind) for kind in ARRANGED)
"""Kinds of help a seller can ask a person for: those the desk arranges."""
GROUPS = ("industry", "size", "region", "product", "replaced", "role")
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Look:
    """The state of one find page. `touched`: somebody changed a chip, so an empty list means none."""

    deal: UUID
    topics: tuple[str, ...] = ()
    own_words: str = ""
    ignored: frozenset[str] = frozenset()
    kinds: tuple[str, ...] = (HelpKind.CALL,)
    boxes: tuple[tuple[str, str], ...] = ()
    touched: bool = False
    whole: bool = False

    @classmethod
    def of(cls, query: QueryDict, deal: UUID, topics: Iterable[str]) -> Look:
        """Read the address; until a chip was touched the deal's own topics are looked for."""
        touched = "touched" in query
        kinds = tuple(kind for kind in REQUESTABLE if kind in query.getlist("kind"))
        return cls(
            deal=deal,
            topics=several(query.getlist("hear")) if touched else tuple(topics),
            own_words=query.get("own", "").strip()[:LONGEST],
            ignored=frozenset(several(query.getlist("ignored"))),
            kinds=kinds if touched or kinds else (HelpKind.CALL,),
            boxes=tuple((group, value) for group in GROUPS for value in several(query.getlist(group))),
            touched=touched,
            whole="whole" in query,
        )

    @property
    def looking(self) -> Looking:
        return Looking(self.topics, self.own_words, self.ignored, self.kinds)

    def chosen(self, group: str) -> frozenset[str]:
        return frozenset(value for name, value in self.boxes if name == group)

    def url(self) -> str:
        return f"{reverse('find')}?{self._query().urlencode()}"

    def without(self, chip: str) -> Look:
        """Return this look with a CRM fact switched off."""
        return replace(self, ignored=self.ignored | {chip}, touched=True)

    def with_chip(self, chip: str) -> Look:
        return replace(self, ignored=self.ignored - {chip}, touched=True)

    def unfiltered(self) -> Look:
        return replace(self, boxes=(), kinds=(HelpKind.CALL,), touched=True)

    def in_full(self) -> Look:
        return replace(self, whole=True, touched=True)

    def request_url(self, **whom: str) -> str:
        """Return the address of the request sheet, which is filled in from what is looked for here."""
        asked = self._query(boxes=False)
        for name, value in whom.items():
            if value:
                asked.setlist(name, [value])
        return f"{reverse('find-request')}?{asked.urlencode()}"

    def _query(self, *, boxes: bool = True) -> QueryDict:
        query = QueryDict(mutable=True)
        query["opp"] = str(self.deal)
        if self.touched or not boxes:
            query["touched"] = "1"
            query.setlist("hear", list(self.topics))
            query.setlist("kind", list(self.kinds))
        if self.own_words:
            query["own"] = self.own_words
        if self.ignored:
            query.setlist("ignored", sorted(self.ignored))
        for group, value in self.boxes if boxes else ():
            query.appendlist(group, value)
        if self.whole and boxes:
            query["whole"] = "1"
        return query


def counted(values: Mapping[str, int], chosen: Iterable[str], most: int) -> list[tuple[str, int]]:
    """Return the values with the highest counts, and every chosen one, by name within equal counts."""
    kept = set(chosen)
    ordered = sorted({*values, *kept}, key=lambda value: (-values.get(value, 0), value.casefold()))
    shown = [value for value in ordered if value in kept or values.get(value, 0)]
    return [(value, values.get(value, 0)) for nth, value in enumerate(shown) if nth < most or value in kept]


def several(values: Iterable[str]) -> tuple[str, ...]:
    """Return what an address says several times, each once."""
    # A NUL is no letter, and PostgreSQL refuses to be asked for one.
    clean = (value.replace("\0", "").strip()[:LONGEST] for value in values)
    return tuple(dict.fromkeys(value for value in clean if value))
