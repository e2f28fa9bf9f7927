"""Days on which nobody is asked: the public holidays of where somebody is, and the workspace's own closed days.
Which day a week begins on there.

The country is that of the person's time zone, as the time zone database lists it; a zone it lists under no country
has no holidays.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib import resources

import holidays

from goodword.core.tenancy import current
from goodword.core.working_time import WorkWeek

YEARS_AHEAD = 2
# Where weeks don't begin on Monday, by the weekday they begin on: Unicode's CLDR 46, week data of territories.
SATURDAY, SUNDAY, FRIDAY = 5, 6, 4
FIRST_DAYS = {
    SATURDAY: "AF BH DJ DZ EG IQ IR JO KW LY OM QA SD SY",
    SUNDAY: (
        "AG AS BD BR BS BT BW BZ CA CO DM DO ET GT GU HK HN ID IL IN IS JM JP KE KH KR LA MH MM MO MT MX MZ NI NP PA PE "
        "PH PK PR PT PY SA SG SV TH TT TW UM US VE VI WS YE ZA ZW"
    ),
    FRIDAY: "MV",
}


def week(zone: str) -> WorkWeek:
    """Return the working week of somebody in a zone, without their days off."""
    return WorkWeek(zone, holidays=days_off(zone))


def days_off(zone: str) -> frozenset[date]:
    """Return the dates on which somebody in a zone is left alone, from last year to the year after next."""
    here = current()
    return here.closed_on | _public(zone, here.now.year) if here.public_holidays else here.closed_on


def week_begins(zone: str) -> int:
    """Return the weekday a calendar's rows begin with where somebody is: 0 is Monday, also where nobody knows."""
    country = _countries().get(zone, "")
    return next((day for day, countries in FIRST_DAYS.items() if country in countries.split()), 0)


@lru_cache(maxsize=512)
def _public(zone: str, year: int) -> frozenset[date]:
    country = _countries().get(zone, "")
    if country not in holidays.list_supported_countries(include_aliases=False):
        return frozenset()
    return frozenset(holidays.country_holidays(country, years=range(year - 1, year + YEARS_AHEAD + 1)))


@lru_cache(maxsize=1)
def _countries() -> dict[str, str]:
    """Return each zone's country, by its two letters."""
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text()
    rows = (line.split("\t") for line in table.splitlines() if not line.startswith("#"))
    return {zone: country for country, _, zone, *_ in rows}
