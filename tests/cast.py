"""The people every test knows, made by the real verbs in a test workspace whose clock can move.

Tidewell sells a finance platform. Ben is a rep, Amara owns Kestrel Freight, Lucia owns Nordhaven, Priya runs the
program, Elin leads, Ada administers. Maya (Kestrel) and Ingrid (Nordhaven) help. Harbourline is a prospect: Daniel
decides there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Literal

from goodword.core import clock, jobs, links
from goodword.core.actors import Actor
from goodword.core.models import Program, Workspace
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.tenancy import opened
from goodword.desk.actions import send_request
from goodword.desk.models import Ask, ReferenceRequest
from goodword.directory import actions as directory
from goodword.directory.models import Account, Contact, Opportunity, Stage, Vocabulary
from goodword.members.actions import invite_member
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose, actor_of
from goodword.references import actions as references
from goodword.references.models import Advocate, FactKind, HelpKind
from tests.laying import laid

SETUP = Actor.system("setup")
# A Tuesday, 09:00 in Brussels: everyone is at work, no weekend is near.
MORNING = datetime(2027, 2, 2, 8, 0, tzinfo=UTC)


def workspace(slug: str = "tidewell") -> Workspace:
    """Return a test workspace with its program."""
    made = Workspace.objects.create(slug=slug, kind=Workspace.Kind.TEST)
    with opened(made):
        Program(
            name=f"{slug.capitalize()} references", vendor_name=slug.capitalize(), time_zone="Europe/Brussels"
        ).save()
    return made


def member(name: str, *roles: Role, domain: str = "tidewell.example", time_zone: str = "Europe/Brussels") -> Member:
    address = f"{name.split()[0].lower()}@{domain}"
    return invite_member(address, name, roles, by=SETUP, time_zone=time_zone)


@dataclass
class Company:
    """A workspace with everyone in it. Attributes are rows; open the workspace before touching them."""

    workspace: Workspace
    ben: Member
    amara: Member
    lucia: Member
    priya: Member
    elin: Member
    ada: Member
    kestrel: Account
    nordhaven: Account
    harbourline: Account
    maya: Advocate
    ingrid: Advocate
    daniel: Contact
    deal: Opportunity

    def run(self, **later: float) -> None:
        """Let everything that is due happen; with days=, hours= or minutes= let that time pass first."""
        until = None
        if later:
            with opened(self.workspace):
                until = clock.now() + timedelta(**later)
        jobs.run_due(self.workspace, until=until)

    def request(self, advocate: Advocate | None = None, **fields: Any) -> ReferenceRequest:
        """Have Ben ask for a customer's voice in the deal (Maya's, if nobody is named)."""
        wanted: dict[str, Any] = {
            "must_settle": "Will the switch hold up month-end?",
            "attendees": [self.daniel],
        } | fields
        return send_request(self.deal, by=actor_of(self.ben), advocate=advocate or self.maya, **wanted)


@laid
def company(slug: str = "tidewell") -> Company:
    """Build the cast by the verbs, on a working morning."""
    place = workspace(slug)
    clock.move_to(place, MORNING)
    with opened(place):
        made = _company(place, f"{slug}.example")
    jobs.run_due(place)
    return made


def gone_live(made: Company) -> None:
    """Make the company's workspace a live one: real people, and the true clock."""
    Workspace.objects.filter(pk=made.workspace.pk).update(kind=Workspace.Kind.LIVE, clock_offset=timedelta())
    made.workspace.refresh_from_db()


def _company(place: Workspace, domain: str) -> Company:
    ben = member("Ben Whitlock", Role.REP, domain=domain)
    amara = member("Amara Diallo", Role.OWNER, domain=domain)
    lucia = member("Lucia Ferro", Role.OWNER, domain=domain)
    priya = member("Priya Nair", Role.MANAGER, domain=domain)
    elin = member("Elin Berg", Role.LEADER, domain=domain)
    ada = member("Ada Okoye", Role.ADMIN, domain=domain)
    kestrel = customer("Kestrel Freight", owner=amara, deputy=lucia)
    nordhaven = customer("Nordhaven Shipping", owner=lucia, deputy=amara)
    deal_made = deal("Harbourline Logistics", owner=ben, domain="harbourline.example")
    daniel = deal_made.contacts.get()
    return Company(
        workspace=place,
        ben=ben,
        amara=amara,
        lucia=lucia,
        priya=priya,
        elin=elin,
        ada=ada,
        kestrel=kestrel,
        nordhaven=nordhaven,
        harbourline=deal_made.account,
        maya=advocate(kestrel, "Maya Okafor", nominated_by=amara),
        ingrid=advocate(nordhaven, "Ingrid Solheim", nominated_by=lucia),
        daniel=daniel,
        deal=deal_made,
    )


