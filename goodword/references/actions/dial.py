from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, TypedDict, Unpack

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.models import Event
from goodword.members.policy import Permission, must
from goodword.references.models import Advocate, Visibility
from goodword.references.policy import must_be_own
from goodword.references.queries import Shift
from goodword.references.rules import Dial, loosens, more_open

MOST_TOPICS, MOST_LANGUAGES = 40, 12
# What events call a setting, and the column it is kept in.
SETTINGS = {
    "per_year": "dial_per_year",
    "per_quarter": "dial_per_quarter",
    "gap_days": "dial_gap_days",
    "off_limits": "off_limits",
    "visibility": "visibility",
    "languages": "languages",
}


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
    more = loosens(before, after)
    if more:
        _must_be_proven(by, proven)
    changed = {name: number for name, number in asdict(after).items() if number != getattr(before, name)}
    return _set(advocate, changed, by=by, proven=more)


def set_off_limits(advocate: Advocate, topics: Iterable[str], *, by: Actor) -> Event | None:
    """Set what this person will not talk about; an import only adds to it. Raises NotAllowed."""
    _must_set(by, advocate)
    kept = advocate.off_limits if by.kind == "import" else []
    wanted = tidy_topics([*kept, *topics])
    if wanted == advocate.off_limits:
        return None
    return _set(advocate, {"off_limits": wanted}, by=by)


def set_languages(advocate: Advocate, languages: Iterable[str], *, by: Actor) -> Event | None:
    """Set the languages this person helps in, as codes such as `en`; None when nothing differs. Raises NotAllowed."""
    must(by, Permission.DIAL_SET)
    must_be_own(by, advocate)
    wanted = [code[:12] for code in dict.fromkeys(languages) if code][:MOST_LANGUAGES]
    if not wanted or wanted == advocate.languages:
        return None
    return _set(advocate, {"languages": wanted}, by=by)


def set_own_visibility(advocate: Advocate, level: Visibility | str, *, by: Actor, proven: bool = False) -> Event | None:
    """Set who may know this person's name; more open needs `proven`. Raises NotAllowed, Refused."""
    _must_set(by, advocate)
    wanted = Visibility(level)
    if wanted == advocate.visibility:
        return None
    more = more_open(advocate.visibility, wanted)
    if more:
        _must_be_proven(by, proven)
    return _set(advocate, {"visibility": str(wanted)}, by=by, proven=more)


def put_back(event: Event, shift: Shift, advocate: Advocate, *, by: Actor, proven: bool) -> Event:
    """Give settings back the values they had, as the undoing of `event`. Raises NotAllowed, TooLate."""
    must(by, Permission.DIAL_SET)
    must_be_as_left(shift, advocate)
    return _set(advocate, shift.before, by=by, proven=proven, undoes=event)


def must_be_as_left(shift: Shift, advocate: Advocate) -> None:
    """Raise TooLate unless every setting is still what this made it."""
    if shift.is_none:
        raise TooLate("This can't be taken back.")
    if any(getattr(advocate, SETTINGS[name]) != value for name, value in shift.after.items()):
        raise TooLate("It was changed again since.")


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


def _set(
    advocate: Advocate,
    values: Mapping[str, Any],
    *,
    by: Actor,
    proven: bool = False,
    undoes: Event | None = None,
) -> Event:
    """Write settings and record them with what they were; `proven`: the holder of the address did it.

    Raises TooLate for one who is known as another by now: nobody would read it there.
    """
    before = {name: getattr(advocate, SETTINGS[name]) for name in values}
    columns = {SETTINGS[name]: value for name, value in values.items()}
    if not Advocate.objects.standing().filter(pk=advocate.pk).update(**columns):
        raise TooLate("They are known as another advocate by now. Reload the page.", state="merged")
    for column, value in columns.items():
        setattr(advocate, column, value)
    about = [advocate.contact, advocate.profile.account]
    data = {**values, "before": before, "proven": proven}
    return events.record("dial.set", advocate, by=by, about=about, data=data, undoes=undoes)
