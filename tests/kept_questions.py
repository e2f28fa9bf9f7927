"""Every test holds kept questions and changes against what they would be, were they put together anew."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from django.utils import timezone

from goodword.core import statements, writes
from goodword.core.statements import Kept, Told
from goodword.core.tenancy import current_workspace_id, is_open
from goodword.core.writes import Changed

REPLACED = pytest.MonkeyPatch()


def hold_against_new() -> None:
    """Have each kept question put together anew once in every workspace and time zone it is asked in, and compared.

    A question must read nothing of its own accord: not the clock, the viewer's time zone or who they are. What it read the
    first time would be asked of everybody after.
    """
    ask, seen = Kept.__call__, set[tuple[Any, ...]]()

    def asked(self: Kept[Any], **values: Any) -> list[Any]:
        rows = ask(self, **values)
        here = current_workspace_id() if is_open() else None
        told = {
            name: statements._keys(value) if statements._is_keys(value) else value for name, value in values.items()
        }
        shape = tuple((name, statements._shape(value)) for name, value in told.items())
        circumstances = (self, shape, here, timezone.get_current_timezone_name())
        if circumstances not in seen:
            seen.add(circumstances)
            kept = self._kept[shape]
            assert _said(kept) == _said(self._put_together(told)), "kept otherwise than put together anew"
        return rows

    REPLACED.setattr(Kept, "__call__", asked)
    _hold_changes()


def _hold_changes() -> None:
    change, seen = Changed.__call__, set[tuple[Any, ...]]()

    def changed(self: Changed, values: Mapping[str, Any], **told: Any) -> int:
        count = change(self, values, **told)
        circumstances = (self, tuple(values), current_workspace_id(), timezone.get_current_timezone_name())
        if circumstances not in seen:
            seen.add(circumstances)
            anew = writes._Change(self._rows(**{name: Told(name) for name in told}), tuple(values))
            assert _said(self._of[tuple(values)]) == _said(anew), "kept otherwise than put together anew"
        return count

    REPLACED.setattr(Changed, "__call__", changed)


def _said(question: statements._PutTogether | writes._Change) -> tuple[str, list[Any]]:
    return question._sql, [param.name if isinstance(param, Told) else repr(param) for param in question._params]
