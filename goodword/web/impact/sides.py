"""Private references beside named ones: a drawing of the deals won, and a table of everything that can be held together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.insights.rules import Difference, Share, Sides, Typical, Wins
from goodword.web.charts import Row, intervals
from goodword.web.impact.drawings import Drawing
from goodword.web.impact.words import amounts_words, between_words, part_words, range_words, took_words

PRIVATE, NAMED = 4, 1  # their colours: plum is for private, and for nothing else


@dataclass(frozen=True, slots=True)
class Cell:
    """One figure of one side: itself, and what it is taken of."""

    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One figure on both sides, and what can be said of the difference."""

    title: str
    private: Cell
    named: Cell
    between: Cell


@dataclass(frozen=True, slots=True)
class Shown:
    """Both sides as a page shows them: the question's answer in a line, a drawing where it can bear one, the table."""

    answer: str
    drawing: Drawing | None
    lines: Sequence[Line]


def shown(sides: Sides | None) -> Shown | None:
    """Return both sides; None where nothing private was counted, or where it would tell who that is."""
    if sides is None or sides.is_empty:
        return None
    return Shown(_answer(sides.won), _drawing(sides.won), list(_lines(sides)))


def shares(sides: Sides) -> Iterator[tuple[str, Difference]]:
    """Yield every share that has two sides, by what it is called."""
    yield _("Customers who say yes"), sides.acceptance
    yield _("Helped in time, of requests that were helped"), sides.in_time
    yield _("Deals won, of closed deals with a voice"), sides.won
    for side, words in (
        ("rep", _("Reps: it moved the deal")),
        ("prospect", _("Buyers: it helped, a lot or some")),
        ("advocate", _("Customers: it was fine")),
    ):
        if side in sides.said:
            yield words, sides.said[side]


def _lines(sides: Sides) -> Iterator[Line]:
    for title, pair in shares(sides):
        yield Line(title, _share(pair.one), _share(pair.other), _between(pair))
    took = sides.took
    yield Line(_("Time from the request to the help"), _typical(took.private), _typical(took.named), Cell("–"))
    private, named = sides.wins
    yield Line(_("Won deals that used one"), _worth(private), _worth(named), Cell("–"))


def _answer(won: Difference) -> str:
    if not won.enough:
        return _("Too few to compare yet.")
    if won.could_be_chance:
        return _("No difference that couldn’t be chance.")
    if won.points > 0:
        return _("Deals with a private reference were won more often.")
    return _("Deals with a private reference were won less often.")


def _drawing(won: Difference) -> Drawing | None:
    if not won.enough:
        return None
    rows = [
        Row(name, f"{share.percent}% · {part_words(share)}", share, tone)
        for name, share, tone in (
            (_("With a private one"), won.one, PRIVATE),
            (_("With a named one"), won.other, NAMED),
        )
    ]
    words = between_words(won)
    return Drawing(intervals("sides", _("Share of deals won, by whose voice they had"), words, rows), words, (), ())


def _share(share: Share) -> Cell:
    if not share.whole:
        return Cell("–")
    if not share.enough:
        return Cell(part_words(share))
    note = _("%(part)s, 95%% range %(range)s") % {
        "part": part_words(share),
        "range": range_words(share.low, share.high),
    }
    return Cell(f"{share.percent}%", note)


def _between(pair: Difference) -> Cell:
    if not pair.enough:
        return Cell(_("Too few to compare"))
    return Cell(between_words(pair), _("That may be chance.") if pair.could_be_chance else "")


def _typical(took: Typical) -> Cell:
    if not took.enough:
        return Cell(ngettext("%(n)s request", "%(n)s requests", took.n) % {"n": took.n} if took.n else "–")
    return Cell(took_words(took.median), _("the middle one of %(n)s") % {"n": f"{took.n:,}"})


def _worth(wins: Wins) -> Cell:
    return Cell(f"{wins.share.n:,}", amounts_words(wins.used))
