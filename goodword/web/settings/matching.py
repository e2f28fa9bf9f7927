"""Matching (S21): how much each thing counts in who fits, what other weights would have changed, and saving them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.errors import TooLate
from goodword.desk.queries.reweighed import FIRST, Reweighed, reweighed
from goodword.matching.actions import change_weights
from goodword.matching.queries.weighing import values_here, weights_here
from goodword.matching.rules.weighing import SETTINGS, Setting
from goodword.members.policy import Permission
from goodword.web.members.http import MemberRequest, for_members, posted
from goodword.web.settings.rules import SEEN, Measured, field_name

WORDS: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "facts.industry": (lazy("Industry"), lazy("The same counts in full, a near one less, a far one nothing.")),
    "facts.region": (lazy("Region"), lazy("The country, then its neighbours, then the continent.")),
    "facts.size": (lazy("Size"), lazy("The next band counts half.")),
    "facts.products": (lazy("Each product they use"), lazy("Of those the deal is about.")),
    "facts.replaces": (lazy("What they replaced"), lazy("The same system as this buyer wants to leave.")),
    "facts.persona": (lazy("Role"), lazy("The same kind of role as the buyer's.")),
    "facts.topics": (lazy("Each topic to hear about"), lazy("That they speak about, or helped a buyer with.")),
    "story": (lazy("What they tell"), lazy("The deal's own words, found in facts and stories.")),
}
SECTIONS = (
    (lazy("What is on file about them"), tuple(key for key in WORDS if key != "story")),
    (lazy("What they say themselves"), ("story",)),
)


class WeightsForm(forms.Form):
    """One field for every weight a program may change."""

    def __init__(self, data: Any = None, *, now: Mapping[str, float]) -> None:
        super().__init__(data, initial={field_name(key): _plain(value) for key, value in now.items()})
        for key, setting in SETTINGS.items():
            self.fields[field_name(key)] = _field(key, setting)

    @property
    def values(self) -> dict[str, float]:
        """Return the weights that were typed, by key; of a form that is valid. One that was not sent stays as it is."""
        typed = {key: self.cleaned_data[field_name(key)] for key in SETTINGS}
        return {key: float(value) for key, value in typed.items() if value is not None}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.PROGRAM_EDIT)
def matching(request: MemberRequest) -> HttpResponse:
    """Show every weight; a POST saves them."""
    form = WeightsForm(posted(request), now=values_here())
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_weights(form.values, by=request.actor, seen=_seen(request))
        except TooLate as why:
            form.add_error(None, str(why))
        else:
            said = _("Saved. Everybody's lists are ranked by it from now on.") if changed else _("Nothing was changed.")
            messages.success(request, said)
            return redirect("settings-matching")
    return _shown(request, form, None)


@require_POST
@for_members(Permission.PROGRAM_EDIT)
def effect(request: MemberRequest) -> HttpResponse:
    """Show what the weights as typed would have changed on recent requests. Nothing is saved."""
    now = values_here()
    form = WeightsForm(request.POST, now=now)
    seen = reweighed(now, now | form.values, request.actor) if form.is_valid() else None
    return _shown(request, form, seen)


def _shown(request: MemberRequest, form: WeightsForm, seen: Reweighed | None) -> HttpResponse:
    now = values_here()
    context = {
        "form": form,
        "sections": [(title, [_drawn(key, form) for key in keys]) for title, keys in SECTIONS],
        "seen": [(f"{SEEN}{field_name(key)}", _plain(value)) for key, value in now.items()],
        "effect": seen,
        "changes": [(WORDS[key][0], *map(_said, pair)) for key, pair in seen.changed.items()] if seen else [],
        "first": FIRST,
        "version": weights_here().version,
        "changed_here": sum(value != SETTINGS[key].default for key, value in now.items()),
    }
    return render(request, "settings/matching.html", context, status=422 if form.errors else 200)


def _drawn(key: str, form: WeightsForm) -> dict[str, Any]:
    usual = _("Usually %(value)s.") % {"value": _said(SETTINGS[key].default)}
    return {"bound": form[field_name(key)], "hint": f"{WORDS[key][1]} {usual}"}


def _field(key: str, setting: Setting) -> forms.Field:
    label = str(WORDS[key][0])
    bounds = {"label": label, "least": _said(setting.least), "most": _said(setting.most)}
    wrong = _("%(label)s: enter a number from %(least)s to %(most)s.") % bounds
    widget = Measured(_("points"))
    widget.attrs |= {"inputmode": "decimal", "step": setting.step}
    return forms.FloatField(
        label=label,
        required=False,
        min_value=setting.least,
        max_value=setting.most,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), wrong),
        widget=widget,
    )


def _seen(request: MemberRequest) -> dict[str, float]:
    """Return the weights the form was drawn with, as far as they can be read."""
    found: dict[str, float] = {}
    for key in SETTINGS:
        try:
            found[key] = float(request.POST.get(f"{SEEN}{field_name(key)}", ""))
        except ValueError:
            continue
    return found


def _plain(value: float) -> str:
    """Return a number as a field takes it: “2”, “2.5”."""
    return f"{value:g}"


def _said(value: float) -> str:
    return str(number_format(_plain(value)))
