"""What Today is made of: cards, each one question with one press, and piles of cards of one kind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.members.models import Member, Snooze

MOST = 6
"""So many of one kind are drawn; the rest are one press away."""


class Group(StrEnum):
    """When it wants to be done."""

    NOW = "now"
    WEEK = "week"
    KNOW = "know"


@dataclass(frozen=True, slots=True)
class Press:
    """One thing that can be done from a card: a link, or with `post` a press that acts at once."""

    words: str
    url: str
    post: bool = False
    fields: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Card:
    """One question. `key` is what it is about, by which it is put off; `template` draws one with a form of its own.

    `until` is when a clock acts, which goes on for a card that is put off.
    """

    key: str
    group: Group
    question: str
    why: str
    facts: str = ""
    presses: tuple[Press, ...] = ()
    until: datetime | None = None
    late: bool = False
    template: str = ""
    with_it: Mapping[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Return the key as an element's id."""
        return self.key.replace(":", "-")


@dataclass(frozen=True, slots=True)
class Pile:
    """The cards of one kind that are drawn, the ones put off among them, and how many there are in all.

    `total` counts those that are not put off. `more`: where all of them are listed; `at_once`: one press for those drawn.
    """

    cards: Sequence[Card] = ()
    total: int = 0
    more: Press | None = None
    at_once: Press | None = None


@dataclass(frozen=True)
class Day:
    """Whose Today it is, and what they put off until when."""

    by: Actor
    viewer: Member
    snoozes: Mapping[str, Snooze]

    @classmethod
    def of(cls, by: Actor, viewer: Member) -> Day:
        """Return somebody's day. One query."""
        mine = Snooze.objects.filter(member=viewer, until__gt=clock.today(viewer.time_zone))
        return cls(by, viewer, {snooze.card: snooze for snooze in mine})

    @property
    def now(self) -> datetime:
        return clock.now()

    @property
    def today(self) -> date:
        return clock.today(self.viewer.time_zone)

    def is_put_off(self, key: str) -> bool:
        return key in self.snoozes

    def drawn(self, kind: str, ids: Iterable[UUID], most: int = MOST) -> tuple[list[UUID], int]:
        """Return which of these, in order, are drawn: the first that are not put off, then all that are; and the total."""
        everything = list(ids)
        awake = [pk for pk in everything if not self.is_put_off(f"{kind}:{pk}")]
        asleep = [pk for pk in everything if self.is_put_off(f"{kind}:{pk}")]
        return [*awake[:most], *asleep], len(awake)

    def pile(self, cards: Sequence[Card]) -> Pile:
        """Return a pile all of whose cards are drawn."""
        return Pile(cards, sum(1 for card in cards if not self.is_put_off(card.key)))
