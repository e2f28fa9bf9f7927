"""Form fields of the directory: words with suggestions, amounts as people write them, days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from goodword.core.actors import Actor
from goodword.directory.actions import term
from goodword.directory.models import Term, Vocabulary


class Suggesting(forms.TextInput):
    """A line of text with suggestions; anything else may be typed too."""

    words: Sequence[str] = ()

    def render(self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None) -> SafeString:
        marked = dict(attrs or {})
        list_id = f"{marked.get('id', name)}_words"
        line = super().render(name, value, {**marked, "list": list_id, "autocomplete": "off"}, renderer)
        words = format_html_join("", '<option value="{}"></option>', ((word,) for word in self.words))
        return format_html('{}<datalist id="{}">{}</datalist>', line, list_id, words)


class WordField(forms.CharField):
    """One word of a vocabulary, as text."""

    def __init__(self, vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(max_length=200, required=False, widget=Suggesting, **kwargs)
        self.vocabulary = vocabulary


class WordsField(forms.CharField):
    """Several words of a vocabulary, separated by commas."""

    def __init__(self, vocabulary: Vocabulary, **kwargs: Any) -> None:
        super().__init__(max_length=1000, required=False, **kwargs)
        self.vocabulary = vocabulary

    def clean(self, value: Any) -> Any:
        words = [" ".join(word.split()) for word in str(super().clean(value)).split(",")]
        if any(len(word) > 200 for word in words):
            raise forms.ValidationError(_("Separate the words by commas."))
        return list(dict.fromkeys(word for word in words if word))


class AmountField(forms.DecimalField):
    """An amount of money: 480000, 480,000 and 480 000 are the same."""

    def __init__(self, **kwargs: Any) -> None:
        errors = {"invalid": _("Enter a number, such as 480,000."), "min_value": _("Enter an amount above zero.")}
        widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "num"})
        super().__init__(
            max_digits=14, decimal_places=2, min_value=Decimal(0), widget=widget, error_messages=errors, **kwargs
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = "".join(value.replace(",", "").split())
        return super().to_python(value)


class DayField(forms.DateField):
    """A day people plan with. Years no calendar of theirs has are slips, and no sum of working days reaches them."""

    YEARS = range(1900, 2200)

    def __init__(self, *, error_messages: dict[str, Any] | None = None, **kwargs: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        messages = {"invalid": _("Enter a date.")} | (error_messages or {})
        super().__init__(widget=widget, error_messages=messages, **kwargs)

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day is not None and day.year not in self.YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return day


def choose_from(form: forms.BaseForm, name: str, rows: QuerySet[Any]) -> None:
    """Let a field choose from these rows, as far as this viewer may know them."""
    field = form.fields[name]
    if not isinstance(field, forms.ModelChoiceField):
        raise TypeError(f"{name} chooses from no rows.")
    field.queryset = rows


def offer_choices(form: forms.BaseForm, name: str, choices: Iterable[tuple[str, str | Promise]]) -> None:
    """Let a field choose from what is known only now; a field that chooses from nothing raises TypeError."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices.")
    field.choices = list(choices)


def suggest_words(form: forms.BaseForm) -> None:
    """Give every field of words its vocabulary's words to suggest. One query."""
    fields = [field for field in form.fields.values() if isinstance(field, WordField | WordsField)]
    words = known_words(field.vocabulary for field in fields)
    for field in fields:
        if isinstance(field.widget, Suggesting):
            field.widget.words = words[field.vocabulary]


def known_words(vocabularies: Iterable[Vocabulary]) -> dict[str, list[str]]:
    """Return the words of each vocabulary, in their order."""
    words: defaultdict[str, list[str]] = defaultdict(list)
    for vocabulary, name in (
        Term.objects.offered().filter(vocabulary__in=set(vocabularies)).values_list("vocabulary", "name")
    ):
        words[vocabulary].append(name)
    return words


def as_term(vocabulary: Vocabulary, name: str, *, by: Actor) -> Term | None:
    """Return the word typed, added to the list if it is new; None for nothing."""
    return term(vocabulary, name, by=by) if name.strip() else None


def as_terms(vocabulary: Vocabulary, names: Iterable[str], *, by: Actor) -> list[Term]:
    return [term(vocabulary, name, by=by) for name in names]


def joined(rows: Iterable[Term]) -> str:
    """Return words as a WordsField shows them."""
    return ", ".join(row.name for row in rows)


def at_least_tomorrow(day: date | None, today: date) -> date | None:
    """Return the day if it is ahead; raise the form's error otherwise."""
    if day is not None and day <= today:
        raise forms.ValidationError(_("Enter a date after today."))
    return day
