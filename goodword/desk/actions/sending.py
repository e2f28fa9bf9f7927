"""A rep's request: sent from an open deal, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Program
from goodword.desk.actions.asking import begin, must_be_named, plan, plan_standbys
from goodword.desk.actions.customer import Offer, keep_times
from goodword.desk.actions.moving import locked, move_request
from goodword.desk.models import Attendee, Question, ReferenceRequest, RequestTopic, TimeOption
from goodword.desk.policy import must_run
from goodword.desk.queries.plan import candidate_for
from goodword.desk.queries.promises import promise_for
from goodword.desk.rules.states import REQUEST_BEGINS, RequestVerb
from goodword.directory.models import Contact, Opportunity, Term
from goodword.members.models import Member
from goodword.members.policy import Permission
from goodword.references.models import Advocate, HelpKind

MOST_QUESTIONS = 5


@transaction.atomic
def send_request(
    opportunity: Opportunity,
    *,
    by: Actor,
    advocate: Advocate | None,
    must_settle: str,
    help_kind: str = HelpKind.CALL,
    topics: Iterable[Term] = (),
    questions: Sequence[str] = (),
    attendees: Sequence[Contact] = (),
    need_by: date | None = None,
    note: str = "",
    times: Sequence[Offer] = (),
    ignored_facts: Sequence[str] = (),
) -> ReferenceRequest:
    """Ask for a customer's voice in a deal.

    With an advocate who may be named, their owner is asked at once; without one, or for a private reference, or where
    the program reviews all, the program picks. Two standbys are planned either way. Raises Refused with what is
    possible instead; then nothing was written.
    """
    need = ReferenceRequest(
        opportunity=opportunity,
        requester=_requester(opportunity, by),
        help_kind=help_kind,
        state=REQUEST_BEGINS,
        must_settle=must_settle.strip()[:400],
        note=note.strip(),
        need_by=need_by,
        program_picks=advocate is None,
        ignored_facts=list(ignored_facts),
    )
    must_run(by, need, Permission.REQUEST_SEND)
    _must_make_sense(need)
    need.save()
    _write_parts(need, topics, questions, attendees, times)
    must_be_named(need)
    by_program = advocate is None or advocate.is_masked or bool(Program.here().rule("desk").get("program_reviews_all"))
    chosen = plan(need, candidate_for(need, advocate), rank=0, by=by) if advocate is not None else None
    _promise(need, advocate, by_program=by_program)
    move_request(need, RequestVerb.SEND, by=by, event="request.sent", data={"program_picks": by_program})
    if chosen is not None and not by_program:
        begin(chosen, by=by)
    plan_standbys(need, by=by)
    return need


@transaction.atomic
def change_need_by(need: ReferenceRequest, need_by: date | None, *, by: Actor) -> None:
    """Change the date the help is needed by; running clocks keep their turn, the next ones follow the new date."""
    must_run(by, need, Permission.REQUEST_SEND)
    locked(need)
    _must_be_ahead(need, need_by)
    before, need.need_by = need.need_by, need_by
    ReferenceRequest.objects.filter(pk=need.pk).update(need_by=need_by)
    _record_change(need, by, {"field": "need_by", "from": _iso(before), "to": _iso(need_by)})


@transaction.atomic
def withdraw_request(need: ReferenceRequest, *, by: Actor, why: str = "") -> None:
    """Withdraw a request. Its asks end, and who was asked is told, when the ten minutes to undo are over."""
    must_run(by, need, Permission.REQUEST_WITHDRAW)
    move_request(
        locked(need),
        RequestVerb.WITHDRAW,
        by=by,
        event="request.withdrawn",
        changes={"close_reason": "withdrawn", "close_note": why[:400], "closed_at": clock.now()},
        undoable=True,
    )
    need.refresh_from_db()


def _requester(opportunity: Opportunity, by: Actor) -> Member:
    """The one who asks; a request made by the program itself belongs to the deal's rep."""
    if by.person_kind == "member" and by.person_id is not None:
        return Member.objects.get(pk=by.person_id)
    return opportunity.owner


def _must_make_sense(need: ReferenceRequest) -> None:
    if not need.must_settle:
        raise Refused("Say what this call must settle: one tap or a few words.", code="nothing_to_settle")
    if need.opportunity.status != Opportunity.Status.OPEN:
        raise Refused("This deal is closed, so nobody is asked for it.", code="deal_closed")
    _must_be_ahead(need, need.need_by)


def _must_be_ahead(need: ReferenceRequest, need_by: date | None) -> None:
    if need_by is not None and need_by <= clock.today(need.requester.time_zone):
        raise Refused("Enter a date after today.", code="past_date")


def _write_parts(
    need: ReferenceRequest,
    topics: Iterable[Term],
    questions: Sequence[str],
    attendees: Sequence[Contact],
    times: Sequence[Offer],
) -> None:
    for term in topics:
        RequestTopic(need=need, term=term).save()
    for position, text in enumerate(text.strip() for text in questions if text.strip()):
        if position < MOST_QUESTIONS:
            Question(need=need, text=text[:400], position=position).save()
    for position, contact in enumerate(attendees):
        Attendee(need=need, contact=contact, position=position).save()
    if times:
        keep_times(need, None, TimeOption.By.PROSPECT, times)


def _promise(need: ReferenceRequest, advocate: Advocate | None, *, by_program: bool) -> None:
    made = promise_for(need, advocate, by_program=by_program)
    need.promised_answer_by, need.promised_help_by = made.answer_by, made.call_by
    need.save(update_fields=["promised_answer_by", "promised_help_by"])


def _record_change(need: ReferenceRequest, by: Actor, data: dict[str, str | None]) -> None:
    events.record("request.changed", need, by=by, about=(need.opportunity,), thread=need.pk, data=data)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
