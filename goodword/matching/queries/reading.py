"""Read the open workspace's references as plain data: a fixed number of queries, however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q

from goodword.core import clock
from goodword.core.statements import Kept, Told
from goodword.directory.models import Account
from goodword.matching.shapes import Fact, FactKind, Passage, Reference
from goodword.proof import models as proof
from goodword.references import models as references
from goodword.references.models import Advocate, ReferenceProfile, Visibility

KINDS = {references.FactKind.TECHNOLOGY: FactKind.TECH, references.FactKind.OFF_LIMITS: FactKind.AVOIDS}
"""Where the two lists have different words; every other kind is called the same."""
COARSE = {
    "industry": (FactKind.INDUSTRY, lambda account: account.industry),
    "industry_group": (FactKind.INDUSTRY, lambda account: account.industry and account.industry.parent),
    "region": (FactKind.REGION, lambda account: account.region),
    "region_group": (FactKind.REGION, lambda account: account.region and account.region.parent),
    "size_band": (FactKind.SIZE, lambda account: account.size_band),
}
"""The fields a private reference's description may tell."""
WORDS = ("account__industry__parent", "account__region__parent", "account__size_band")
"""Few words stand on all accounts: each is fetched once, not once an account."""


class Grain(StrEnum):
    """What one document is: a published story; or what the find page shows, a person, else a story, else a company."""

    STORY = "story"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one document of the index comes from. `named` documents are for those who may know the name.

    `names` find it when somebody searches by hand, the one it is listed by first. No deal is compared with them.
    """

    reference: Reference
    profile_id: UUID
    account_id: UUID
    advocate_id: UUID | None = None
    story_id: UUID | None = None
    record: str = ""
    named: bool = True
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stated:
    """What matching reads of a fact's row; there are hundreds of thousands, and whole rows take three times as long."""

    pk: UUID
    profile_id: UUID
    advocate_id: UUID | None
    kind: str
    term: str | None
    value: str
    record: str
    verified_at: datetime

    def __str__(self) -> str:
        return self.value or self.term or ""


Row = TypeVar("Row", Stated, proof.Story, Advocate)


@dataclass(frozen=True, slots=True)
class Shelf:
    """Everything one profile has that still stands."""

    profile: ReferenceProfile
    facts: list[Stated]
    stories: list[proof.Story]
    advocates: list[Advocate]
    passages: Mapping[UUID, list[proof.Passage]]


def references_for(grain: Grain, profiles: Collection[UUID] | None = None) -> list[Entry]:
    """Return references of the open workspace as matching sees them, private ones in both their forms.

    All of them, or those of some profiles.
    """
    read: Callable[[Shelf], Iterable[Entry]] = stories_of if grain is Grain.STORY else cards_of
    return [entry for shelf in shelves(profiles) for entry in read(shelf)]


def stories_of(shelf: Shelf) -> Iterator[Entry]:
    """Yield one entry for each story, with the facts its own record states and those nobody's record does."""
    for story in shelf.stories:
        if story.kind == proof.Story.Kind.STORY:
            yield story_entry(shelf, story)


def cards_of(shelf: Shelf) -> Iterator[Entry]:
    """Yield the people who help; for a company without any, its stories; for one without those, what is known of it."""
    found: Iterable[Entry] = people_of(shelf) if shelf.advocates else stories_of(shelf)
    standing = list(found)
    yield from standing or [company_entry(shelf)]


def people_of(shelf: Shelf) -> Iterator[Entry]:
    for advocate in shelf.advocates:
        yield person_entry(shelf, advocate)
        if is_private(shelf, advocate):
            yield private_entry(shelf, advocate)


def story_entry(shelf: Shelf, story: proof.Story) -> Entry:
    stated = [fact for fact in shelf.facts if fact.record in ("", story.record)]
    reference = Reference(
        # By record where there is one, so that ties fall the same way after every import.
        id=f"record:{story.record}" if story.record else f"story:{story.pk}",
        name=shelf.profile.account.name,
        facts=tuple(facts_of(shelf, stated)),
        passages=tuple(passages_of(shelf, [story])),
        counted=not is_private(shelf, story.advocate),
    )
    names, home = names_of(shelf), shelf.profile.account_id
    return Entry(reference, shelf.profile.pk, home, story_id=story.pk, record=story.record, names=names)


