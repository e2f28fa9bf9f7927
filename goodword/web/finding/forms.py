"""The request sheet's form (S03): everything filled in, one thought required."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.working_time import instant_of
from goodword.desk.actions import Offer
from goodword.desk.rules.kinds import Life, life_of
from goodword.directory.models import Contact
from goodword.references.models import HelpKind
from goodword.web.directory.fields import DayField, offer_choices

QUESTIONS = 3
TIMES = 3
A_YEAR = timedelta(days=366)
TIME_FORMATS = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"]


class RequestForm(forms.Form):
    """What a request says. `settle` is one of the chips, `settle_own` the rep's own words; one of them is needed."""

    settle = forms.CharField(required=False, max_length=400)
    settle_own = forms.CharField(
        label=_("Or in your own words"),
        required=False,
        max_length=400,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    help_kind = forms.ChoiceField(label=_("Kind of help"))
    need_by = DayField(label=_("Needed by"), required=False)
    people = forms.MultipleChoiceField(
        label=_("People this is for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose people of this deal.")},
    )
    person_name = forms.CharField(label=_("Someone else: name"), required=False, max_length=300)
    person_email = forms.EmailField(
        label=_("Their e-mail"), required=False, error_messages={"invalid": _("Enter a whole e-mail address.")}
    )
    note = forms.CharField(
        label=_("Note for the account owner"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, data: Any = None, *, kinds: Sequence[str], contacts: Sequence[Contact], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.contacts = list(contacts)
        offer_choices(self, "help_kind", [(kind, HelpKind(kind).label) for kind in kinds])
        named = [(str(one.pk), ", ".join(filter(None, (one.name, one.job_title)))) for one in contacts]
        offer_choices(self, "people", named)
        for nth in range(QUESTIONS):
            self.fields[f"question_{nth}"] = forms.CharField(
                label=_("Question %(n)s") % {"n": nth + 1}, required=False, max_length=400
            )
        for nth in range(TIMES):
            self.fields[f"time_{nth}"] = forms.DateTimeField(
                label=_("Time %(n)s") % {"n": nth + 1},
                required=False,
                input_formats=TIME_FORMATS,
                widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
                error_messages={"invalid": _("Enter a date and a time.")},
            )

    def clean_need_by(self) -> date | None:
        day: date | None = self.cleaned_data["need_by"]
        if day is not None and day <= timezone.localdate(clock.now()):
            raise forms.ValidationError(_("Enter a date after today."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        if not self.must_settle:
            writes = life_of(said.get("help_kind", "")) is Life.WRITING
            needed = (
                _("Say what these answers must settle: one tap or a few words.")
                if writes
                else _("Say what this call must settle: one tap or a few words.")
            )
            self.add_error("settle", needed)
        for name in self._times_too_far(said):
            self.add_error(name, _("Enter a time within a year from now."))
        if said.get("person_email") and not said.get("person_name"):
            self.add_error("person_name", _("Enter their name too."))
        return said

    @staticmethod
    def _times_too_far(said: dict[str, Any]) -> list[str]:
        # Before it is a wall clock anywhere: years 1 and 9999 have none in every zone.
        times = {f"time_{nth}": said.get(f"time_{nth}") for nth in range(TIMES)}
        return [name for name, time in times.items() if time is not None and abs(time - clock.now()) > A_YEAR]

    @property
    def must_settle(self) -> str:
        said = self.cleaned_data
        return str(said.get("settle_own") or said.get("settle") or "").strip()

    @property
    def questions(self) -> list[str]:
        asked = (self.cleaned_data.get(f"question_{nth}", "").strip() for nth in range(QUESTIONS))
        return [question for question in asked if question]

    @property
    def attendees(self) -> list[Contact]:
        chosen = set(self.cleaned_data.get("people", []))
        return [contact for contact in self.contacts if str(contact.pk) in chosen]

    def offers(self, zone: str) -> list[Offer]:
        """Return the prospect's times, read as wall clocks of their zone."""
        walls: list[datetime | None] = [self.cleaned_data.get(f"time_{nth}") for nth in range(TIMES)]
        return [Offer(instant_of(timezone.make_naive(wall), zone), zone) for wall in walls if wall is not None]
