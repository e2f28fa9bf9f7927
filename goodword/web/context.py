"""What every page's frame shows: who is here, where they can go, whose program this is.

Everything is lazy: a page that does not draw the frame asks the database nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.core import clock, tenancy
from goodword.core.models import Program, Workspace
from goodword.demo.queries import told_so_far
from goodword.members.models import Role
from goodword.members.policy import Permission, actor_of, may
from goodword.messages.queries.notices import MOST_UNSEEN, unseen
from goodword.web.theme import theme_of

BAR_ITEMS = 5
SELLING: frozenset[str] = frozenset({Role.REP, Role.OWNER, Role.MANAGER})
# Each leads to its place after a `g`.
KEYS = {"today": "t", "find": "f", "requests": "r", "accounts": "c", "advocates": "a", "calls": "l", "impact": "i"}
MANAGING: frozenset[str] = frozenset({Role.MANAGER})


@dataclass(frozen=True)
class RailEntry:
    """One place in the rail. An empty `roles` means everyone who is signed in.

    `count` returns a number for the viewer, or None for no badge; `hot` paints it as something waiting. `short` is its
    word where five share the width of a phone.
    """

    label: str | Promise
    url_name: str
    icon: str
    roles: frozenset[str] = frozenset()
    group: str | Promise = ""
    order: int = 100
    count: Callable[[HttpRequest], int | None] | None = None
    hot: bool = False
    foot: bool = False
    short: str | Promise = ""
    labels: dict[str, str | Promise] = field(default_factory=dict)

    def label_for(self, roles: Collection[str]) -> str:
        """Return the label of the first role that has its own word, else the common one."""
        return str(next((word for role, word in self.labels.items() if role in roles), self.label))


@dataclass(frozen=True)
class RailItem:
    label: str
    short: str
    url: str
    icon: str
    group: str
    counted: Callable[[], int | None]
    hot: bool
    foot: bool
    current: str
    key: str

    @cached_property
    def count(self) -> int | None:
        """How many wait there; asked for where it is drawn, which isn't everywhere the rail is read."""
        return self.counted()

    def place(self, *, short: bool) -> Place:
        """Return what is drawn of it, with its short word where it shares the width of a phone."""
        return Place(self.short if short else self.label, self.url, self.icon, self.current, self.count, self.hot)


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the rail as it is drawn."""

    label: str
    url: str
    icon: str
    current: str
    count: int | None
    hot: bool


@dataclass(frozen=True, slots=True)
class Places:
    """Some places under one another, in groups (see the tag `line`)."""

    groups: tuple[tuple[str, tuple[Place, ...]], ...]

    @classmethod
    def of(cls, items: Iterable[RailItem], *, short: bool = False) -> Places:
        groups = groupby(items, key=attrgetter("group"))
        return cls(tuple((name, tuple(item.place(short=short) for item in those)) for name, those in groups))


@dataclass(frozen=True, slots=True)
class Keys:
    """Which keys do what: whether single letters do anything, and where each leads after a `g`."""

    single: bool
    goes: str
    places: tuple[tuple[str, str], ...]


rail: list[RailEntry] = [
    RailEntry(_("Find a reference"), "find", "search", SELLING, order=20, short=_("Find")),
    RailEntry(
        _("My requests"),
        "requests",
        "kanban",
        SELLING,
        order=30,
        labels={Role.MANAGER: _("Requests"), Role.LEADER: _("Requests")},
    ),
    RailEntry(
        _("My accounts"),
        "accounts",
        "building-2",
        SELLING,
        order=40,
        labels={Role.MANAGER: _("Accounts")},
    ),
    RailEntry(_("Advocates"), "advocates", "users", MANAGING, order=50),
    RailEntry(_("Nominations"), "nominations", "user-plus", MANAGING, order=60),
    RailEntry(_("Calls"), "calls", "calendar-clock", SELLING, order=70),
    RailEntry(_("Stories & quotes"), "proof", "quote", SELLING, group=_("Proof"), order=80),
    RailEntry(_("Packs"), "packs", "package-open", SELLING, group=_("Proof"), order=90),
    RailEntry(_("Impact"), "impact", "chart-column", SELLING | {Role.LEADER}, group=_("Program"), order=100),
    RailEntry(
        _("Thanks & rewards"),
        "thanks",
        "heart-handshake",
        MANAGING | {Role.LEADER},
        group=_("Program"),
        order=110,
    ),
    RailEntry(_("Outbox"), "outbox", "mails", MANAGING | {Role.ADMIN}, group=_("Program"), order=120),
    RailEntry(_("Settings"), "settings", "settings", order=900, foot=True),
]


def register(entry: RailEntry) -> None:
    """Add an entry, or replace the one with the same url name. Called from an area's urls module."""
    rail[:] = [one for one in rail if one.url_name != entry.url_name] + [entry]


