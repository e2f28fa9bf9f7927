"""Putting a card of Today off, and bringing it back."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from goodword.core import clock
from goodword.members.actions import bring_card_back, snooze_card
from goodword.members.models import Snooze
from goodword.web.directory.fields import DayField
from goodword.web.members.http import MemberRequest, for_members, tried
from goodword.web.templatetags._times import day as day_words

TOMORROW, MONDAY, PICKED = "tomorrow", "monday", "day"
MONDAYS = 0


class SnoozeForm(forms.Form):
    """Which card, until when."""

    card = forms.RegexField(regex=r"^[a-z]+(:[0-9a-f-]{36})?$", max_length=80)
    until = forms.ChoiceField(choices=[(one, one) for one in (TOMORROW, MONDAY, PICKED)])
    day = DayField(required=False, error_messages={"invalid": lazy("Enter a date like 2027-12-24.")})

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("until") == PICKED and not self.errors and data.get("day") is None:
            self.add_error("day", _("Choose a day."))
        return data

    def chosen(self, today: date) -> date:
        picked: date | None = self.cleaned_data["day"]
        return days_to_choose(today).get(self.cleaned_data["until"]) or picked or today


def days_to_choose(today: date) -> dict[str, date]:
    """Return the days that take one press: tomorrow, and the Monday after that."""
    tomorrow = today + timedelta(days=1)
    return {TOMORROW: tomorrow, MONDAY: tomorrow + timedelta(days=(MONDAYS - tomorrow.weekday()) % 7 or 7)}


@require_POST
@for_members()
def snooze(request: MemberRequest) -> HttpResponse:
    """Put a card off; what can't be put off stays and says why."""
    form = SnoozeForm(request.POST)
    if form.is_valid():
        until = form.chosen(clock.today(request.member.time_zone))
        made = tried(form, lambda: snooze_card(form.cleaned_data["card"], until, by=request.actor))
        if made is not None:
            back = reverse("today-bring-back", args=[made.pk])
            messages.success(request, _("Put off until %(day)s.") % {"day": day_words(made.until)}, extra_tags=back)
    for problems in form.errors.values():
        messages.error(request, " ".join(str(problem) for problem in problems))
    return redirect("today")


@require_POST
@for_members()
def bring_back(request: MemberRequest, snooze_id: UUID) -> HttpResponse:
    """Show a card again before its day."""
    bring_card_back(get_object_or_404(Snooze, pk=snooze_id, member=request.member), by=request.actor)
    messages.success(request, _("It is back."))
    return redirect("today")
