"""Figures, aggregated by the database: the rows of one page come back, never those they are counted from."""

from goodword.insights.queries.impact import Impact, impact_of
from goodword.insights.queries.supply import DIMENSIONS
from goodword.insights.queries.windows import Window

__all__ = ["DIMENSIONS", "Impact", "Window", "impact_of"]
