"""Where the demo plays: everyone by name, and what a scene may need of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from goodword.core import clock, links
from goodword.core.actors import Actor
from goodword.core.models import Workspace
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.statements import Kept
from goodword.demo.hours import agreeable_times
from goodword.desk import actions as desk
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.attending import attendees_of
from goodword.directory.models import Account, Contact, Opportunity, Term
from goodword.members.models import Member
from goodword.members.policy import Purpose, actor_of
from goodword.references.models import Advocate, HelpKind

# A scene that yields this goes on at the very end, at the present moment.
AT_LAST = timedelta.max

_REQUESTS = Kept[ReferenceRequest](
    lambda deal: ReferenceRequest.objects.filter(opportunity=deal).order_by("-created_at")[:1]
)


@dataclass(frozen=True, slots=True)
class Working:
    """A wait of so much working time, on the clock of whoever is waited for."""

    time: timedelta
    zone: str


# What a scene waits for: working time of the program, of somebody elsewhere, or a moment of its own.
Wait = timedelta | Working | datetime
SPARED_FOR = timedelta(days=190)
LINKS_LAST = timedelta(days=30)
QUESTIONS = {
    "Leaving spreadsheets": "What did you keep on paper, and why?",
    "Getting crews to use it": "Who was against it, and what changed their mind?",
    "Site by site roll-out": "How long did the second site take compared with the first?",
    "Proving savings to finance": "Which number did your finance people believe?",
    "Audit and safety records": "What did your last audit look like?",
    "Connecting old machines": "Which machines could not be connected?",
    "Working without a signal": "What goes wrong when a phone is offline for a day?",
    "Spare parts on time": "How far ahead do you order now?",
}
BEFORE_CLOSE, SOONEST = timedelta(days=14), timedelta(days=17)
ALWAYS_ASKED = "What would you do differently?"


@dataclass
class Stage:
    """The demo workspace and everyone in it. Its methods want the workspace open.

    `ends` is the present moment; the `spared` are the people of today's scenes.
    """

    workspace: Workspace
    ends: datetime
    spared: frozenset[str] = frozenset()
    members: dict[str, Member] = field(default_factory=dict)
    terms: dict[tuple[str, str], Term] = field(default_factory=dict)
    customers: dict[str, Account] = field(default_factory=dict)
    advocates: dict[str, Advocate] = field(default_factory=dict)
    deals: dict[str, Opportunity] = field(default_factory=dict)
    buyers: dict[str, list[Contact]] = field(default_factory=dict)
    prospects: dict[str, list[Contact]] = field(default_factory=dict)
    cut_short: list[str] = field(default_factory=list)

    def today(self) -> date:
        return clock.now().date()

    def spares(self, person: str) -> bool:
        """Say whether somebody is left alone now, so that the scenes of today find them rested."""
        return person in self.spared and clock.now() > self.ends - SPARED_FOR

    def member(self, key: str) -> Actor:
        return actor_of(self.members[key])

    @staticmethod
    def acting(member: Member) -> Actor:
        return actor_of(member)

    def rep_of(self, deal: str) -> Actor:
        return actor_of(self.deals[deal].owner)

    def advocate(self, person: str) -> Advocate:
        """Return an advocate as they stand now, with whoever looks after their company now."""
        return Advocate.objects.get(pk=self.advocates[person].pk)

    def account(self, customer: str) -> Account:
        return Account.objects.get(pk=self.customers[customer].pk)

    def owner_of(self, person: str) -> Actor:
        """Return the account owner of an advocate, answering from the app."""
        return self.owner_of_account(self.advocate(person).profile.account)

    @staticmethod
    def owner_of_account(account: Account) -> Actor:
        if account.owner is None:
            raise LookupError(f"Nobody owns {account}.")
        return actor_of(account.owner)

    def as_customer(self, ask: Ask) -> Actor:
        return self.by_link(Purpose.ASK, ask, ask.advocate.contact)

    def as_prospect(self, ask: Ask, purpose: str = Purpose.PICK_TIME) -> Actor:
        return self.by_link(Purpose(purpose), ask, self.buyers_of(ask)[0])

    def own_page(self, advocate: Advocate) -> Actor:
        return self.by_link(Purpose.OWN_PAGE, advocate, advocate.contact)

    def by_link(self, purpose: Purpose, subject: WorkspaceModel, person: Contact) -> Actor:
        """Return a customer or prospect acting by a signed link, as they would from their mail."""
        to = links.Recipient("contact", person.pk, person.name)
        return Actor.link(links.issue(purpose, subject, to=to, expires_at=clock.now() + LINKS_LAST))

    def request(
        self,
        deal: str,
        person: str | None,
        *,
        settle: str,
        times: tuple[desk.Offer, ...] = (),
        help_kind: str = HelpKind.CALL,
    ) -> ReferenceRequest:
        opportunity = self.deals[deal]
        topics = list(opportunity.topics.all())
        return desk.send_request(
            opportunity,
            by=self.rep_of(deal),
            advocate=self.advocate(person) if person else None,
            must_settle=settle,
            help_kind=help_kind,
            topics=topics,
            questions=[*(QUESTIONS[term.name] for term in topics), ALWAYS_ASKED],
            attendees=self.buyers[deal],
            need_by=_need_by(opportunity),
            times=times,
        )

    def propose(self, deal: str, person: str) -> Ask:
        return desk.propose(self.newest_request(deal), self.advocate(person), by=self.member("noemie"))

    def newest_request(self, deal: str) -> ReferenceRequest:
        need = _REQUESTS(deal=self.deals[deal].pk)[0]
        need.opportunity = self.deals[deal]
        return need

    def ask(self, deal: str, person: str) -> Ask:
        return self.newest_request(deal).asks.get(advocate=self.advocates[person].pk)

    def three_times(self, ask: Ask, *, after: int = 1) -> list[desk.Offer]:
        """Return three times that suit both sides, the first some working days ahead."""
        customer, buyer = ask.advocate.contact, self.buyers_of(ask)[0]
        since = clock.now() + timedelta(days=after - 1)
        slots = agreeable_times(buyer.zone, customer.zone, since, timedelta(minutes=ask.need.minutes))
        return [desk.Offer(slot.start, customer.zone) for slot in slots]

    def prospect_times(self, deal: str, person: str) -> tuple[desk.Offer, ...]:
        """Return three times of the buyer's that lie in the customer's working hours too."""
        buyer, customer = self.buyers[deal][0], self.advocates[person].contact
        slots = agreeable_times(buyer.zone, customer.zone, clock.now() + timedelta(days=7), timedelta(minutes=30))
        return tuple(desk.Offer(slot.start, buyer.zone) for slot in slots)

    def buyers_of(self, ask: Ask) -> list[Contact]:
        return [row.contact for row in attendees_of(ask.need)]


def _need_by(deal: Opportunity) -> date | None:
    """Return the day a rep would leave in the sheet, two weeks before the deal closes; none where that hurries anyone."""
    if deal.close_on is None:
        return None
    wanted = deal.close_on - BEFORE_CLOSE
    wanted -= timedelta(days=max(0, wanted.weekday() - 4))  # the Friday before a weekend
    return wanted if wanted >= clock.now().date() + SOONEST else None
