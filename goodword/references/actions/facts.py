from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.directory.models import Term
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.references.models import Advocate, Fact, FactKind, ReferenceProfile
from goodword.references.rules import half_life

Key = tuple[str, UUID | None, str, str]


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing to be stated of a profile, or of one person's help there (`advocate`).

    `record` is the id of the imported record that says so, or of what it came of.
    """

    kind: FactKind | str
    term: Term | None = None
    value: str = ""
    on_date: date | None = None
    record: str = ""
    verified_at: datetime | None = None
    half_life_days: int | None = None
    advocate: Advocate | None = None

    @property
    def key(self) -> Key:
        return str(self.kind), self.term.pk if self.term else None, self.value.strip(), self.record


def add_fact(
    profile: ReferenceProfile,
    kind: FactKind | str,
    *,
    by: Actor,
    term: Term | None = None,
    value: str = "",
    on_date: date | None = None,
    source: str = "",
    record: str = "",
    verified_at: datetime | None = None,
    half_life_days: int | None = None,
) -> Fact | None:
    """State one thing of a profile; None when it stands already, or when a person withdrew what an import says.

    Raises NotAllowed, and Refused for a fact that says nothing.
    """
    stated = Statement(kind, term, value, on_date, record, verified_at, half_life_days)
    added = add_facts(profile, [stated], by=by, source=source)
    return added[0] if added else None


def add_facts(profile: ReferenceProfile, statements: Iterable[Statement], *, by: Actor, source: str = "") -> list[Fact]:
    """State several things of a profile at once, as one event; return those that were new. Raises as `add_fact`."""
    must_keep(by, Permission.REFERENCE_EDIT, profile.account)
    wanted = {statement.key: statement for statement in statements}
    known = _standing_or_withdrawn_by_others(profile, by)
    origin = source or (by.id if by.kind == "import" else "hand")
    facts = [_fact(profile, statement, by=by, source=origin) for key, statement in wanted.items() if key not in known]
    if not facts:
        return []
    Fact.objects.bulk_create(facts)
    data: dict[str, Any] = {"facts": [str(fact.pk) for fact in facts], "source": origin}
    events.record("fact.added", profile, by=by, about=[profile.account], data=data)
    return facts


def withdraw_fact(fact: Fact, *, by: Actor) -> Event | None:
    """Take a fact back: no match may cite it any more. None when it was withdrawn already. Raises NotAllowed."""
    must_keep(by, Permission.REFERENCE_EDIT, fact.profile.account)
    said = {"withdrawn_at": clock.now(), "withdrawn_by": _hand(by)}
    if not Fact.objects.standing().filter(pk=fact.pk).update(**said):
        return None
    fact.refresh_from_db(fields=list(said))
    return events.record("fact.withdrawn", fact, by=by, about=[fact.profile, fact.profile.account])


def _standing_or_withdrawn_by_others(profile: ReferenceProfile, by: Actor) -> set[Key]:
    """Return what must not be stated again: what stands, and for whoever is no person also what someone else withdrew."""
    said = Fact.objects.filter(profile=profile)
    taken_back = {"withdrawn_at__isnull": False}
    own = {"withdrawn_by": _hand(by)} if by.kind in ("import", "system") else {}
    rows = said.exclude(**taken_back, **own)
    return set(rows.values_list("kind", "term_id", "value", "record"))


def _fact(profile: ReferenceProfile, stated: Statement, *, by: Actor, source: str) -> Fact:
    kind, value = FactKind(stated.kind), stated.value.strip()
    if not value and stated.term is None:
        raise Refused("A fact must say something.", code="no_value")
    if kind is FactKind.HELPED_WITH and by.kind != "system":
        raise Refused("What helped a buyer is told by how a call went, not by hand.", code="not_by_hand")
    return Fact(
        profile=profile,
        advocate=stated.advocate,
        kind=kind,
        term=stated.term,
        value=value,
        on_date=stated.on_date,
        source=source[:200],
        record=stated.record,
        verified_at=stated.verified_at or clock.now(),
        verified_by=by.label[:200],
        half_life_days=half_life(kind) if stated.half_life_days is None else stated.half_life_days,
    )


def _hand(by: Actor) -> str:
    """Name who withdrew, so that an import can tell its own hand from a person's."""
    return f"{by.kind}:{by.label}"[:200]
