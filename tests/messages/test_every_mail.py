"""Every mail this release writes, from the event that makes it to the parts a reader gets."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from goodword.core import clock, jobs
from goodword.core.tenancy import opened
from goodword.desk.models import Answer, ReferenceRequest, Repair
from goodword.directory.actions import set_owners
from goodword.directory.policy import HAND_OVER
from goodword.members.policy import Purpose
from goodword.messages import smtp
from goodword.messages.actions import Person, send_code
from goodword.messages.models import Message, MessageState
from goodword.messages.reactions import check_in as ask_to_confirm
from goodword.messages.reactions import deputies, nomination
from goodword.proof.actions import stop_using
from goodword.proof.models import Clearance, Story
from goodword.protection import actions as protection
from goodword.protection.models import Override
from goodword.recognition.models import Assist, Thanks
from goodword.references import actions as references
from goodword.references.models import Advocate, Consent
from tests import cast
from tests.messages.house import TUESDAY_CALL, House, built, happened

DAY = timedelta(days=1)


def _owner_asked(house: House) -> None:
    happened("ask.owner_asked", house.ask, thread=house.need.pk)


def _deputy_asked(house: House) -> None:
    happened("ask.deputy_asked", house.ask, thread=house.need.pk)


def _owner_told(house: House) -> None:
    happened("ask.owner_told", house.ask, thread=house.need.pk)


def _pre_approved(house: House) -> None:
    happened("ask.pre_approved", house.put("owner_ok"), thread=house.need.pk, why="pre_approved")


def _owner_reminded(house: House) -> None:
    happened("ask.owner_reminded", house.ask, thread=house.need.pk)


def _customer_asked(house: House) -> None:
    house.offer(TUESDAY_CALL, TUESDAY_CALL + DAY)
    house.customer.informed = house.deputy
    house.customer.save()
    happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)


def _asked_by_owner(house: House) -> None:
    happened("ask.customer_asked", house.put("customer_pending", owner_asks_personally=True), thread=house.need.pk)


def _reminded(house: House) -> None:
    happened("ask.customer_reminded", house.put("customer_pending"), thread=house.need.pk)


def _countered(house: House) -> None:
    house.offer(TUESDAY_CALL, TUESDAY_CALL + DAY, by="advocate", ask=house.ask)
    happened("ask.countered", house.put("countered"), thread=house.need.pk)


def _times_offered(house: House) -> None:
    house.offer(TUESDAY_CALL, by="prospect", ask=house.ask)
    happened("ask.times_offered", house.put("countered"), thread=house.need.pk, side="prospect")


def _prospect_reminded(house: House) -> None:
    house.offer(TUESDAY_CALL, by="advocate", ask=house.ask)
    happened("ask.prospect_reminded", house.put("countered"), thread=house.need.pk)


def _cancelled(house: House) -> None:
    happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
    Message.objects.filter(kind="E07").update(state=MessageState.SENT)
    happened(
        "ask.cancelled", house.put("cancelled"), thread=house.need.pk, before="customer_pending", why="request_closed"
    )


def _booked(house: House) -> None:
    call = house.book()
    happened("ask.booked", house.ask, thread=house.need.pk, call=str(call.pk), again=False)


def _rescheduled(house: House) -> None:
    house.book()
    house.offer(TUESDAY_CALL + DAY, by="advocate", ask=house.ask)
    happened("ask.rescheduled", house.put("countered"), thread=house.need.pk, before="booked", side="advocate")


def _called_off(house: House) -> None:
    house.book()
    happened("ask.called_off", house.put("cancelled"), thread=house.need.pk, before="booked", side="prospect")


def _joining_set(house: House) -> None:
    call = house.book()
    happened("call.joining_set", house.ask, thread=house.need.pk, call=str(call.pk), set=True)


def _in_writing(house: House) -> None:
    """Ask for written answers instead, with the customer's yes to them on file."""
    ReferenceRequest.objects.filter(pk=house.need.pk).update(help_kind="written")
    house.need.refresh_from_db()
    house.ask.need = house.need
    Consent(advocate=house.maya, help_kind="written", act="given", wording="Yes.", channel="link").save()


def _asked_to_write(house: House) -> None:
    _in_writing(house)
    happened("ask.owner_asked", house.ask, thread=house.need.pk)
    happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
    happened("ask.customer_reminded", house.put("customer_pending"), thread=house.need.pk)


def _writes(house: House) -> None:
    _in_writing(house)
    happened("ask.writing", house.put("booked"), thread=house.need.pk)
    happened("ask.customer_reminded", house.put("booked"), thread=house.need.pk)


