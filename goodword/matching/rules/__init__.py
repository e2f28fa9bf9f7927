"""The pipeline's steps, pure: eligible, retrieve, score, explain, order."""

from goodword.matching.rules.eligible import eligible
from goodword.matching.rules.order import in_card_order

__all__ = ["eligible", "in_card_order"]
