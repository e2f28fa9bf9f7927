"""The cast without their mail: for tests of what the verbs below the desk decide."""

from __future__ import annotations

from goodword.core import clock
from goodword.core.tenancy import opened
from tests import cast
from tests.cast import Company
from tests.laying import laid


@laid
def company() -> Company:
    """Build the cast by the verbs, and leave what follows from them (mails, clocks) waiting in the queue."""
    place = cast.workspace()
    clock.move_to(place, cast.MORNING)
    with opened(place):
        return cast._company(place, "tidewell.example")
