"""Draw what long lists repeat: addresses, boxes to tick and boxes to narrow by. A tag costs a tenth of an include."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol
from uuid import UUID

from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

SOMETHING = UUID(int=0)


class Box(Protocol):
    """What a list is narrowed by: one value of a group, and how many rows it would leave."""

    @property
    def name(self) -> str: ...
    @property
    def value(self) -> str: ...
    @property
    def label(self) -> str | Promise: ...
    @property
    def count(self) -> int | None: ...
    @property
    def checked(self) -> bool: ...


def page_of(name: str, key: UUID) -> str:
    """Return the address of the page about one thing, as `{% url name key %}` does: looked up once for all of them."""
    before, after = _around(name, get_script_prefix())
    return f"{before}{key}{after}"


@lru_cache
def _around(name: str, prefix: str) -> tuple[str, str]:
    before, _, after = reverse(name, args=[SOMETHING]).partition(str(SOMETHING))
    return before, after


def pick(key: UUID, name: str) -> SafeString:
    """Draw the cell with which a row is chosen for what lists/_bulk.html offers."""
    return format_html(
        '<td class="pick"><input type="checkbox" name="row" value="{}" form="bulk" aria-label="{}"></td>',
        key,
        gettext("Select %(name)s") % {"name": name},
    )


def boxes(shown: Iterable[Box]) -> SafeString:
    """Draw some boxes of lists/_facets.html."""
    return format_html_join(
        "",
        "<li><label>{}</label></li>",
        ((_box(box.name, box.value, str(box.label), box.count, box.checked),) for box in shown),
    )


@lru_cache(maxsize=4096)
def _box(name: str, value: str, label: str, count: int | None, checked: bool) -> SafeString:
    drawn = format_html(
        '<input type="checkbox" name="{0}" id="box-{0}-{1}" value="{1}"{2}><span class="wrap-any">{3}</span>',
        name,
        value,
        SafeString(" checked") if checked else "",
        label,
    )
    if count is None:
        return drawn
    return format_html('{}<span class="n"><span class="vh">, </span>{}</span>', drawn, count)
