"""What a customer changed by their own will, as it is told to them: what, from what, to what, by whom."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from goodword.core.models import Event
from goodword.protection.models import Hold
from goodword.protection.queries.settings import limits
from goodword.protection.rules import Limits
from goodword.references.models import Advocate, HelpKind
from goodword.references.queries import Shift, advocate_now, part_of, sitting_of, with_merged_advocates

LIMIT_ORDER = ("per_year", "per_quarter", "gap_days")
# The order in which a mail tells them: what reaches furthest comes first.
TOLD = ("advocate.left", "hold.placed", "consent.revoked", "story.stopped", "dial.set")


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit as it was and is now; where the person sets none, ours."""

    name: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Change:
    """One change. `what`: left, pause, stopped, words, limits, off_limits, visibility. `until`: of a pause."""

    event: Event
    advocate: Advocate
    what: str
    kind: str = ""
    until: datetime | None = None
    shift: Shift = field(default_factory=Shift)

    @property
    def before(self) -> Any:
        """Return the one setting as it was: a visibility, a list of topics."""
        return self.shift.before.get(self.what)

    @property
    def after(self) -> Any:
        return self.shift.after.get(self.what)

    @property
    def limits(self) -> list[Limit]:
        """Return the limits that are another number now."""
        ours = limits().limits
        rows = [
            Limit(name, _number(self.shift.before[name], ours, name), _number(self.shift.after[name], ours, name))
            for name in LIMIT_ORDER
            if name in self.shift.before
        ]
        return [row for row in rows if row.before != row.after]

    @property
    def noted_by(self) -> str:
        """Return the colleague who wrote it down for them; nothing where it came by a link of their own."""
        return self.event.actor_label if self.event.actor_kind == "member" else ""


def change_of(event: Event) -> Change | None:
    """Return what an event changed for a customer, all presses of a sitting as one; None for nothing of theirs."""
    if event.name == "hold.placed":
        hold = Hold.objects.select_related("advocate__contact", "advocate__profile__account").get(pk=event.subject_id)
        if hold.kind != Hold.Kind.PAUSE or hold.advocate is None:
            return None
        return Change(event, hold.advocate, "pause", until=hold.until)
    if event.name not in TOLD:
        return None
    advocates = Advocate.objects.select_related("contact", "profile__account")
    if event.name == "story.stopped":
        return Change(
            event, advocates.get(pk=advocate_now(UUID(event.data["advocate"]))), "words", kind=event.subject_label
        )
    advocate = advocates.get(pk=advocate_now(event.subject_id))
    if event.name == "advocate.left":
        return Change(event, advocate, "left")
    if event.name == "consent.revoked":
        return Change(event, advocate, "stopped", kind=str(HelpKind(event.data["help_kind"]).label))
    change = Change(event, advocate, part_of(event), shift=sitting_of(event))
    # Languages open and close nothing; limits may stand as they did, by our rule.
    nothing = change.what in ("", "languages") or (change.what == "limits" and not change.limits)
    return None if nothing or change.shift.is_none else change


def restricting(events: Iterable[Event]) -> list[Change]:
    """Return the changes that take something away from us, the newest of each part of the page, furthest first.

    What allows us more came by a code or was agreed to in so many words: it needs no telling.
    """
    newest: dict[tuple[str, str, str], Event] = {}
    for event in sorted(events, key=lambda one: one.number):
        part = event.data.get("help_kind") or event.data.get("words") or part_of(event)
        newest[event.name, str(part), event.actor_id] = event
    changes = [change for event in newest.values() if (change := change_of(event)) is not None]
    told = [change for change in changes if not change.shift.allows_more]
    return sorted(told, key=lambda change: TOLD.index(change.event.name))


def events_about(advocate_id: UUID, *, since: int) -> list[Event]:
    """Return what happened to a person's own settings from the event of that number on."""
    ids = with_merged_advocates([advocate_id])
    about = Event.objects.filter(name__in=TOLD, number__gte=since, mentions__object_id__in=ids)
    own = Event.objects.filter(name__in=TOLD, number__gte=since, subject_id__in=ids)
    return list((about | own).distinct())


def _number(own: int | None, ours: Limits, name: str) -> int:
    """Return what holds: the stricter of the person's own limit and ours."""
    usual: int = getattr(ours, name)
    if own is None:
        return usual
    return max(own, usual) if name == "gap_days" else min(own, usual)
