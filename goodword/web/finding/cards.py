"""A match card ready to be drawn: sentences and addresses, nothing left to decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from goodword.desk.queries.finding import Found, Standing, Told
from goodword.desk.queries.weeks import settings_here
from goodword.desk.rules.promise import Leg, Measured
from goodword.directory.models import Account
from goodword.members.models import Member
from goodword.references.models import HelpKind, OwnerMode
from goodword.references.queries.shown import NOBODY
from goodword.web.finding.look import Look
from goodword.web.finding.words import Reason, gap_of, owner_words, reason_of, usually, why_not


@dataclass(frozen=True, slots=True)
class Takes:
    """How long owners and customers take here, in words."""

    owner: str
    customer: str


@dataclass(frozen=True, slots=True)
class Row:
    """One reference in a list. `ask` is the button's label and `url` where it leads; both empty where nobody is asked."""

    found: Found
    company: str
    who: str
    ask: str
    url: str
    why_not: str


@dataclass(frozen=True, slots=True)
class Card(Row):
    """A row with its reasons, its gap, who decides and what can be read."""

    told: Told
    reasons: tuple[Reason, ...]
    gap: Reason | None
    decides: str
    answers: str
    best: bool


def takes_here(measured: Mapping[str, Measured]) -> Takes:
    waits = settings_here()
    return Takes(
        owner=_("answers %(takes)s") % {"takes": usually(Leg.OWNER, waits.owner, measured)},
        customer=_("Answers %(takes)s") % {"takes": usually(Leg.CUSTOMER, waits.customer, measured)},
    )


def row_of(one: Found, look: Look) -> Row:
    """Return a row; a private one tells its description and nothing else."""
    label, url = _way_to_ask(one, look)
    why = why_not(one) if one.standing in (Standing.LATER, Standing.OTHER_KIND) else ""
    return Row(one, one.reference.name or NOBODY, _who(one), label, url, why)


def card_of(told: Told, look: Look, viewer: Member, takes: Takes, *, best: bool = False) -> Card:
    """Return a card for this viewer; a private one tells its description and nothing else."""
    one = told.found
    row = row_of(one, look)
    return Card(
        one,
        row.company,
        row.who or (_place(told.profile.account) if one.advocate is None else ""),
        row.ask,
        row.url,
        row.why_not,
        told=told,
        reasons=tuple(reason_of(part, told) for part in told.match.reasons),
        gap=gap_of(told),
        decides=owner_words(told.profile, viewer, takes.owner) if one.known and one.advocate is not None else "",
        answers="" if one.known else takes.customer,
        best=best,
    )


def _who(one: Found) -> str:
    if one.advocate is None or one.face is None or not one.known:
        return ""
    person = ", ".join(filter(None, (one.face.person, one.face.title)))
    return " · ".join(filter(None, (person, _place(one.advocate.profile.account))))


def _place(account: Account) -> str:
    return account.city or account.country


def _way_to_ask(one: Found, look: Look) -> tuple[str, str]:
    if one.standing is Standing.GATED:
        return _("Ask the program"), look.request_url()
    if one.standing is not Standing.ASKABLE or one.face is None:
        return "", ""
    if not one.known:
        return _("Ask the program"), look.request_url(described=one.key, kind=one.help_kind)
    if _has_nobody_to_decide(one):
        return _("Ask the program"), look.request_url(kind=one.help_kind)
    url = look.request_url(advocate=one.key, kind=one.help_kind)
    if one.help_kind == HelpKind.WRITTEN:
        return _("Ask %(name)s to write") % {"name": one.face.first_name}, url
    return _("Request %(name)s") % {"name": one.face.first_name}, url


def _has_nobody_to_decide(one: Found) -> bool:
    """Say whether the owner's yes is needed and there is no owner: then the program decides, and is asked first."""
    profile = one.advocate.profile if one.advocate is not None else None
    return profile is not None and profile.account.owner_id is None and profile.owner_mode == OwnerMode.ASK_ME
