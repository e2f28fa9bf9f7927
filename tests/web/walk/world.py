"""A company with one of everything that has an address, each brought to its state by the verbs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.test import Client

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, counter_ask, give_debrief, propose, send_request
from goodword.desk.actions.ruling import change_rules
from goodword.desk.models import Ask, Call, ReferenceRequest, Repair
from goodword.desk.rules.states import AskState
from goodword.directory import actions as directory
from goodword.directory.models import Account, Contact, Opportunity, Term, Vocabulary
from goodword.members.actions import save_view, snooze_card
from goodword.members.models import Member, Role, SavedView, Snooze
from goodword.members.policy import Purpose, actor_of
from goodword.messages.models import Message, MessageState
from goodword.proof.actions import note_sharing
from goodword.proof.models import Story
from goodword.protection import actions as protection
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.models import Advocate, Fact
from goodword.upkeep.actions import choose_many, make_many, merge_contacts
from goodword.upkeep.models import Act, BulkChange, Merge
from tests import cast
from tests.cast import SETUP
from tests.proof.words import days_ahead
from tests.proof.words import quote as said_by_maya
from tests.web.finding.making import Market, customer_with, market
from tests.web.links.making import link
from tests.web.requests.scenes import signed_in

SETTLE = "Will the switch hold up month-end?"


@dataclass
class World(Market):
    """The market with requests in every state, a colleague's deal, and mails in every state."""

    bea: Member
    olga: Member
    umbral: Account
    theirs: Opportunity
    sofia: Advocate
    tomasz: Advocate
    noor: Advocate
    proposed: Advocate
    no_fit: Event
    confirmed: Event
    closed: Event
    elsewhere: Contact
    hold: Hold
    fact: Fact
    story: Story
    quote: Story
    run_out: Story
    noted: Event
    called: ReferenceRequest
    repair: Repair
    countered: ReferenceRequest
    booked: Call
    described: ReferenceRequest
    to_match: ReferenceRequest
    asked: ReferenceRequest
    approved: ReferenceRequest
    answer: Event
    waiting: Message
    unknown: Message
    private_mail: Message
    view: SavedView
    chosen: BulkChange
    made: BulkChange
    put_off: Snooze
    rules_changed: Event
    word: Term
    merged: Merge

    def member(self, name: str) -> Member:
        found = getattr(self, name)
        assert isinstance(found, Member)
        return found

    def client(self, name: str) -> Client:
        return signed_in(self.member(name))

    def ask(self, need: ReferenceRequest) -> Ask:
        """Return the ask that was begun."""
        with opened(self.workspace):
            begun = need.asks.exclude(state=AskState.PLANNED)
            return begun.select_related("need", "owner", "advocate__contact").get()

    def by_link(self, purpose: Purpose, need: ReferenceRequest, who: Contact | Member | Advocate) -> str:
        return link(self, purpose, self.ask(need), who)


