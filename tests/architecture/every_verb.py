"""Every verb with a call that is right for somebody, and one of everything a verb can be called on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.desk import actions as desk
from goodword.desk.actions import ruling
from goodword.desk.actions.freshening import ask_fresh_link
from goodword.desk.actions.picking import pick_offered_time
from goodword.desk.models import Ask, Debrief, ReferenceRequest, Repair
from goodword.directory import actions as directory
from goodword.directory.actions import lists
from goodword.directory.models import Account, Contact, Opportunity, Term, Vocabulary
from goodword.insights import actions as insights
from goodword.matching import actions as matching
from goodword.members import actions as members
from goodword.members.models import Role, SavedView, Snooze
from goodword.members.policy import Purpose, actor_of
from goodword.messages import actions as messages
from goodword.messages.models import Message
from goodword.proof import actions as proof
from goodword.proof.actions import own_words
from goodword.proof.models import Clearance, Story
from goodword.protection import actions as protection
from goodword.protection.actions import own_will as protection_will
from goodword.protection.models import Hold
from goodword.recognition import actions as recognition
from goodword.references import actions as references
from goodword.references.actions import dial, own_will
from goodword.references.models import Fact, FactKind, HelpKind, OwnerMode, Visibility
from goodword.upkeep import actions as upkeep
from goodword.upkeep.models import Act, BulkChange, Merge
from tests import cast
from tests.cast import SETUP, Company, link_actor


@dataclass
class Scene:
    """The company with one of everything a verb can be called on."""

    company: Company
    need: ReferenceRequest
    ask: Ask
    repair: Repair
    fact: Fact
    story: Story
    hold: Hold
    message: Message
    snooze: Snooze
    link: SignedLink
    event: Event
    stopped: Event
    withdrawn: Event
    shared: Event
    silenced: Event
    no_fit: Event
    confirmed: Event
    closed: Event
    asked_to_confirm: Event
    olu: Contact
    view: SavedView
    chosen: BulkChange
    made: BulkChange
    rules_changed: Event
    word: Term
    twin: Term
    double: Account
    merged: Merge

    @property
    def account(self) -> Account:
        return self.company.kestrel

    @property
    def deal(self) -> Opportunity:
        return self.company.deal

    def later(self) -> list[desk.Offer]:
        return [desk.Offer(clock.now() + timedelta(days=5), "Europe/Brussels")]


Call = Callable[[Scene, Actor], object]
CALLS: dict[str, Call] = {
    "members.invite_member": lambda s, by: members.invite_member("x@y.example", "X", [Role.ADMIN], by=by),
    "members.invite_again": lambda s, by: members.invite_again(s.company.ben, by=by),
    "members.set_password": lambda s, by: members.set_password(s.company.ada, "correct horse battery", by=by),
    "members.say_name": lambda s, by: members.say_name(s.company.ada, "Ada Lovelace", by=by),
    "members.change_self": lambda s, by: members.change_self(
        s.company.ada, name="X", time_zone="UTC", language="en", by=by
    ),
    "members.change_program": lambda s, by: members.change_program(
        name="X",
        vendor_name="X",
        vendor_product="",
        accent="",
        sender_address="",
        time_zone="UTC",
        currency="USD",
        by=by,
    ),
    "members.change_roles": lambda s, by: members.change_roles(s.company.ben, [Role.ADMIN], by=by),
    "members.change_days_off": lambda s, by: members.change_days_off(closed_on=[], public_holidays=False, by=by),
    "members.make_way_in": lambda s, by: members.make_way_in(s.company.ada, by=by),
    "members.remove_member": lambda s, by: members.remove_member(s.company.ben, by=by),
    "members.save_view": lambda s, by: members.save_view("accounts", "X", "", by=by),
    "members.change_view": lambda s, by: members.change_view(s.view, by=by, name="X", shared=True, pinned=True),
    "members.remove_view": lambda s, by: members.remove_view(s.view, by=by),
    "members.see_notices": lambda s, by: members.see_notices(s.company.ben, by=by),
    "members.snooze_card": lambda s, by: members.snooze_card("mails", clock.now().date() + timedelta(days=2), by=by),
    "members.bring_card_back": lambda s, by: members.bring_card_back(s.snooze, by=by),
    "members.close_first_steps": lambda s, by: members.close_first_steps(by=by),
    "directory.add_word": lambda s, by: lists.add_word(Vocabulary.TOPIC, "A new word", by=by),
    "directory.rename_word": lambda s, by: lists.rename_word(s.word, "Another name", by=by),
    "directory.set_other_names": lambda s, by: lists.set_other_names(s.word, ["Another name"], by=by),
    "directory.merge_words": lambda s, by: lists.merge_words(s.word, s.twin, by=by),
    "directory.retire_word": lambda s, by: lists.retire_word(s.word, by=by),
    "directory.restore_word": lambda s, by: lists.restore_word(s.word, by=by),
    "directory.place_word": lambda s, by: lists.place_word(s.word, 1, by=by),
    "directory.add_account": lambda s, by: directory.add_account("X", by=by),
    "directory.change_account": lambda s, by: directory.change_account(s.account, by=by, city="X"),
    "directory.set_owners": lambda s, by: directory.set_owners(s.account, by=by, owner=None),
    "directory.add_contact": lambda s, by: directory.add_contact(s.account, "X", by=by),
    "directory.change_contact": lambda s, by: directory.change_contact(s.olu, by=by, name="X"),
    "directory.add_opportunity": lambda s, by: directory.add_opportunity(s.account, "X", by=by, owner=s.company.ben),
    "directory.change_opportunity": lambda s, by: directory.change_opportunity(s.deal, by=by, name="X"),
    "directory.close_opportunity": lambda s, by: directory.close_opportunity(s.deal, by=by, won=True),
    "directory.reopen_opportunity": lambda s, by: directory.reopen_opportunity(s.closed, by=by),
    "directory.term": lambda s, by: directory.term(Vocabulary.TOPIC, "X", by=by),
    "directory.add_group": lambda s, by: directory.add_group("X", by=by),
    "directory.name_rivals": lambda s, by: directory.name_rivals(s.account, s.company.harbourline, by=by),
    "references.give_consent": lambda s, by: references.give_consent(s.company.maya, HelpKind.PRESS, by=by),
    "references.claim_consent": lambda s, by: references.claim_consent(
        s.company.maya, HelpKind.PRESS, by=by, evidence="Said so"
    ),
    "references.revoke_consent": lambda s, by: references.revoke_consent(s.company.maya, HelpKind.CALL, by=by),
    "references.set_dial": lambda s, by: references.set_dial(s.company.maya, by=by, per_year=1),
    "references.set_off_limits": lambda s, by: references.set_off_limits(s.company.maya, ["prices"], by=by),
    "references.set_own_visibility": lambda s, by: references.set_own_visibility(
        s.company.maya, Visibility.MASKED, by=by
    ),
    "references.add_fact": lambda s, by: references.add_fact(s.company.maya.profile, FactKind.RESULT, by=by, value="X"),
    "references.add_facts": lambda s, by: references.add_facts(
        s.company.maya.profile, [references.Statement(FactKind.RESULT, value="X")], by=by
    ),
    "references.verify_fact": lambda s, by: references.verify_fact(s.fact, by=by),
    "references.withdraw_fact": lambda s, by: references.withdraw_fact(s.fact, by=by),
    "references.nominate": lambda s, by: references.nominate(s.olu, by=by),
    "references.qualify": lambda s, by: references.qualify(s.company.maya, by=by),
    "references.not_a_fit": lambda s, by: references.not_a_fit(s.company.maya, by=by),
    "references.take_back_decision": lambda s, by: references.take_back_decision(s.no_fit, by=by),
    "references.invite": lambda s, by: references.invite(s.company.maya, by=by),
    "references.accept_invitation": lambda s, by: references.accept_invitation(
        s.company.maya, [HelpKind.CALL], by=by, evidence="Said so"
    ),
    "references.decline_invitation": lambda s, by: references.decline_invitation(s.company.maya, by=by),
    "references.lapse": lambda s, by: references.lapse(s.company.maya, by=by),
    "references.leave": lambda s, by: references.leave(s.company.maya, by=by),
    "references.take_back": lambda s, by: own_will.take_back(s.stopped, by=by),
    "references.set_languages": lambda s, by: dial.set_languages(s.company.maya, ["fr"], by=by),
    "references.note_download": lambda s, by: own_will.note_download(s.company.maya, by=by),
    "references.start_profile": lambda s, by: references.start_profile(s.account, by=by),
    "references.confirm_profile": lambda s, by: references.confirm_profile(s.company.maya.profile, by=by),
    "references.take_back_confirmation": lambda s, by: references.take_back_confirmation(s.confirmed, by=by),
    "references.ask_to_confirm": lambda s, by: references.ask_to_confirm(s.company.ingrid.profile, by=by),
    "references.withdraw_check_in": lambda s, by: references.withdraw_check_in(s.asked_to_confirm, by=by),
    "references.tag_advocate": lambda s, by: references.tag_advocate(
        s.company.maya, directory.term(Vocabulary.TAG, "Panel", by=SETUP), by=by
    ),
    "references.untag_advocate": lambda s, by: references.untag_advocate(
        s.company.maya, directory.term(Vocabulary.TAG, "Board", by=SETUP), by=by
    ),
    "references.set_visibility": lambda s, by: references.set_visibility(
        s.company.maya.profile, Visibility.PUBLIC, by=by
    ),
    "references.set_owner_mode": lambda s, by: references.set_owner_mode(
        s.company.maya.profile, OwnerMode.TELL_ME, by=by
    ),
    "proof.add_story": lambda s, by: proof.add_story(s.company.maya.profile, by=by, title="X", text="X"),
    "proof.add_quote": lambda s, by: proof.add_quote(s.company.maya.profile, "X", by=by),
    "proof.change_story": lambda s, by: proof.change_story(s.story, by=by, title="X"),
    "proof.clear": lambda s, by: proof.clear(s.story, Clearance.PUBLIC, by=by),
    "proof.withdraw": lambda s, by: proof.withdraw(s.story, by=by),
    "proof.restore": lambda s, by: proof.restore(s.withdrawn, by=by),
    "proof.note_sharing": lambda s, by: proof.note_sharing(s.story, s.deal, by=by),
    "proof.take_sharing_back": lambda s, by: proof.take_sharing_back(s.shared, by=by),
    "proof.renew_own_words": lambda s, by: proof.renew_own_words(s.story, by=by),
    "proof.stop_using": lambda s, by: proof.stop_using(s.story, by=by),
    "proof.take_back": lambda s, by: own_words.take_back(s.silenced, by=by),
    "protection.place_hold": lambda s, by: protection.place_hold(s.account, by=by),
    "protection.pause": lambda s, by: protection.pause(s.company.maya, by=by),
    "protection.take_back": lambda s, by: protection_will.take_back(s.stopped, by=by),
    "protection.lift_hold": lambda s, by: protection.lift_hold(s.hold, by=by),
    "protection.log_elsewhere": lambda s, by: protection.log_elsewhere(
        s.company.maya, HelpKind.CALL, by=by, on=clock.now().date()
    ),
    "upkeep.choose_many": lambda s, by: upkeep.choose_many(Act.HOLD_CUSTOMER, [s.account.pk], by=by),
    "upkeep.make_many": lambda s, by: upkeep.make_many(s.chosen, {}, by=by),
    "upkeep.take_back_many": lambda s, by: upkeep.take_back_many(s.made, by=by),
    "upkeep.look_at_merge": lambda s, by: upkeep.look_at_merge(s.company.maya.contact, s.olu, by=by),
    "upkeep.merge_contacts": lambda s, by: upkeep.merge_contacts(s.company.maya.contact, s.olu, by=by),
    "upkeep.merge_accounts": lambda s, by: upkeep.merge_accounts(s.account, s.double, by=by),
    "upkeep.undo_merge": lambda s, by: upkeep.undo_merge(s.merged, by=by),
    "upkeep.note_export": lambda s, by: upkeep.note_export("accounts", 1, by=by),
    "desk.ask_to_renew": lambda s, by: desk.ask_to_renew(s.story, by=by),
    "desk.propose": lambda s, by: desk.propose(s.need, s.company.ingrid, by=by),
    "desk.pick_time": lambda s, by: desk.pick_time(s.ask, s.need.times.first(), by=by),
    "desk.pick_offered_time": lambda s, by: pick_offered_time(s.ask, s.need.times.first(), by=by),
    "desk.offer_times": lambda s, by: desk.offer_times(s.ask, s.later(), by=by),
    "desk.move_call": lambda s, by: desk.move_call(s.ask, s.later(), by=by),
    "desk.call_off": lambda s, by: desk.call_off(s.ask, by=by),
    "desk.accept_ask": lambda s, by: desk.accept_ask(s.ask, s.need.times.get(), by=by),
    "desk.counter_ask": lambda s, by: desk.counter_ask(s.ask, s.later(), by=by),
    "desk.decline_ask": lambda s, by: desk.decline_ask(s.ask, by=by),
    "desk.give_debrief": lambda s, by: desk.give_debrief(s.ask, Debrief.Side.ADVOCATE, "not_again", by=by),
    "desk.close_repair": lambda s, by: desk.close_repair(s.repair, by=by, note="Talked"),
    "desk.ask_fresh_link": lambda s, by: ask_fresh_link(s.link, by=by),
    "desk.approve_ask": lambda s, by: desk.approve_ask(s.ask, by=by),
    "desk.decline_as_owner": lambda s, by: desk.decline_as_owner(s.ask, by=by),
    "desk.send_request": lambda s, by: desk.send_request(s.deal, by=by, advocate=s.company.ingrid, must_settle="X"),
    "desk.change_need_by": lambda s, by: desk.change_need_by(s.need, None, by=by),
    "desk.change_kind": lambda s, by: desk.change_kind(s.need, HelpKind.WRITTEN, by=by),
    "desk.close_with_proof": lambda s, by: desk.close_with_proof(s.need, by=by),
    "desk.set_how_to_join": lambda s, by: desk.set_how_to_join(s.need, "https://meet.example/ben", by=by),
    "desk.agree_to_write": lambda s, by: desk.agree_to_write(s.ask, by=by),
    "desk.save_answers": lambda s, by: desk.save_answers(s.ask, {}, by=by),
    "desk.send_answers": lambda s, by: desk.send_answers(s.ask, by=by, seal=""),
    "desk.withdraw_request": lambda s, by: desk.withdraw_request(s.need, by=by),
    "desk.undo": lambda s, by: desk.undo(s.event, by=by),
    "desk.change_rules": lambda s, by: ruling.change_rules({"protection.per_year": 3}, by=by),
    "desk.put_rules_back": lambda s, by: ruling.put_rules_back(s.rules_changed, by=by),
    "matching.change_weights": lambda s, by: matching.change_weights({"facts.industry": 1.0}, by=by),
    "insights.note_shown": lambda s, by: insights.note_shown(s.need, [], {}, version="2", by=by),
    "desk.keep_rules": lambda s, by: ruling.keep_rules(by=by),
    "messages.try_mail": lambda s, by: messages.try_mail(s.company.priya, by=by),
    "messages.deliver_now": lambda s, by: messages.deliver_now(s.message, by=by),
    "messages.settle_unknown": lambda s, by: messages.settle_unknown(s.message, arrived=True, by=by),
    "recognition.thank": lambda s, by: recognition.thank(s.company.amara, by=by),
}


@contextmanager
def one_of_everything() -> Iterator[Scene]:
    """Bring one of everything into being: an ask with its customer, a hold, a story, a mail, an answer to take back."""
    company = cast.company()
    with opened(company.workspace):
        olu = directory.add_contact(company.kestrel, "Olu Bright", by=SETUP)
        times = [desk.Offer(clock.now() + timedelta(days=3), "Europe/Brussels")]
        need = company.request(times=times)
        ask = need.asks.get(advocate=company.maya)
        desk.approve_ask(ask, by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        ask.refresh_from_db()
        desk.accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
        repair = Repair(ask=ask, opened_at=clock.now(), due_at=clock.now())
        repair.save()
        own = link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        references.give_consent(company.maya, HelpKind.SPEAKING, by=own)
        references.revoke_consent(company.maya, HelpKind.SPEAKING, by=own)
        message = Message.objects.filter(kind="E07").latest("created_at")
        withdrawn = proof.withdraw(told(company), by=actor_of(company.priya))
        assert withdrawn is not None
        rules_changed = ruling.change_rules({"desk.waits.draft": 17}, by=SETUP)
        assert rules_changed is not None
        word, twin = (directory.term(Vocabulary.TOPIC, name, by=SETUP) for name in ("Ports", "Harbours"))
        yield Scene(
            company=company,
            need=need,
            ask=ask,
            repair=repair,
            fact=Fact.objects.filter(profile=company.maya.profile)[0],
            story=proof.add_story(company.maya.profile, by=SETUP, title="A story", text="Told.", advocate=company.maya),
            hold=protection.open_repair_hold(company.maya, by=SETUP),
            message=message,
            snooze=members.snooze_card("mails", clock.now().date() + timedelta(days=5), by=actor_of(company.priya)),
            link=message.link_rows[0][0],
            event=Event.objects.filter(name="ask.accepted").latest("number"),
            stopped=Event.objects.filter(name="consent.revoked").latest("number"),
            withdrawn=withdrawn,
            shared=proof.note_sharing(
                told(company, clearance=Clearance.PUBLIC), company.deal, by=actor_of(company.ben)
            ),
            silenced=proof.stop_using(told(company, advocate=company.maya), by=own),
            no_fit=_no_fit(company),
            confirmed=references.confirm_profile(company.maya.profile, by=SETUP),
            closed=_closed(company),
            asked_to_confirm=references.ask_to_confirm(company.maya.profile, by=SETUP),
            olu=olu,
            chosen=upkeep.choose_many(Act.HOLD_CUSTOMER, [company.kestrel.pk], by=actor_of(company.priya)),
            made=_made(company),
            view=members.save_view("accounts", "Rail", "q=Rail", by=actor_of(company.ben)),
            rules_changed=rules_changed,
            word=word,
            twin=twin,
            double=cast.customer("Kestrel Freight NV", owner=company.amara),
            merged=_merged(company),
        )


def _no_fit(company: Company) -> Event:
    proposed = directory.add_contact(company.kestrel, "Lea Brandt", by=SETUP)
    return references.not_a_fit(references.nominate(proposed, by=SETUP), by=SETUP, why="Too early")


def _closed(company: Company) -> Event:
    return directory.close_opportunity(cast.deal("Fernmark Rail", owner=company.ben), by=SETUP, won=False)


def _made(company: Company) -> BulkChange:
    change = upkeep.choose_many(Act.DEPUTY, [company.nordhaven.pk], by=actor_of(company.priya))
    upkeep.make_many(change, {"member": str(company.priya.pk)}, by=actor_of(company.priya))
    return change


def _merged(company: Company) -> Merge:
    first, second = (directory.add_contact(company.nordhaven, name, by=SETUP) for name in ("Ines Roth", "I. Roth"))
    return upkeep.merge_contacts(first, second, by=actor_of(company.priya))


def told(company: Company, **fields: Any) -> Story:
    return proof.add_quote(company.maya.profile, "It closes.", by=SETUP, **fields)
