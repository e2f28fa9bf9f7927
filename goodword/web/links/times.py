"""Offering times: a few a day to tick, and fields for one's own. Told and read in the person's zone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core import clock
from goodword.desk.actions import Offer
from goodword.desk.queries import pages as reads
from goodword.desk.queries.asked import MOST_TIMES
from goodword.desk.queries.pages import AskScene
from goodword.web.directory.fields import offer_choices
from goodword.web.links.kit import Visit
from goodword.web.templatetags._times import place

FARTHEST = timedelta(days=120)
# A page may have lain open for months; a time of another age was never on it, and no zone can tell year 1 or 9999.
MEMORY = timedelta(days=366)
OWN = ("own_1", "own_2", "own_3")


@dataclass(frozen=True, slots=True)
class Tick:
    """One time to tick, and what the clock of the other side shows then where it differs."""

    value: str
    starts_at: datetime
    ends_at: datetime
    there: str
    ticked: bool


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    ticks: tuple[Tick, ...]


class TimesForm(forms.Form):
    """Up to three times, ticked or typed."""

    slot = forms.MultipleChoiceField(required=False)
    own_1, own_2, own_3 = (
        forms.DateTimeField(
            required=False,
            label=label,
            error_messages={"invalid": lazy("Enter a date and a time, like 1 Dec, 15:00.")},
            widget=forms.DateTimeInput(attrs={"type": "datetime-local", "step": "300"}, format="%Y-%m-%dT%H:%M"),
        )
        for label in (lazy("A time of your own"), lazy("Another"), lazy("And another"))
    )

    def __init__(self, data: Any = None, *, zone: str = "UTC", **more: Any) -> None:
        super().__init__(data, **more)
        self.zone = zone
        # What was on the page when it was opened may have been computed anew since: any well-formed time is a choice.
        self.posted: list[str] = data.getlist("slot") if data is not None else []
        offer_choices(self, "slot", [(text, text) for text in self.posted if moment_of(text) is not None])

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        ticked = [moment for text in data.get("slot", ()) if (moment := moment_of(text)) is not None]
        typed = [data[name] for name in OWN if data.get(name) is not None]
        moments = sorted({*ticked, *typed})
        now = clock.now()
        if self.errors:
            return data
        if not moments:
            self.add_error(None, _("Choose at least one time."))
        elif len(moments) > MOST_TIMES:
            self.add_error(None, _("Choose at most three times. Untick the ones that suit you least."))
        elif moments[0] <= now or moments[-1] > now + FARTHEST:
            self.add_error(None, _("Choose times that are still ahead, within the next four months."))
        data["moments"] = moments
        return data

    @property
    def offers(self) -> list[Offer]:
        return [Offer(moment, self.zone) for moment in self.cleaned_data["moments"]]

    @property
    def ticked(self) -> set[datetime]:
        """Return what is ticked now: typed before, else what was proposed."""
        texts = self.posted if self.is_bound else self.initial.get("slot", ())
        return {moment for text in texts if (moment := moment_of(text)) is not None}

    @property
    def own_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in OWN]

    @property
    def has_own(self) -> bool:
        return any(self[name].value() or self[name].errors for name in OWN)


def form_for(visit: Visit, scene: AskScene, *, proposed: bool = False) -> TimesForm:
    """Return the form as posted, or a fresh one; `proposed`: with the three best times ticked."""
    if visit.presses:
        return TimesForm(visit.request.POST, zone=visit.person.zone)
    initial = {"slot": [moment.isoformat() for moment in reads.best_times(scene)]} if proposed else {}
    return TimesForm(zone=visit.person.zone, initial=initial)


def days_of(form: TimesForm, scene: AskScene, *, there: str) -> list[Day]:
    """Return the times to tick by day; what was ticked is among them even when it would not be proposed again."""
    length = timedelta(minutes=scene.need.minutes)
    ticked = form.ticked
    moments = sorted({slot.start for slot in reads.times_to_propose(scene)} | ticked)
    return list(_by_day(moments, ticked, length, there))


def moment_of(text: str) -> datetime | None:
    """Return the instant a ticked value stands for, or None for anything that no page can have offered."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    if moment is None or moment.tzinfo is None or abs(moment - clock.now()) > MEMORY:
        return None
    return moment


def over_there(moment: datetime, zone: str) -> str:
    """Return “09:00 in New York” where the other side's clock shows another time, else nothing."""
    local, other = timezone.localtime(moment), moment.astimezone(ZoneInfo(zone))
    if local.replace(tzinfo=None) == other.replace(tzinfo=None):
        return ""
    words = _("%(hour)s in %(place)s") if local.date() == other.date() else _("%(day)s %(hour)s in %(place)s")
    return words % {"hour": f"{other:%H:%M}", "day": f"{other:%a}", "place": place(zone)}


def _by_day(moments: Iterable[datetime], ticked: set[datetime], length: timedelta, there: str) -> Iterator[Day]:
    days: dict[date, list[Tick]] = {}
    for moment in moments:
        tick = Tick(moment.isoformat(), moment, moment + length, over_there(moment, there), moment in ticked)
        days.setdefault(timezone.localtime(moment).date(), []).append(tick)
    for day, ticks in days.items():
        yield Day(day, tuple(ticks))
