"""What every list has: a search, an order, and fifty rows at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict

STEP, MOST = 50, 1000
# Nobody counts further than this: from here on a list says “10,000+”, and costs what it costs at ten thousand.
COUNTED = 10_000
# A search that finds more is one to be made narrower.
SEARCHED = 1000


@dataclass(frozen=True, slots=True)
class Listing:
    """The rows shown, how many there are in all (`total`, or `more` than that), and where the next fifty are.

    `carried` is what a search of the list must send along: the view, the order, the filters.
    """

    rows: Sequence[Any]
    total: int
    more: bool
    left: int
    more_url: str
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
    narrowed: bool = False,
) -> Listing:
    """Return the part of `rows` the address asks for. Two queries.

    `sorts` maps the words of `?sort=` to fields (a leading minus turns them round); `default` is one of those words,
    with its minus if it starts that way. `narrowed` says that filters other than the search hide rows.
    """
    wanted = request.GET.get("sort", default)
    descending, key = wanted.startswith("-"), wanted.removeprefix("-")
    if key not in sorts:
        descending, key = default.startswith("-"), default.removeprefix("-")
    show = _shown(request)
    field = sorts[key]
    ordered = rows.order_by(f"-{field}" if descending else field, "pk")
    found = list(ordered[: show + 1])
    most = max(SEARCHED, show) if searched(request) else COUNTED
    counted = len(found) if len(found) <= show else rows.order_by()[: most + 1].count()
    total = min(counted, most)
    query = request.GET.copy()
    query["show"] = str(show + STEP)
    return Listing(
        rows=found[:show],
        total=total,
        more=counted > most,
        left=max(0, total - show),
        more_url=f"?{query.urlencode()}" if total > show and show < MOST else "",
        sort=key,
        descending=descending,
        searched=searched(request),
        narrowed=narrowed or bool(searched(request)),
        carried=[
            (name, value) for name, values in request.GET.lists() if name not in ("q", "show") for value in values
        ],
    )


def _shown(request: HttpRequest) -> int:
    try:
        return min(max(STEP, int(request.GET.get("show", STEP))), MOST)
    except ValueError:
        return STEP
