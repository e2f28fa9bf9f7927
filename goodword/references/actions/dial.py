from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypedDict, Unpack

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.members.policy import Permission, must
from goodword.references.models import Advocate, Visibility
from goodword.references.policy import must_be_own
from goodword.references.rules import Dial, loosens, more_open

MOST_TOPICS = 40


class DialFields(TypedDict, total=False):
    per_year: int | None
    per_quarter: int | None
    gap_days: int | None


def set_dial(advocate: Advocate, *, by: Actor, proven: bool = False, **limits: Unpack[DialFields]) -> Event | None:
    """Set how often this person may be asked; leave out what stays, None gives a limit back to us.

    Asking less holds at once. Asking more needs `proven`: the person typed the code sent to their address. An import
    may only tighten. None when nothing differs. Raises NotAllowed, and Refused for a raise that isn't proven.
    """
    _must_set(by, advocate)
    before = dial_of(advocate)
    after = Dial(
        per_year=limits.get("per_year", before.per_year),
        per_quarter=limits.get("per_quarter", before.per_quarter),
        gap_days=limits.get("gap_days", before.gap_days),
    )
    if any(number is not None and number < 0 for number in (after.per_year, after.per_quarter, after.gap_days)):
        raise Refused("A limit can't be below zero.", code="negative")
    if before == after:
        return None
    if loosens(before, after):
        _must_be_proven(by, proven)
    advocate.dial_per_year = after.per_year
    advocate.dial_per_quarter = after.per_quarter
    advocate.dial_gap_days = after.gap_days
    advocate.save(update_fields=["dial_per_year", "dial_per_quarter", "dial_gap_days"])
    return _record(advocate, by=by, per_year=after.per_year, per_quarter=after.per_quarter, gap_days=after.gap_days)


def set_off_limits(advocate: Advocate, topics: Iterable[str], *, by: Actor) -> Event | None:
    """Set what this person will not talk about; an import only adds to it. Raises NotAllowed."""
    _must_set(by, advocate)
    kept = advocate.off_limits if by.kind == "import" else []
    wanted = tidy_topics([*kept, *topics])
    if wanted == advocate.off_limits:
        return None
    advocate.off_limits = wanted
    advocate.save(update_fields=["off_limits"])
    return _record(advocate, by=by, off_limits=wanted)


def set_own_visibility(advocate: Advocate, level: Visibility | str, *, by: Actor, proven: bool = False) -> Event | None:
    """Set who may know this person's name; more open needs `proven`. Raises NotAllowed, Refused."""
    _must_set(by, advocate)
    wanted = Visibility(level)
    if wanted == advocate.visibility:
        return None
    if more_open(advocate.visibility, wanted):
        _must_be_proven(by, proven)
    before, advocate.visibility = advocate.visibility, str(wanted)
    advocate.save(update_fields=["visibility"])
    return _record(advocate, by=by, visibility=[before, str(wanted)])


def dial_of(advocate: Advocate) -> Dial:
    """Return what the person set."""
    return Dial(advocate.dial_per_year, advocate.dial_per_quarter, advocate.dial_gap_days)


def tidy_topics(topics: Iterable[str]) -> list[str]:
    """Return topics once each, in order, without stray spaces."""
    tidy = dict.fromkeys(" ".join(topic.split())[:200] for topic in topics)
    return [topic for topic in tidy if topic][:MOST_TOPICS]


def _must_set(by: Actor, advocate: Advocate) -> None:
    must(by, Permission.DIAL_SET)
    if by.kind == "link":
        must_be_own(by, advocate)


def _must_be_proven(by: Actor, proven: bool) -> None:
    if by.kind != "link" or not proven:
        raise Refused("Allowing more takes the code we send to your address.", code="needs_code")


def _record(advocate: Advocate, *, by: Actor, **settings: Any) -> Event:
    return events.record("dial.set", advocate, by=by, about=[advocate.contact, advocate.profile.account], data=settings)
