"""The world as continents, areas and countries, with the names salespeople use for them."""

from __future__ import annotations

from functools import lru_cache

from goodword.matching.text import stem, words

SAME_COUNTRY = 1.0
SAME_AREA = 0.8
SAME_CONTINENT = 0.5

# Continent: {area (its other names): countries (other names after =)}
WORLD: dict[str, dict[str, str]] = {
    "Europe|EMEA|European Union|EU|Eurozone": {
        "Nordics|Scandinavia|Northern Europe|Nordic": "Denmark, Sweden, Norway, Finland, Iceland",
        "Baltics|Baltic states|Baltic": "Estonia, Latvia, Lithuania",
        "DACH|German-speaking|Alps|Alpine|Alps-Adriatic": "Germany, Austria, Switzerland, Liechtenstein, Slovenia",
        "Benelux|Low Countries": "Netherlands=Holland, Belgium, Luxembourg",
        "British Isles|UK and Ireland|UK&I": "United Kingdom=UK=Great Britain=Britain=England=Scotland=Wales=Northern Ireland, Ireland",
        "France": "France, Monaco",
        "Iberia|Iberian Peninsula": "Spain, Portugal, Andorra",
        "Southern Europe|Mediterranean": "Italy, Spain, Portugal, Greece, Malta, Cyprus, Turkey=Türkiye, Croatia, San Marino",
        "Central Europe|CEE|Visegrad": "Poland, Czechia=Czech Republic, Slovakia, Hungary, Slovenia, Austria, Germany, Switzerland",
        "Eastern Europe|CEE|CIS": "Poland, Czechia, Slovakia, Hungary, Romania, Bulgaria, Ukraine, Belarus, Moldova, Russia, Turkey, Georgia, "
        "Armenia, Azerbaijan, Estonia, Latvia, Lithuania",
        "Balkans|South-East Europe|Southeastern Europe|Southeast Europe|Western Balkans": "Serbia, Croatia, Bosnia and Herzegovina=Bosnia, "
        "Montenegro, North Macedonia=Macedonia, Albania, Kosovo, Bulgaria, Romania, Greece, Slovenia",
    },
    "North America|Americas|NA": {
        "United States|US|USA|US South|Midwest|West Coast|East Coast": "United States=US=USA=United States of America=America",
        "Canada": "Canada",
    },
    "Latin America|LATAM|Americas": {
        "South America": "Brazil, Argentina, Chile, Peru, Colombia, Ecuador, Uruguay, Paraguay, Bolivia, Venezuela, Guyana, Suriname",
        "Central America|Caribbean": "Mexico, Guatemala, Costa Rica, Panama, Honduras, Nicaragua, El Salvador, Belize, Cuba, Jamaica, "
        "Dominican Republic, Haiti, Puerto Rico, Trinidad and Tobago",
    },
    "Asia-Pacific|APAC|Asia|Asia Pacific": {
        "South Asia|Indian subcontinent": "India, Pakistan, Bangladesh, Sri Lanka, Nepal, Bhutan, Maldives, Afghanistan",
        "East Asia|Far East|Greater China": "China=PRC=Mainland China, Hong Kong, Taiwan, Macau, Japan, South Korea=Korea, Mongolia",
        "South-East Asia|Southeast Asia|SE Asia|ASEAN": "Singapore, Malaysia, Indonesia, Thailand, Vietnam, Philippines, Cambodia, Laos, "
        "Myanmar, Brunei",
        "Oceania|ANZ|Australasia|Pacific": "Australia, New Zealand, Fiji, Papua New Guinea",
        "Central Asia|CIS": "Kazakhstan, Uzbekistan, Kyrgyzstan, Tajikistan, Turkmenistan",
    },
    "Middle East & Africa|MEA|EMEA": {
        "Gulf states|Gulf|GCC|Middle East|Arabian Peninsula": "United Arab Emirates=UAE=Dubai=Abu Dhabi, Saudi Arabia=KSA, Qatar, Kuwait, Bahrain, Oman, Yemen",
        "Levant|Middle East|Near East": "Israel, Jordan, Lebanon, Syria, Palestine, Iraq, Turkey, Iran, Egypt",
        "North Africa|Maghreb|Africa": "Egypt, Morocco, Tunisia, Algeria, Libya",
        "Sub-Saharan Africa|West Africa|East Africa|Southern Africa|Africa": "South Africa, Nigeria, Kenya, Ghana, Ethiopia, Tanzania, Uganda, Rwanda, Senegal, "
        "Ivory Coast=Côte d'Ivoire, Cameroon, Zimbabwe, Zambia, Botswana, Namibia, Mozambique, Angola, Mauritius, Madagascar",
    },
}  # fmt: skip

