"""What a viewer may be told of a reference."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from goodword.core.actors import Actor
from goodword.references.models import Advocate, Fact
from goodword.references.policy import may_know

NOBODY = "A private reference"


@dataclass(frozen=True, slots=True)
class Face:
    """A reference as one viewer sees it. When not `known`, every field is the description and nothing else."""

    known: bool
    person: str
    first_name: str
    company: str
    title: str
    label: str


def face(advocate: Advocate, viewer: Actor, *, released: bool = False) -> Face:
    """Return what the viewer may be told of this person; `released`: their yes named them for this one use.

    No query when contact, profile and account are loaded.
    """
    if not released and not may_know(viewer, advocate):
        label = advocate.profile.description or NOBODY
        return Face(False, label, "them", label, "", label)
    contact, company = advocate.contact, advocate.profile.account.name
    label = ", ".join(part for part in (contact.name, contact.job_title, company) if part)
    return Face(True, contact.name, contact.first_name, company, contact.job_title, label)


def standing_facts(profiles: Iterable[UUID]) -> dict[UUID, list[Fact]]:
    """Return the facts that stand for each profile, newest verified first. One query."""
    facts: dict[UUID, list[Fact]] = {profile: [] for profile in profiles}
    rows = Fact.objects.standing().filter(profile__in=facts).select_related("term")
    for fact in rows.order_by("-verified_at", "pk"):
        facts[fact.profile_id].append(fact)
    return facts
