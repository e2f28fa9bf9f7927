"""How many cards wait on somebody's Today: the figure beside it on every page.

Counting them is drawing Today. So the figure is kept in the process until something happens in the workspace, and for
five minutes at most: cards also come with time.
"""

from __future__ import annotations

from django.core.cache import caches
from django.http import HttpRequest

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.web.today.cards import Day
from goodword.web.today.piles import piles_of, waiting_in

SECONDS = 300

_NEWEST = Kept[int](lambda: Event.objects.order_by("-number").values_list("number", flat=True)[:1])


def waiting_for(request: HttpRequest) -> int | None:
    """Return how many cards wait for the signed-in member; None where nobody is."""
    viewer: Member | None = getattr(request, "member", None)
    if viewer is None:
        return None
    kept: int | None = caches["process"].get_or_set(key_of(viewer), lambda: _counted(viewer), SECONDS)
    return kept


def keep(key: str, waiting: int) -> None:
    """Keep what Today's own page counted, so that its frame doesn't count again; `key`: as it was before counting."""
    caches["process"].set(key, waiting, SECONDS)


def _counted(viewer: Member) -> int:
    return waiting_in(piles_of(Day.of(actor_of(viewer), viewer)))


def key_of(viewer: Member) -> str:
    """Name the figure after whose it is, the newest event, and the five minutes of a clock that can be moved."""
    newest = _NEWEST()
    return f"waiting:{viewer.pk}:{newest}:{clock.now().timestamp() // SECONDS:.0f}"