def _wrote(house: House) -> None:
    _in_writing(house)
    Answer(ask=house.ask, question=house.need.questions.get(), text="How quick it was.").save()
    happened("ask.answered", house.put("held", answered_at=clock.now()), thread=house.need.pk)
    happened("answers.over", house.ask, thread=house.need.pk)


def _stood_by(house: House) -> None:
    happened("ask.stood_by", house.put("planned"), thread=house.need.pk, before="owner_pending", deputy=True)


def _not_held(house: House) -> None:
    house.book(clock.now() - timedelta(hours=2))
    happened("ask.no_show", house.put("no_show"), thread=house.need.pk, before="booked")


def _declined(house: House) -> None:
    happened("ask.declined", house.put("declined"), thread=house.need.pk, before="customer_pending")


def _nobody_left(house: House) -> None:
    house.put("declined")
    happened("request.nobody_left", house.need, thread=house.need.pk)


def _over(house: House) -> None:
    call = house.book(clock.now() - timedelta(hours=2))
    happened("call.over", house.ask, thread=house.need.pk, call=str(call.pk))


def _repair(house: House) -> None:
    house.book(clock.now() - timedelta(hours=2))
    Repair(ask=house.put("held"), due_at=clock.now() + DAY).save()
    happened("repair.opened", house.ask, thread=house.need.pk)


def _request_handed_over(house: House) -> None:
    happened("request.handed_over", house.need, thread=house.need.pk, **{"from": house.deputy.name, "to": "Ben"})


def _ask_handed_over(house: House) -> None:
    happened("ask.handed_over", house.ask, thread=house.need.pk, to=str(house.owner.pk))


def _repair_handed_over(house: House) -> None:
    house.book(clock.now() - timedelta(hours=2))
    Repair(ask=house.put("held"), due_at=clock.now() + DAY).save()
    happened("repair.handed_over", house.ask, thread=house.need.pk, to=str(house.owner.pk))


def _repair_late(house: House) -> None:
    house.book(clock.now() - timedelta(days=1))
    Repair(ask=house.put("held"), due_at=clock.now()).save()
    happened("repair.overdue", house.ask, thread=house.need.pk)


def _nobody_picked(house: House) -> None:
    house.need.state, house.need.deadline_at = "to_match", clock.now() + DAY
    house.need.save()
    house.put("planned")
    happened("request.escalated", house.need, thread=house.need.pk, to="lead", state="to_match")


def _no_time_picked(house: House) -> None:
    happened("ask.escalated", house.put("countered"), thread=house.need.pk, to="program", state="countered")


def _nobody_said_how_it_went(house: House) -> None:
    house.book(clock.now() - DAY)
    happened("ask.escalated", house.ask, thread=house.need.pk, to="lead", state="booked")


def _never_confirmed(house: House) -> None:
    house.book(clock.now() - DAY)
    house.need.state, house.need.close_reason = "closed", "not_confirmed"
    house.need.save()
    happened("ask.cancelled", house.put("cancelled"), thread=house.need.pk, before="booked", why="not_confirmed")


def _taken_up(house: House) -> None:
    Advocate.objects.filter(pk=house.maya.pk).update(nominated_by=house.owner, state="qualifying")
    happened("advocate.qualified", house.maya)


def _nobody_decided(house: House) -> None:
    Advocate.objects.filter(pk=house.maya.pk).update(state="nominated")
    happened("advocate.overdue", house.maya, state="nominated")


def _exception_made(house: House) -> None:
    thread = house.need.pk
    Override(advocate=house.maya, thread=thread, rule="gap", reason="The board meets", by_label="Priya Nair").save()
    happened("ask.owner_asked", house.ask, thread=thread)


def _won(house: House) -> None:
    house.put("held")
    for member, part, won in ((house.owner, "owner", True), (house.deputy, "nominator", False)):
        assist = Assist(kind="assist", opportunity=house.deal, member=member, parts=[part], words="Thank you", won=won)
        assist.save()
        happened("assist.credited", assist)


def _thanked(house: House) -> None:
    thanks = Thanks(member=house.owner, giver=house.deputy)
    thanks.save()
    happened("thanks.given", thanks, deals=[str(house.deal.pk)])


def _check_in(house: House) -> None:
    references.ask_to_confirm(house.maya.profile, by=cast.SETUP)
    ask_to_confirm.tell(house.owner.pk)


