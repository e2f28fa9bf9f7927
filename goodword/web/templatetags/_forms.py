"""Draw form fields so that label, hint, error and control belong together for everyone."""

from __future__ import annotations

from typing import Any

from django.forms import BaseForm, BoundField
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString


def field(bound: BoundField, css: str = "", hint: str = "", optional: bool = False) -> SafeString:
    """Draw one field with its label, hint and error; groups of choices become a fieldset, a checkbox an option.

    The word at the field is the word in the summary; the control names hint and error in aria-describedby.
    """
    widget = bound.field.widget
    group = isinstance(widget, (RadioSelect, CheckboxSelectMultiple))
    context: dict[str, Any] = {
        "field": bound,
        "css": css,
        "hint": hint or bound.help_text,
        "optional": optional,
        "group": group,
        "checkbox": isinstance(widget, CheckboxInput),
        "hint_id": f"{bound.auto_id}_hint",
        "error_id": f"{bound.auto_id}_error",
    }
    context["control"] = "" if group else bound.as_widget(attrs=_aria(bound, context))
    context["described_by"] = _described_by(bound, context)
    return render_to_string("components/field.html", context)


def _aria(bound: BoundField, context: dict[str, Any]) -> dict[str, Any]:
    attributes: dict[str, Any] = {"aria-invalid": "true"} if bound.errors else {}
    if described_by := _described_by(bound, context):
        attributes["aria-describedby"] = described_by
    return attributes


def _described_by(bound: BoundField, context: dict[str, Any]) -> str:
    ids = [context["hint_id"]] if context["hint"] else []
    return " ".join(ids + ([context["error_id"]] if bound.errors else []))


def error_summary(form: BaseForm) -> dict[str, Any]:
    """Give the summary each error once, with the control it belongs to. Empty when the form has no errors."""
    lines = [
        {"text": text, "id": _control_id(form[name])}
        for name in form.errors
        if name in form.fields
        for text in form.errors[name]
    ]
    return {"lines": [{"text": text, "id": ""} for text in form.non_field_errors()] + lines}


def _control_id(bound: BoundField) -> str:
    group = isinstance(bound.field.widget, (RadioSelect, CheckboxSelectMultiple))
    return f"{bound.auto_id}_0" if group else bound.id_for_label or bound.auto_id
