"""What a person set, from what to what: one press, or the presses of one sitting taken together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from goodword.core.models import Event
from goodword.references.rules import Dial, loosens, more_open

SITTING = timedelta(minutes=10)
LIMITS = frozenset({"per_year", "per_quarter", "gap_days"})


@dataclass(frozen=True, slots=True)
class Shift:
    """Settings by name as they were before and after. Empty for an event that doesn't say what was before."""

    before: Mapping[str, Any] = field(default_factory=dict)
    after: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_none(self) -> bool:
        return self.before == self.after

    @property
    def allows_more(self) -> bool:
        """Say whether it lets us ask more, or tells the name to more people, than before."""
        seen = [settings.get("visibility", "masked") for settings in (self.before, self.after)]
        return loosens(_dial(self.before), _dial(self.after)) or more_open(seen[0], seen[1])


def shift_of(event: Event) -> Shift:
    """Return what one press changed."""
    before: dict[str, Any] = event.data.get("before") or {}
    return Shift(before, {name: event.data[name] for name in before})


def sitting_of(event: Event) -> Shift:
    """Return what the same hand changed of the same settings, press after press, up to and with this event."""
    presses = [event, *_presses_before(event)]
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    for press in presses:
        one = shift_of(press)
        before |= one.before
        after = {**one.after, **after}
    return Shift(before, after)


def part_of(event: Event) -> str:
    """Return which part of the page a press was on: `limits`, or the one setting's name."""
    names = set(event.data.get("before") or ())
    return "limits" if names & LIMITS else next(iter(names), "")


def _dial(settings: Mapping[str, Any]) -> Dial:
    return Dial(**{name: settings.get(name) for name in LIMITS})


def _presses_before(event: Event) -> list[Event]:
    """Return the presses before this one, newest first, as long as each came within minutes of the next."""
    earlier = Event.objects.filter(
        name=event.name, subject_id=event.subject_id, actor_id=event.actor_id, number__lt=event.number
    )
    found: list[Event] = []
    latest = event
    for press in earlier.order_by("-number")[:100]:
        if latest.at - press.at > SITTING:
            break
        if part_of(press) == part_of(event):
            found.append(press)
            latest = press
    return found
