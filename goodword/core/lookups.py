"""Lookups of ours, registered where the workspace's tables begin (core.fields)."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields.related_lookups import RelatedIn
from django.db.models.lookups import In
from django.db.models.sql.compiler import SQLCompiler

from goodword.core.statements import FEW, Told, array_of


class AmongKeys(In):
    """Keys told one by one go to the database as one array.

    Django writes a parameter for each: a hundred of them cost more than the query, and every count of them is another
    statement to prepare. Thousands are rows to join with: held against each row as a list they cost seconds where
    nobody hashes them.
    """

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper) -> tuple[str, Any]:
        if isinstance(self.rhs, Told):
            return self._held(compiler, connection, self.rhs, many=self.rhs.many)
        if not self.rhs_is_direct_value():
            return super().as_sql(compiler, connection)
        keys = [key for key in dict.fromkeys(self.rhs) if key is not None]
        if not keys:
            raise EmptyResultSet
        return self._held(compiler, connection, array_of(keys), many=len(keys) > FEW)

    def _held(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, keys: Any, *, many: bool
    ) -> tuple[str, Any]:
        column, params = self.process_lhs(compiler, connection)
        return f"{column} {'IN (SELECT unnest(%s::uuid[]))' if many else '= ANY(%s::uuid[])'}", [*params, keys]


class AmongRelated(AmongKeys, RelatedIn):
    """The same for foreign keys."""
