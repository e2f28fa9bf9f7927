"""Writing a synthetic workspace in bulk: no verb is called and no event recorded, so nobody is asked or told anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

from django.db import models

from goodword.core import clock, statistics
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Workspace
from goodword.core.tenancy import current_workspace_id, opened
from goodword.demo.company.vocabulary import INDUSTRIES, PRODUCTS, REGIONS, SIZES, TOPICS
from goodword.demo.large.made_up import MadeUp
from goodword.directory.actions import term
from goodword.directory.models import Account, Contact, Term, Vocabulary
from goodword.members.actions import create_workspace
from goodword.members.models import Member, Membership, Role, User
from goodword.protection.models import Hold, LedgerEntry
from goodword.references.models import (
    Advocate,
    AdvocateState,
    Consent,
    Fact,
    FactKind,
    HelpKind,
    ReferenceProfile,
    Visibility,
)

GENERATOR = Actor.system("generator")
SOURCE = "synthetic"
EVIDENCE = "Made up by the generator: nobody agreed to anything."
MEMBERS = 60
BATCH = 5000
# What one statement of PostgreSQL takes; where the server binds them, Django does not mind it.
PARAMETERS = 65_535
KINDS = (HelpKind.CALL, HelpKind.WRITTEN, HelpKind.QUOTE, HelpKind.SITE_VISIT)
# Of ten advocates eight take part; the others are on their way in or out.
STATES = (*[AdvocateState.ACTIVE] * 8, AdvocateState.INVITED, AdvocateState.LEFT)
ZONES = ("Europe/Brussels", "Europe/Lisbon", "America/Chicago", "Africa/Nairobi", "Asia/Tokyo", "Australia/Perth")
Row = TypeVar("Row", bound=models.Model)
Progress = Callable[[int], None]


@dataclass(frozen=True, slots=True)
class Size:
    accounts: int
    contacts: int
    advocates: int

    @property
    def rows(self) -> int:
        return self.accounts + self.contacts + self.advocates


@dataclass
class Words:
    """What companies are sorted by."""

    industries: list[Term]
    regions: list[Term]
    sizes: list[Term]
    products: list[Term]
    topics: list[Term]


@dataclass
class Written:
    """What later rows point to: as few as that takes of a million."""

    accounts: list[tuple[Account, bool]] = field(default_factory=list)
    helpers: list[Contact] = field(default_factory=list)


def generate(name: str, size: Size, *, seed: int, progress: Progress = lambda rows: None) -> Workspace:
    """Fill a workspace of its own with made-up companies, people and advocates; the same seed makes the same.

    All in one transaction: cut short, nothing is left. `progress` hears how many more rows were written. Raises Refused
    for more advocates than people, and when the workspace has data already.
    """
    if size.accounts < 1 or size.contacts < size.accounts or size.advocates > size.contacts:
        raise Refused("There must be at least one contact for each account and each advocate.", code="odd_size")
    workspace = Workspace.named(name) or create_workspace(name, kind=Workspace.Kind.TEST)
    with opened(workspace):
        if Account.objects.exists() or Contact.objects.exists():
            raise Refused(f"The workspace {workspace.slug} has data. Choose a new name.", code="not_empty")
        _Writer(MadeUp(seed, workspace.slug), size, clock.now(), progress).write()
    statistics.refresh()
    return workspace


class _Writer:
    def __init__(self, made_up: MadeUp, size: Size, now: datetime, progress: Progress) -> None:
        self.made_up, self.size, self.now, self.progress = made_up, size, now, progress
        self.pick = made_up.chance.choice
        self.written = Written()

    def write(self) -> None:
        self.members = list(self._members())
        self.owners = [member for member in self.members if member.has(Role.OWNER)]
        self.words = _words()
        self._insert(Account, self._accounts(), told=True)
        self._insert(Contact, self._contacts(), told=True)
        advocates = self._advocates()
        self._insert(Consent, (row for one in advocates for row in self._consents(one)))
        self._insert(LedgerEntry, (row for one in advocates for row in self._help(one)))
        self._insert(Hold, self._holds())

    def _insert(self, model: type[Row], rows: Iterable[Row], *, told: bool = False) -> None:
        left = iter(rows)
        while batch := list(islice(left, BATCH)):
            model._default_manager.bulk_create(batch, batch_size=PARAMETERS // len(model._meta.concrete_fields))
            if told:
                self.progress(len(batch))

    def _members(self) -> Iterator[Member]:
        for number in range(MEMBERS):
            name, address = self.made_up.person(), f"member{number}@{SOURCE}.example"
            user = User.objects.filter(email=address).first() or User.objects.create_user(address)
            member = Member(user=user, name=name, email=address, roles=_roles(number), team=f"Team {number % 6 + 1}")
            member.save()
            Membership.objects.create(user=user, workspace_id=current_workspace_id())
            yield member

    def _accounts(self) -> Iterator[Account]:
        for number in range(self.size.accounts):
            customer = number % 10 < 7
            account = Account(
                id=self.made_up.id(),
                name=self.made_up.company(number),
                status=Account.Status.CUSTOMER if customer else Account.Status.PROSPECT,
                owner=self.pick(self.owners) if customer else None,
                industry=self.pick(self.words.industries),
                region=self.pick(self.words.regions),
                size_band=self.pick(self.words.sizes),
                time_zone=self.pick(ZONES),
                health=self.pick(Account.Health.values),
                renewal_on=(self.now + timedelta(days=self.made_up.chance.randrange(1, 720))).date(),
                source=SOURCE,
                external_id=f"{SOURCE}-{number}",
            )
            self.written.accounts.append((account, customer))
            yield account

    def _contacts(self) -> Iterator[Contact]:
        """Every company has somebody; the others are spread as they fall."""
        customers = [account for account, customer in self.written.accounts if customer]
        for number in range(self.size.contacts):
            helper = number >= self.size.contacts - self.size.advocates
            first = number < self.size.accounts
            account = self.written.accounts[number][0] if first else self.pick(self.written.accounts)[0]
            account = self.pick(customers) if helper else account
            contact = Contact(
                id=self.made_up.id(),
                account=account,
                name=self.made_up.person(),
                job_title=self.made_up.title(),
                email=f"person{number}@{SOURCE}.example",
                time_zone=account.time_zone,
                source=SOURCE,
                external_id=f"{SOURCE}-{number}",
            )
            if helper:
                self.written.helpers.append(contact)
            yield contact

    def _advocates(self) -> list[Advocate]:
        accounts = {contact.account_id: contact.account for contact in self.written.helpers}
        profiles = {pk: self._profile(account) for pk, account in accounts.items()}
        self._insert(ReferenceProfile, profiles.values())
        self._insert(Fact, (fact for profile in profiles.values() for fact in self._facts(profile)))
        advocates = [self._advocate(profiles[contact.account_id], contact) for contact in self.written.helpers]
        self._insert(Advocate, advocates, told=True)
        return advocates

    def _profile(self, account: Account) -> ReferenceProfile:
        masked = self.made_up.often(0.05)
        return ReferenceProfile(
            id=self.made_up.id(),
            account=account,
            visibility=Visibility.MASKED if masked else Visibility.COLLEAGUES,
            confirmed_at=self._ago(240),
            confirmed_by=SOURCE,
        )

    def _facts(self, profile: ReferenceProfile) -> Iterator[Fact]:
        account = profile.account
        for kind, word in (
            (FactKind.INDUSTRY, account.industry),
            (FactKind.REGION, account.region),
            (FactKind.PRODUCT, self.pick(self.words.products)),
            (FactKind.TOPIC, self.pick(self.words.topics)),
        ):
            yield Fact(id=self.made_up.id(), profile=profile, kind=kind, term=word, source=SOURCE, verified_by=SOURCE)

    def _advocate(self, profile: ReferenceProfile, contact: Contact) -> Advocate:
        state = self.pick(STATES)
        return Advocate(
            id=self.made_up.id(),
            profile=profile,
            contact=contact,
            state=state,
            languages=["en"],
            active_since=self._ago(700) if state == AdvocateState.ACTIVE else None,
        )

    def _consents(self, advocate: Advocate) -> Iterator[Consent]:
        for kind in KINDS:
            if kind == HelpKind.CALL or self.made_up.often(0.3):
                yield Consent(
                    id=self.made_up.id(),
                    advocate=advocate,
                    help_kind=kind,
                    act=Consent.Act.CLAIMED,
                    scope="for good",
                    wording=EVIDENCE,
                    evidence=EVIDENCE,
                    channel=SOURCE,
                    by_label=SOURCE,
                )

    def _help(self, advocate: Advocate) -> Iterator[LedgerEntry]:
        for _ in range(self.pick((0, 0, 1, 1, 2, 3))):
            yield LedgerEntry(
                id=self.made_up.id(),
                kind=LedgerEntry.Kind.USE,
                help_kind=self.pick(KINDS),
                advocate=advocate,
                contact=advocate.contact,
                account=advocate.contact.account,
                at=self._ago(600),
                elsewhere=True,
                note=EVIDENCE,
            )

    def _holds(self) -> Iterator[Hold]:
        for account, customer in self.written.accounts:
            if customer and self.made_up.often(0.01):
                yield Hold(id=self.made_up.id(), kind=Hold.Kind.HOLD, account=account, reason=SOURCE, made_by=SOURCE)

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=self.made_up.chance.randrange(1, days))


def _roles(number: int) -> list[str]:
    """Return what each of the sixty does: one runs the program and administers, one leads, half of them own customers."""
    if number == 0:
        return [Role.ADMIN, Role.MANAGER]
    if number == 1:
        return [Role.LEADER]
    return [Role.OWNER] if number % 2 else [Role.REP]


def _words() -> Words:
    def listed(vocabulary: Vocabulary, names: Iterable[str]) -> list[Term]:
        return [term(vocabulary, name, by=GENERATOR) for name in names]

    return Words(
        industries=listed(Vocabulary.INDUSTRY, [name for group in INDUSTRIES.values() for name in group]),
        regions=listed(Vocabulary.REGION, [name for group in REGIONS.values() for name in group]),
        sizes=listed(Vocabulary.SIZE_BAND, SIZES),
        products=listed(Vocabulary.PRODUCT, PRODUCTS),
        topics=listed(Vocabulary.TOPIC, TOPICS),
    )
