"""E24 on the page: six digits to the address on file, before anything that allows more than stands."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core.errors import Refused
from goodword.core.tenancy import current_workspace
from goodword.members.models import Member
from goodword.messages.actions import send_code, use_code
from goodword.messages.queries import goes_by_hand
from goodword.references.models import Advocate
from goodword.web.links import kit
from goodword.web.links.kit import Problem, Visit

VIEW = "code"
# What a code may be asked for. The page asks with the values wanted in hidden fields, so that nothing is typed twice.
LIMITS, VISIBILITY, DOWNLOAD = "limits", "visibility", "download"
CARRIES: Mapping[str, tuple[str, ...]] = {
    LIMITS: ("per_year", "per_quarter", "gap_days"),
    VISIBILITY: ("visibility",),
    DOWNLOAD: (),
}


class CodeForm(forms.Form):
    """The six digits as they were typed, pasted or filled in, spaces and all."""

    code = forms.CharField(
        label=lazy("The 6 digits"),
        max_length=20,
        error_messages={"required": lazy("Enter the 6 digits from the mail.")},
        widget=forms.TextInput(
            attrs={"class": "code-input", "inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": "20"}
        ),
    )

    def clean_code(self) -> str:
        digits = "".join(self.cleaned_data["code"].replace("-", " ").split())
        if not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
            raise forms.ValidationError(_("Enter the 6 digits from the mail."))
        return digits


def send(visit: Visit, advocate: Advocate) -> Problem | None:
    """Mail a code to the address on file; return why none went out."""
    if goes_by_hand(current_workspace()):
        # Whoever carried the digits over could use them: they would prove nothing.
        return Problem(_("This takes a code by mail, and no mail leaves here yet. Write to us instead."), 422)
    try:
        sent = send_code(visit.person, advocate)
    except Refused as why:
        return Problem(str(why), 422)
    if sent is None:
        return Problem(_("We have no address of yours to send the code to. Write to us instead."), 422)
    return None


def typing(visit: Visit, wanted: str, values: Mapping[str, str]) -> HttpResponse:
    """Lead to where the code is typed; the wish travels along and holds nothing yet."""
    answer = HttpResponseRedirect(f"{visit.here}?{urlencode({'view': VIEW, 'for': wanted, **values})}")
    answer.status_code = 303
    return answer


def typed(visit: Visit) -> bool:
    """Say whether this press brings a code."""
    return visit.presses and "code" in visit.request.POST


def proves(visit: Visit, advocate: Advocate, form: CodeForm) -> bool:
    """Use the code up; False with the reason at its field. Not in a savepoint: a refused try must be counted."""
    if not form.is_valid():
        return False
    try:
        use_code(visit.person, advocate, form.cleaned_data["code"])
    except Refused as why:
        form.add_error("code", str(why))
        return False
    return True


def wanted_of(visit: Visit) -> str:
    """Return what the code is for, by the address of the page where it is typed; empty for none."""
    wanted = visit.request.GET.get("for", "")
    return wanted if visit.view == VIEW and wanted in CARRIES else ""


def carried(wanted: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return of the values those that the wish may carry."""
    return {name: str(values[name])[:40] for name in CARRIES[wanted] if values.get(name) not in (None, "")}


def draw(
    visit: Visit,
    wanted: str,
    values: Mapping[str, str],
    *,
    form: CodeForm | None = None,
    problem: Problem | None = None,
    reply_to: Member | None = None,
    **more: Any,
) -> HttpResponse:
    """Ask for the digits, with what they will allow."""
    form = form or CodeForm()
    context = {"form": form, "wanted": wanted, "values": values, "address": visit.address_hint, **more}
    return kit.draw(visit, "code", context, status=422 if form.errors else 200, problem=problem, reply_to=reply_to)