EVERYWHERE = frozenset({"global", "worldwide", "international", "multiple"})


def nearness(asked: str, told: str) -> float | None:
    """Return how near two places are, 0 to 1, or None when one of them is not a place we know or is everywhere."""
    left, right = reach_of(asked), reach_of(told)
    if not left or not right:
        return 1.0 if words(asked) and words(asked) == words(told) else None
    return max(
        (value for kind, value in VALUES.items() if left.get(kind, NOWHERE) & right.get(kind, NOWHERE)),
        default=0.0,
    )


@lru_cache(maxsize=1_024)
def words_of(name: str) -> dict[str, float]:
    """Return stems of the countries a phrase names, or of those in its areas when it names none; weights add to 1 a name."""
    reach = reach_of(name)
    weights: dict[str, float] = {}
    for tokens, place in PLACES.items():
        named = place.get("country", NOWHERE) & reach.get("country", NOWHERE)
        inside = not reach.get("country") and place.get("country") and place["area"] & reach.get("area", NOWHERE)
        if named or inside:
            weights.update((stem(token), 1 / len(tokens)) for token in tokens)
    return weights


@lru_cache(maxsize=8_192)
def reach_of(name: str) -> dict[str, frozenset[str]]:
    """Return the countries, areas and continents that a phrase names or lies in; empty when it names none."""
    tokens = tuple(words(name))
    found: dict[str, set[str]] = {}
    start = 0
    while start < len(tokens):
        length = next(
            (n for n in range(LONGEST_NAME, 0, -1) if tokens[start : start + n] in PLACES),
            0,
        )
        for kind, values in PLACES.get(tokens[start : start + length], {}).items():
            found.setdefault(kind, set()).update(values)
        start += length or 1
    return {kind: frozenset(values) for kind, values in found.items()}


def place_table() -> dict[tuple[str, ...], dict[str, set[str]]]:
    table: dict[tuple[str, ...], dict[str, set[str]]] = {}

    def add(name: str, kind: str, value: str) -> None:
        table.setdefault(tuple(words(name)), {}).setdefault(kind, set()).add(value)

    for continent_names, areas in WORLD.items():
        continent, *others = continent_names.split("|")
        for name in (continent, *others):
            add(name, "continent", continent)
        for area_names, countries in areas.items():
            area = area_names.split("|")[0]
            for name in area_names.split("|"):
                add(name, "area", area)
                add(name, "continent", continent)
            for country_names in countries.split(","):
                country, *aliases = (part.strip() for part in country_names.split("="))
                for name in (country, *aliases):
                    add(name, "country", country)
                    add(name, "area", area)
                    add(name, "continent", continent)
    return spread_to_aliases(table)


def spread_to_aliases(
    table: dict[tuple[str, ...], dict[str, set[str]]],
) -> dict[tuple[str, ...], dict[str, set[str]]]:
    """Give every alias of a country all areas of that country (an alias is written once, the country in several areas)."""
    by_country: dict[str, list[dict[str, set[str]]]] = {}
    for entry in table.values():
        for country in entry.get("country", ()):
            by_country.setdefault(country, []).append(entry)
    for entries in by_country.values():
        areas = set().union(*(entry["area"] for entry in entries))
        for entry in entries:
            entry["area"] = set(areas)
    return table


NOWHERE: frozenset[str] = frozenset()
VALUES = {"country": SAME_COUNTRY, "area": SAME_AREA, "continent": SAME_CONTINENT}
PLACES = place_table()
LONGEST_NAME = max(len(name) for name in PLACES)
