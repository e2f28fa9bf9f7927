"""Names and titles for people of the year: of their region and their trade, no two alike."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from goodword.demo.year.tables import listed, rows


class Names:
    """Draws people's names, each once."""

    def __init__(self, chance: Random, taken: Iterable[str]) -> None:
        self._chance = chance
        self._taken = set(taken)
        self._parts = {row["region"]: (listed(row["given"]), listed(row["family"])) for row in rows("names")}

    def draw(self, region: str) -> str:
        """Return a name nobody has yet. Raises ValueError when the region's names are used up."""
        given, family = self._parts[region]
        for _ in range(len(given) * len(family)):
            name = f"{self._chance.choice(given)} {self._chance.choice(family)}"
            if name not in self._taken:
                self._taken.add(name)
                return name
        raise ValueError(f"{region} has no names left.")


def titles(industry: str, side: str) -> tuple[str, ...]:
    """Return what people of a trade are called; `side` is helps or buys."""
    return next(listed(row[side]) for row in rows("titles") if row["industry"] == industry)
