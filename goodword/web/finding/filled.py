"""What the request sheet is filled in with, so that nobody types what the deal already says."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from goodword.core import clock
from goodword.desk.rules.promise import Promise
from goodword.directory.models import Contact, Opportunity
from goodword.web.finding.forms import QUESTIONS

BEFORE_CLOSE = timedelta(days=14)
ROOM = timedelta(days=2)
PEOPLE = 3
CHIPS = 5
SENTENCE = re.compile(r"[^.;\n?!]+")


def need_by_for(deal: Opportunity, made: Promise) -> date:
    """Return a date that can be kept: two weeks before the deal closes, or as soon as it can be, before the close."""
    soonest = localdate(made.call_by)
    wanted = soonest + ROOM
    if deal.close_on is not None:
        wanted = min(max(deal.close_on - BEFORE_CLOSE, soonest), deal.close_on)
    return _workday(max(wanted, localdate(made.earliest), localdate(clock.now()) + timedelta(days=1)))


def _workday(day: date) -> date:
    """Return the day itself, or the Monday after a weekend: by then a Friday's promise holds too."""
    return day + timedelta(days=max(0, 7 - day.weekday())) if day.weekday() > 4 else day


def contacts_of(deal: Opportunity) -> list[Contact]:
    """Return the people on the deal who are still there, in the order they should be proposed."""
    rows = deal.contact_rows.select_related("contact").order_by("position")
    return [row.contact for row in rows if row.contact.left_on is None]


def questions_for(topics: Sequence[str], own_words: str, deal: Opportunity) -> list[str]:
    """Return three questions: the topics', the deal's worry, then what anyone would ask."""
    ready = [_("%(topic)s: how did that go for you?") % {"topic": topic} for topic in topics[:2]]
    ready += [_("%(words)s: what would you tell us?") % {"words": _sentence(own_words)}] if own_words else []
    ready += [_("What was your experience with this: %(worry)s?") % {"worry": worry} for worry in _worries(deal)][:1]
    ready += [
        _("What would you do differently if you started again?"),
        _("What surprised you most?"),
        _("How long did it take until it paid off?"),
    ]
    return list(dict.fromkeys(ready))[:QUESTIONS]


def settles_for(topics: Sequence[str], own_words: str, deal: Opportunity) -> list[str]:
    """Return what a call could have to settle, as chips: this deal's own first."""
    usual = [
        _("That it holds up at our size"),
        _("That the switch stays on time"),
        _("That people really use it"),
        _("That it is worth the price"),
    ]
    own = [*topics, *([own_words] if own_words else []), *_worries(deal)]
    return list(dict.fromkeys(Truncator(one).chars(80) for one in [*own, *usual]))[: max(CHIPS, len(topics) + 2)]


def _worries(deal: Opportunity) -> Iterator[str]:
    for found in SENTENCE.finditer(deal.concerns):
        if words := found.group().strip():
            yield _sentence(words)


def _sentence(words: str) -> str:
    return Truncator(words.strip().rstrip(".?!")).chars(120)
