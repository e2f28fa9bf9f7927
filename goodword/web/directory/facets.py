"""What companies and people are narrowed by. A value only counts what the viewer may see: rows come from the policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.statements import Kept
from goodword.directory.models import Account, Term, Vocabulary
from goodword.members.models import Member
from goodword.protection.models import Hold
from goodword.references.models import AdvocateState, ReferenceProfile, Visibility
from goodword.references.queries import check_in_due
from goodword.web.lists.facet import Facet
from goodword.web.references.seen import shown_advocates

SORTED_BY = {
    Vocabulary.INDUSTRY: _("Industry"),
    Vocabulary.REGION: _("Region"),
    Vocabulary.SIZE_BAND: _("Company size"),
}
_TERMS = Kept[tuple[UUID, str, str]](
    lambda: Term.objects.filter(vocabulary__in=SORTED_BY).values_list("pk", "vocabulary", "name")
)
_DECIDING = Kept[tuple[UUID, str]](lambda: Member.objects.deciding().values_list("pk", "name"))


def account_facets(by: Actor) -> list[Facet]:
    """Return what companies are narrowed by. Two queries."""
    return [_standing(by, clock.now()), *term_facets(), _health(), owner_facet("owner")]


def contact_facets(by: Actor) -> list[Facet]:
    """Return what people at companies are narrowed by. Two queries."""
    helps = Exists(shown_advocates(by).filter(contact=OuterRef("pk"), state=AdvocateState.ACTIVE))
    gone = Q(left_on__isnull=False)
    standing = Facet(
        "standing",
        _("As a reference"),
        {"active": _("Helps"), "none": _("Not yet"), "left": _("Left the company")},
        clauses={"active": helps, "none": ~Q(helps) & ~gone, "left": gone},
    )
    company = Facet("company", _("Their company"), dict(Account.Status.choices), path="account__status")
    return [standing, company, *term_facets("account__"), owner_facet("account__owner")]


def term_facets(to: str = "") -> list[Facet]:
    """Return a group for each list of words that companies are sorted by. One query."""
    words: dict[str, dict[str, str]] = {vocabulary: {} for vocabulary in SORTED_BY}
    for pk, vocabulary, name in _TERMS():
        words[vocabulary][str(pk)] = name
    return [Facet(key.value, title, words[key], path=f"{to}{key.value}") for key, title in SORTED_BY.items()]


def owner_facet(path: str) -> Facet:
    """Return the group of those who decide for customers. One query."""
    return Facet("owner", _("Owner"), _named(_DECIDING()), path=path)


def _health() -> Facet:
    return Facet("health", _("Health"), dict(Account.Health.choices), path="health")


def _standing(by: Actor, now: datetime) -> Facet:
    helps = Exists(shown_advocates(by).filter(profile__account=OuterRef("pk"), state=AdvocateState.ACTIVE))
    profiles = ReferenceProfile.objects.filter(account=OuterRef("pk"))
    return Facet(
        "standing",
        _("As a reference"),
        {
            "active": _("Somebody helps"),
            "none": _("Nobody yet"),
            "held": _("On hold"),
            "due": _("Check-in due"),
            "private": _("Private"),
        },
        clauses={
            "active": helps,
            "held": Exists(Hold.objects.standing(now).filter(account=OuterRef("pk"), advocate=None)),
            "due": Q(helps) & Q(Exists(profiles.filter(check_in_due(now)))),
            "private": Exists(profiles.filter(visibility=Visibility.MASKED)),
        },
        opposites={"none": "active"},
    )


def _named(rows: Iterable[tuple[object, str]]) -> Mapping[str, str]:
    return {str(pk): name for pk, name in rows}
