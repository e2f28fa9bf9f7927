from __future__ import annotations

from collections.abc import Callable

from tests.messages.house import House

# What happens in a house, and the kinds of mail that follow.
Story = tuple[Callable[[House], None], set[str]]
