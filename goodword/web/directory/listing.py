"""What every list has: a search, an order, and some rows at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

from goodword.core.planning import planned_for_these_values
from goodword.core.statements import by_keys
from goodword.web.directory.paging import AFTER, BEFORE, NAMES, Order, Place

STEP, MOST = 50, 1000
# What a search, a filter or another order begins anew.
NOT_CARRIED = ("q", "show", *NAMES)
# Nobody counts further than this: from here on a list says “10,000+”, and costs what it costs at ten thousand.
COUNTED = 10_000
# A search that finds more is one to be made narrower.
SEARCHED = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows shown, how many there are in all (`total`, or `more` than that), and where the `further` next are.

    `carried` is what a search of the list must send along: the view, the order, the filters. Where a page can hold no
    more, `next_url` and `back_url` read on, as many at a time; then `total` is still that of the whole list.
    """

    rows: Sequence[Any]
    total: int
    more: bool
    left: int
    further: int
    more_url: str
    next_url: str
    back_url: str
    sort: str
    descending: bool
    searched: str
    narrowed: bool
    carried: Sequence[tuple[str, str]]


def searched(request: HttpRequest) -> str:
    """Return what is searched for."""
    return words_in(request.GET)


def words_in(query: QueryDict) -> str:
    """Return what an address searches for."""
    # A NUL is no letter, and PostgreSQL refuses to be asked for one.
    return " ".join(query.get("q", "").replace("\0", " ").split())[:200]


def listing(
    request: HttpRequest,
    rows: QuerySet[Any],
    *,
    sorts: Mapping[str, str],
    default: str,
    adding: Mapping[str, Callable[[Any], QuerySet[Any]]] | None = None,
    kin: Sequence[str] | None = None,
    step: int | None = None,
    narrowed: bool = False,
) -> Listing:
    """Return the part of `rows` the address asks for. Three queries, and two more where it reads on.

    `sorts` maps the words of `?sort=` to fields (a leading minus turns them round); `default` is one of those words,
    with its minus if it starts that way. `adding`: what adds the field to the rows, for words whose field is worked out
    only where a list is put in order by it. `kin`: what is drawn with each row, where `rows` doesn't say how it is read
    (see `first_of`). `step`: how many rows are shown at first, and more at a time. `narrowed` says that filters other
    than the search hide rows.
    """
    step, wanted = step or STEP, request.GET.get("sort", default)
    descending, key = wanted.startswith("-"), wanted.removeprefix("-")
    if key not in sorts:
        descending, key = default.startswith("-"), default.removeprefix("-")
    if adding and key in adding:
        rows = adding[key](rows)
    order = Order.by(rows, sorts[key], descending=descending)
    read_on = order.asked_for(request.GET)
    show = step if read_on else _shown(request, step)
    most = max(SEARCHED, show) if searched(request) else COUNTED
    with planned_for_these_values():
        part = _part(rows, order, read_on, show, kin)
        counted = len(part.rows) if part.is_all else rows.order_by()[: most + 1].count()
    total, goes_on = min(counted, most), part.has_next and not read_on and show < MOST
    left = max(0, total - show) if not read_on else 0
    return Listing(
        rows=part.rows,
        total=total,
        more=counted > most,
        left=left,
        further=min(step, left) if goes_on and counted <= most else step,
        more_url=_address(request, show=str(show + step)) if goes_on else "",
        next_url=_reading(request, rows, order, AFTER, part.rows) if part.has_next and not goes_on else "",
        back_url=_reading(request, rows, order, BEFORE, part.rows) if part.has_back else "",
        sort=key,
        descending=descending,
        searched=searched(request),
        narrowed=narrowed or bool(searched(request)),
        carried=[(name, value) for name, values in request.GET.lists() if name not in NOT_CARRIED for value in values],
    )


def first_of(ordered: QuerySet[Any], count: int, kin: Sequence[str] | None = None) -> list[Any]:
    """Return the first rows of an order: their keys first, which an index tells, then all that is drawn of so few.

    Asked for at once, everything that is drawn of every row would be joined before it is put in order. With `kin`, that
    is a question kept for all such rows; without, the rows are read as they say themselves.
    """
    keys = list(ordered.values_list("pk", flat=True)[:count])
    found = ordered.order_by().in_bulk(keys) if kin is None else by_keys(ordered.model, keys, *kin)
    return [found[key] for key in keys if key in found]


@dataclass(frozen=True, slots=True)
class _Part:
    rows: Sequence[Any]
    has_back: bool
    has_next: bool

    @property
    def is_all(self) -> bool:
        return not (self.has_back or self.has_next)


def _part(
    rows: QuerySet[Any], order: Order, read_on: tuple[str, Place] | None, show: int, kin: Sequence[str] | None
) -> _Part:
    if read_on is None:
        found = first_of(order.of(rows), show + 1, kin)
        return _Part(found[:show], False, len(found) > show)
    way, place = read_on
    backwards = way == BEFORE
    beyond = order.of(rows.filter(order.beyond(place, backwards=backwards)), backwards=backwards)
    found = first_of(beyond, show + 1, kin)
    further, page = len(found) > show, found[:show]
    return _Part(page[::-1], further, True) if backwards else _Part(page, True, further)


def _reading(request: HttpRequest, rows: QuerySet[Any], order: Order, way: str, page: Sequence[Any]) -> str:
    """Return the address that reads on from the end of a page, or back from its beginning; the start from an empty one."""
    if order.column is None:
        return ""
    return _address(request, **{way: order.said(rows, page[-1 if way == AFTER else 0])} if page else {})


def _address(request: HttpRequest, **said: str) -> str:
    query = request.GET.copy()
    for name in ("show", *NAMES):
        query.pop(name, None)
    for name, value in said.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _shown(request: HttpRequest, step: int) -> int:
    try:
        return min(max(step, int(request.GET.get("show", step))), MOST)
    except ValueError:
        return step