def person_entry(shelf: Shelf, advocate: Advocate) -> Entry:
    told = [story for story in shelf.stories if story.advocate is None or not story.advocate.is_masked]
    reference = Reference(
        id=id_of_person(advocate.pk),
        name=shelf.profile.account.name,
        facts=(*facts_of(shelf, said_of(shelf, advocate)), *own_facts(advocate)),
        passages=tuple(passages_of(shelf, told)),
        languages=frozenset(advocate.languages),
        counted=not is_private(shelf, advocate),
    )
    names = (*names_of(shelf), advocate.contact.name)
    return Entry(reference, shelf.profile.pk, shelf.profile.account_id, advocate_id=advocate.pk, names=names)


def id_of_person(advocate_id: UUID) -> str:
    """Return the id of the document that is a person under their name."""
    return f"person:{advocate_id}"


def private_entry(shelf: Shelf, advocate: Advocate) -> Entry:
    """Return a private reference as those see it who may not know the name: what its description tells, and no date."""
    account, description = shelf.profile.account, shelf.profile.description
    coarse = ((name, COARSE[name]) for name in shelf.profile.described_by if name in COARSE)
    told = ((name, kind, term_of(account)) for name, (kind, term_of) in coarse)
    reference = Reference(
        id=f"private:{advocate.pk}",
        name=description,
        facts=tuple(Fact(f"{advocate.pk}:{name}", kind, term.name) for name, kind, term in told if term),
    )
    home, names = shelf.profile.account_id, (description,)
    return Entry(reference, shelf.profile.pk, home, advocate_id=advocate.pk, named=False, names=names)


def company_entry(shelf: Shelf) -> Entry:
    reference = Reference(
        f"company:{shelf.profile.pk}",
        shelf.profile.account.name,
        tuple(facts_of(shelf, said_of(shelf))),
        counted=not is_private(shelf),
    )
    return Entry(reference, shelf.profile.pk, shelf.profile.account_id, names=names_of(shelf))


def names_of(shelf: Shelf) -> tuple[str, ...]:
    return (shelf.profile.account.name, shelf.profile.account.city)


def is_private(shelf: Shelf, advocate: Advocate | None = None) -> bool:
    return Visibility.MASKED in (shelf.profile.visibility, advocate and advocate.visibility)


def said_of(shelf: Shelf, advocate: Advocate | None = None) -> list[Stated]:
    """Return what is stated of the company, and of this person's own help there: never of a colleague's."""
    own = None if advocate is None else advocate.pk
    return [fact for fact in shelf.facts if fact.advocate_id in (None, own)]


def facts_of(shelf: Shelf, stated: Iterable[Stated]) -> Iterator[Fact]:
    """Yield each thing said once, as it was confirmed last; what the CRM knows only where no fact says it."""
    newest: dict[tuple[str, str], Stated] = {}
    for fact in sorted(stated, key=lambda fact: (fact.verified_at, fact.pk)):
        newest[fact.kind, str(fact).casefold()] = fact
    yield from (fact_from(fact) for fact in sorted(newest.values(), key=lambda fact: fact.pk))
    known = {KINDS.get(references.FactKind(fact.kind), fact.kind) for fact in shelf.facts}
    yield from (fact for fact in crm_facts(shelf.profile.account) if fact.kind not in known)


def fact_from(fact: Stated) -> Fact:
    value = fact.term or fact.value
    label = fact.value if fact.term and fact.value != value else ""
    kind = KINDS.get(references.FactKind(fact.kind), fact.kind)
    return Fact(str(fact.pk), str(kind), value, label, fact.verified_at.date())


def is_stated(fact_id: str) -> bool:
    """Say whether it is a fact that somebody stated or confirmed; what a row says is named by the row and its field."""
    return ":" not in fact_id


