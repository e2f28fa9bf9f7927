"""Rules (S21, J-A2): every limit and wait, what another value would do today, and saving it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.errors import TooLate
from goodword.core.models import Program
from goodword.desk.actions.ruling import change_rules, keep_rules
from goodword.desk.queries.effect import Effect, effect_of
from goodword.desk.queries.ruling import (
    GATE_STAGE,
    RULES,
    Rule,
    Value,
    Values,
    difference,
    rules_from,
    too_late_reminders,
)
from goodword.directory.models import Stage
from goodword.members.policy import Permission, may
from goodword.web.members.http import MemberRequest, for_members, posted
from goodword.web.settings.rule_words import SECTIONS, default_words, hint_of, label_of, unit_words, value_words

# What a form was drawn with, so that a change made meanwhile is noticed.
SEEN = "was-"


def field_name(key: str) -> str:
    return key.replace(".", "-")


class Measured(forms.NumberInput):
    """A number with its unit beside it."""

    def __init__(self, unit: str, **kwargs: Any) -> None:
        super().__init__(attrs={"inputmode": "numeric"}, **kwargs)
        self.unit = unit

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        line = super().render(name, value, attrs, renderer)
        return format_html('<span class="affix">{}<span>{}</span></span>', line, self.unit) if self.unit else line


class RulesForm(forms.Form):
    """One field for every rule, in the words of the page."""

    def __init__(self, data: Any = None, *, now: Values, currency: str) -> None:
        super().__init__(data, initial={field_name(key): value for key, value in now.items()})
        for key, rule in RULES.items():
            self.fields[field_name(key)] = _field(key, rule, currency)

    @property
    def values(self) -> dict[str, Value]:
        """Return every rule as it was typed, by key; of a form that is valid."""
        return {key: self.cleaned_data[field_name(key)] for key in RULES}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if not self.errors:
            for reminder, wait in too_late_reminders(self.values).items():
                self.add_error(
                    field_name(reminder),
                    _("%(reminder)s: it has to come before “%(wait)s” is over.")
                    % {"reminder": label_of(reminder), "wait": label_of(wait)},
                )
        return said


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.PROGRAM_EDIT)
def rules(request: MemberRequest) -> HttpResponse:
    """Show every rule; a POST saves them."""
    program = Program.here()
    now = rules_from(program.rules)
    form = RulesForm(posted(request), now=now, currency=program.currency)
    if request.method == "POST" and form.is_valid():
        try:
            changed = change_rules(form.values, by=request.actor, seen=_seen(request))
        except TooLate as why:
            form.add_error(None, str(why))
        else:
            messages.success(request, _("Saved. It holds from now on.") if changed else _("Nothing was changed."))
            return redirect("settings-rules")
    return _shown(request, program, form, None)


@require_POST
@for_members(Permission.PROGRAM_EDIT)
def effect(request: MemberRequest) -> HttpResponse:
    """Show what the rules as typed would do today. Nothing is saved."""
    program = Program.here()
    now = rules_from(program.rules)
    form = RulesForm(request.POST, now=now, currency=program.currency)
    seen = effect_of(now, form.values, request.actor) if form.is_valid() else None
    return _shown(request, program, form, seen)


@require_POST
@for_members(Permission.PROGRAM_EDIT)
def keep(request: MemberRequest) -> HttpResponse:
    """Note that the rules were looked at and are right as they are."""
    keep_rules(by=request.actor)
    messages.success(request, _("Noted: these are your rules."))
    return redirect("welcome")


def _shown(request: MemberRequest, program: Program, form: RulesForm, seen: Effect | None) -> HttpResponse:
    now = rules_from(program.rules)
    context = {
        "form": form,
        "sections": [_section(section, form, program) for section in SECTIONS],
        "seen": [(f"{SEEN}{field_name(key)}", "" if value is None else value) for key, value in now.items()],
        "effect": seen,
        "opens": may(request.actor, Permission.REFERENCE_FIND),
        "changes": _changes(seen, program) if seen else [],
        "currency": program.currency,
        "changed_here": len(difference(rules_from({}), now)),
    }
    return render(request, "settings/rules.html", context, status=422 if form.errors else 200)


def _section(section: Any, form: RulesForm, program: Program) -> dict[str, Any]:
    names = [field_name(key) for key in section.keys]
    wrong = any(form.errors.get(name) for name in names)
    differs = any(form[name].value() != RULES[key].default for key, name in zip(section.keys, names, strict=True))
    return {
        "section": section,
        "fields": [_drawn(key, form, program) for key in section.keys],
        "open": wrong or (differs and not form.is_bound),
    }


def _drawn(key: str, form: RulesForm, program: Program) -> dict[str, Any]:
    bound, rule = form[field_name(key)], RULES[key]
    usual = "" if rule.default is None else _("Usually %(value)s.") % {"value": default_words(key)}
    return {"bound": bound, "hint": " ".join(part for part in (hint_of(key), usual) if part)}


def _changes(seen: Effect, program: Program) -> list[dict[str, str]]:
    return [
        {
            "label": label_of(key),
            "before": value_words(key, before, program.currency),
            "after": value_words(key, after, program.currency),
        }
        for key, (before, after) in seen.changed.items()
    ]


def _seen(request: MemberRequest) -> dict[str, Value]:
    """Return the rules the form was drawn with, as far as they can be read; what can't be is no rule's value."""
    found: dict[str, Value] = {}
    for key, rule in RULES.items():
        said = request.POST.get(f"{SEEN}{field_name(key)}")
        if said is None:
            continue
        if key == GATE_STAGE:
            found[key] = said
        elif isinstance(rule.default, bool):
            found[key] = said == "True"
        else:
            found[key] = int(said) if said.isdecimal() and len(said) < 13 else None
    return found


def _field(key: str, rule: Rule, currency: str) -> forms.Field:
    label = label_of(key)
    if key == GATE_STAGE:
        return forms.ChoiceField(label=label, choices=Stage.choices)
    if isinstance(rule.default, bool):
        return forms.BooleanField(label=label, required=False)
    bounds = {"least": f"{rule.least:,}", "most": f"{rule.most:,}", "label": label}
    wrong = _("%(label)s: enter a whole number from %(least)s to %(most)s.") % bounds
    return forms.IntegerField(
        label=label,
        required=rule.default is not None,
        min_value=rule.least,
        max_value=rule.most,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), wrong),
        widget=Measured(unit_words(rule, currency)),
    )
