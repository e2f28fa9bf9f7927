"""What people hear when a wait ended in silence, and that it is true when it reaches them."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, approve_ask, counter_ask, give_debrief, propose, send_request
from goodword.desk.models import ReferenceRequest
from goodword.directory import actions as directory
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.messages.models import Message, MessageState
from goodword.protection import actions as protection
from goodword.references import actions as references
from tests import cast
from tests.desk.steps import ask_of, asks, booked


def told(person: Member, kind: str = "") -> list[str]:
    """Return the subjects of what went out to somebody, in order."""
    mails = Message.objects.filter(person_id=person.pk, state=MessageState.SENT).order_by("sent_at", "created_at")
    return [mail.subject for mail in (mails.filter(kind=kind) if kind else mails)]


def test_a_silent_program_has_the_next_in_line_asked_and_everybody_told() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Speed")
        assert set(asks(need).values()) == {"planned"}
    company.run(days=1)
    with opened(company.workspace):
        assert told(company.priya, "E34") == ["Harbourline Logistics waits for your pick"]
        assert told(company.ben, "E15") == ["Harbourline Logistics: nobody is picked yet"]
    company.run(days=4)
    with opened(company.workspace):
        assert "owner_pending" in asks(need).values()
        assert ReferenceRequest.objects.get(pk=need.pk).state == "with_owner"


def test_a_silent_program_with_nobody_in_line_closes_the_request_as_unfilled() -> None:
    company = cast.company()
    with opened(company.workspace):
        for who in (company.maya, company.ingrid):
            references.leave(who, by=actor_of(company.priya))
        need = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Speed")
    company.run(days=7)
    with opened(company.workspace):
        closed = ReferenceRequest.objects.get(pk=need.pk)
        assert (closed.state, closed.close_reason) == ("closed", "unfilled")
        assert told(company.ben)[-1] == "No call for Harbourline Logistics in time"


def test_a_call_nobody_confirmed_closes_the_request_and_says_so_truly() -> None:
    company = cast.company()
    need = booked(company)
    company.run(days=20)
    with opened(company.workspace):
        closed = ReferenceRequest.objects.get(pk=need.pk)
        assert (closed.state, closed.close_reason) == ("closed", "not_confirmed")
        assert asks(need) == {"Maya": "cancelled", "Ingrid": "cancelled"}
        subjects = told(company.ben, "E15")
        assert "Did the Harbourline Logistics call take place?" in subjects
        assert subjects[-1] == "The Harbourline Logistics call was never confirmed"
        assert not any("called off" in subject for subject in subjects)
        assert told(company.ben, "E16") == []
        assert "Did Maya and Harbourline Logistics talk?" in told(company.priya, "E34")


def test_a_buyer_who_picks_no_time_ends_the_request_and_bothers_no_second_customer() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request()
        approve_ask(ask_of(need, "Maya"), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        counter_ask(maya, [Offer(clock.now() + timedelta(days=12), "Europe/Oslo")], by=cast.as_customer(maya))
    company.run(days=12)
    with opened(company.workspace):
        closed = ReferenceRequest.objects.get(pk=need.pk)
        assert (closed.state, closed.close_reason) == ("closed", "withdrawn")
        assert asks(need) == {"Maya": "cancelled", "Ingrid": "cancelled"}
        assert not Event.objects.filter(
            name__in=["ask.owner_asked", "ask.customer_asked"], at__gt=maya.state_since
        ).exists()
        assert told(company.ben, "E15")[-1] == "Harbourline Logistics picked no time"
        assert len(Message.objects.filter(kind="E09", person_id=maya.advocate.contact_id)) == 1, "who said yes is told"


def test_a_question_to_the_program_that_was_answered_meanwhile_is_not_sent() -> None:
    company = cast.company()
    need = booked(company, in_days=3)
    company.run(days=3, hours=3)
    with opened(company.workspace):
        give_debrief(ask_of(need, company.maya), "rep", "moved", by=actor_of(company.ben))
    company.run(days=14)
    with opened(company.workspace):
        assert told(company.priya, "E34") == []


def test_nobody_talking_to_somebody_who_said_not_again_reaches_the_deputy() -> None:
    company = cast.company()
    need = booked(company)
    company.run(days=6, hours=3)
    with opened(company.workspace):
        ask = ask_of(need, company.maya)
        give_debrief(ask, "advocate", "not_again", by=cast.as_customer(ask))
    company.run(minutes=30)
    with opened(company.workspace):
        assert told(company.amara, "E22") == ["Kestrel Freight: please call them today"]
        assert told(company.lucia, "E22") == []
    company.run(days=4)
    with opened(company.workspace):
        assert told(company.lucia, "E22") == ["Kestrel Freight: nobody has called them"]
        assert told(company.priya, "E22")[-1] == "Kestrel Freight: nobody has called them"
        late = Message.objects.get(kind="E22", person_id=company.lucia.pk)
        assert "Amara hasn't talked to them yet" in late.text


def test_a_proposal_nobody_decides_about_is_heard_of_and_the_nominator_hears_the_answer() -> None:
    company = cast.company()
    with opened(company.workspace):
        ana = directory.add_contact(company.kestrel, "Ana Brandt", by=cast.SETUP, email="ana@kestrel.example")
        proposed = references.nominate(ana, by=actor_of(company.ben))
    company.run(days=2)
    with opened(company.workspace):
        assert told(company.priya, "E35") == []
    company.run(days=1, hours=3)
    with opened(company.workspace):
        for who in (company.priya, company.amara, company.lucia):
            assert told(who, "E35")[-1] == "Is Ana at Kestrel Freight a fit?"
        references.qualify(proposed, by=actor_of(company.priya))
    company.run(minutes=30)
    with opened(company.workspace):
        assert told(company.ben, "E35") == ["Ana at Kestrel Freight is taken up"]
    company.run(days=7)
    with opened(company.workspace):
        assert told(company.priya, "E35")[-1] == "Ana at Kestrel Freight: invite them?"


def test_an_answered_proposal_waits_for_nobody() -> None:
    company = cast.company()
    with opened(company.workspace):
        ana = directory.add_contact(company.kestrel, "Ana Brandt", by=cast.SETUP, email="ana@kestrel.example")
        proposed = references.nominate(ana, by=actor_of(company.ben))
        references.not_a_fit(proposed, by=actor_of(company.priya))
    company.run(days=7)
    with opened(company.workspace):
        assert not Event.objects.filter(name="advocate.overdue").exists()


def test_an_owner_reads_the_reason_of_an_exception_before_they_answer() -> None:
    company = cast.company()
    with opened(company.workspace):
        protection.log_elsewhere(company.maya, "call", by=cast.SETUP, on=clock.now().date() - timedelta(days=5))
        need = company.request(company.ingrid)
        propose(need, company.maya, by=actor_of(company.priya), override="The board meets on Friday")
        exception = Event.objects.get(name="ask.overridden")
        assert (exception.subject_id, exception.data) == (
            ask_of(need, company.maya).pk,
            {"reason": "The board meets on Friday"},
        )
    company.run(minutes=11)
    with opened(company.workspace):
        mail = Message.objects.get(kind="E01", person_id=company.amara.pk)
        for body in (mail.text, mail.html):
            assert "Priya Nair asks sooner than we usually would" in body
            assert "The board meets on Friday" in body
        assert "sooner" not in Message.objects.get(kind="E01", person_id=company.lucia.pk).text
