"""What people type to come in, and about themselves, their colleagues and their program."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from goodword.core.accent import colour_of
from goodword.core.errors import Refused
from goodword.members.actions import must_be_readable
from goodword.members.models import Member, Role
from goodword.messages.rules import News
from goodword.web.directory.fields import choose_from, offer_choices
from goodword.web.members.zones import ZoneField

ROLE_WORDS: dict[str, Any] = {
    Role.REP: _("Asks for references for their deals"),
    Role.OWNER: _("Keeps customers, and decides whether they may be asked"),
    Role.MANAGER: _("Runs the program: finds, brokers and protects references"),
    Role.LEADER: _("Reads the numbers and the digest"),
    Role.ADMIN: _("Invites people and changes settings"),
}
NEWS_WORDS: dict[News, Any] = {
    News.PROGRESS: _("Where my requests stand"),
    News.ASSISTS: _("What my customers helped to win, and thanks"),
    News.PROPOSALS: _("What came of the people I proposed"),
}
NEW_PASSWORD = forms.PasswordInput(attrs={"autocomplete": "new-password"})
PASSWORD_HINT = _("At least 10 characters. A few words in a row are easy to keep and hard to guess.")


class SignInForm(LoginForm):
    """Address and password, checked by allauth with its limits."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"] = forms.EmailField(
            label=_("E-mail"),
            widget=forms.EmailInput(attrs={"autocomplete": "username"}),
            error_messages={"required": _("Enter your e-mail address."), "invalid": _("Enter a whole e-mail address.")},
        )
        self.fields["password"] = forms.CharField(
            label=_("Password"),
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
            error_messages={"required": _("Enter your password.")},
        )

    @property
    def came_too_often(self) -> bool:
        """Say whether the password was not even looked at."""
        return bool(self.has_error("__all__", "too_many_login_attempts"))


class AskResetForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "username"}),
        error_messages={"required": _("Enter your e-mail address."), "invalid": _("Enter a whole e-mail address.")},
    )


