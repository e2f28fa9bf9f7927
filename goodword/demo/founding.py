"""Founding the demo company: its people, its customers with their facts and words, its deals.

`today` is the day on which the whole story ends.
"""

from __future__ import annotations

import unicodedata
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from secrets import token_urlsafe

from goodword.core import clock, links
from goodword.core.actors import Actor
from goodword.demo.company import vocabulary as told
from goodword.demo.company.customers import Customer, Person
from goodword.demo.company.deals import Deal
from goodword.demo.company.people import DOMAIN, Colleague
from goodword.demo.stage import Stage
from goodword.demo.words import speak
from goodword.directory import actions as directory
from goodword.directory.models import Account, Contact, Term, Vocabulary
from goodword.members.actions import INVITATION_LIVES, change_self, invite_member, set_password
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose, actor_of
from goodword.references import actions as references
from goodword.references.actions import Statement
from goodword.references.models import Advocate, FactKind, ReferenceProfile, Visibility

SETUP = Actor.system("demo")
# Least and most people by size band, in tens.
EMPLOYEES = ((6, 49), (52, 198), (210, 960), (1_040, 4_600))
# Letters that are no plain one with an accent.
PLAIN = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ı": "i", "ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"})


def hire(stage: Stage, one: Colleague) -> None:
    member = invite_member(
        f"{one.key}@{DOMAIN}",
        one.name,
        one.roles,
        by=SETUP,
        job_title=one.title,
        team=one.team,
        time_zone=one.zone,
    )
    _join(member)
    stage.members[one.key] = member
    if Role.REP in one.roles:
        # A room that opens without them: nobody from Fernhollow joins these calls.
        how = f"https://meet.{DOMAIN}/open/{one.key}"
        change_self(member, name=one.name, time_zone=one.zone, language="en", by=actor_of(member), how_to_join=how)


def sign_in(member: Member) -> None:
    member.user.last_login = clock.now()
    member.user.save(update_fields=["last_login"])


def keep_vocabularies(stage: Stage) -> None:
    for vocabulary, tree in ((Vocabulary.INDUSTRY, told.INDUSTRIES), (Vocabulary.REGION, told.REGIONS)):
        for parent, children in tree.items():
            above = _term(stage, vocabulary, parent)
            for child in children:
                _term(stage, vocabulary, child, parent=above)
    for vocabulary, names in (
        (Vocabulary.SIZE_BAND, told.SIZES),
        (Vocabulary.PRODUCT, told.PRODUCTS),
        (Vocabulary.REPLACED, told.REPLACED),
        (Vocabulary.COMPETITOR, told.COMPETITORS),
        (Vocabulary.TOPIC, told.TOPICS),
    ):
        for position, name in enumerate(names):
            _term(stage, vocabulary, name, position=position)


def win(stage: Stage, customer: Customer, today: date) -> None:
    """Make a customer with its profile, its people who agreed to help, and its words."""
    account = directory.add_account(
        customer.name,
        by=SETUP,
        owner=stage.members[customer.owner],
        deputy=stage.members[customer.deputy],
        group=directory.add_group(customer.group, by=SETUP) if customer.group else None,
        industry=stage.terms[Vocabulary.INDUSTRY, customer.industry],
        region=stage.terms[Vocabulary.REGION, customer.region],
        size_band=stage.terms[Vocabulary.SIZE_BAND, told.SIZES[customer.size]],
        employees=_employees(customer.size, customer.name),
        city=customer.city,
        time_zone=customer.zone,
        health=customer.health,
        renewal_on=today + timedelta(days=customer.renews_in) if customer.renews_in else None,
    )
    stage.customers[customer.name] = account
    profile = references.start_profile(account, by=SETUP)
    state_facts(stage, profile, customer)
    agreed = [agree(stage, account, person) for person in customer.people]
    speak(stage, profile, customer, agreed, today)
    if customer.mode != "ask_me":
        references.set_owner_mode(profile, customer.mode, by=stage.member(customer.owner))
    if customer.masked:
        references.set_visibility(profile, Visibility.MASKED, by=stage.member("noemie"))


def state_facts(stage: Stage, profile: ReferenceProfile, customer: Customer) -> None:
    industry, region = (
        stage.terms[Vocabulary.INDUSTRY, customer.industry],
        stage.terms[Vocabulary.REGION, customer.region],
    )
    products = [stage.terms[Vocabulary.PRODUCT, told.PRODUCTS[nth]] for nth in customer.products]
    topics = [stage.terms[Vocabulary.TOPIC, told.TOPICS[nth]] for nth in customer.topics]
    statements = [
        Statement(FactKind.INDUSTRY, industry),
        Statement(FactKind.REGION, region),
        Statement(FactKind.SIZE, stage.terms[Vocabulary.SIZE_BAND, told.SIZES[customer.size]]),
        Statement(FactKind.REPLACED, stage.terms[Vocabulary.REPLACED, told.REPLACED[customer.replaced]]),
        Statement(FactKind.RESULT, value=customer.result),
        *(Statement(FactKind.PRODUCT, term) for term in products),
        *(Statement(FactKind.TOPIC, term) for term in topics),
    ]
    references.add_facts(profile, statements, by=stage.member(customer.owner))


