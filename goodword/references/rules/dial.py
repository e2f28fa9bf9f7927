"""Settings with a stricter and a looser side: which way a change goes."""

from __future__ import annotations

from dataclasses import dataclass

OPEN_TO_STRICT = ("public", "colleagues", "masked")
STRICT_TO_OPEN_MODES = ("ask_me", "tell_me", "pre_approved")


@dataclass(frozen=True, slots=True)
class Dial:
    """What a customer allows: calls per rolling year and quarter, days between; None where they left it to us."""

    per_year: int | None = None
    per_quarter: int | None = None
    gap_days: int | None = None


def loosens(before: Dial, after: Dial) -> bool:
    """Say whether a change of the dial would let us ask more than before in any way.

    A limit given up or raised loosens, and so does a shorter gap; a first limit never does, ours still hold.
    """
    return (
        _higher(before.per_year, after.per_year)
        or _higher(before.per_quarter, after.per_quarter)
        or (before.gap_days is not None and (after.gap_days is None or after.gap_days < before.gap_days))
    )


def changed(before: Dial, wanted: Dial) -> Dial:
    """Return the dial with what is wanted; what is left out stays."""
    return Dial(
        per_year=before.per_year if wanted.per_year is None else wanted.per_year,
        per_quarter=before.per_quarter if wanted.per_quarter is None else wanted.per_quarter,
        gap_days=before.gap_days if wanted.gap_days is None else wanted.gap_days,
    )


def stricter(one: Dial, other: Dial) -> Dial:
    """Return the stricter of each limit: where one of them says nothing, the other's word holds."""
    return Dial(
        per_year=_fewest(one.per_year, other.per_year),
        per_quarter=_fewest(one.per_quarter, other.per_quarter),
        gap_days=max((days for days in (one.gap_days, other.gap_days) if days is not None), default=None),
    )


def more_open(before: str, after: str) -> bool:
    """Say whether a visibility would tell more people the name than the one before."""
    return OPEN_TO_STRICT.index(after) < OPEN_TO_STRICT.index(before)


def stricter_mode(before: str, after: str) -> bool:
    """Say whether an owner mode asks the owner more than the one before."""
    return STRICT_TO_OPEN_MODES.index(after) < STRICT_TO_OPEN_MODES.index(before)


def _higher(before: int | None, after: int | None) -> bool:
    return before is not None and (after is None or after > before)


def _fewest(one: int | None, other: int | None) -> int | None:
    return min((number for number in (one, other) if number is not None), default=None)
