"""Made-up companies and people, as many as one likes: the same seed makes the same. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from uuid import UUID

from goodword.demo.year.tables import listed, rows

PLACES = [
    "Aalborg",
    "Arden",
    "Auckland",
    "Avignon",
    "Bergen",
    "Bilbao",
    "Braga",
    "Cádiz",
    "Cairns",
    "Çeşme",
    "Dakar",
    "Duluth",
    "Évora",
    "Fjärås",
    "Gdańsk",
    "Göteborg",
    "Hakone",
    "Île-de-Ré",
    "İzmir",
    "Jaén",
    "Kisumu",
    "Kyoto",
    "Łódź",
    "Lagos",
    "Mérida",
    "Mombasa",
    "Nairobi",
    "Østerbro",
    "Oulu",
    "Perth",
    "Plzeň",
    "Québec",
    "Riga",
    "São",
    "Luís",
    "Tampere",
    "Tromsø",
    "Ulm",
    "Valparaíso",
    "Wexford",
    "Ypres",
    "Zadar",
    "Zürich",
]
TRADES = [
    "Alloys",
    "Ballast",
    "Bakery",
    "Bridges",
    "Cargo",
    "Cement",
    "Ceramics",
    "Clinics",
    "Cranes",
    "Dairy",
    "Docks",
    "Drives",
    "Energy",
    "Estates",
    "Fabrics",
    "Ferries",
    "Filters",
    "Foods",
    "Forests",
    "Forge",
    "Freight",
    "Glass",
    "Grain",
    "Grid",
    "Harbour",
    "Hotels",
    "Instruments",
    "Laundry",
    "Lifts",
    "Logistics",
    "Metro",
    "Mills",
    "Minerals",
    "Motors",
    "Orchards",
    "Packaging",
    "Paper",
    "Parts",
    "Pumps",
    "Quarries",
    "Rail",
    "Salt",
    "Schools",
    "Steel",
    "Textiles",
    "Timber",
    "Tools",
    "Transit",
    "Turbines",
    "Valves",
    "Vessels",
    "Water",
    "Wharves",
    "Wind",
]
WHOSE = [
    "Blue",
    "First",
    "Grand",
    "High",
    "Iron",
    "Long",
    "Lower",
    "New",
    "North",
    "Old",
    "Open",
    "Red",
    "Royal",
    "Silver",
    "South",
    "True",
    "Union",
    "Upper",
    "West",
    "White",
]
FORMS = ("", "", "", " AG", " Group", " GmbH", " Holdings", " Inc", " Ltd", " SA", " SpA")
TITLES = (
    "Chief Financial Officer",
    "Group Controller",
    "Head of Maintenance",
    "IT Director",
    "Operations Manager",
    "Plant Manager",
    "Procurement Lead",
    "Shift Planner",
    "Site Engineer",
    "VP Finance",
)


class MadeUp:
    """Draws companies and people from a seed. Their ids are drawn for the place too: no two rows share one."""

    def __init__(self, seed: int, place: str) -> None:
        self.chance = Random(seed)
        self._ids = Random(f"{seed}:{place}")
        tables = [(listed(row["given"]), listed(row["family"])) for row in rows("names")]
        self._people: Sequence[tuple[Sequence[str], Sequence[str]]] = tables

    def id(self) -> UUID:
        return UUID(int=self._ids.getrandbits(128), version=4)

    def company(self, number: int) -> str:
        """Return a company's name; in a big country many are called alike, and a few are called by a number too."""
        pick = self.chance.choice
        name = f"{pick(PLACES)} {pick(TRADES)}" if number % 2 else f"{pick(WHOSE)} {pick(PLACES)} {pick(TRADES)}"
        return f"{name}{pick(FORMS)}"

    def person(self) -> str:
        """Return a person's name; every other has two family names, so that a million are not all namesakes."""
        given, family = self.chance.choice(self._people)
        name = f"{self.chance.choice(given)} {self.chance.choice(family)}"
        return f"{name} {self.chance.choice(family)}" if self.often(0.5) else name

    def title(self) -> str:
        return self.chance.choice(TITLES)

    def often(self, share: float) -> bool:
        return self.chance.random() < share
