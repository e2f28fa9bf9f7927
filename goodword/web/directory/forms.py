"""What people type about companies, people and deals."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models import Program
from goodword.directory.models import Account, Contact, Opportunity, Stage, Term, Vocabulary
from goodword.directory.policy import keeps
from goodword.members.models import Member, Role
from goodword.members.policy import Permission, is_manager, may
from goodword.web.directory.fields import (
    AmountField,
    DayField,
    Suggesting,
    WordField,
    WordsField,
    as_term,
    as_terms,
    choose_from,
    joined,
    suggest_words,
)
from goodword.web.members.zones import ZoneField

USUAL_DAYS_TO_CLOSE = 60
NEW_PERSON = ("person_name", "person_title", "person_email")


class AccountForm(forms.Form):
    """A company. Words for industry, region and size become words of the workspace's lists."""

    name = forms.CharField(label=_("Name"), max_length=300, error_messages={"required": _("Enter the company's name.")})
    status = forms.ChoiceField(label=_("Standing"), choices=Account.Status.choices, widget=forms.RadioSelect)
    owner: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        None,
        label=_("Account owner"),
        required=False,
        empty_label=_("Nobody yet"),
        help_text=_("Decides whether anybody there may be asked."),
    )
    deputy: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        None,
        label=_("Deputy"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Is asked when the owner is away or doesn't answer."),
    )
    informed: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        None,
        label=_("Also told"),
        required=False,
        empty_label=_("Nobody"),
        help_text=_("Hears of it, decides nothing."),
    )
    industry = WordField(Vocabulary.INDUSTRY, label=_("Industry"))
    region = WordField(Vocabulary.REGION, label=_("Region"))
    size_band = WordField(Vocabulary.SIZE_BAND, label=_("Company size"), help_text=_("Such as 1,000–5,000."))
    website = forms.URLField(
        label=_("Website"),
        max_length=500,
        required=False,
        assume_scheme="https",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": _("Enter a web address, such as kestrel.example.")},
    )
    country = forms.CharField(label=_("Country"), max_length=120, required=False)
    city = forms.CharField(label=_("City"), max_length=120, required=False)
    time_zone = ZoneField(label=_("Time zone"), help_text=_("Calls and mails are timed by it."))
    health = forms.ChoiceField(label=_("Health"), choices=Account.Health.choices)
    renewal_on = DayField(label=_("Renewal"), required=False)

    def __init__(self, by: Actor, account: Account | None, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = _account_initial(account) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.by = by
        deciders = Member.objects.deciding()
        choose_from(self, "owner", deciders)
        choose_from(self, "deputy", deciders)
        choose_from(self, "informed", Member.objects.active())
        if not may(by, Permission.ACCOUNT_EDIT):
            for name in ("status", "owner", "deputy", "informed", "health", "renewal_on"):
                del self.fields[name]
        suggest_words(self)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("owner") and said.get("owner") == said.get("deputy"):
            self.add_error("deputy", _("The deputy must be someone else than the owner."))
        return said

    def values(self) -> dict[str, Any]:
        """Return what the verbs take; words become terms."""
        said = dict(self.cleaned_data)
        for name in ("industry", "region", "size_band"):
            said[name] = as_term(Vocabulary(name), said[name], by=self.by)
        said.setdefault("status", Account.Status.PROSPECT)
        return said


class ContactForm(forms.Form):
    """A person at a company."""

    name = forms.CharField(label=_("Name"), max_length=300, error_messages={"required": _("Enter their name.")})
    job_title = forms.CharField(label=_("Job title"), max_length=300, required=False)
    email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("Enter a whole e-mail address.")}
    )
    phone = forms.CharField(label=_("Phone"), max_length=60, required=False)
    role_family = WordField(
        Vocabulary.ROLE_FAMILY, label=_("Kind of role"), help_text=_("Such as Finance or IT. Peers are matched by it.")
    )
    time_zone = ZoneField(label=_("Time zone"))
    left_on = DayField(label=_("Left the company on"), required=False)

    def __init__(self, by: Actor, contact: Contact | None, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = _contact_initial(contact) | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.by = by
        if contact is None:
            del self.fields["left_on"]
        suggest_words(self)

    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        said["role_family"] = as_term(Vocabulary.ROLE_FAMILY, said["role_family"], by=self.by)
        return said


class OpportunityForm(forms.Form):
    """A deal. Only the company is needed; the rest has a usual value or can wait."""

    company = forms.CharField(
        label=_("Prospect"),
        max_length=300,
        widget=Suggesting,
        help_text=_("A company we know, or a new one."),
        error_messages={"required": _("Enter the company you are selling to.")},
    )
    name = forms.CharField(label=_("Name of the deal"), max_length=300, required=False)
    owner: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        None, label=_("Whose deal"), empty_label=None, error_messages={"required": _("Choose whose deal it is.")}
    )
    stage = forms.ChoiceField(label=_("Stage"), choices=Stage.choices)
    amount = AmountField(label=_("Amount"), required=False)
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$", label=_("Currency"), error_messages={"invalid": _("Enter three letters, such as EUR.")}
    )
    close_on = DayField(label=_("Closes on"), required=False)
    products = WordsField(Vocabulary.PRODUCT, label=_("Products"))
    topics = WordsField(Vocabulary.TOPIC, label=_("What do they need to hear?"))
    contacts: forms.ModelMultipleChoiceField[Contact] = forms.ModelMultipleChoiceField(
        None, label=_("People on their side"), required=False, widget=forms.CheckboxSelectMultiple
    )
    person_name = forms.CharField(label=_("Name"), max_length=300, required=False)
    person_title = forms.CharField(label=_("Job title"), max_length=300, required=False)
    person_email = forms.EmailField(
        label=_("E-mail"), required=False, error_messages={"invalid": _("Enter a whole e-mail address.")}
    )
    industry = WordField(Vocabulary.INDUSTRY, label=_("Industry"))
    region = WordField(Vocabulary.REGION, label=_("Region"))
    size_band = WordField(Vocabulary.SIZE_BAND, label=_("Company size"), help_text=_("Such as 1,000–5,000."))
    competitor = WordField(Vocabulary.COMPETITOR, label=_("Who else they look at"))
    replaces = WordField(Vocabulary.REPLACED, label=_("What they would leave"))
    use_case = forms.CharField(
        label=_("What they want to do"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    concerns = forms.CharField(label=_("What worries them"), required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, by: Actor, account: Account | None, deal: Opportunity | None, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = _deal_initial(by, account, deal)
        super().__init__(*args, **kwargs)
        self.by, self.account = by, account
        choose_from(self, "owner", Member.objects.active().exclude(roles=[Role.ADMIN]))
        if not is_manager(by):
            del self.fields["owner"]
        self._fit_to_account(account)
        suggest_words(self)
        self._hint("products", Vocabulary.PRODUCT)
        self._hint("topics", Vocabulary.TOPIC)

    def suggest_companies(self, names: Iterable[str]) -> None:
        widget = self.fields["company"].widget if "company" in self.fields else None
        if isinstance(widget, Suggesting):
            widget.words = list(names)

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()

    def values(self) -> dict[str, Any]:
        """Return what the deal's verbs take; words become terms."""
        said, by = self.cleaned_data, self.by
        kept = {name: said[name] for name in ("stage", "amount", "currency", "close_on", "use_case", "concerns")}
        kept["competitor"] = as_term(Vocabulary.COMPETITOR, said["competitor"], by=by)
        kept["replaces"] = as_term(Vocabulary.REPLACED, said["replaces"], by=by)
        kept["products"] = as_terms(Vocabulary.PRODUCT, said["products"], by=by)
        kept["topics"] = as_terms(Vocabulary.TOPIC, said["topics"], by=by)
        return kept | ({"owner": said["owner"]} if said.get("owner") else {})

    def company_words(self) -> dict[str, Any]:
        """Return the terms that describe a new prospect."""
        said, names = self.cleaned_data, ("industry", "region", "size_band")
        return {name: as_term(Vocabulary(name), said[name], by=self.by) for name in names}

    def _fit_to_account(self, account: Account | None) -> None:
        if account is None:
            del self.fields["contacts"]
            return
        for name in ("company", "industry", "region", "size_band"):
            del self.fields[name]
        people = account.contacts.standing().filter(left_on=None)
        choose_from(self, "contacts", people)
        if not people:
            del self.fields["contacts"]
        if account.status != Account.Status.PROSPECT and not keeps(self.by, account):
            for name in NEW_PERSON:
                del self.fields[name]

    def _hint(self, name: str, vocabulary: Vocabulary) -> None:
        """Show the words in use, since a line of several words gets no suggestions from the browser."""
        words = list(_first_words(vocabulary))
        known = _("Separate by commas. In use: %(words)s.") % {"words": ", ".join(words)} if words else ""
        self.fields[name].help_text = known or _("Separate several by commas.")


def _first_words(vocabulary: Vocabulary) -> Iterable[str]:
    return Term.objects.offered().filter(vocabulary=vocabulary).values_list("name", flat=True)[:12]


def _account_initial(account: Account | None) -> dict[str, Any]:
    if account is None:
        return {
            "status": Account.Status.CUSTOMER,
            "health": Account.Health.UNKNOWN,
            "time_zone": Program.here().time_zone,
        }
    return {name: getattr(account, name) for name in AccountForm.base_fields} | {
        "time_zone": account.time_zone or Program.here().time_zone
    }


def _contact_initial(contact: Contact | None) -> dict[str, Any]:
    if contact is None:
        return {}
    return {name: getattr(contact, name) for name in ContactForm.base_fields} | {"time_zone": contact.zone}


def _deal_initial(by: Actor, account: Account | None, deal: Opportunity | None) -> dict[str, Any]:
    if deal is None:
        return {
            "owner": by.person_id,
            "name": account.name if account else "",
            "stage": Stage.EVALUATION,
            "currency": Program.here().currency,
            "close_on": clock.now().date() + timedelta(days=USUAL_DAYS_TO_CLOSE),
        }
    same = (
        "name",
        "owner",
        "stage",
        "amount",
        "currency",
        "close_on",
        "competitor",
        "replaces",
        "use_case",
        "concerns",
    )
    return {name: getattr(deal, name) for name in same} | {
        "products": joined(deal.products.all()),
        "topics": joined(deal.topics.all()),
        "contacts": [row.contact_id for row in deal.contact_rows.all()],
    }
