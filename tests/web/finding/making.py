"""A company with more to find than the cast has: six customers of different kinds, one of them private, by the verbs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.test import Client

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Account, Term, Vocabulary
from goodword.members.models import Member
from goodword.proof import actions as proof
from goodword.proof.models import Clearance, Story
from goodword.references import actions as references
from goodword.references.models import Advocate, FactKind, HelpKind, OwnerMode, ReferenceProfile, Visibility
from tests import cast
from tests.cast import SETUP
from tests.laying import laid

SECRETS = ("Umbral", "Zephyrine", "Quillon", "Reykjavik", "Xanthe Moor")
"""What nobody may learn who may not know the private customer: company, first and last name, city, owner."""
DESCRIPTION = "A freight company in northern Europe"


@dataclass
class Market(cast.Company):
    """The cast, and customers of several industries, sizes and regions. Open the workspace before touching rows."""

    private: Advocate
    xanthe: Member

    def page(self, who: Member, query: str = "") -> str:
        """Return the find page of the deal as this person gets it."""
        answer = signed_in(who).get(f"/find?opp={self.deal.pk}{query}")
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()


def signed_in(who: Member, **extra: str) -> Client:
    client = Client(SERVER_NAME="localhost", **extra)
    client.force_login(who.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@laid
def market(slug: str = "tidewell") -> Market:
    """Build the market by the verbs."""
    company = cast.company(slug)
    with opened(company.workspace):
        directory.change_opportunity(company.deal, by=SETUP, replaces=term(Vocabulary.REPLACED, "Legacy suite"))
        directory.change_account(
            company.harbourline, by=SETUP, region=term(Vocabulary.REGION, "Benelux"), employees=3200, country=""
        )
        describe(company.kestrel, "Transport & logistics", "Benelux", "1,001 to 5,000 people")
        describe(company.nordhaven, "Transport & logistics", "Nordics", "1,001 to 5,000 people")
        references.set_owner_mode(profile_of(company.nordhaven), OwnerMode.PRE_APPROVED, by=SETUP)
        for name, industry, region, person in (
            ("Alderbrook Foods", "Food & drink", "Benelux", "Tomasz Zielinski"),
            ("Osterley Components", "Manufacturing", "UK & Ireland", "Sofia Lindqvist"),
        ):
            customer_with(company.lucia, name, industry, region, person)
        xanthe = cast.member("Xanthe Moor", "owner", domain=f"{slug}.example")
        private = private_customer(xanthe)
        references.add_fact(
            profile_of(company.nordhaven),
            FactKind.REPLACED,
            by=SETUP,
            term=term(Vocabulary.REPLACED, "Legacy suite"),
        )
        add_proof(company)
    company.run()
    return Market(**vars(company), private=private, xanthe=xanthe)


def term(vocabulary: Vocabulary, name: str) -> Term:
    return directory.term(vocabulary, name, by=SETUP)


def profile_of(account: Account) -> ReferenceProfile:
    return references.start_profile(account, by=SETUP)


def describe(account: Account, industry: str, region: str, size: str) -> None:
    """Say what kind of company an account is, in the terms of the lists."""
    directory.change_account(
        account,
        by=SETUP,
        industry=term(Vocabulary.INDUSTRY, industry),
        region=term(Vocabulary.REGION, region),
        size_band=term(Vocabulary.SIZE_BAND, size),
    )


def customer_with(
    owner: Member, name: str, industry: str, region: str, person: str, kinds: tuple[str, ...] = (HelpKind.CALL,)
) -> Advocate:
    """Make a customer in another industry with one advocate."""
    account = directory.add_account(name, by=SETUP, owner=owner, time_zone="Europe/Brussels")
    describe(account, industry, region, "1,001 to 5,000 people")
    profile = profile_of(account)
    references.add_fact(profile, FactKind.PRODUCT, by=SETUP, term=term(Vocabulary.PRODUCT, "Consolidation"))
    references.add_fact(profile, FactKind.TOPIC, by=SETUP, term=term(Vocabulary.TOPIC, "Leaving a legacy suite"))
    return cast.advocate(account, person, nominated_by=owner, kinds=kinds)


def private_customer(owner: Member) -> Advocate:
    """Make the private one; its description fits three customers."""
    account = directory.add_account(
        "Umbral Freight", by=SETUP, owner=owner, city="Reykjavik", time_zone="Europe/Brussels"
    )
    describe(account, "Transport & logistics", "Nordics", "1,001 to 5,000 people")
    profile = profile_of(account)
    references.add_fact(profile, FactKind.TOPIC, by=SETUP, term=term(Vocabulary.TOPIC, "Leaving a legacy suite"))
    advocate = cast.advocate(account, "Zephyrine Quillon", nominated_by=owner)
    references.set_visibility(
        profile, Visibility.MASKED, by=SETUP, description=DESCRIPTION, described_by=["industry", "size_band"]
    )
    advocate.refresh_from_db()
    return advocate


def add_proof(company: cast.Company) -> Story:
    """Add a published story with licence and attribution, and a quote a buyer may be sent."""
    profile = profile_of(company.nordhaven)
    proof.add_quote(
        profile,
        "Nobody asked for the old system back.",
        by=SETUP,
        speaker="Ingrid Solheim",
        clearance=Clearance.PUBLIC,
    )
    return proof.add_story(
        profile,
        by=SETUP,
        title="One calendar for fourteen sites",
        text="We left the legacy suite and closed on one calendar.",
        passages=[("challenge", "A legacy suite at fourteen sites."), ("results", "One calendar in a quarter.")],
        clearance=Clearance.PUBLIC,
        licence="CC-BY-4.0",
        attribution="Nordhaven Shipping, case study 2025",
        url="https://nordhaven.example/story",
    )


def published(name: str, industry: str, text: str, record: str, published_on: date | None = None) -> Story:
    """Publish a story of a company where nobody can be asked."""
    account = directory.add_account(name, by=SETUP, industry=term(Vocabulary.INDUSTRY, industry))
    return proof.add_story(
        profile_of(account),
        by=SETUP,
        title=f"{name} tells",
        text=text,
        passages=[("body", text)],
        clearance=Clearance.PUBLIC,
        record=record,
        licence="CC-BY-4.0",
        attribution=f"{name}, published",
        published_on=published_on,
    )


def cards(text: str) -> list[str]:
    """Return the companies of the cards on a page, in order."""
    return [name.strip() for name in re.findall(r'<article class="match.*?<h3>(.*?)<span', text, re.DOTALL)]


def boxes(text: str) -> dict[str, int]:
    """Return each filter box's label with its count."""
    found = re.findall(r'<span class="wrap-any">(.*?)</span><span class="n"><span class="vh">, </span>(\d+)', text)
    return {label.replace("&amp;", "&"): int(count) for label, count in found}
