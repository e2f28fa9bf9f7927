"""What people type on a request's page: an answer, a date, a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core import clock
from goodword.desk.models import Debrief, TimeOption
from goodword.web.directory.fields import DayField

REP_SIDE = (Debrief.Answer.MOVED, Debrief.Answer.TOO_EARLY, Debrief.Answer.NO, Debrief.Answer.NOT_HELD)


class AnswerForm(forms.Form):
    """The owner's answer: yes, yes in my own name, or not now, until a day if they like."""

    YES, SELF, NO = "yes", "self", "no"

    answer = forms.ChoiceField(
        choices=[(YES, YES), (SELF, SELF), (NO, NO)],
        error_messages={"required": lazy("Choose an answer."), "invalid_choice": lazy("Choose an answer.")},
    )
    until = DayField(
        required=False,
        label=lazy("Until when?"),
        error_messages={"invalid": lazy("Enter a date like 2027-12-24, or leave it empty.")},
    )

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        until = data.get("until")
        if data.get("answer") == self.NO and until is not None and until <= timezone.localdate(clock.now()):
            self.add_error("until", _("Enter a date after today."))
        return data


class NeedByForm(forms.Form):
    need_by = DayField(
        label=lazy("Needed by"),
        required=False,
        error_messages={"invalid": lazy("Enter a date like 2027-12-24.")},
    )


class WithdrawForm(forms.Form):
    why = forms.CharField(label=lazy("Why"), required=False, max_length=300)


class DebriefForm(forms.Form):
    """How the call went, as the rep sees it."""

    answer = forms.ChoiceField(
        choices=[(one.value, one.value) for one in REP_SIDE],
        error_messages={"required": lazy("Choose an answer."), "invalid_choice": lazy("Choose an answer.")},
    )
    line = forms.CharField(
        label=lazy("In a line"), required=False, max_length=600, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class RepairForm(forms.Form):
    note = forms.CharField(
        label=lazy("What came of it"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": lazy("Say in a line what came of it, for whoever asks this customer next.")},
    )


class TimeForm(forms.Form):
    """One of the times on the table."""

    option = forms.UUIDField(
        error_messages={"required": lazy("Choose a time."), "invalid": lazy("Choose one of the times.")}
    )

    def chosen(self, among: list[TimeOption]) -> TimeOption | None:
        key = self.cleaned_data["option"]
        return next((option for option in among if option.pk == key), None)


class OverrideForm(forms.Form):
    """Whom to ask, the reason where our own gap is passed over, and whether the owner said yes already."""

    advocate = forms.UUIDField(
        error_messages={"required": lazy("Choose whom to ask."), "invalid": lazy("Choose whom to ask.")}
    )
    override = forms.CharField(label=lazy("Why ask them all the same"), required=False, max_length=300)
    spoken = forms.BooleanField(required=False, help_text="The owner said yes to the program already.")


class JoiningForm(forms.Form):
    how = forms.CharField(
        label=lazy("How to join"),
        required=False,
        max_length=300,
        help_text=lazy(
            "A meeting link that opens without you, a dial-in number, or words such as “Daniel calls Maya”."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