def _deputy_lost(house: House) -> None:
    set_owners(house.customer, owner=house.owner, deputy=None, by=HAND_OVER)
    deputies.tell(house.owner.pk)


def _invited(house: House) -> None:
    happened("advocate.invited", house.maya)


def _member_invited(house: House) -> None:
    happened("member.invited", house.rep)


def _reset(house: House) -> None:
    happened("member.password_reset_asked", house.rep)


def _code(house: House) -> None:
    send_code(Person.of(house.maya.contact), house.maya)


def _own_will(house: House) -> None:
    holder = cast.link_actor(Purpose.OWN_PAGE, house.maya, house.maya.contact)
    references.set_dial(house.maya, by=holder, per_year=2, gap_days=60)
    references.set_off_limits(house.maya, ["Pricing", "Our audit"], by=holder)
    protection.pause(house.maya, by=holder)


def _invitation_answered(house: House) -> None:
    happened("advocate.declined", house.maya, never=True)
    happened("advocate.not_a_fit", house.maya, why="Another time.")


def _left(house: House) -> None:
    house.put("cancelled")
    leaving = happened("advocate.left", house.maya)
    happened("ask.cancelled", house.ask, thread=house.need.pk, before="customer_pending", why="left")
    nomination.tell_who_left(leaving.pk)


def _words_run_out(house: House) -> None:
    for clearance, kind in ((Clearance.PUBLIC, Story.Kind.QUOTE), (Clearance.ONE_TO_ONE, Story.Kind.STORY)):
        until = clock.now().date() - DAY
        words = {"title": "One calendar", "text": f"Said {house.maya.contact.name}:\n\n" + "It closes. " * 90}
        asked = {"clearance": clearance, "expires_on": until, "renewal_asked_at": clock.now(), "advocate": house.maya}
        story = Story(profile=house.maya.profile, kind=kind, **words, **asked)
        story.save()
        happened("story.renewal_asked", story)


def _words_stopped(house: House) -> None:
    story = Story(profile=house.maya.profile, kind="quote", text="It closes.", advocate=house.maya, clearance="public")
    story.save()
    stop_using(story, by=cast.link_actor(Purpose.OWN_PAGE, house.maya, house.maya.contact))


STORIES: dict[str, tuple[Callable[[House], None], set[str]]] = {
    "the owner is asked": (_owner_asked, {"E01"}),
    "the deputy is asked": (_deputy_asked, {"E01"}),
    "the owner is told": (_owner_told, {"E02"}),
    "a standing yes is used": (_pre_approved, {"E02"}),
    "the owner is reminded": (_owner_reminded, {"E03"}),
    "the customer is asked": (_customer_asked, {"E02", "E07", "E15"}),
    "the owner asks in person": (_asked_by_owner, {"E15", "E27"}),
    "the customer is reminded": (_reminded, {"E08"}),
    "the customer offers other times": (_countered, {"E15", "E19"}),
    "the prospect offers other times": (_times_offered, {"E07", "E15"}),
    "the prospect is reminded to pick": (_prospect_reminded, {"E19"}),
    "the request is withdrawn": (_cancelled, {"E07", "E09", "E15"}),
    "the call is booked": (_booked, {"E09", "E10", "E15"}),
    "the call is given up for another time": (_rescheduled, {"E09", "E15", "E19"}),
    "the call is called off": (_called_off, {"E09", "E15"}),
    "how to join is said": (_joining_set, {"E09"}),
    "written answers are asked for": (_asked_to_write, {"E01", "E07", "E08", "E15"}),
    "the customer writes": (_writes, {"E15", "E32"}),
    "the answers are sent": (_wrote, {"E11", "E15", "E17", "E20", "E33"}),
    "the owner need not answer after all": (_stood_by, {"E02"}),
    "the call didn't take place": (_not_held, {"E09", "E15"}),
    "the customer says not this time": (_declined, {"E15"}),
    "nobody is left": (_nobody_left, {"E16"}),
    "the call is over": (_over, {"E11", "E17", "E20"}),
    "not again": (_repair, {"E22"}),
    "the request is handed over": (_request_handed_over, {"E15"}),
    "the question is handed over": (_ask_handed_over, {"E01"}),
    "the talk is handed over": (_repair_handed_over, {"E22"}),
    "nobody talked to them": (_repair_late, {"E22"}),
    "nobody is picked": (_nobody_picked, {"E15", "E34"}),
    "nobody picked a time": (_no_time_picked, {"E15", "E34"}),
    "nobody said how it went": (_nobody_said_how_it_went, {"E15", "E34"}),
    "a call is never confirmed": (_never_confirmed, {"E15"}),
    "a proposal is taken up": (_taken_up, {"E35"}),
    "nobody decided about a proposal": (_nobody_decided, {"E35"}),
    "the program makes an exception": (_exception_made, {"E01"}),
    "the deal is won": (_won, {"E05"}),
    "a colleague asks whether it is still right": (_check_in, {"E04"}),
    "a colleague left and no deputy is there": (_deputy_lost, {"E39"}),
    "a colleague says thank you": (_thanked, {"E36"}),
    "an advocate is invited": (_invited, {"E06"}),
    "the customer restricts what we may ask": (_own_will, {"E16", "E29"}),
    "words run out": (_words_run_out, {"E37"}),
    "words are stopped": (_words_stopped, {"E29"}),
    "an invitation is answered": (_invitation_answered, {"E30"}),
    "an advocate left": (_left, {"E15", "E31"}),
    "a member is invited": (_member_invited, {"E25"}),
    "a password is forgotten": (_reset, {"E26"}),
    "a code is asked for": (_code, {"E24"}),
}
ODD_NAMES = {
    "long and not Latin": ("شركة الصقر للشحن 🦅🚚 " * 10, "מאיה \u202eאוקפור 👩🏽\u200d💼 " + "Okafor" * 40),
    "quotes and markup": ('Kestrel "Fast" & <b>Co</b>', 'Maya O\'Kafor "May" <maya@evil.example>'),
    "lines and marks": (
        "[[link:yes]] Freight\r\nBcc: evil@evil.example",
        "Maya[[link:no]] %(company)s\nSubject: hi\r\n\r\nX",
    ),
}
TYPED_BY_PEOPLE = ("%(company)s", "")
UNFILLED = re.compile(r"\[\[|\{\{|\{%|%\(\w+\)s|\bNone\b(?! of these)")


