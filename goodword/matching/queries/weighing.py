"""The open workspace's weights: the table, and what its program changed."""

from __future__ import annotations

from goodword.core.models import Program
from goodword.matching.rules.weighing import values_from, weights_from
from goodword.matching.weights import Weights

AREA = "matching"


def values_here() -> dict[str, float]:
    """Return every weight a program may change, as it is here. One query a transaction."""
    return values_from(Program.here().rule(AREA))


def weights_here() -> Weights:
    return weights_from(values_here())
