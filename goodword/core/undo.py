"""How long an answer can be taken back. Ten minutes everywhere; what follows from an answer waits as long."""

from __future__ import annotations

from datetime import timedelta

UNDO = timedelta(minutes=10)
