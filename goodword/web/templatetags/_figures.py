"""Say amounts and counts."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

MINUS = "\u2212"
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
STEPS = ((Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(10**3), "k"))


def money(amount: Decimal | float | None, currency: str = "USD") -> str:
    """Return "$480,000" or "CHF 480,000"; cents only where there are some."""
    if amount is None:
        return ""
    value = Decimal(str(amount))
    figure = f"{abs(value):,.0f}" if value == value.to_integral_value() else f"{abs(value):,.2f}"
    return _signed(figure, currency, value < 0)


def money_short(amount: Decimal | float | None, currency: str = "USD") -> str:
    """Return "$480k", "$1.2M": for cards and boards, where the exact amount is one click away."""
    if amount is None:
        return ""
    value = Decimal(str(amount))
    for size, letter in STEPS:
        # 999,600 is "$1M", not "$1000k": compare what will be shown. Three digits, so that no 50,000 goes missing.
        part = abs(value) / size
        digits = (2 if letter != "k" else 1) - part.adjusted()
        shown = part.quantize(Decimal(1).scaleb(-max(0, digits)), ROUND_HALF_UP)
        if shown >= 1:
            return _signed(f"{shown.normalize():f}{letter}", currency, value < 0)
    return money(value, currency)


def _signed(figure: str, currency: str, negative: bool) -> str:
    code = (currency or "").upper()
    sign = SIGNS.get(code, f"{code}\u00a0" if code else "")
    return f"{MINUS if negative else ''}{sign}{figure}"


def how_many(page: Any, words: str) -> SafeString:
    """Return how many rows a list has, "10,000+ people" where nobody counted on: `{{ page|how_many:"person,people" }}`."""
    if page.more:
        return format_html("{}+\u00a0{}", f"{page.total:,}", words.split(",", 1)[1])
    return plural(page.total, words)


def plural(count: int | None, words: str) -> SafeString:
    """Return "1 person" or "3 people" from `{{ n|plural:"person,people" }}`; the figure does not break away."""
    one, many = words.split(",", 1)
    return format_html("{}\u00a0{}", f"{count or 0:,}", one if count == 1 else many)
