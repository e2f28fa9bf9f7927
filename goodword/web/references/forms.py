"""What colleagues type about a customer as a reference."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.directory.models import Account, Contact, Vocabulary
from goodword.directory.policy import keeps
from goodword.members.models import Member
from goodword.members.policy import Permission, may
from goodword.references.models import FactKind, HelpKind, OwnerMode, ReferenceProfile, Visibility
from goodword.web.directory.fields import DayField, Suggesting, as_term, at_least_tomorrow, choose_from, known_words
from goodword.web.references.seen import shown_advocates

WHY = {
    "great results": _("Great results"),
    "asked to help": _("Asked to help"),
    "knows our product deeply": _("Knows our product deeply"),
    "well-known name": _("Well-known name"),
}
NO_FIT = {
    "too_new": _("Too early: they have little to tell yet"),
    "unhappy": _("Not happy enough at the moment"),
    "other_person": _("Somebody else there is the better voice"),
    "enough": _("Enough people there help already"),
    "no_publicity": _("Their company gives no references"),
}
TOLD, INVITE, PROPOSE = "told", "invite", "propose"
DESCRIBING = {
    "industry": _("Industry"),
    "industry_group": _("Group of industries"),
    "region": _("Region"),
    "region_group": _("Larger region"),
    "size_band": _("Company size"),
}
# The facts that are words of one of the workspace's lists.
WORD_FACTS = {
    FactKind.INDUSTRY: Vocabulary.INDUSTRY,
    FactKind.REGION: Vocabulary.REGION,
    FactKind.SIZE: Vocabulary.SIZE_BAND,
    FactKind.PRODUCT: Vocabulary.PRODUCT,
    FactKind.REPLACED: Vocabulary.REPLACED,
    FactKind.TOPIC: Vocabulary.TOPIC,
}


# What helped whom is told by how a call went, not by hand.
STATED = [(kind.value, kind.label) for kind in FactKind if kind is not FactKind.HELPED_WITH]


class AgreedForm(forms.Form):
    """What somebody said they agree to, and how we know."""

    kinds = forms.MultipleChoiceField(
        label=_("They help with"),
        choices=HelpKind.choices,
        initial=[HelpKind.CALL],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one kind of help.")},
    )
    evidence = forms.CharField(
        label=_("How do we know?"),
        max_length=340,
        help_text=_("A mail, a clause, what they said and to whom. It stands on record with your name."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say how we know that they agreed.")},
    )
    agreed_on = DayField(label=_("Agreed on"))
    per_year = forms.IntegerField(
        label=_("At most, times a year"),
        required=False,
        min_value=1,
        max_value=52,
        help_text=_("Only if they named a number. Ours holds otherwise."),
    )
    off_limits = forms.CharField(
        label=_("Won't talk about"), required=False, max_length=1000, help_text=_("Separate several by commas.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agreed_on"].initial = clock.now().date()

    def clean_agreed_on(self) -> date | None:
        day: date | None = self.cleaned_data["agreed_on"]
        if day is not None and day > timezone.localdate(clock.now()):
            raise forms.ValidationError(_("Enter a date that is not ahead."))
        return day

    def agreement(self) -> dict[str, Any]:
        """Return what the verb takes: kinds, evidence with its date, and what they set for themselves."""
        said = self.cleaned_data
        day = said["agreed_on"]
        return {
            "kinds": said["kinds"],
            "evidence": f"{said['evidence'].strip()} ({day.isoformat()})",
            "per_year": said["per_year"],
            "off_limits": [topic.strip() for topic in said["off_limits"].split(",") if topic.strip()] or None,
        }


class AddAdvocateForm(AgreedForm):
    """A person at a customer who would help, and how that came about."""

    person: forms.ModelChoiceField[Contact] = forms.ModelChoiceField(
        None, label=_("Who?"), required=False, empty_label=_("Choose, or name somebody new")
    )
    name = forms.CharField(label=_("Name"), max_length=300, required=False)
    job_title = forms.CharField(label=_("Job title"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("Enter a whole e-mail address.")}
    )
    because = forms.MultipleChoiceField(
        label=_("Why them?"), choices=list(WHY.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    how = forms.ChoiceField(choices=())
    visibility = forms.ChoiceField(
        label=_("Who may know their name?"),
        choices=[
            (Visibility.COLLEAGUES, _("Colleagues; buyers only after their yes")),
            (Visibility.MASKED, _("Only you and the program: a private reference")),
        ],
        initial=Visibility.COLLEAGUES,
        widget=forms.RadioSelect,
    )
    field_order = ["person", "name", "job_title", "email", "because", "how", "kinds", "evidence", "agreed_on"]

    def __init__(self, by: Actor, account: Account, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.account = by, account
        self.keeper = keeps(by, account) and may(by, Permission.ADVOCATE_INVITE)
        known = shown_advocates(by).filter(profile__account=account).values("contact")
        choose_from(self, "person", account.contacts.standing().filter(left_on=None).exclude(pk__in=known))
        self.fields["how"] = _how()
        if not self.keeper:
            for name in ("name", "job_title", "email", "visibility", "how", *AgreedForm.base_fields):
                del self.fields[name]
            self.fields["person"].required = True
            self.fields["person"].error_messages["required"] = _("Choose who would help.")

    def full_clean(self) -> None:
        if self.is_bound and self.keeper:
            told = self.data.get(self.add_prefix("how")) == TOLD
            for name in ("kinds", "evidence", "agreed_on"):
                self.fields[name].required = told
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if self.keeper and not said.get("person") and not said.get("name", "").strip():
            self.add_error("name", _("Choose a person, or enter the name of a new one."))
        if said.get("how") == INVITE and not self._address():
            self.add_error("email", _("An invitation needs a mail address."))
        return said

    def _address(self) -> str:
        person = self.cleaned_data.get("person")
        return str(person.email if person else self.cleaned_data.get("email", ""))


class NoFitForm(forms.Form):
    """Why somebody who was proposed won't be invited: a chip, words of one's own, or both."""

    because = forms.MultipleChoiceField(
        label=_("Why not?"), choices=list(NO_FIT.items()), required=False, widget=forms.CheckboxSelectMultiple
    )
    own_words = forms.CharField(label=_("In your own words"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not self.why:
            self.add_error("because", _("Choose a reason, or write one: whoever proposed them reads it."))
        return cleaned

    @property
    def why(self) -> str:
        """Return the reasons as one sentence for whoever proposed them."""
        said = [*(str(NO_FIT[one]) for one in self.cleaned_data["because"]), self.cleaned_data["own_words"]]
        return ". ".join(filter(None, said))


class HoldForm(forms.Form):
    reason = forms.CharField(
        label=_("Why?"), max_length=300, required=False, help_text=_("Colleagues who look after them read it.")
    )
    starts = DayField(label=_("From"), required=False, help_text=_("Empty: from now on."))
    until = DayField(
        label=_("Until"),
        required=False,
        help_text=_("The first day they can be asked again. Empty: until you lift it."),
    )

    def clean_starts(self) -> date | None:
        return at_least_tomorrow(self.cleaned_data["starts"], timezone.localdate(clock.now()))

    def clean_until(self) -> date | None:
        return at_least_tomorrow(self.cleaned_data["until"], timezone.localdate(clock.now()))


class OwnersForm(forms.Form):
    """Who decides about a customer, who stands in, and who is told."""

    owner = forms.ModelChoiceField(
        label=_("Decides"), queryset=Member._base_manager.none(), required=False, empty_label=_("Nobody yet")
    )
    deputy = forms.ModelChoiceField(
        label=_("Deputy"),
        queryset=Member._base_manager.none(),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Answers when the owner is silent or away."),
    )
    informed = forms.ModelChoiceField(
        label=_("Also told"), queryset=Member._base_manager.none(), required=False, empty_label=_("Nobody")
    )

    note = forms.CharField(
        label=_("What should a new owner know?"),
        max_length=600,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("They read it on their Today and on the customer's page; the customer never does."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("owner", "deputy"):
            choose_from(self, name, Member.objects.deciding())
        choose_from(self, "informed", Member.objects.active())


class OwnerModeForm(forms.Form):
    mode = forms.ChoiceField(
        label=_("Before somebody there is asked"),
        choices=[
            (OwnerMode.ASK_ME, _("Ask me: nobody is asked without my yes")),
            (OwnerMode.TELL_ME, _("Tell me: it goes ahead after half a day unless I stop it")),
            (OwnerMode.PRE_APPROVED, _("Pre-approved: so many a quarter without asking me; I hear of each")),
        ],
        widget=forms.RadioSelect,
    )
    pre_approved_a_quarter = forms.IntegerField(label=_("Pre-approved a quarter"), min_value=1, max_value=50)


class VisibilityForm(forms.Form):
    level = forms.ChoiceField(
        label=_("Who may know that they are a reference?"),
        choices=[
            (Visibility.PUBLIC, _("Public: buyers may be told, as cleared")),
            (Visibility.COLLEAGUES, _("Colleagues: buyers only after this customer's yes")),
            (Visibility.MASKED, _("Private: colleagues see a description, the program brokers")),
        ],
        widget=forms.RadioSelect,
    )
    description = forms.CharField(
        label=_("What colleagues read instead of the name"),
        max_length=300,
        required=False,
        help_text=_("It must fit at least 3 customers. Empty: “A private reference”."),
    )
    described_by = forms.MultipleChoiceField(
        label=_("The description tells"),
        choices=list(DESCRIBING.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Everything it is drawn from; we count how many customers share it."),
    )


class FactForm(forms.Form):
    kind = forms.ChoiceField(label=_("What"), choices=STATED, initial=FactKind.USE_CASE)
    value = forms.CharField(
        label=_("In words"),
        max_length=2000,
        widget=Suggesting,
        help_text=_("One thing, as precise as it is true: “Closed 14 sites on one calendar”."),
        error_messages={"required": _("Say it in a few words.")},
    )
    on_date = DayField(label=_("When it happened"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["value"].widget
        if isinstance(widget, Suggesting):
            words = known_words(WORD_FACTS.values())
            widget.words = sorted({word for known in words.values() for word in known})

    def stated(self, by: Actor) -> dict[str, Any]:
        """Return what the verb takes; a word of a list is that list's term."""
        said = self.cleaned_data
        vocabulary = WORD_FACTS.get(FactKind(said["kind"]))
        if vocabulary is None:
            return said
        word = as_term(vocabulary, said["value"][:200], by=by)
        return {"kind": said["kind"], "term": word, "value": "", "on_date": said["on_date"]}


def visibility_initial(profile: ReferenceProfile) -> dict[str, Any]:
    return {
        "level": profile.visibility,
        "description": profile.description,
        "described_by": profile.described_by,
    }


def _how() -> forms.ChoiceField:
    """Return the question whether the person knows, for those who may invite them."""
    return forms.ChoiceField(
        label=_("Do they know?"),
        choices=[
            (TOLD, _("They told me they would help")),
            (INVITE, _("Not yet: invite them by mail")),
            (PROPOSE, _("Not yet: keep it as a proposal")),
        ],
        initial=TOLD,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how this came about.")},
    )
