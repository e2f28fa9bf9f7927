"""What is typed on a person's own page."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from goodword.references.models import HelpKind, Visibility

MOST_DAYS, MOST_CALLS = 365, 99
NUMBER = {"invalid": _("Enter a whole number."), "min_value": _("Enter 0 or more.")}


class LimitsForm(forms.Form):
    """Limits as they come from a stepper or from the page of the code: any of the three."""

    per_year = forms.IntegerField(
        min_value=0,
        max_value=MOST_CALLS,
        required=False,
        label=_("Calls in twelve months, at most"),
        error_messages=NUMBER,
    )
    per_quarter = forms.IntegerField(
        min_value=0,
        max_value=MOST_CALLS,
        required=False,
        label=_("Calls in three months, at most"),
        error_messages=NUMBER,
    )
    gap_days = forms.IntegerField(
        min_value=0,
        max_value=MOST_DAYS,
        required=False,
        label=_("Days between two calls, at least"),
        error_messages=NUMBER,
    )

    @property
    def wanted(self) -> dict[str, int]:
        return {name: number for name, number in self.cleaned_data.items() if number is not None}


class TopicsForm(forms.Form):
    """What a person doesn't talk about, one topic a line."""

    topics = forms.CharField(
        required=False,
        max_length=4000,
        label=_("Topics nobody asks you about"),
        help_text=_("One a line: prices, headcount, our audit."),
        error_messages={"max_length": _("That is more than we can pass on. Shorten it to 4000 characters.")},
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    @property
    def lines(self) -> list[str]:
        return topics_of(self.cleaned_data["topics"])


class KindForm(forms.Form):
    kind = forms.ChoiceField(choices=HelpKind.choices)


class VisibilityForm(forms.Form):
    visibility = forms.ChoiceField(
        choices=Visibility.choices,
        error_messages={
            "required": _("Choose who may know your name."),
            "invalid_choice": _("Choose one of the three."),
        },
    )


def topics_of(text: str) -> list[str]:
    """Return the topics of a text: one a line, or set apart by commas or semicolons."""
    return [topic for line in text.replace(";", "\n").replace(",", "\n").splitlines() if (topic := line.strip())]
