from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def with_static_files(collected: None) -> None:
    """Pages name their stylesheet by its collected name."""
