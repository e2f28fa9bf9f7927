"""A rep's request: sent from an open deal, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.desk.actions.asking import begin, find_next, must_be_named, plan, plan_standbys
from goodword.desk.actions.customer import Offer, keep_times
from goodword.desk.actions.moving import close_request, locked, move_request
from goodword.desk.models import Attendee, Question, ReferenceRequest, RequestTopic, TimeOption
from goodword.desk.policy import may_change_kind, must_run, must_send
from goodword.desk.queries.outcome import call_has_begun
from goodword.desk.queries.plan import candidate_for
from goodword.desk.queries.promises import program_reviews_all, promise_for
from goodword.desk.rules.kinds import life_of
from goodword.desk.rules.states import REQUEST_BEGINS, RequestVerb
from goodword.directory.models import Contact, Opportunity, Term
from goodword.members.models import Member
from goodword.members.policy import Permission, is_manager
from goodword.protection.queries import Verdict
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
    standbys: Sequence[Advocate] = (),
) -> ReferenceRequest:
    """Ask for a customer's voice in a deal.

    With an advocate who may be named, their owner is asked at once; without one, or for a private reference, or where
    the program reviews all, the program picks. Two standbys are planned either way: those the requester was shown, in that
    order, as far as they can be asked for this; then the best. Raises Refused with what is possible instead; then
    nothing was written.
    """
    must_send(by, opportunity)
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
    _must_make_sense(need)
    if need.writes:
        times = ()
    need.save()
    _write_parts(need, topics, questions, attendees, times)
    must_be_named(need)
    by_program = advocate is None or advocate.is_masked or program_reviews_all()
    candidate = candidate_for(need, advocate) if advocate is not None else None
    chosen = plan(need, candidate, rank=0, by=by) if candidate is not None else None
    _promise(need, advocate, by_program=by_program, verdict=candidate.verdict if candidate is not None else None)
    move_request(
        need, RequestVerb.SEND, by=by, event="request.sent", data={"program_picks": by_program, "kind": help_kind}
    )
    if chosen is not None and not by_program:
        begin(chosen, by=by)
    plan_standbys(need, by=by, shown=standbys)
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
def change_kind(need: ReferenceRequest, help_kind: str, *, by: Actor) -> None:
    """Ask for another kind of help, while nobody is being asked. Raises Refused, TooLate.

    The choice is made anew. Where the program picks, it picks; else the best who agreed to that kind is next.
    """
    must_run(by, need, Permission.REQUEST_SEND)
    locked(need)
    need.refresh_from_db()
    if not may_change_kind(need):
        raise TooLate("Someone is being asked already. Withdraw it, or wait for the answer.", state=need.state)
    _must_be_arranged(help_kind)
    if help_kind == need.help_kind:
        raise Refused("That is what it asks for already.", code="same_kind")
    before, need.help_kind, need.reranked = need.help_kind, help_kind, False
    ReferenceRequest.objects.filter(pk=need.pk).update(help_kind=help_kind, reranked=False)
    _ask_something(need)
    _record_change(need, by, {"field": "help_kind", "from": before, "to": help_kind})
    by_program = is_manager(by) or need.program_picks or program_reviews_all()
    _promise(need, None, by_program=by_program)
    if not by_program:
        find_next(need, by=by)


@transaction.atomic
def withdraw_request(need: ReferenceRequest, *, by: Actor, why: str = "") -> None:
    """Withdraw a request. Its asks end, and who was asked is told, when the ten minutes to undo are over.

    Raises Refused once its call has begun: then what people say of the call decides how the request closes.
    """
    must_run(by, need, Permission.REQUEST_WITHDRAW)
    _must_not_have_begun(need)
    move_request(
        locked(need),
        RequestVerb.WITHDRAW,
        by=by,
        event="request.withdrawn",
        changes={"close_reason": "withdrawn", "close_note": why[:400], "closed_at": clock.now()},
        undoable=True,
    )
    need.refresh_from_db()


@transaction.atomic
def close_with_proof(need: ReferenceRequest, *, by: Actor) -> None:
    """Close a request because stories and quotes were enough: nobody's time is needed any more.

    Whoever was asked is told when the ten minutes to undo are over. Raises Refused once the call has begun, TooLate
    once the help was given.
    """
    must_run(by, need, Permission.REQUEST_WITHDRAW)
    _must_not_have_begun(need)
    close_request(locked(need), RequestVerb.CLOSE_WITH_PROOF, by=by, undoable=True)
    need.refresh_from_db()


def _must_not_have_begun(need: ReferenceRequest) -> None:
    if any(call_has_begun(ask) for ask in need.asks.all()):
        raise Refused("The call has begun. Say how it went instead.", code="has_begun")


def _requester(opportunity: Opportunity, by: Actor) -> Member:
    """The one who asks; a request made by the program itself belongs to the deal's rep."""
    if by.person_kind == "member" and by.person_id is not None:
        return Member.objects.get(pk=by.person_id)
    return opportunity.owner


def _must_make_sense(need: ReferenceRequest) -> None:
    if not need.must_settle:
        raise Refused("Say what this call must settle: one tap or a few words.", code="nothing_to_settle")
    _must_be_arranged(need.help_kind)
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
    said = [text.strip()[:400] for text in questions if text.strip()][:MOST_QUESTIONS]
    RequestTopic.objects.bulk_create(RequestTopic(need=need, term=term) for term in topics)
    Question.objects.bulk_create(Question(need=need, text=text, position=nth) for nth, text in enumerate(said))
    Attendee.objects.bulk_create(Attendee(need=need, contact=one, position=nth) for nth, one in enumerate(attendees))
    _ask_something(need)
    if times:
        keep_times(need, None, TimeOption.By.PROSPECT, times)


def _ask_something(need: ReferenceRequest) -> None:
    """Have what it must settle be the question, where answers are wanted in writing and no question was said."""
    if need.writes and not need.questions.exists():
        Question(need=need, text=need.must_settle).save()


def _must_be_arranged(kind: str) -> None:
    if life_of(kind) is None:
        raise Refused("That can't be asked for here: nothing arranges it yet.", code="not_arranged")


def _promise(
    need: ReferenceRequest, advocate: Advocate | None, *, by_program: bool, verdict: Verdict | None = None
) -> None:
    made = promise_for(need, advocate, by_program=by_program, verdict=verdict)
    need.promised_answer_by, need.promised_help_by = made.answer_by, made.call_by
    need.save(update_fields=["promised_answer_by", "promised_help_by"])


def _record_change(need: ReferenceRequest, by: Actor, data: dict[str, str | None]) -> None:
    events.record("request.changed", need, by=by, about=(need.opportunity,), thread=need.pk, data=data)


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
