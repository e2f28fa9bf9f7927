"""The figures of the page, each as a card: the number, of how many, how sure, what it was before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.insights.queries import Impact
from goodword.insights.rules import ENOUGH, Room, Share, Typical, acceptance_in, fulfilment_in, wins_in
from goodword.web.charts import spark
from goodword.web.impact.measures import BY_KEY
from goodword.web.impact.words import (
    amounts_words,
    calls_words,
    not_enough,
    part_words,
    period_words,
    range_words,
    took_words,
)


@dataclass(frozen=True, slots=True)
class Card:
    """One figure. `key` names its measure on the method page, `listed` the list of what it counts, if there is one."""

    key: str
    value: str
    lines: list[str]
    listed: str = ""
    drawing: SafeString = field(default_factory=SafeString)

    @property
    def title(self) -> str | Promise:
        return BY_KEY[self.key].title


def first_cards(impact: Impact) -> Iterator[Card]:
    """Yield the four figures everybody sees, of the whole or of their own."""
    wins, needs, answers = impact.wins, impact.fulfilment, impact.acceptance
    lit = sum(month in impact.period.months for month in impact.trend)
    before = period_words(impact.period.before)
    by_month = [(month,) for month in impact.trend]
    yield Card(
        "won",
        _value(wins.share),
        [_how_sure(wins.share), _earlier(before, impact.wins_before.share)],
        "used",
        spark([wins_in(impact.deals, month).share.n for month in by_month], lit),
    )
    yield Card(
        "in-time",
        _value(needs.share),
        [_how_sure(needs.share), _ended(impact), _earlier(before, impact.fulfilment_before.share)],
        "requests",
        spark([fulfilment_in(impact.needs, month).share.n for month in by_month], lit),
    )
    yield Card("answer", _middle(impact.first_answer), list(_took(impact)))
    yield Card(
        "acceptance",
        _value(answers.share),
        [_how_sure(answers.share), _still(impact), _earlier(before, impact.acceptance_before.share)],
        "answers",
        spark([acceptance_in(impact.answers, month).share.n for month in by_month], lit),
    )


def care_cards(impact: Impact) -> Iterator[Card]:
    """Yield how the program treats the people who help: for those who look at the whole."""
    if impact.whole is None:
        return
    fresh, spread = impact.whole.freshness, impact.whole.spread
    top = spread.top
    yield Card("fresh", _value(fresh), [_how_sure(fresh)])
    yield _room_card(impact.whole.room)
    people = ngettext("%(n)s person", "%(n)s people", top.people) % {"n": top.people}
    busiest = [_how_sure(top.share, interval=False), _("the busiest tenth: %(people)s") % {"people": people}]
    if top.enough:
        busiest.append(_("Gini %(gini)s") % {"gini": f"{top.gini:.2f}"})
    yield Card("busiest", _value(top.share), busiest)
    yield Card("afterwards", _value(spread.logged_afterwards), [_how_sure(spread.logged_afterwards)])


def _room_card(room: Room) -> Card:
    if not room.people:
        return Card("room", _("None yet"), [_("Counted with the first customer who agreed to help.")])
    used = _("%(used)s of %(whole)s calls") % {"used": calls_words(room.used), "whole": calls_words(room.whole)}
    who = ngettext("of %(n)s person in a year", "of %(n)s people in a year", room.people) % {"n": f"{room.people:,}"}
    spent = ngettext("%(n)s has no room left", "%(n)s have no room left", room.spent) % {"n": f"{room.spent:,}"}
    if not room.enough:
        return Card("room", used, [who, spent])
    return Card("room", f"{room.percent}%", [f"{used}, {who}", spent])


def worth(impact: Impact) -> str:
    """Return what the won deals with a reference were worth, by currency."""
    return amounts_words(impact.wins.used)


def _value(share: Share) -> str:
    """Return a percentage where there is enough for one, else the plain count."""
    if not share.whole:
        return _("None yet")
    return f"{share.percent}%" if share.enough else part_words(share)


def _how_sure(share: Share, *, interval: bool = True) -> str:
    if not share.whole:
        return _("Percentages from %(enough)s on") % {"enough": ENOUGH}
    if not share.enough:
        return not_enough(share.whole)
    if not interval:
        return part_words(share)
    return _("%(part)s, 95%% range %(range)s") % {
        "part": part_words(share),
        "range": range_words(share.low, share.high),
    }


def _earlier(name: str, share: Share) -> str:
    if not share.whole:
        return ""
    percent = f"{share.percent}%, " if share.enough else ""
    return _("%(period)s: %(figure)s") % {"period": name, "figure": f"{percent}{part_words(share)}"}


def _ended(impact: Impact) -> str:
    """Return how the others ended, in a line."""
    needs = impact.fulfilment
    said = (
        (needs.late, _("%(n)s helped late")),
        (needs.unfilled, _("%(n)s found nobody")),
        (needs.proof_only, _("%(n)s by proof alone")),
        (needs.not_confirmed, _("%(n)s not confirmed")),
        (needs.other, _("%(n)s withdrawn or closed with the deal")),
    )
    return ", ".join(words % {"n": n} for n, words in said if n)


def _still(impact: Impact) -> str:
    answers = impact.acceptance
    said = (
        (answers.no, _("%(n)s said no")),
        (answers.silent, _("%(n)s did not answer")),
        (answers.waiting, _("%(n)s still have time")),
    )
    return ", ".join(words % {"n": n} for n, words in said if n)


def _middle(typical: Typical) -> str:
    if typical.enough:
        return took_words(typical.median)
    return _("None yet") if not typical.n else ngettext("%(n)s request", "%(n)s requests", typical.n) % {"n": typical.n}


def _took(impact: Impact) -> Iterator[str]:
    first = impact.first_answer
    if not first.enough:
        yield not_enough_to_say(first.n)
        return
    yield _("nine in ten within %(time)s, of %(n)s requests") % {"time": took_words(first.p90), "n": f"{first.n:,}"}
    for words, leg in ((_("to a booked time %(time)s"), impact.confirmed), (_("to the help %(time)s"), impact.help)):
        if leg.enough:
            yield words % {"time": took_words(leg.median)}


def not_enough_to_say(n: int) -> str:
    return _("Not enough yet for a typical time: %(n)s of %(enough)s") % {"n": n, "enough": ENOUGH}
