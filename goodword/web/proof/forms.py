"""What colleagues type about a story or a quote, and about who may be shown it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.proof.models import Clearance, Story
from goodword.references.models import Advocate, ReferenceProfile
from goodword.references.policy import visible_advocates
from goodword.web.directory.fields import DayField, choose_from, offer_choices
from goodword.web.members.languages import language_name

CLEARED_FOR = [
    (Clearance.INTERNAL.value, _("Colleagues only: no buyer sees it yet")),
    (Clearance.ONE_TO_ONE.value, _("One buyer at a time: sent by hand, never published")),
    (Clearance.PUBLIC.value, _("Public: it may be shown to anyone")),
]
KINDS = [(Story.Kind.QUOTE.value, _("A quote")), (Story.Kind.STORY.value, _("A story"))]
LONGEST = 60_000


class ClearanceForm(forms.Form):
    """Who may be shown it, until when, and how we know."""

    clearance = forms.ChoiceField(
        label=_("Who may be shown it?"),
        choices=CLEARED_FOR,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who may be shown it.")},
    )
    expires_on = DayField(
        label=_("Until"),
        required=False,
        help_text=_("After that day nobody can send it. Agree on a year where nothing else was said."),
    )
    because = forms.CharField(
        label=_("How do we know it may be shown?"),
        max_length=400,
        required=False,
        help_text=_("A mail, a clause, where it was published. It stands on record with your name."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, whose: Advocate | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.whose = whose

    @staticmethod
    def held(story: Story) -> dict[str, Any]:
        """Return what the form holds for a story as it stands."""
        return {"clearance": story.clearance, "expires_on": story.expires_on, "because": story.cleared_because}

    def clean_expires_on(self) -> date | None:
        day: date | None = self.cleaned_data["expires_on"]
        if day is not None and day < timezone.localdate(clock.now()):
            raise forms.ValidationError(_("Enter today or a day ahead."))
        return day

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or {}
        shown = said.get("clearance", Clearance.INTERNAL) != Clearance.INTERNAL
        if shown and not said.get("because", "").strip() and self._who(said) is None:
            self.add_error("because", _("Say how we know: a mail, a contract, where it was published."))
        return said

    def _who(self, said: dict[str, Any]) -> Advocate | None:
        """Return whose own agreement it rests on."""
        return self.whose


class WordsForm(forms.Form):
    """What was said, by whom, and where it is from."""

    title = forms.CharField(
        label=_("Title"), max_length=500, required=False, help_text=_("What a buyer reads first. A quote needs none.")
    )
    text = forms.CharField(
        label=_("The words"),
        max_length=LONGEST,
        help_text=_("Exactly as they may be shown."),
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Enter the words.")},
    )
    advocate: forms.ModelChoiceField[Advocate] = forms.ModelChoiceField(
        label=_("Who said it?"),
        queryset=None,
        required=False,
        empty_label=_("Somebody who isn't an advocate"),
        help_text=_("Words of an advocate go out only while they agree to it. They can stop them at any time."),
    )
    speaker = forms.CharField(
        label=_("Name as shown"), max_length=300, required=False, help_text=_("Leave it out to use the advocate's.")
    )
    speaker_title = forms.CharField(label=_("Job title as shown"), max_length=300, required=False)
    language = forms.ChoiceField(label=_("Language"), initial="en")
    url = forms.URLField(
        label=_("Published at"),
        max_length=1000,
        required=False,
        assume_scheme="https",
        error_messages={"invalid": _("Enter an address such as https://kestrel.example/story.")},
    )
    licence = forms.CharField(
        label=_("Licence"), max_length=60, required=False, help_text=_("Such as CC BY 4.0, if it has one.")
    )
    attribution = forms.CharField(
        label=_("Credit"),
        max_length=1000,
        required=False,
        help_text=_("Whom to name beside it, word for word."),
    )

    def __init__(self, by: Actor, profile: ReferenceProfile | None, story: Story | None, *args: Any, **kw: Any) -> None:
        super().__init__(*args, **kw)
        people = visible_advocates(by).active().filter(profile=profile) if profile else Advocate.objects.none()
        if story is not None and story.advocate is not None:
            people = people | Advocate.objects.filter(pk=story.advocate.pk)
        choose_from(self, "advocate", people.select_related("contact").order_by("contact__name"))
        spoken = [(code, str(name)) for code, name in settings.LANGUAGES]
        if story is not None and story.language not in dict(spoken):
            spoken.append((story.language, language_name(story.language)))
        offer_choices(self, "language", spoken)

    @staticmethod
    def held(story: Story) -> dict[str, Any]:
        """Return what the form holds for a story as it stands."""
        names = ("title", "text", "advocate", "speaker", "speaker_title", "language", "url", "licence", "attribution")
        return {name: getattr(story, name) for name in names}

    def words(self) -> dict[str, Any]:
        """Return what was typed, with the advocate's own name and title where none is typed."""
        said = dict(self.cleaned_data)
        who: Advocate | None = said["advocate"]
        if who is not None:
            said["speaker"] = said["speaker"] or who.contact.name
            said["speaker_title"] = said["speaker_title"] or who.contact.job_title
        return said


class AddForm(WordsForm, ClearanceForm):
    """A new story or quote, with its clearance."""

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=KINDS, initial=Story.Kind.QUOTE.value, widget=forms.RadioSelect
    )

    def __init__(self, by: Actor, profile: ReferenceProfile | None, *args: Any, **kwargs: Any) -> None:
        super().__init__(by, profile, None, *args, **kwargs)

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if said.get("kind") == Story.Kind.STORY and not said.get("title", "").strip():
            self.add_error("title", _("Give the story a title."))
        return said

    def _who(self, said: dict[str, Any]) -> Advocate | None:
        who: Advocate | None = said.get("advocate")
        return who


class EditForm(WordsForm):
    """The words and facts of a story as they stand. Who may be shown it has a page of its own."""

    def __init__(self, by: Actor, story: Story, *args: Any, **kwargs: Any) -> None:
        super().__init__(by, story.profile, story, *args, **kwargs)
        self.is_story = story.kind == Story.Kind.STORY

    def clean_title(self) -> str:
        title = str(self.cleaned_data["title"]).strip()
        if self.is_story and not title:
            raise forms.ValidationError(_("Give the story a title."))
        return title
