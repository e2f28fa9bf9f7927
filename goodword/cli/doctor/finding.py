from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class State(Enum):
    GOOD = "good"
    NOTE = "note"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing the doctor looked at: what it is like and, unless it is good, how to mend it."""

    state: State
    what: str
    mend: str = ""


def good(what: str) -> Finding:
    return Finding(State.GOOD, what)


def note(what: str, mend: str) -> Finding:
    return Finding(State.NOTE, what, mend)


def bad(what: str, mend: str) -> Finding:
    return Finding(State.BAD, what, mend)