@pytest.mark.parametrize("story", STORIES)
def test_a_mail_has_a_text_and_an_html_part_and_nothing_left_unfilled(story: str) -> None:
    tell, kinds = STORIES[story]
    house = built()
    with opened(house.workspace):
        tell(house)
    jobs.run_due(house.workspace, until=TUESDAY_CALL + DAY if story == "the call is booked" else _shortly(house))
    with opened(house.workspace):
        mails = house.mails()
        assert {mail.kind for mail in mails} == kinds
        for mail in mails:
            _must_be_sound(mail)
            assert len(mail.subject) <= 60, mail.subject


@pytest.mark.parametrize("names", ODD_NAMES)
@pytest.mark.parametrize("story", STORIES)
def test_odd_names_break_no_mail_and_forge_no_header(story: str, names: str) -> None:
    tell, kinds = STORIES[story]
    company, person = ODD_NAMES[names]
    house = built(customer=company[:300], advocate=person[:300])
    with opened(house.workspace):
        tell(house)
    jobs.run_due(house.workspace, until=_shortly(house))
    with opened(house.workspace):
        mails = house.mails()
        assert {mail.kind for mail in mails} >= kinds - {"E10"}
        for mail in mails:
            _must_be_sound(mail)


def _must_be_sound(mail: Message) -> None:
    parsed = email.message_from_bytes(smtp.compose(mail).body, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    assert parsed["Bcc"] is None
    assert [parsed.get_all(name) and len(parsed.get_all(name) or []) for name in ("Subject", "To", "From")] == [1, 1, 1]
    assert [address.addr_spec for address in parsed["To"].addresses] == [mail.to_address]
    assert [address.addr_spec for address in parsed["From"].addresses] == ["references@tidewell.example"]
    assert parsed["Message-ID"] == f"<{mail.pk}@tidewell.example>"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Date"] is not None
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None and html is not None
    text, page = plain.get_content(), html.get_content()
    assert '<html lang="en"' in page
    assert 'name="color-scheme" content="light dark"' in page and "prefers-color-scheme: dark" in page
    assert "<img" not in page and "<script" not in page and "<b>Co</b>" not in page
    for body in (text, page):
        assert not UNFILLED.search(body.replace(*TYPED_BY_PEOPLE)), body
    links_in_page = set(re.findall(r'href="(http[^"]+)"', page))
    for link in links_in_page:
        assert link.replace("&amp;", "&") in text, f"{mail.kind} hides {link} from its text part"


def _shortly(house: House) -> datetime:
    with opened(house.workspace):
        return clock.now() + timedelta(minutes=5)
