"""Whose voice a deal or a request had."""

from __future__ import annotations

from enum import StrEnum


class Helped(StrEnum):
    """By whom something was helped: by named references, by private ones, by both, or by nobody."""

    NOBODY = ""
    NAMED = "named"
    PRIVATE = "private"
    BOTH = "both"

    @classmethod
    def of(cls, *, named: bool, private: bool) -> Helped:
        if named and private:
            return cls.BOTH
        return cls.NAMED if named else cls.PRIVATE if private else cls.NOBODY
