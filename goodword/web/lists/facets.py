"""Boxes that narrow a list: OR inside a group, AND across groups, all of it in the address.

A box tells how many rows it would leave, out of those the viewer may see. Of more than `FEW` rows nobody counts them:
boxes stand without a figure then, rather than with a wrong one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from django.db import models
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise

from goodword.core.planning import planned_for_these_values
from goodword.web.directory.listing import Listing
from goodword.web.lists.facet import Facet, counted

MOST_SHOWN = 8
FEW = 5000
Row = TypeVar("Row", bound=models.Model)


@dataclass(frozen=True, slots=True)
class Box:
    name: str
    value: str
    label: str | Promise
    count: int | None
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    """What one group draws: the boxes in sight, and the others behind “more”."""

    name: str
    title: str | Promise
    boxes: Sequence[Box]
    rest: Sequence[Box]
    open: bool

    @classmethod
    def of(cls, name: str, title: str | Promise, boxes: Sequence[Box], *, is_open: bool = True) -> Group:
        """Return a group with the first boxes, and every one that is ticked, in sight."""
        shown = [box for nth, box in enumerate(boxes) if nth < MOST_SHOWN or box.checked]
        return cls(name, title, shown, [box for box in boxes if box not in shown], is_open)


@dataclass(frozen=True, slots=True)
class Chip:
    text: str
    url: str


@dataclass(frozen=True)
class Narrowing:
    """What an address says about a list's facets. What it says of none of them is left out."""

    query: QueryDict
    facets: Sequence[Facet]

    @cached_property
    def chosen(self) -> dict[str, list[str]]:
        said = {facet.name: [v for v in self.query.getlist(facet.name) if v in facet.labels] for facet in self.facets}
        return {name: values for name, values in said.items() if values}

    def applied(self, rows: QuerySet[Row], *, but: str = "") -> QuerySet[Row]:
        """Return the rows that all groups leave, one of them aside."""
        for facet in self.facets:
            if facet.name in self.chosen and facet.name != but:
                rows = rows.filter(facet.clause(self.chosen[facet.name]))
        return rows

    @property
    def chips(self) -> list[Chip]:
        """Return the chosen boxes, each with the address that is left without it."""
        return [
            Chip(f"{facet.title}: {facet.labels[value]}", self._without(facet.name, value))
            for facet in self.facets
            for value in self.chosen.get(facet.name, ())
        ]

    @property
    def clear_url(self) -> str:
        left = self.query.copy()
        for name in ("show", "after", "before", "q", *(facet.name for facet in self.facets)):
            left.pop(name, None)
        return f"?{left.urlencode()}"

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return what the form of boxes must send beside them: view, search and order."""
        names = {"show", "after", "before", *(facet.name for facet in self.facets)}
        return [(name, value) for name, values in self.query.lists() if name not in names for value in values]

    def groups(self, rows: QuerySet[Any], *, few: bool) -> list[Group]:
        """Return the boxes to draw over `rows`, which no box has narrowed yet; `few` says whether few are left by them.

        A query, and one more for each group with something chosen.
        """
        with planned_for_these_values():
            few = few and (not self.chosen or rows.order_by()[: FEW + 1].count() <= FEW)
            counts = self._counts(rows) if few else {}
        return [group for facet in self.facets if (group := self._group(facet, counts.get(facet.name)))]

    def _group(self, facet: Facet, counts: Mapping[str, int] | None) -> Group | None:
        chosen = self.chosen.get(facet.name, [])
        values = [v for v in facet.labels if v in chosen or counts is None or counts.get(v)]
        if counts is not None and facet.path and not facet.as_given:
            values.sort(key=lambda value: (-counts.get(value, 0), str(facet.labels[value]).casefold()))
        boxes = [
            Box(facet.name, v, facet.labels[v], None if counts is None else counts.get(v, 0), v in chosen)
            for v in values
        ]
        return Group.of(facet.name, facet.title, boxes) if boxes else None

    def _counts(self, rows: QuerySet[Any]) -> dict[str, Counter[str]]:
        """Return for each group how many rows each of its values would leave, the other groups as they are chosen."""
        counts = counted(self.applied(rows), [facet for facet in self.facets if facet.name not in self.chosen])
        for facet in self.facets:
            if facet.name in self.chosen:
                counts |= counted(self.applied(rows, but=facet.name), [facet])
        return counts

    def _without(self, name: str, value: str) -> str:
        left = self.query.copy()
        for begun in ("show", "after", "before"):
            left.pop(begun, None)
        left.setlist(name, [other for other in left.getlist(name) if other != value])
        return f"?{left.urlencode()}"


@dataclass(frozen=True)
class Found:
    """What an address finds: the rows its view and search leave (`seen`), and the boxes that narrow them further."""

    seen: QuerySet[Any]
    narrowing: Narrowing

    @property
    def rows(self) -> QuerySet[Any]:
        return self.narrowing.applied(self.seen)

    def drawn(self, page: Listing) -> dict[str, Any]:
        """Return what a list's template draws of it: chips, and boxes with figures where there are few enough rows."""
        groups = self.narrowing.groups(self.seen, few=not page.more and page.total <= FEW)
        return {"narrowing": self.narrowing, "facets": groups}