def agree(stage: Stage, account: Account, person: Person) -> Advocate:
    """Nominate, invite and hear the person's own yes."""
    contact = add_person(account, person.name, person.title)
    advocate = references.nominate(contact, by=stage.owner_of_account(account), because=["great results"])
    references.qualify(advocate, by=stage.member("noemie"))
    references.invite(advocate, by=stage.member("noemie"))
    references.accept_invitation(
        advocate,
        person.kinds,
        by=stage.by_link(Purpose.INVITATION, advocate, contact),
        off_limits=person.off_limits,
        per_year=person.per_year,
    )
    advocate.refresh_from_db()
    stage.advocates[person.name] = advocate
    return advocate


def add_person(account: Account, name: str, title: str) -> Contact:
    return directory.add_contact(account, name, by=SETUP, email=_address(name, account.name), job_title=title)


def open_deal(stage: Stage, deal: Deal, today: date) -> None:
    """Open a deal with a prospect, who may have talked to us before."""
    buyers = stage.prospects.get(deal.company) or _meet(stage, deal)
    stage.prospects[deal.company] = stage.buyers[deal.key] = buyers
    stage.deals[deal.key] = directory.add_opportunity(
        buyers[0].account,
        deal.name,
        by=SETUP,
        owner=stage.members[deal.rep],
        stage=deal.stage,
        amount=Decimal(deal.amount),
        currency=deal.currency,
        close_on=today + timedelta(days=deal.closes_in),
        products=[stage.terms[Vocabulary.PRODUCT, told.PRODUCTS[nth]] for nth in deal.products],
        topics=[stage.terms[Vocabulary.TOPIC, told.TOPICS[nth]] for nth in deal.topics],
        competitor=_named(stage, Vocabulary.COMPETITOR, told.COMPETITORS, deal.competitor),
        replaces=stage.terms[Vocabulary.REPLACED, told.REPLACED[deal.replaces]],
        use_case=deal.use_case,
        concerns=deal.concerns,
        persona=deal.buyers[0].title,
        contacts=buyers,
    )


def _meet(stage: Stage, deal: Deal) -> list[Contact]:
    """Make a prospect's account and the people there who decide."""
    account = directory.add_account(
        deal.company,
        by=SETUP,
        status=Account.Status.PROSPECT,
        industry=stage.terms[Vocabulary.INDUSTRY, deal.industry],
        region=stage.terms[Vocabulary.REGION, deal.region],
        size_band=stage.terms[Vocabulary.SIZE_BAND, told.SIZES[deal.size]],
        employees=_employees(deal.size, deal.company),
        city=deal.city,
        time_zone=deal.zone,
    )
    return [add_person(account, buyer.name, buyer.title) for buyer in deal.buyers]


def _join(member: Member) -> None:
    """Let a colleague follow their invitation. Nobody keeps the password: visitors step in by the cast."""
    to = links.Recipient("member", member.pk, member.name)
    link = links.issue(Purpose.MEMBER_INVITATION, member, to=to, expires_at=clock.now() + INVITATION_LIVES)
    links.spend(link, "password chosen")
    set_password(member, token_urlsafe(), by=Actor.link(link))


def _term(stage: Stage, vocabulary: Vocabulary, name: str, *, parent: Term | None = None, position: int = 0) -> Term:
    term = directory.term(vocabulary, name, by=SETUP, parent=parent, position=position)
    stage.terms[vocabulary, name] = term
    return term


def _named(stage: Stage, vocabulary: Vocabulary, names: tuple[str, ...], nth: int | None) -> Term | None:
    return None if nth is None else stage.terms[vocabulary, names[nth]]


def _employees(size: int, company: str) -> int:
    """Return how many people work there: always the same for a company."""
    return 10 * Random(company).randrange(*EMPLOYEES[size])


def _address(name: str, company: str) -> str:
    """Return an address at the company's invented domain; `.example` reaches nobody."""
    given, *_, family = (word for word in name.split() if not word.endswith("."))
    return f"{_plain(given)}.{_plain(family)}@{_plain(company)[:24]}.example"


def _plain(text: str) -> str:
    """Return the letters of a text as an address bears them."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(PLAIN))
    return "".join(sign for sign in decomposed if sign.isascii() and sign.isalpha())
