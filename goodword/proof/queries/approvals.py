"""Who allowed which use of a story, for which words and until when, and what became of it: read from what happened."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from goodword.core.models import Event
from goodword.proof.models import Clearance, Story

REWORDS = frozenset({"text", "passages"})
NAMES = (
    "story.added",
    "story.changed",
    "story.cleared",
    "story.renewal_asked",
    "story.renewed",
    "story.stopped",
    "story.withdrawn",
    "story.restored",
)


class End(StrEnum):
    """What an approval ended by."""

    FOLLOWED = "followed"
    COLLEAGUES = "colleagues"
    REWORDED = "reworded"
    RESPOKEN = "respoken"
    STOPPED = "stopped"
    WITHDRAWN = "withdrawn"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Did:
    """Somebody did something: who, and when."""

    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """One yes to a use of a story's words.

    `own`: by whoever said them, by a link of theirs. `asked`: who asked them for it. `earlier_words`: the words were
    changed since. `ended_by` is who did what ended it; of one that holds it is None.
    """

    given: Did
    own: bool
    use: Clearance
    until: date | None
    because: str = ""
    asked: Did | None = None
    earlier_words: bool = False
    end: End | None = None
    ended_by: Did | None = None

    def ran_out(self, today: date) -> bool:
        return self.end is None and self.until is not None and self.until < today


@dataclass(frozen=True, slots=True)
class Approvals:
    """Every approval of a story, the newest first, and who was asked for one that nobody has answered."""

    given: tuple[Approval, ...]
    waits: Did | None = None


def approvals_of(story: Story) -> Approvals:
    """Return who allowed which use of a story. One query."""
    events = Event.objects.filter(subject_id=story.pk, name__in=NAMES).order_by("number")
    return read_from(events, story)


def read_from(events: Iterable[Event], story: Story) -> Approvals:
    """Return the approvals these events tell of, the oldest first; of the one that holds the story itself says more."""
    book = _Book()
    for event in events:
        book.read(event)
    # What an event of earlier days doesn't say, the story does.
    book.change_last(until=story.expires_on, because=story.cleared_because)
    return Approvals(tuple(reversed(book.given)), book.waits if story.renewal_asked_at is not None else None)


class _Book:
    """The approvals as they are read, event by event. `holds`: the place of the one in force."""

    def __init__(self) -> None:
        self.given: list[Approval] = []
        self.waits: Did | None = None
        self.holds: int | None = None
        self.before: dict[UUID, tuple[list[Approval], int | None]] = {}

    def read(self, event: Event) -> None:
        self.before[event.pk] = (list(self.given), self.holds)
        reads = {
            "story.added": self._added,
            "story.changed": self._changed,
            "story.cleared": self._cleared,
            "story.renewal_asked": self._asked,
            "story.renewed": self._renewed,
            "story.restored": self._restored,
        }
        if event.name in reads:
            reads[event.name](event)
        else:
            self._ended(event, End.STOPPED if event.name == "story.stopped" else End.WITHDRAWN)

    def change_last(self, **said: Any) -> None:
        if self.holds is not None:
            self.given[self.holds] = replace(self.given[self.holds], **said)

    def _added(self, event: Event) -> None:
        self._approved(event, event.data.get("clearance", Clearance.INTERNAL))

    def _cleared(self, event: Event) -> None:
        self._approved(event, event.data["clearance"][1])

    def _renewed(self, event: Event) -> None:
        self._approved(event, event.data["after"]["clearance"], event.data["after"])

    def _asked(self, event: Event) -> None:
        self.waits = _did(event)

    def _changed(self, event: Event) -> None:
        changed = set(event.data.get("changed", ()))
        if not REWORDS.isdisjoint(changed):
            self.given = [replace(one, earlier_words=True) for one in self.given]
        if event.actor_kind == "member" and "text" in changed:
            self._ended(event, End.REWORDED)
        elif event.actor_kind == "member" and "advocate" in changed:
            self._ended(event, End.RESPOKEN)

    def _restored(self, event: Event) -> None:
        """Have everything stand as before the event that was undone; a yes that was taken back is kept as such."""
        undone, taken_back = event.undoes_id, self.given[self.holds] if self.holds is not None else None
        if undone not in self.before:
            return
        known = len(self.given)
        self.given, self.holds = self.before[undone]
        if taken_back is not None and len(self.given) < known:
            self.given = [*self.given, replace(taken_back, end=End.TAKEN_BACK, ended_by=_did(event))]

    def _approved(self, event: Event, use: str, told: dict[str, Any] | None = None) -> None:
        said = event.data if told is None else told
        if use == Clearance.INTERNAL:
            return self._ended(event, End.COLLEAGUES)
        self._ended(event, End.FOLLOWED)
        own = event.actor_kind == "link"
        until = said.get("expires_on")
        self.given.append(
            Approval(
                given=_did(event),
                own=own,
                use=Clearance(use),
                until=date.fromisoformat(until) if until else None,
                because=said.get("because") or said.get("cleared_because") or "",
                asked=self.waits if own else None,
            )
        )
        self.holds, self.waits = len(self.given) - 1, None
        return None

    def _ended(self, event: Event, end: End) -> None:
        if self.holds is not None:
            self.given[self.holds] = replace(self.given[self.holds], end=end, ended_by=_did(event))
        self.holds = None
        if end in (End.STOPPED, End.WITHDRAWN):
            self.waits = None


def _did(event: Event) -> Did:
    return Did(event.actor_label, event.at)
