from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True)
def with_static_files(collected: None) -> None:
    """Pages name their stylesheet by its collected name."""


@pytest.fixture
def settings_smtp() -> Iterator[None]:
    """Mail leaves here, to a server that isn't there."""
    with override_settings(SMTP_URL="smtp://127.0.0.1:1"):
        yield
