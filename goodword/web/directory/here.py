"""Before something is added: what is here already and looks the same, with a way to it; going on is one press."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core.actors import Actor
from goodword.directory.models import Account, Contact
from goodword.directory.policy import may_edit_account
from goodword.references.models import Advocate
from goodword.references.queries import companies_alike, people_alike
from goodword.web.members.http import MemberRequest
from goodword.web.references.seen import shown_advocates

ANYWAY = "anyway"
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Known:
    """One entry: what it is called, what else tells which it is, and where it is."""

    key: str
    name: str
    detail: str
    url: str


@dataclass(frozen=True, slots=True)
class Here:
    """The entries that look like what is being added. `asks`: somebody pressed without having seen them."""

    rows: Sequence[Known] = ()
    words: str = ""
    asks: bool = False

    @property
    def seen(self) -> str:
        """Return what the press that goes on sends along: which entries it was shown."""
        return ",".join(one.key for one in self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def companies_here(request: MemberRequest, said: Mapping[str, Any]) -> Here:
    """Return the companies that look like the one that is typed."""
    found = companies_alike(request.actor, _said(said, "name"), _said(said, "website"))
    words = ngettext("This company may be here already:", "One of these companies may be it:", len(found))
    return _here(request, (_company(one) for one in found), words)


def people_here(request: MemberRequest, account: Account, said: Mapping[str, Any]) -> Here:
    """Return the people who look like the one that is typed, at this company or by their address."""
    found = people_alike(request.actor, account, _said(said, "name"), _said(said, "email"))
    words = ngettext("This person may be here already:", "One of these people may be them:", len(found))
    helps = {one.contact_id: one for one in shown_advocates(request.actor).filter(contact__in=found)}
    return _here(request, (_person(one, helps.get(one.pk), request.actor) for one in found), words)


def _here(request: MemberRequest, rows: Iterable[Known], words: str) -> Here:
    known = list(rows)
    # Whoever goes on goes on from what they were shown; what they were not is shown first.
    seen = set(request.POST.get(ANYWAY, "").split(","))
    return Here(known, words, request.method == "POST" and any(one.key not in seen for one in known))


def _said(said: Mapping[str, Any], name: str) -> str:
    return str(said.get(name) or "").replace("\0", " ")[:LONGEST]


def _company(one: Account) -> Known:
    detail = [str(one.get_status_display()), one.city, one.website, str(one.owner or "")]
    return Known(str(one.pk), one.name, " · ".join(part for part in detail if part), reverse("account", args=[one.pk]))


def _person(one: Contact, advocate: Advocate | None, by: Actor) -> Known:
    where = _("%(title)s, %(company)s") if one.job_title else "%(company)s"
    detail = where % {"title": one.job_title, "company": one.account.name}
    if advocate is not None:
        url = reverse("advocate", args=[advocate.pk])
    elif may_edit_account(by, one.account):
        url = reverse("contact", args=[one.pk])
    else:
        # A colleague's customer: their people's pages are for who looks after them.
        url = reverse("account", args=[one.account_id])
    return Known(str(one.pk), one.name, f"{detail} · {one.email}" if one.email else detail, url)