@contextmanager
def taken_back() -> Iterator[None]:
    """Let something happen and take it back, so that the next thing finds the world as it was."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def world(slug: str = "tidewell") -> World:
    """Build the world, the oldest things first: time passes between them."""
    company = market(slug)
    with opened(company.workspace):
        bea = cast.member("Bea Lindt", Role.REP, domain=f"{slug}.example")
        olga = cast.member("Olga Petit", Role.OWNER, domain=f"{slug}.example")
        theirs = cast.deal("Fernmark Rail", owner=bea, domain="fernmark.example")
        gone = cast.deal("Fernmark Ports", owner=bea, domain="fernmark-ports.example")
        docks = customer_with(company.lucia, "Silent Docks", "Transport & logistics", "Benelux", "Dirk Aalto")
        hold = protection.place_hold(docks, by=actor_of(company.lucia), reason="Renewal talks")
        noor = cast.advocate(company.kestrel, "Noor Haddad", nominated_by=company.amara)
        sofia = Advocate.objects.get(contact__name="Sofia Lindqvist")
        tomasz = Advocate.objects.get(contact__name="Tomasz Zielinski")
    called, repair = _called(company, sofia)
    countered = _countered(company, tomasz)
    booked = _booked(company)
    with opened(company.workspace):
        described = _described(company)
        to_match = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle=SETTLE)
        asked = company.request(company.maya)
        approved = company.request(noor)
    company.run()
    with opened(company.workspace):
        rules_changed = change_rules({"desk.waits.draft_program": 48}, by=actor_of(company.ada))
        assert rules_changed is not None
        word, _ = (directory.term(Vocabulary.COMPETITOR, name, by=SETUP) for name in ("Ports", "Harbours"))
        approve_ask(approved.asks.get(rank=0), by=actor_of(company.amara))
        elsewhere = directory.add_contact(company.kestrel, "Sol Ferreira", by=SETUP, email="sol@kestrel.example")
        newcomer = directory.add_contact(company.kestrel, "Kai Brandt", by=SETUP, email="kai@kestrel.example")
        proposed = references.nominate(newcomer, by=actor_of(company.ben), because=["great results"])
        refused = directory.add_contact(company.kestrel, "Lea Brandt", by=SETUP, email="lea@kestrel.example")
        no_fit = references.not_a_fit(references.nominate(refused, by=SETUP), by=SETUP, why="Too early")
        mails = Message.objects.filter(private=False).order_by("created_at")
        sent = Story.objects.get(text="Nobody asked for the old system back.")
        waiting, unknown = mails.filter(person_kind="member")[:2]
        # As a worker leaves them that waits, or died after hand-over; the phases are tested with the messages.
        Message.objects.filter(pk=waiting.pk).update(state=MessageState.QUEUED, sent_at=None)
        Message.objects.filter(pk=unknown.pk).update(state=MessageState.UNKNOWN, last_error="No answer: timed out")
        return World(
            **vars(company),
            bea=bea,
            olga=olga,
            umbral=company.private.profile.account,
            theirs=theirs,
            sofia=sofia,
            tomasz=tomasz,
            noor=noor,
            proposed=proposed,
            no_fit=no_fit,
            confirmed=references.confirm_profile(company.maya.profile, by=actor_of(company.amara)),
            closed=directory.close_opportunity(gone, by=actor_of(bea), won=False),
            elsewhere=elsewhere,
            hold=hold,
            fact=Fact.objects.standing().filter(profile__account=company.kestrel).order_by("pk")[0],
            story=Story.objects.get(title="One calendar for fourteen sites"),
            quote=sent,
            run_out=said_by_maya(company, expires_on=days_ahead(-1)),
            noted=note_sharing(sent, company.deal, by=actor_of(company.ben)),
            called=called,
            repair=repair,
            countered=countered,
            booked=booked,
            described=described,
            to_match=to_match,
            asked=asked,
            approved=approved,
            answer=Event.objects.get(name="ask.approved", subject_id=approved.asks.get(rank=0).pk),
            waiting=waiting,
            unknown=unknown,
            rules_changed=rules_changed,
            word=word,
            private_mail=Message.objects.filter(private=True).order_by("created_at")[0],
            chosen=choose_many(
                Act.HOLD_CUSTOMER, [company.kestrel.pk], by=actor_of(company.lucia), back_to="/accounts"
            ),
            made=_made(company),
            view=save_view("accounts", "Rail only", "q=Rail", by=actor_of(bea), shared=True),
            merged=_merged(company),
            put_off=snooze_card("mails", clock.now().date() + timedelta(days=5), by=actor_of(company.priya)),
        )


def _owner_says_yes(company: Market, need: ReferenceRequest, owner: Member) -> Ask:
    with opened(company.workspace):
        approve_ask(need.asks.get(rank=0), by=actor_of(owner))
    company.run(minutes=11)
    with opened(company.workspace):
        return need.asks.get(rank=0)


def _made(company: Market) -> BulkChange:
    """Have an owner change a deputy the way many are changed, with the undo still open."""
    change = choose_many(Act.DEPUTY, [company.nordhaven.pk], by=actor_of(company.lucia), back_to="/accounts")
    make_many(change, {"member": str(company.priya.pk)}, by=actor_of(company.lucia))
    return change


def _merged(company: Market) -> Merge:
    """Have an owner make two entries of one person one, with the undo still open."""
    first, second = (directory.add_contact(company.nordhaven, name, by=SETUP) for name in ("Ines Roth", "I. Roth"))
    return merge_contacts(first, second, by=actor_of(company.lucia))


def _called(company: Market, sofia: Advocate) -> tuple[ReferenceRequest, Repair]:
    """Have a call held that the customer did not like."""
    with opened(company.workspace):
        when = clock.now() + timedelta(days=2)
        need = company.request(sofia, times=[Offer(when, "Europe/Amsterdam")])
    ask = _owner_says_yes(company, need, company.lucia)
    with opened(company.workspace):
        accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
    company.run(days=2, hours=1)
    with opened(company.workspace):
        ask.refresh_from_db()
        give_debrief(ask, "advocate", "not_again", by=cast.as_customer(ask))
    company.run(minutes=11)
    with opened(company.workspace):
        return need, Repair.objects.get(ask=ask)


def _countered(company: Market, tomasz: Advocate) -> ReferenceRequest:
    """Have a customer say yes with two times of their own."""
    with opened(company.workspace):
        need = company.request(tomasz)
    ask = _owner_says_yes(company, need, company.lucia)
    with opened(company.workspace):
        times = [Offer(clock.now() + timedelta(days=days), "Europe/Brussels") for days in (4, 5)]
        counter_ask(ask, times, by=cast.as_customer(ask))
    company.run(minutes=11)
    return need


def _booked(company: Market) -> Call:
    """Have a customer take the buyer's time, three weeks ahead."""
    with opened(company.workspace):
        helper = customer_with(company.lucia, "Early Barges", "Transport & logistics", "Benelux", "Pia Storm")
        need = company.request(helper, times=[Offer(clock.now() + timedelta(days=21), "Europe/Amsterdam")])
    ask = _owner_says_yes(company, need, company.lucia)
    with opened(company.workspace):
        accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
    company.run(minutes=11)
    with opened(company.workspace):
        return Call.objects.get(need=need)


def _described(company: Market) -> ReferenceRequest:
    """Have the program ask the owner of a private reference for a rep who only read its description."""
    need = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle=SETTLE)
    propose(need, company.private, by=actor_of(company.priya))
    return need
