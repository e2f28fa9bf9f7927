"""What can go wrong with a verb, in three kinds that every face words differently."""

from __future__ import annotations

from datetime import datetime


class GoodwordError(Exception):
    """Anything a verb raises on purpose."""


class NoWorkspace(GoodwordError):
    """Code touched workspace data with no workspace open; always a mistake of ours."""


class WrongWorkspace(GoodwordError):
    """A row of one workspace was about to be written while another was open."""


class NotAllowed(GoodwordError):
    """This actor may not do this: not you."""


class TooLate(GoodwordError):
    """The thing moved on meanwhile: someone answered, the window closed, the state changed."""

    def __init__(self, message: str, *, state: str = "") -> None:
        super().__init__(message)
        self.state = state


class Refused(GoodwordError):
    """A rule said no. `code` is stable for programs, the message is for people, `until` when it may change."""

    def __init__(self, message: str, *, code: str = "refused", until: datetime | None = None) -> None:
        super().__init__(message)
        self.code, self.until = code, until
