"""Days off (S21): when nobody is asked and no deadline runs."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from goodword.core.tenancy import current
from goodword.members.actions import change_days_off
from goodword.members.policy import Permission
from goodword.web.members.http import MemberRequest, for_members, posted

LONGEST = 60  # days in one stretch: a typing mistake must not close the program for years
LINE = re.compile(r"(\d{4}-\d\d-\d\d)(?:\s*(?:-|–|to|\.\.)\s*(\d{4}-\d\d-\d\d))?")
DAY = timedelta(days=1)


class DaysField(forms.CharField):
    """Dates, one or one stretch a line."""

    widget = forms.Textarea

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) or value is None else "\n".join(_stretches(value))

    def to_python(self, value: Any) -> Any:
        lines = [line.strip() for line in (super().to_python(value) or "").splitlines()]
        return sorted({day for line in lines if line for day in _days(line)})

    def validate(self, value: Any) -> None:
        """No day at all is fine too."""


class DaysOffForm(forms.Form):
    public_holidays = forms.BooleanField(
        label=gettext_lazy("Public holidays"),
        help_text=gettext_lazy(
            "Nobody is asked, and no deadline runs, on a holiday where they are. Their time zone says where."
        ),
        required=False,
    )
    closed_on = DaysField(
        label=gettext_lazy("Our closed days"),
        help_text=gettext_lazy("One date or stretch a line: 2026-12-24, or 2026-12-24 to 2027-01-01."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.PROGRAM_EDIT)
def days_off(request: MemberRequest) -> HttpResponse:
    """Show on which days nobody is asked; a POST changes it."""
    here = current()
    form = DaysOffForm(
        posted(request), initial={"closed_on": sorted(here.closed_on), "public_holidays": here.public_holidays}
    )
    if request.method == "POST" and form.is_valid():
        change_days_off(**form.cleaned_data, by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("settings-days-off")
    return render(request, "members/days_off.html", {"form": form}, status=422 if form.errors else 200)


def _days(line: str) -> list[date]:
    found = LINE.fullmatch(line)
    try:
        first = date.fromisoformat(found[1]) if found else None
        last = date.fromisoformat(found[2] or found[1]) if found else None
    except ValueError:
        first = last = None
    if first is None or last is None:
        raise forms.ValidationError(_("“%(line)s” is no date. Write it like 2026-12-24.") % {"line": line})
    if not DAY * 0 <= last - first < DAY * LONGEST:
        raise forms.ValidationError(
            _("“%(line)s” must end after it begins, and within %(count)s days.") % {"line": line, "count": LONGEST}
        )
    return [first + DAY * nth for nth in range((last - first).days + 1)]


def _stretches(days: Iterable[date]) -> list[str]:
    """Return the days as they are typed, those in a row as one stretch."""
    runs: list[list[date]] = []
    for day in days:
        if runs and day - runs[-1][-1] == DAY:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [f"{run[0]} to {run[-1]}" if len(run) > 1 else str(run[0]) for run in runs]
