from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Browser

if TYPE_CHECKING:
    from tests.journeys.house import House


@pytest.fixture
def house(chromium: Browser) -> Iterator[House]:
    from tests.journeys.house import build  # models can only be imported once Django is set up

    made = build(chromium)
    yield made
    made.close()
