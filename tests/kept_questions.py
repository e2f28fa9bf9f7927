"""Every test holds kept questions against what they would be, were they put together anew."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from goodword.core import statements
from goodword.core.statements import Kept, Told
from goodword.core.tenancy import current_workspace_id, is_open


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

    Kept.__call__ = asked  # type: ignore[method-assign]


def _said(question: statements._PutTogether) -> tuple[str, list[Any]]:
    return question._sql, [param.name if isinstance(param, Told) else repr(param) for param in question._params]
