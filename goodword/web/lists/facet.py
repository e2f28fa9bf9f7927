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

    Where many clauses are more work than reading what they ask for, `clause_of` makes a value's own clause, and `met`
    tells for some rows, by key, which values each meets. `as_given`: values stay in the order of `labels`, else those
    of the most rows come first.
    """

    name: str
    title: str | Promise
    labels: Mapping[str, str | Promise]
    path: str = ""
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    clause_of: Callable[[str], Clause] | None = None
    met: Callable[[Sequence[Any]], Mapping[Any, Collection[str]]] | None = None
    as_given: bool = False

    def clause(self, values: Collection[str]) -> Q:
        """Return what rows must meet for one of these values."""
        if self.path:
            return Q(**{f"{self.path}__in": sorted(values)})
        found = Q()
        for value in sorted(values):
            found |= Q(self.clause_of(value) if self.clause_of else self.clauses[value])
        return found


def counted(rows: QuerySet[Any], facets: Sequence[Facet]) -> dict[str, Counter[str]]:
    """Return for each group how many of these rows meet each of its values. One query, and two more for `met`.

    The rows are looked for once; each clause is then held against them alone, since as a column of theirs it would be
    worked out for the whole table.
    """
    counts = {facet.name: Counter[str]() for facet in facets}
    grouped = [facet for facet in facets if facet.path]
    try:
        seen, params = rows.order_by().values_list("pk", *(F(facet.path) for facet in grouped)).query.sql_with_params()
    except EmptyResultSet:
        return counts
    parts = [*_by_value(grouped), *_by_clause(rows, facets)]
    if parts:
        columns = ", ".join(["pk", *(f"c{nth}" for nth in range(len(grouped)))])
        sql = f"WITH seen ({columns}) AS MATERIALIZED ({seen}) " + " UNION ALL ".join(part for part, _said in parts)
        with connection.cursor() as cursor:
            cursor.execute(sql, [*params, *chain.from_iterable(said for _part, said in parts)])
            for name, value, count in cursor.fetchall():
                counts[name][value] = count
    for facet in facets:
        if facet.met is not None:
            met = facet.met(list(rows.order_by().values_list("pk", flat=True)))
            counts[facet.name] = Counter(chain.from_iterable(met.values()))
    return counts


Part = tuple[str, Sequence[Any]]


def _by_value(grouped: Sequence[Facet]) -> Iterator[Part]:
    if grouped:
        told = ", ".join(f"(%s, c{nth}::text)" for nth in range(len(grouped)))
        told = f"CROSS JOIN LATERAL (VALUES {told}) AS told (name, value)"
        yield (
            f"SELECT name, value, count(*) FROM seen {told} WHERE value IS NOT NULL GROUP BY name, value",
            [facet.name for facet in grouped],
        )


def _by_clause(rows: QuerySet[Any], facets: Sequence[Facet]) -> Iterator[Part]:
    among = rows.model._default_manager.filter(pk__in=RawSQL("SELECT pk FROM seen", ())).order_by().values("pk")
    for facet in facets:
        for value, clause in facet.clauses.items():
            try:
                sql, params = among.filter(clause).query.sql_with_params()
            except EmptyResultSet:
                continue
            yield f"SELECT %s::text, %s::text, count(*) FROM ({sql}) AS those", [facet.name, value, *params]