class ChoosePasswordForm(forms.Form):
    """A password of the member's own choosing."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        help_text=PASSWORD_HINT,
        widget=NEW_PASSWORD,
        error_messages={"required": _("Choose a password.")},
    )

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.member = member

    def clean_password(self) -> str:
        password: str = self.cleaned_data["password"]
        validate_password(password, self.member.user)
        return password


class FirstPasswordForm(ChoosePasswordForm):
    """A password, and what somebody is called of whom only the address is known: customers read it in every mail."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=200,
        help_text=_("Colleagues and customers see it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    field_order = ["name", "password"]


class ChangePasswordForm(ChoosePasswordForm):
    """A new password, by who knows the present one."""

    current = forms.CharField(
        label=_("Present password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your present password.")},
    )
    field_order = ["current", "password"]

    def __init__(self, member: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(member, *args, **kwargs)
        self.fields["password"].label = _("New password")

    def clean_current(self) -> str:
        current: str = self.cleaned_data["current"]
        if not self.member.user.check_password(current):
            raise forms.ValidationError(_("That isn't your present password."))
        return current


class MeForm(forms.Form):
    name = forms.CharField(
        label=_("Name"),
        max_length=200,
        help_text=_("As colleagues and customers read it."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Enter your name.")},
    )
    time_zone = ZoneField(label=_("Time zone"), help_text=_("Times are told to you in this zone."))
    language = forms.ChoiceField(label=_("Language"))
    how_to_join = forms.CharField(
        label=_("How to join your calls"),
        required=False,
        max_length=300,
        help_text=_("A meeting link that opens without you, or a dial-in. Each call you ask for is filled in with it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    single_keys = forms.BooleanField(
        label=_("Single letters are shortcuts"),
        required=False,
        help_text=_("Press ? on any page for the list. Ctrl-K works either way."),
    )

    news = forms.MultipleChoiceField(
        label=_("News you want as mails"),
        required=False,
        help_text=_(
            "Without the mail it still stands behind the bell. What asks something of you always comes by mail."
        ),
        choices=[(news.value, words) for news, words in NEWS_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, languages: list[tuple[str, str]], asks: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_choices(self, "language", languages)
        if len(languages) < 2:
            del self.fields["language"]
        if not asks:
            del self.fields["how_to_join"]
            del self.fields["news"]

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, as the verb takes it; of a form that is valid."""
        said = dict(self.cleaned_data)
        if "news" not in said:
            return said
        wanted = said.pop("news")
        return said | {"news_off": [news.value for news in News if news.value not in wanted]}


class RolesForm(forms.Form):
    """What somebody does here; it adds up."""

    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        help_text=_("They add up: a person can sell and keep customers."),
        choices=[(role.value, f"{role.label}: {ROLE_WORDS[role]}") for role in Role],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one role.")},
    )


class InviteForm(RolesForm):
    name = forms.CharField(label=_("Name"), max_length=200, error_messages={"required": _("Enter their name.")})
    email = forms.EmailField(
        label=_("E-mail"),
        help_text=_("Their invitation goes here. It works for 7 days."),
        error_messages={"required": _("Enter their address."), "invalid": _("Enter a whole e-mail address.")},
    )
    job_title = forms.CharField(label=_("Job title"), max_length=200, required=False)
    team = forms.CharField(label=_("Team"), max_length=120, required=False, help_text=_("Used in reports."))
    field_order = ["name", "email", "roles", "job_title", "team"]

    def clean_email(self) -> str:
        address: str = self.cleaned_data["email"].lower()
        if Member.objects.active().filter(email=address).exists():
            raise forms.ValidationError(_("Someone with this address works here already."))
        return address


class RemoveForm(forms.Form):
    """Who keeps the customers, deals and requests of somebody who leaves."""

    successor: forms.ModelChoiceField[Member] = forms.ModelChoiceField(
        None,
        label=_("Who takes over?"),
        empty_label=_("Choose a colleague"),
        error_messages={"required": _("Choose who takes over what they keep.")},
    )

    def __init__(self, leaving: Member, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "successor", Member.objects.deciding().exclude(pk=leaving.pk))


class ProgramForm(forms.Form):
    name = forms.CharField(
        label=_("Name of the program"),
        max_length=200,
        help_text=_("Colleagues see it when they choose where to work."),
        error_messages={"required": _("Give the program a name.")},
    )
    vendor_name = forms.CharField(
        label=_("Your company"),
        max_length=200,
        help_text=_("As customers know you. It is on every page and mail they get."),
        error_messages={"required": _("Enter your company's name.")},
    )
    vendor_product = forms.CharField(
        label=_("What you sell, in a few words"),
        max_length=120,
        required=False,
        help_text=_("Completes “a customer of a …”, for example: finance platform."),
    )
    accent = forms.CharField(
        label=_("Your colour"),
        max_length=7,
        required=False,
        help_text=_("Such as #0B5FA5, for buttons and links on your customers' pages. Empty: our green."),
        error_messages={"max_length": _("Enter a colour such as #0B5FA5.")},
        widget=forms.TextInput(attrs={"autocapitalize": "characters", "spellcheck": "false"}),
    )
    sender_address = forms.EmailField(
        label=_("Replies go to"),
        required=False,
        help_text=_("A mailbox a person reads. Empty: to whoever a mail is from."),
    )
    time_zone = ZoneField(label=_("Time zone"), help_text=_("New colleagues and customers start with it."))
    currency = forms.RegexField(
        r"^[A-Za-z]{3}$",
        label=_("Currency"),
        help_text=_("Three letters, such as EUR. New deals start with it."),
        widget=forms.TextInput(attrs={"maxlength": 3, "autocapitalize": "characters"}),
        error_messages={
            "required": _("Enter a currency, such as EUR."),
            "invalid": _("Enter three letters, such as EUR."),
        },
    )

    def clean_accent(self) -> str:
        typed = str(self.cleaned_data["accent"])
        if not typed:
            return ""
        try:
            accent = colour_of(typed)
            must_be_readable(accent)
        except ValueError:
            raise forms.ValidationError(_("Enter a colour such as #0B5FA5.")) from None
        except Refused as why:
            raise forms.ValidationError(str(why)) from why
        return accent

    def clean_currency(self) -> str:
        return str(self.cleaned_data["currency"]).upper()
