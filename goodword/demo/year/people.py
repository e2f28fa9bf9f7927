"""Names and titles for people of the year: of their region and their trade, no two alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from random import Random

from goodword.demo.year.tables import listed, rows


class Names:
    """Draws people's names, each once; a first or a family name comes again when the region's others are as often here."""

    def __init__(self, chance: Random, taken: Iterable[str]) -> None:
        self._chance = chance
        self._taken = set(taken)
        self._parts = {row["region"]: (listed(row["given"]), listed(row["family"])) for row in rows("names")}
        self._seen = Counter(part for name in self._taken for part in (name.split()[0], name.split()[-1]))

    def draw(self, region: str) -> str:
        """Return a name nobody has yet. Raises ValueError when the region's names are used up."""
        given, family = self._parts[region]
        free = [(one, other) for one in given for other in family if f"{one} {other}" not in self._taken]
        if not free:
            raise ValueError(f"{region} has no names left.")
        fewest = min(map(self._times, free))
        drawn = self._chance.choice([parts for parts in free if self._times(parts) == fewest])
        self._taken.add(" ".join(drawn))
        self._seen.update(drawn)
        return " ".join(drawn)

    def _times(self, parts: tuple[str, str]) -> tuple[int, int]:
        """Return how often these two were heard: the one heard more often counts first."""
        heard = sorted(self._seen[part] for part in parts)
        return heard[1], heard[0]


def titles(industry: str, side: str) -> tuple[str, ...]:
    """Return what people of a trade are called; `side` is helps or buys."""
    return next(listed(row[side]) for row in rows("titles") if row["industry"] == industry)
