"""What a list is narrowed by: one group of values, which rows meet them, and how many of some rows do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Exists, F, Q, QuerySet
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise

Clause = Q | Exists


@dataclass(frozen=True, slots=True)
class Facet:
    """One group of boxes. Either `path` leads to the value to group by, or each value has a clause of its own.

    `opposites`: values met by all rows that do not meet another. Where many clauses are more work than one question,
    `clause_of` makes a value's own clause, and `met` tells how many of some rows meet each. `as_given`: values stay in
    the order of `labels`, else those of the most rows come first.
    """

    name: str
    title: str | Promise
    labels: Mapping[str, str | Promise]
    path: str = ""
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    opposites: Mapping[str, str] = field(default_factory=dict)
    clause_of: Callable[[str], Clause] | None = None
    met: Callable[[QuerySet[Any]], Mapping[str, int]] | None = None
    as_given: bool = False

    def clause(self, values: Collection[str]) -> Q:
        """Return what rows must meet for one of these values."""
        if self.path:
            return Q(**{f"{self.path}__in": sorted(values)})
        found = Q()
        for value in sorted(values):
            found |= self._clause(value)
        return found

    def _clause(self, value: str) -> Q:
        if value in self.opposites:
            return ~self._clause(self.opposites[value])
        return Q(self.clause_of(value) if self.clause_of else self.clauses[value])


def counted(rows: QuerySet[Any], facets: Sequence[Facet]) -> dict[str, Counter[str]]:
    """Return for each group how many of these rows meet each of its values. One query, and those of each `met`.

    The rows are looked for once; each clause is then held against them alone, since as a column of theirs it would be
    worked out for the whole table.
    """
    counts = {facet.name: Counter[str]() for facet in facets}
    try:
        seen, said = _seen(rows, facets)
    except EmptyResultSet:
        return counts
    parts = list(_parts(rows, facets))
    if parts:
        sql = f"{seen} {' UNION ALL '.join(part for part, _said in parts)}"
        with connection.cursor() as cursor:
            cursor.execute(sql, [*said, *chain.from_iterable(said for _part, said in parts)])
            for name, value, count in cursor.fetchall():
                counts.setdefault(name, Counter())[value] = count
    everything = counts.pop(ALL, Counter())[ALL]
    for facet in facets:
        counts[facet.name].update({value: everything - counts[facet.name][of] for value, of in facet.opposites.items()})
        if facet.met is not None:
            counts[facet.name].update(facet.met(rows))
    return counts


ALL = ""
Part = tuple[str, Sequence[Any]]


def _seen(rows: QuerySet[Any], facets: Sequence[Facet]) -> Part:
    """Return what looks for the rows: the key of each, and the values it is grouped by."""
    paths = [facet.path for facet in facets if facet.path]
    sql, said = rows.order_by().values_list("pk", *map(F, paths)).query.sql_with_params()
    columns = ", ".join(["pk", *(f"c{nth}" for nth in range(len(paths)))])
    return f"WITH seen ({columns}) AS MATERIALIZED ({sql})", said


def _parts(rows: QuerySet[Any], facets: Sequence[Facet]) -> Iterator[Part]:
    """Return what counts them: a name, a value and how many meet it, in every row."""
    for nth, facet in enumerate(facet for facet in facets if facet.path):
        column = f"c{nth}"
        yield (
            f"SELECT %s::text, {column}::text, count(*) FROM seen WHERE {column} IS NOT NULL GROUP BY {column}",
            [facet.name],
        )
    if any(facet.opposites for facet in facets):
        yield "SELECT %s::text, %s::text, count(*) FROM seen", [ALL, ALL]
    yield from _by_clause(rows, facets)


def _by_clause(rows: QuerySet[Any], facets: Sequence[Facet]) -> Iterator[Part]:
    among = rows.model._default_manager.filter(pk__in=RawSQL("SELECT pk FROM seen", ())).order_by().values("pk")
    for facet in facets:
        for value, clause in facet.clauses.items():
            try:
                sql, params = among.filter(clause).query.sql_with_params()
            except EmptyResultSet:
                continue
            yield f"SELECT %s::text, %s::text, count(*) FROM ({sql}) AS those", [facet.name, value, *params]
