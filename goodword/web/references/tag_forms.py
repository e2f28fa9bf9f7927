"""Which tag: of one advocate on their page, and of many at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core.actors import Actor
from goodword.directory.actions import term
from goodword.directory.models import Term, Vocabulary
from goodword.directory.queries import find_term
from goodword.references.queries import tags_among
from goodword.web.directory.fields import Suggesting
from goodword.web.references.seen import shown_advocates

PUT_ON, TAKE_OFF = "on", "off"


class TagForm(forms.Form):
    """A tag as text, with the known ones to choose from. A new one joins the list as it is put on somebody."""

    tag = forms.CharField(
        label=lazy("Tag"),
        max_length=200,
        widget=Suggesting(attrs={"class": "input"}),
        error_messages={"required": lazy("Enter a tag.")},
    )

    def __init__(self, by: Actor, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = tags_among(shown_advocates(by))
        widget = self.fields["tag"].widget
        if isinstance(widget, Suggesting):
            widget.words = list(self.known.offered().values_list("name", flat=True))

    def word(self, by: Actor) -> Term:
        """Return the word typed, added to the list if it is new."""
        return term(Vocabulary.TAG, self.cleaned_data["tag"], by=by)


class ManyTagsForm(TagForm):
    """What is done with a tag to all of them. Taken off can only be what somebody in sight may have."""

    what = forms.ChoiceField(
        label=lazy("What"),
        choices=[(PUT_ON, lazy("Put a tag on")), (TAKE_OFF, lazy("Take a tag off"))],
        initial=PUT_ON,
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose what to do.")},
    )
    field_order = ("what", "tag")

    @property
    def off(self) -> bool:
        return bool(self.cleaned_data["what"] == TAKE_OFF)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not self.errors and said["what"] == TAKE_OFF:
            word = find_term(Vocabulary.TAG, said["tag"])
            if word is None or not self.known.filter(pk=word.pk).exists():
                self.add_error("tag", _("Nobody has a tag like that."))
        return said
