"""What advocates are narrowed by."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.desk.rules.kinds import ARRANGED
from goodword.protection.models import Hold
from goodword.references.models import Advocate, AdvocateTag, HelpKind
from goodword.references.policy import masked
from goodword.references.queries import agrees_to, how_many_agree, how_many_tagged, tags_among
from goodword.web.directory.facets import owner_facet, term_facets
from goodword.web.lists.facet import Facet
from goodword.web.references.seen import shown_advocates


def advocate_facets(by: Actor) -> list[Facet]:
    """Return what advocates are narrowed by: what they help with, what stops asks, tags, their company. Three queries."""
    now = clock.now()
    kinds = [HelpKind(kind) for kind in ARRANGED]
    helps = Facet(
        "kind",
        _("Helps with"),
        {kind.value: kind.label for kind in kinds},
        clause_of=lambda kind: agrees_to([kind], now),
        met=lambda people: how_many_agree(people, now),
    )
    to = "profile__account__"
    return [helps, _stops(), *_tags(by), *term_facets(to), owner_facet(f"{to}owner")]


def _tags(by: Actor) -> list[Facet]:
    """Return the group of tags. A word that only those have whom the viewer may not follow isn't there at all."""
    labels = {str(pk): name for pk, name in tags_among(shown_advocates(by)).values_list("pk", "name")}
    return [Facet("tag", _("Tag"), labels, clause_of=_tagged, met=how_many_tagged)] if labels else []


def _tagged(word: str) -> Exists:
    return Exists(AdvocateTag.objects.filter(advocate=OuterRef("pk"), term=UUID(word)))


def _stops() -> Facet:
    holds = Hold.objects.standing(clock.now())
    firms = holds.filter(advocate=None).values("account")
    of_firms = Advocate.objects.filter(profile__account__in=firms).order_by().values("pk")
    stopped = Q(pk__in=of_firms.union(holds.exclude(advocate=None).order_by().values("advocate")))
    return Facet(
        "stop",
        _("Standing"),
        {"free": _("Nothing stops asks"), "held": _("On hold or paused"), "private": _("Private")},
        clauses={"held": stopped, "private": masked()},
        opposites={"free": "held"},
    )