def crm_facts(account: Account) -> Iterator[Fact]:
    """Yield what the account's own row says, dated by its provenance."""
    headcount = f"{account.employees} employees" if account.employees else ""
    rows = (
        ("industry", FactKind.INDUSTRY, account.industry.name if account.industry else ""),
        ("region", FactKind.REGION, account.region.name if account.region else ""),
        ("country", FactKind.COUNTRY, account.country),
        ("size_band", FactKind.SIZE, account.size_band.name if account.size_band else headcount),
    )
    for field, kind, value in rows:
        if value:
            yield Fact(f"{account.pk}:{field}", kind, value, verified_on=day_of(account.provenance.get(field)))


def day_of(provenance: Mapping[str, str] | None) -> date | None:
    return datetime.fromisoformat(provenance["at"]).date() if provenance else None


def own_facts(advocate: Advocate) -> Iterator[Fact]:
    """Yield what a person brings themselves: their role, and what they will not discuss."""
    contact = advocate.contact
    roles = {"job_title": contact.job_title, "role_family": contact.role_family.name if contact.role_family else ""}
    for field, role in roles.items():
        if role:
            yield Fact(f"{contact.pk}:{field}", FactKind.ROLE, role, verified_on=day_of(contact.provenance.get(field)))
    for topic in advocate.off_limits:
        yield Fact(f"{advocate.pk}:off_limits:{topic}", FactKind.AVOIDS, topic)


def passages_of(shelf: Shelf, stories: Iterable[proof.Story]) -> Iterator[Passage]:
    """Yield the stories' passages. An imported quote is a passage of its record's story already."""
    for story in stories:
        is_quote = story.kind == proof.Story.Kind.QUOTE
        if is_quote and story.record:
            continue
        rows = shelf.passages.get(story.pk, [])
        for row in rows:
            yield Passage(str(row.pk), str(story.pk), row.field, row.text, story.published_on)
        if not rows:
            yield Passage(str(story.pk), str(story.pk), "quote" if is_quote else "body", story.text, story.published_on)


def shelves(wanted: Collection[UUID] | None = None) -> list[Shelf]:
    """Fetch what stands of every profile, or of those that are wanted."""
    only = {} if wanted is None else {"wanted": wanted}
    profiles = {profile.pk: profile for profile in _PROFILES(**only)}
    facts = grouped(Stated(*row) for row in _STATED(**only))
    stories = grouped(_STORIES(**only, today=clock.now().date()))
    advocates = grouped(_PEOPLE(**only))
    passages: defaultdict[UUID, list[proof.Passage]] = defaultdict(list)
    for passage in _PASSAGES(**only):
        passages[passage.story_id].append(passage)
    return [Shelf(profile, facts[key], stories[key], advocates[key], passages) for key, profile in profiles.items()]


def _among(name: str, wanted: Told | None) -> dict[str, Told]:
    return {} if wanted is None else {name: wanted}


_PROFILES = Kept[ReferenceProfile](
    lambda wanted=None: (
        ReferenceProfile.objects.filter(**_among("pk__in", wanted)).select_related("account").prefetch_related(*WORDS)
    )
)
_STATED = Kept[tuple[Any, ...]](
    lambda wanted=None: (
        references.Fact.objects.standing()
        .filter(**_among("profile__in", wanted))
        .values_list("pk", "profile", "advocate", "kind", "term__name", "value", "record", "verified_at")
    )
)
_STORIES = Kept[proof.Story](
    lambda today, wanted=None: (
        proof.Story.objects.filter(standing_on(today), **_among("profile__in", wanted))
        .select_related("advocate__profile")
        .order_by("pk")
    )
)
_PEOPLE = Kept[Advocate](
    lambda wanted=None: (
        Advocate.objects.active()
        .filter(**_among("profile__in", wanted))
        .select_related("contact")
        .prefetch_related("contact__role_family")
        .order_by("pk")
    )
)
_PASSAGES = Kept[proof.Passage](
    lambda wanted=None: proof.Passage.objects.filter(**_among("story__profile__in", wanted)).order_by(
        "story_id", "position"
    )
)


def standing_on(today: date | Told) -> Q:
    """Return the clause for the stories that may still be told to colleagues on a day."""
    return Q(Q(expires_on=None) | Q(expires_on__gte=today), withdrawn_at=None)


def grouped(rows: Iterable[Row]) -> defaultdict[UUID, list[Row]]:
    by_profile: defaultdict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        by_profile[row.profile_id].append(row)
    return by_profile
