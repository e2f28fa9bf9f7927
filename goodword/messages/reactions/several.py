"""What a mail about one or several customers says of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from goodword.directory.models import Account
from goodword.messages.wording import one_line

MOST_NAMED = 5


def of_customers(accounts: Sequence[Account]) -> dict[str, Any]:
    """Return the words for these customers: the first by name, up to five of them, and how many there are. Not of none."""
    names = [one_line(account.name) for account in accounts]
    return {
        "variant": "several" if len(names) > 1 else "",
        "company": names[0],
        "count": len(names),
        "companies": names[:MOST_NAMED],
        "more": max(0, len(names) - MOST_NAMED),
    }
