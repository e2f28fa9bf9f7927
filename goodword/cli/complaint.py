from __future__ import annotations


class Complaint(Exception):
    """A command can't do its work: what is wrong, and what to do about it, in full sentences."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(f"{message} {remedy}")
        self.message = message
        self.remedy = remedy
