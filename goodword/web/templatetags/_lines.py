"""Draw the lines of long lists: one that says what an earlier one said is not drawn anew."""

from __future__ import annotations

from dataclasses import dataclass, fields, is_dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template.loader import get_template
from django.urls import get_script_prefix
from django.utils.safestring import SafeData, SafeString
from django.utils.translation import get_language

from goodword.web.templatetags._parts import Rest

PLAIN = (str, int, UUID, type(None))


def line(template: str, said: Any) -> SafeString:
    """Draw what a line says (`row` in its template) with a template of its own, which is told nothing else.

    `said` is a frozen dataclass of plain values, tuples of them and such dataclasses: whatever differs from one moment,
    viewer or time zone to another is put into words before. So equal lines are the same HTML for everybody, and a list
    that was drawn a moment ago costs a look-up a line. Raises TypeError for a value that isn't plain.
    """
    return _drawn(template, said, get_language(), get_script_prefix())


# Some hundred pages' lines, half a kilobyte each.
@lru_cache(maxsize=8192)
def _drawn(template: str, said: Any, language: str | None, prefix: str) -> SafeString:
    if not _is_plain(said):
        raise TypeError(f"A line is put together of plain values: {said!r}")
    return SafeString(get_template(template).render({"row": said}).strip())


def _is_plain(value: object) -> bool:
    if is_dataclass(value):
        return all(_is_plain(getattr(value, field.name)) for field in fields(value))
    if isinstance(value, tuple):
        return all(map(_is_plain, value))
    # Safe words equal the same words that aren't: drawn once unescaped, they would stay so for everybody's.
    return isinstance(value, PLAIN) and not isinstance(value, SafeData)


@dataclass(frozen=True, slots=True)
class Meter:
    """What a rest meter says, in a line."""

    level: int
    word: str
    reason: str

    @classmethod
    def of(cls, rest: Rest | None) -> Meter | None:
        return None if rest is None else cls(rest.level, rest.word, rest.reason)
