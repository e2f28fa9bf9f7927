"""The cast without their mail: for tests of what the verbs below the desk decide."""

from __future__ import annotations

from goodword.core import clock
from goodword.core.tenancy import opened
from tests import cast
from tests.cast import Company
from tests.laying import laid


def company() -> Company:
    """Return the cast as the verbs build it; what follows from them (mails, clocks) still waits in the queue."""
    return laid("company whose jobs wait", built)


def built() -> Company:
    """Build it by the verbs."""
    place = cast.workspace()
    clock.move_to(place, cast.MORNING)
    with opened(place):
        return cast._company(place, "tidewell.example")