def deal(prospect: str, *, owner: Member, domain: str = "prospect.example") -> Opportunity:
    """Make a prospect with one decider and an open deal with it."""
    account = directory.add_account(
        prospect,
        by=SETUP,
        status=Account.Status.PROSPECT,
        industry=directory.term(Vocabulary.INDUSTRY, "Transport & logistics", by=SETUP),
        time_zone="Europe/Amsterdam",
    )
    daniel = directory.add_contact(
        account, "Daniel Reyes", by=SETUP, email=f"daniel@{domain}", job_title="Chief Financial Officer"
    )
    return directory.add_opportunity(
        account,
        "Finance platform",
        by=SETUP,
        owner=owner,
        stage=Stage.PROPOSAL,
        amount=Decimal(480_000),
        close_on=MORNING.date() + timedelta(days=60),
        contacts=[daniel],
        topics=[directory.term(Vocabulary.TOPIC, "Leaving a legacy suite", by=SETUP)],
        products=[directory.term(Vocabulary.PRODUCT, "Consolidation", by=SETUP)],
    )


def customer(name: str, *, owner: Member, deputy: Member | None = None) -> Account:
    """Make a customer with a profile that says what industry it is in, what it uses and what it left."""
    account = directory.add_account(
        name,
        by=SETUP,
        owner=owner,
        deputy=deputy,
        industry=directory.term(Vocabulary.INDUSTRY, "Transport & logistics", by=SETUP),
        time_zone="Europe/Brussels",
    )
    profile = references.start_profile(account, by=SETUP)
    for kind, vocabulary, value in (
        (FactKind.INDUSTRY, Vocabulary.INDUSTRY, "Transport & logistics"),
        (FactKind.PRODUCT, Vocabulary.PRODUCT, "Consolidation"),
        (FactKind.TOPIC, Vocabulary.TOPIC, "Leaving a legacy suite"),
    ):
        references.add_fact(profile, kind, by=SETUP, term=directory.term(vocabulary, value, by=SETUP))
    return account


def advocate(
    account: Account, name: str, *, nominated_by: Member, kinds: tuple[str, ...] = (HelpKind.CALL,)
) -> Advocate:
    """Make an active advocate the honest way: nominated, invited, and agreeing by their own link."""
    address = f"{name.split()[0].lower()}@{account.name.split()[0].lower()}.example"
    contact = directory.add_contact(
        account, name, by=SETUP, email=address, job_title="Group Controller", time_zone="Europe/Brussels"
    )
    made = references.nominate(contact, by=actor_of(nominated_by), because=["great results"])
    references.qualify(made, by=SETUP)
    references.invite(made, by=SETUP)
    references.accept_invitation(made, kinds, by=link_actor(Purpose.INVITATION, made, contact))
    made.refresh_from_db()
    return made


def link_actor(purpose: Purpose, subject: WorkspaceModel, person: Contact | Member) -> Actor:
    """Return the holder of a fresh signed link for this person about this thing."""
    kind: Literal["member", "contact"] = "member" if isinstance(person, Member) else "contact"
    to = links.Recipient(kind, person.pk, person.name)
    return Actor.link(links.issue(purpose, subject, to=to, expires_at=clock.now() + timedelta(days=30)))


def as_customer(ask: Ask) -> Actor:
    """Return the asked customer, acting by the link of the ask."""
    return link_actor(Purpose.ASK, ask, ask.advocate.contact)


def as_owner(ask: Ask) -> Actor:
    assert ask.owner is not None
    return link_actor(Purpose.OWNER_ANSWER, ask, ask.owner)


def as_prospect(ask: Ask, person: Contact, purpose: Purpose = Purpose.PICK_TIME) -> Actor:
    return link_actor(purpose, ask, person)
