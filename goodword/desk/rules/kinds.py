"""Which kinds of help the desk can arrange, and how each goes once the customer has said yes."""

from __future__ import annotations

from enum import StrEnum


class Life(StrEnum):
    """What a yes leads to: a time both sides can make, or words by a day."""

    CALL = "call"
    WRITING = "writing"


# In the order they are offered. A kind that is not here can be agreed to, and logged when it happened elsewhere, but it
# can't be asked for: nothing here would arrange it.
LIVES: dict[str, Life] = {
    "call": Life.CALL,
    "written": Life.WRITING,
    "peer_chat": Life.CALL,
    "group_call": Life.CALL,
    "analyst_call": Life.CALL,
}
ARRANGED: tuple[str, ...] = tuple(LIVES)


def life_of(kind: str) -> Life | None:
    """Return how a kind of help goes; None for one the desk doesn't arrange."""
    return LIVES.get(kind)
