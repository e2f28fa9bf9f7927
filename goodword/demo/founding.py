"""Founding the demo company: its people, its customers with their facts and words, its deals."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.demo.company import customers as told
from goodword.demo.company.customers import CUSTOMERS, Customer, Person
from goodword.demo.company.deals import DEALS, Deal
from goodword.demo.company.people import COLLEAGUES, DOMAIN
from goodword.demo.stage import Stage
from goodword.directory import actions as directory
from goodword.directory.models import Account, Contact, Term, Vocabulary
from goodword.members.actions import change_self, invite_member
from goodword.members.models import Role
from goodword.members.policy import Purpose, actor_of
from goodword.proof import actions as proof
from goodword.proof.models import Clearance
from goodword.references import actions as references
from goodword.references.models import Advocate, FactKind, ReferenceProfile, Visibility

SETUP = Actor.system("demo")
EMPLOYEES = (240, 1_200, 5_400, 18_000)
QUOTES_LAST = timedelta(days=365)


def found(stage: Stage, *, today: date) -> None:
    """Make everyone and everything that was there before the first request. `today` is when the story ends."""
    hire(stage)
    keep_vocabularies(stage)
    for customer in CUSTOMERS:
        win(stage, customer, today)
    for deal in DEALS:
        open_deal(stage, deal, today)


def hire(stage: Stage) -> None:
    for one in COLLEAGUES:
        address = f"{one.key}@{DOMAIN}"
        member = invite_member(
            address, one.name, one.roles, by=SETUP, job_title=one.title, team=one.team, time_zone=one.zone
        )
        stage.members[one.key] = member
        if Role.REP in one.roles:
            # A room that opens without them: nobody from Fernhollow joins these calls.
            how = f"https://meet.{DOMAIN}/open/{one.key}"
            change_self(member, name=one.name, time_zone=one.zone, language="en", by=actor_of(member), how_to_join=how)


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
        employees=EMPLOYEES[customer.size],
        city=customer.city,
        time_zone=customer.zone,
        health=customer.health,
        renewal_on=today + timedelta(days=customer.renews_in) if customer.renews_in else None,
    )
    stage.customers[customer.name] = account
    profile = references.start_profile(account, by=SETUP)
    state_facts(stage, profile, customer)
    agreed = [agree(stage, account, person) for person in customer.people]
    speak(profile, customer, agreed[0])
    if customer.mode != "ask_me":
        references.set_owner_mode(profile, customer.mode, by=stage.member(customer.owner))
    if customer.masked:
        references.set_visibility(profile, Visibility.MASKED, by=stage.member("noemie"))


def state_facts(stage: Stage, profile: ReferenceProfile, customer: Customer) -> None:
    rows: list[tuple[FactKind, Term | None, str]] = [
        (FactKind.INDUSTRY, stage.terms[Vocabulary.INDUSTRY, customer.industry], ""),
        (FactKind.REGION, stage.terms[Vocabulary.REGION, customer.region], ""),
        (FactKind.SIZE, stage.terms[Vocabulary.SIZE_BAND, told.SIZES[customer.size]], ""),
        (FactKind.REPLACED, stage.terms[Vocabulary.REPLACED, told.REPLACED[customer.replaced]], ""),
        (FactKind.RESULT, None, customer.result),
    ]
    rows += [(FactKind.PRODUCT, stage.terms[Vocabulary.PRODUCT, told.PRODUCTS[nth]], "") for nth in customer.products]
    rows += [(FactKind.TOPIC, stage.terms[Vocabulary.TOPIC, told.TOPICS[nth]], "") for nth in customer.topics]
    for kind, term, value in rows:
        references.add_fact(profile, kind, by=SETUP, term=term, value=value)


def agree(stage: Stage, account: Account, person: Person) -> Advocate:
    """Nominate, invite and hear the person's own yes."""
    contact = directory.add_contact(
        account, person.name, by=SETUP, email=_address(person.name, account.name), job_title=person.title
    )
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


def speak(profile: ReferenceProfile, customer: Customer, speaker: Advocate) -> None:
    """Write down the customer's words, cleared for one buyer at a time."""
    contact: Contact = speaker.contact
    expires_on = clock.now().date() + QUOTES_LAST
    if customer.quote:
        proof.add_quote(
            profile,
            customer.quote,
            by=SETUP,
            speaker=contact.name,
            speaker_title=contact.job_title,
            clearance=Clearance.ONE_TO_ONE,
            expires_on=expires_on,
        )
    if customer.story:
        proof.add_story(
            profile,
            by=SETUP,
            title=customer.result,
            text=customer.story,
            passages=[("body", customer.story), ("results", customer.result)],
            clearance=Clearance.PUBLIC,
            expires_on=expires_on,
        )


def open_deal(stage: Stage, deal: Deal, today: date) -> None:
    account = directory.add_account(
        deal.company,
        by=SETUP,
        status=Account.Status.PROSPECT,
        industry=stage.terms[Vocabulary.INDUSTRY, deal.industry],
        region=stage.terms[Vocabulary.REGION, deal.region],
        size_band=stage.terms[Vocabulary.SIZE_BAND, told.SIZES[deal.size]],
        employees=EMPLOYEES[deal.size],
        time_zone=deal.zone,
    )
    buyers = [
        directory.add_contact(
            account, buyer.name, by=SETUP, email=_address(buyer.name, deal.company), job_title=buyer.title
        )
        for buyer in deal.buyers
    ]
    stage.buyers[deal.key] = buyers
    stage.deals[deal.key] = directory.add_opportunity(
        account,
        "Maintenance platform",
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


def _term(stage: Stage, vocabulary: Vocabulary, name: str, *, parent: Term | None = None, position: int = 0) -> Term:
    term = directory.term(vocabulary, name, by=SETUP, parent=parent, position=position)
    stage.terms[vocabulary, name] = term
    return term


def _named(stage: Stage, vocabulary: Vocabulary, names: tuple[str, ...], nth: int | None) -> Term | None:
    return None if nth is None else stage.terms[vocabulary, names[nth]]


def _address(name: str, company: str) -> str:
    """Return an address at the company's invented domain; `.example` reaches nobody."""
    plain = "".join(sign for sign in name.split()[-1].lower() if sign.isascii() and sign.isalpha()) or "someone"
    house = "".join(sign for sign in company.lower() if sign.isascii() and sign.isalpha())[:24]
    return f"{name.split()[0][0].lower() if name[0].isascii() else 'x'}.{plain}@{house}.example"
