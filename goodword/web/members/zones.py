"""Time zones as a list to choose from, by region."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodword.core.working_time import zone_names

REGIONS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


class ZoneField(forms.ChoiceField):
    """One IANA zone. A zone stored under an older name stays choosable."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zones, error_messages={"required": _("Choose a time zone.")}, **kwargs)

    def valid_value(self, value: Any) -> bool:
        return value in zone_names()


@lru_cache(maxsize=1)
def zones() -> list[tuple[str, Any]]:
    """Return the zones people live in, grouped by region, cities in order."""
    names = sorted(zone_names())
    groups = [(region, [(name, _city(name)) for name in names if name.startswith(f"{region}/")]) for region in REGIONS]
    return [("UTC", "UTC"), *groups]


def _city(zone: str) -> str:
    return zone.split("/", 1)[1].replace("_", " ").replace("/", ", ")
