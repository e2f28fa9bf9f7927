"""The two drawings of the page, each with the table of the same numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from goodword.desk.models import Debrief
from goodword.insights.queries import Impact
from goodword.insights.rules import Wins, wins_in
from goodword.web.charts import Column, Row, bar, columns, intervals
from goodword.web.impact.words import between_words, named_of, part_words, range_words
from goodword.web.templatetags._figures import money_short

DEALS = "deals"
MOST_CURRENCIES = 3


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart, the one thing it says, and its numbers as a table: heads, then rows of a name and cells."""

    svg: SafeString
    message: str
    heads: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


def units(impact: Impact) -> list[str]:
    """Return what the trend can be counted in: deals, the currencies most was won in, and those the headline names."""
    won = list(wins_in(impact.deals, impact.trend).everything)
    told = {*won[:MOST_CURRENCIES], *named_of(impact.wins.used)}
    return [DEALS, *(currency for currency in won if currency in told)]


def trend(impact: Impact, unit: str) -> Drawing:
    """Return the deals won in each of twelve months, or what they were worth in one currency."""
    months = [(month, wins_in(impact.deals, (month,))) for month in impact.trend]
    parts = [(month, *_parts(wins, unit)) for month, wins in months]
    used, everything = sum(one[1] for one in parts), sum(one[2] for one in parts)
    say = _count if unit == DEALS else partial(_money, currency=unit)
    message = _("%(used)s of %(all)s won in twelve months used a reference") % {
        "used": say(used),
        "all": say(everything),
    }
    data = [Column(_short(month), _long(month), (part, whole - part)) for month, part, whole in parts]
    series = (_("with a reference"), _("without"))
    title = _("Won deals by month, with a reference and without")
    return Drawing(
        columns("trend", title, message, data, series, say),
        message,
        (_("Month"), _("With a reference"), _("Without"), _("All won")),
        [(_long(month), (say(part), say(whole - part), say(whole))) for month, part, whole in parts],
    )


def difference(impact: Impact) -> Drawing | None:
    """Return how often helped deals were won, against those that found nobody; None while either side is too few."""
    found = impact.difference
    if not found.enough:
        return None
    sides = (
        (_("Asked and helped"), found.one, 1),
        (_("Asked, and there was nobody"), found.other, 5),
    )
    words = between_words(found)
    rows = [Row(name, f"{share.percent}% · {part_words(share)}", share, tone) for name, share, tone in sides]
    return Drawing(
        intervals("helps", _("Share of deals won, helped and not"), words, rows),
        words,
        (_("Deals that asked"), _("Won"), _("Share"), _("95% range")),
        [
            (name, (part_words(share), f"{share.percent}%", range_words(share.low, share.high)))
            for name, share, _tone in sides
        ],
    )


@dataclass(frozen=True, slots=True)
class Said:
    """What one side said: who, the answers in words with how many each, a bar of them, how many said nothing."""

    who: str
    answers: Sequence[tuple[str, int]]
    bar: SafeString
    silent: int


def said(impact: Impact) -> list[Said]:
    """Return what was said afterwards, the sides that said something."""
    names = {Debrief.Side.REP: _("Reps"), Debrief.Side.PROSPECT: _("Buyers"), Debrief.Side.ADVOCATE: _("Customers")}
    return [
        Said(
            names[Debrief.Side(voice.side)],
            [(str(Debrief.Answer(answer).label), people) for answer, people in voice.answers],
            bar([people for _answer, people in voice.answers]),
            voice.asked - voice.answered,
        )
        for voice in impact.said
        if voice.answered
    ]


def _parts(wins: Wins, unit: str) -> tuple[float, float]:
    if unit == DEALS:
        return wins.share.n, wins.share.whole
    nothing = Decimal(0)
    return float(wins.used.get(unit, nothing)), float(wins.everything.get(unit, nothing))


def _count(number: float) -> str:
    return f"{number:,.0f}"


def _money(number: float, currency: str) -> str:
    return money_short(number, currency)


def _short(month: date) -> str:
    return date_format(month, "M")


def _long(month: date) -> str:
    return date_format(month, "F Y")
