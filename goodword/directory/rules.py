"""What stands of two entries of one company, or of one person, once they are one. Pure: values in, values out.

What only one of them says is kept. Where both say something and differ, whoever merges chooses; of what keeps a
customer from being asked, the stricter holds and nobody is asked. Who is told of a customer, or decides in the owner's
absence, learns the name of a private one: they are taken over only where somebody chooses them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

# How a deal was closed, and what taking that back is called.
CLOSINGS: Mapping[str, str] = {
    "opportunity.won": "opportunity.win_undone",
    "opportunity.lost": "opportunity.loss_undone",
}

Values = Mapping[str, Any]
ACCOUNT_FIELDS = (
    "name",
    "status",
    "owner",
    "deputy",
    "informed",
    "group",
    "industry",
    "region",
    "size_band",
    "employees",
    "country",
    "city",
    "website",
    "time_zone",
    "competitor_of_ours",
    "health",
    "renewal_on",
    "open_severity",
)
CONTACT_FIELDS = (
    "name",
    "called",
    "job_title",
    "role_family",
    "email",
    "phone",
    "time_zone",
    "language",
    "left_on",
)
WORSE = ("unknown", "green", "yellow", "red")
NOTHING = (None, "", "unknown")
# From one who never agreed to one who went: what was a customer has a page, who left isn't asked.
STATUSES = ("prospect", "customer", "former")
NEVER_UNASKED = frozenset({"deputy", "informed"})


@dataclass(frozen=True, slots=True)
class Difference:
    """A field that isn't the same in both: what each says, which stands, and whether that is anybody's choice."""

    name: str
    mine: Any
    theirs: Any
    theirs_stands: bool
    to_choose: bool
    stricter: bool


def differences(fields: Collection[str], stays: Values, away: Values, today: date) -> list[Difference]:
    """Return the fields in which two entries differ, one of them saying nothing included."""
    open_fields, over = to_choose(fields, stays, away), taken(fields, stays, away, [], today)
    strict = settled(fields, stays, away, today)
    return [
        Difference(name, stays[name], away[name], name in over, name in open_fields, name in strict)
        for name in fields
        if stays[name] != away[name] and not (stays[name] in NOTHING and away[name] in NOTHING)
    ]


def to_choose(fields: Collection[str], stays: Values, away: Values) -> list[str]:
    """Return the fields in which both say something, not the same, and either may stand; and who isn't taken unasked."""
    return [
        name
        for name in fields
        if name not in STRICTER
        and (_differ(stays[name], away[name]) or (name in NEVER_UNASKED and _only_theirs(stays[name], away[name])))
    ]


def settled(fields: Collection[str], stays: Values, away: Values, today: date) -> dict[str, Any]:
    """Return the fields in which both say something, not the same, and what stands: the stricter."""
    both = [name for name in fields if name in STRICTER and _differ(stays[name], away[name])]
    return {name: STRICTER[name](stays[name], away[name], today) for name in both}


def taken(fields: Collection[str], stays: Values, away: Values, chosen: Collection[str], today: date) -> list[str]:
    """Return the fields in which the other's value stands: chosen, or stricter, or the only one there is."""
    strict, free = settled(fields, stays, away, today), to_choose(fields, stays, away)
    return [
        name
        for name in fields
        if (name in free and name in chosen)
        or (name in strict and strict[name] == away[name])
        or (name not in free and _only_theirs(stays[name], away[name]))
    ]


def _only_theirs(one: Any, other: Any) -> bool:
    return one in NOTHING and other not in NOTHING


def _differ(one: Any, other: Any) -> bool:
    return one not in NOTHING and other not in NOTHING and one != other


def _furthest(one: str, other: str, today: date) -> str:
    return max(one, other, key=STATUSES.index)


def _worse(one: str, other: str, today: date) -> str:
    return max(one, other, key=WORSE.index)


def _sooner(one: date, other: date, today: date) -> date:
    """Return the next of two renewals; of two that are past, the later."""
    ahead = [day for day in (one, other) if day >= today]
    return min(ahead) if ahead else max(one, other)


def _lowest(one: Any, other: Any, today: date) -> Any:
    return min(one, other)


STRICTER: Mapping[str, Callable[[Any, Any, date], Any]] = {
    "status": _furthest,
    "health": _worse,
    "renewal_on": _sooner,
    "open_severity": _lowest,
    "left_on": _lowest,
}