class Frame:
    """The frame of one answer, as templates see it: {{ frame.viewer }}, {{ frame.rail }}, {{ frame.program }}."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.theme = theme_of(request)

    @cached_property
    def viewer(self) -> Any:
        """The signed-in member of the open workspace, put on the HTTP request by the middleware; or None."""
        return getattr(self.request, "member", None)

    @cached_property
    def roles(self) -> frozenset[str]:
        return frozenset(str(role) for role in getattr(self.viewer, "roles", ()))

    @cached_property
    def rail(self) -> list[RailItem]:
        if self.viewer is None:
            return []
        seen = sorted((entry for entry in rail if not entry.roles or entry.roles & self.roles), key=lambda e: e.order)
        return [item for entry in seen if (item := self._item(entry))]

    @property
    def top(self) -> list[RailItem]:
        return [item for item in self.rail if not item.foot]

    @property
    def foot(self) -> list[RailItem]:
        return [item for item in self.rail if item.foot]

    @property
    def bar(self) -> list[RailItem]:
        """The first four; "More" is the bar's fifth item and holds everything else."""
        return self.rail[: BAR_ITEMS - 1]

    @property
    def rest_of_bar(self) -> list[RailItem]:
        return self.rail[BAR_ITEMS - 1 :]

    @property
    def top_places(self) -> Places:
        return Places.of(self.top)

    @property
    def foot_places(self) -> Places:
        return Places.of(self.foot)

    @property
    def bar_places(self) -> Places:
        return Places.of(self.bar, short=True)

    @property
    def more_places(self) -> Places:
        return Places.of(self.rest_of_bar)

    @property
    def keys(self) -> Keys:
        lead = [item for item in self.rail if item.key]
        goes = json.dumps({item.key: item.url for item in lead})
        return Keys(self.viewer.single_keys, goes, tuple((item.key, item.label) for item in lead))

    @cached_property
    def may_audit(self) -> bool:
        """Whether the viewer may look up who did what."""
        return self.viewer is not None and may(actor_of(self.viewer), Permission.AUDIT_SEE)

    @cached_property
    def program(self) -> Program | None:
        return Program.objects.first() if tenancy.is_open() else None

    @cached_property
    def workspace(self) -> Workspace | None:
        return tenancy.current_workspace() if tenancy.is_open() else None

    @cached_property
    def unseen(self) -> str:
        """How much the viewer was told since they last looked at their notices: nothing, 1 to 9, or 9+."""
        if self.viewer is None:
            return ""
        count = unseen(actor_of(self.viewer), self.viewer.noticed_until)
        return f"{MOST_UNSEEN}+" if count > MOST_UNSEEN else str(count or "")

    @cached_property
    def demo(self) -> dict[str, Any] | None:
        """The banner of a demo workspace: its clock, and where to move it when such a page exists.

        While its past is still being told, how much of it has been; a clock that is running through a year stays alone.
        """
        if self.workspace is None or self.workspace.kind == Workspace.Kind.LIVE:
            return None
        told = told_so_far(self.workspace)
        move_url = url_of("demo-clock") if told is None else ""
        return {"now": clock.now(), "told": told, "move_url": move_url, "cast_url": url_of("demo-cast")}

    def _item(self, entry: RailEntry) -> RailItem | None:
        url = url_of(entry.url_name)
        if not url:
            return None
        label = entry.label_for(self.roles)
        return RailItem(
            label=label,
            short=str(entry.short) or label,
            url=url,
            icon=entry.icon,
            group=str(entry.group),
            counted=partial(entry.count, self.request) if entry.count else _uncounted,
            hot=entry.hot,
            foot=entry.foot,
            current=_current(url, self.request.path),
            key=KEYS.get(entry.url_name, ""),
        )


def _uncounted() -> None:
    return None


def frame(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}


def _current(url: str, path: str) -> str:
    """Return the value of aria-current: the page itself, or a page below it."""
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url.rstrip("/") + "/") else ""


def url_of(name: str) -> str:
    """Return the address of a page that takes no argument, or "" while it does not exist."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
