"""The languages Goodword speaks: those whose words were translated and compiled; and what any language is called."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language_info, to_language


@lru_cache(maxsize=1)
def spoken() -> list[tuple[str, str]]:
    """Return code and own name of each language there is; English is what the pages are written in."""
    found = Path(settings.BASE_DIR).glob("locale/*/LC_MESSAGES/django.mo")
    codes = {"en", *(to_language(catalogue.parts[-3]) for catalogue in found)}
    return [(code, str(get_language_info(code)["name_local"]).capitalize()) for code in sorted(codes)]


def language_name(code: str) -> str:
    """Return what a language is called here; the code itself where nobody knows."""
    try:
        return str(get_language_info(code.lower())["name_translated"])
    except KeyError:
        return code
