"""Choosing whom to ask, asking the owner, asking the customer, and going on by itself."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from uuid import UUID

from django.db import transaction

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.desk.actions.clocks import clock_of
from goodword.desk.actions.moving import REQUEST_CLOCK, about, locked, move_ask, undo_until
from goodword.desk.models import Ask, Attendee, ReferenceRequest
from goodword.desk.queries.asked import asks_of, counting_states, next_by_themselves
from goodword.desk.queries.attending import attendees_of
from goodword.desk.queries.lending import owner_step_for
from goodword.desk.queries.next_move import next_move
from goodword.desk.queries.noes import noes_for
from goodword.desk.queries.plan import Candidate, best_passing, candidate_for, candidates
from goodword.desk.queries.terms import terms_for
from goodword.desk.rules.next_best import Next, Standby, has_enough, may_ask_owner
from goodword.desk.rules.states import ASK_BEGINS, AskState, AskVerb, RequestState
from goodword.members.policy import Permission, is_manager, must
from goodword.protection import actions as protection
from goodword.references.models import Advocate

GOODWORD = Actor.system("desk")
STANDBYS = 2
MOST_PEOPLE_ON_A_CALL = 3
ANOTHER_CUSTOMER = "another_customer"
OWNER_EVENTS = {
    AskVerb.ASK_OWNER: "ask.owner_asked",
    AskVerb.TELL_OWNER: "ask.owner_told",
    AskVerb.PRE_APPROVE: "ask.pre_approved",
}

_APPROVED = Kept[tuple[UUID]](
    lambda ask: (
        Event.objects.filter(name="ask.approved", subject_id=ask, undone_by=None).order_by().values_list("pk")[:1]
    )
)


@transaction.atomic
def propose(need: ReferenceRequest, advocate: Advocate, *, by: Actor, override: str = "") -> Ask:
    """Ask an advocate's owner for a request, as the program's choice, which can be taken back: the mail waits for that.

    `override`: the manager's reason to pass over our own gap; never over a limit the customer set. Raises Refused,
    TooLate.
    """
    must(by, Permission.ASK_PROPOSE)
    locked(need)
    need.refresh_from_db()
    if need.state in (RequestState.DRAFT, RequestState.CLOSED):
        raise TooLate("This request isn't looking for anyone.", state=need.state)
    asks = asks_of(need)
    no = noes_for(need, asks).of(advocate)
    if no is not None:
        raise Refused(no.why_not, code="said_no")
    ask = next((one for one in asks if one.advocate_id == advocate.pk), None)
    if ask is not None and ask.state != AskState.PLANNED:
        raise Refused("This person was asked for this deal already.", code="asked_before")
    states = counting_states(need).values()
    if has_enough(states):
        raise Refused("A call is booked for this request already.", code="booked_already")
    if not may_ask_owner(states):
        raise Refused("Three owners are being asked already. Wait for one of them to answer.", code="three_owners")
    ask = ask or plan(need, candidate_for(need, advocate), rank=need.asks.count(), by=by)
    begin(ask, by=by, override=override, chosen=True)
    return ask


def plan(need: ReferenceRequest, candidate: Candidate, *, rank: int, by: Actor) -> Ask:
    """Put someone into the request's plan, with the reasons as they were shown. Raises Refused for who said no."""
    if candidate.declined is not None:
        raise Refused(candidate.declined.sentence, code=candidate.declined.code)
    ask = Ask(
        need=need,
        advocate=candidate.advocate,
        owner=candidate.advocate.profile.account.owner,
        state=ASK_BEGINS,
        rank=rank,
        fit=candidate.fit,
        score=candidate.score,
        reasons=candidate.reasons,
        policy_version=candidate.policy_version,
    )
    ask.save()
    events.record("ask.planned", ask, by=by, about=about(ask), thread=need.pk, data={"rank": rank})
    return ask


def plan_standbys(need: ReferenceRequest, *, by: Actor, shown: Sequence[Advocate] = ()) -> list[Ask]:
    """Fill the plan up to two standbys with the best who pass today; private ones only the program proposes.

    `shown`: who goes before the others, in this order, because it was said that they would.
    """
    asks = {ask.advocate_id: ask.state for ask in asks_of(need)}
    planned = [key for key, state in asks.items() if state == AskState.PLANNED]
    # Somebody planned who can't be asked any more holds nobody's place.
    standing = [one for one in candidates(need, among=planned) if one.passes_by_themselves]
    missing = STANDBYS - len(standing)
    if missing <= 0:
        return []
    fresh, first = best_passing(need, missing, tried=asks, shown=[one.pk for one in shown]), len(asks)
    return [plan(need, one, rank=first + nth, by=by) for nth, one in enumerate(fresh)]


def begin(ask: Ask, *, by: Actor, override: str = "", chosen: bool = False) -> None:
    """Reserve the advocate's place and put the question to the owner, as the account's mode says. Raises Refused.

    `chosen`: the program chose them, also where the rep picked a private one or next-best planned them; that can be
    taken back.
    """
    profile = ask.advocate.profile
    place = take_place(ask, by=by, override=override)
    step = owner_step_for(ask.need, ask.advocate, needs_yes=place.needs_owner_yes)
    decides = by.kind == "member" and is_manager(by)
    if profile.account.owner_id is None and not decides and step.verb is AskVerb.ASK_OWNER:
        raise Refused("This customer has no owner to ask. The program manager can decide.", code="no_owner")
    if place.exception:
        events.record(
            "ask.overridden", ask, by=by, about=about(ask), thread=ask.need_id, data={"reason": place.exception}
        )
    waited = chosen and ask.need.state == RequestState.TO_MATCH
    move_ask(
        ask,
        step.verb,
        by=by,
        event=OWNER_EVENTS[step.verb],
        changes={"owner_mode": step.mode.value, "owner_id": profile.account.owner_id}
        | ({"from_program": True} if chosen else {}),
        data={"why": step.why.value} | ({REQUEST_CLOCK: clock_of(ask.need)} if waited else {}),
        undoable=chosen,
    )
    if ask.state == AskState.OWNER_PENDING and ask.turn > 0:
        # The owner is away: the deputy is asked at once, or as soon as the choice can't be taken back any more.
        until = undo_until() if chosen else None
        events.record("ask.deputy_asked", ask, by=by, about=about(ask), thread=ask.need_id, undo_until=until)


def stand_by(ask: Ask, *, by: Actor) -> None:
    """Give the advocate's place back and keep them in the plan: someone else's call is booked."""
    changes = {"owner_asks_personally": False}
    data = {"deputy": ask.state == AskState.OWNER_PENDING and ask.turn > 0}
    move_ask(ask, AskVerb.STAND_BY, by=by, event="ask.stood_by", changes=changes, data=data)


def take_place(ask: Ask, *, by: Actor, override: str = "") -> protection.Reserved:
    """Reserve the advocate's only place for this ask, or take it again after a late answer. Raises Refused."""
    return protection.reserve(
        ask.advocate,
        thread=ask.need_id,
        ask_id=ask.pk,
        help_kind=ask.need.help_kind,
        by=by,
        override=override,
        **terms_for(ask.need, besides=ask),
    )


def find_next(need: ReferenceRequest, *, by: Actor = GOODWORD) -> Next:
    """Make the request's next move: a waiting yes, the next standby, one new look, then what else there is to offer.

    Every clock and every ending leads here, and nothing else asks anybody by itself: a closed request moves no more,
    and an answer that can still be taken back is waited for.
    """
    need = locked(need)
    if need.state in (RequestState.DRAFT, RequestState.CLOSED):
        return Next("wait")
    move = _next_move(need)
    if move.kind == "rerank":
        type(need).objects.filter(pk=need.pk).update(reranked=True)
        need.reranked = True
        plan_standbys(need, by=by)
        move = _next_move(need)
    match move.kind:
        case "ask_customer" if move.ask is not None:
            _ask_customer(_ask_of(need, move.ask.id), by=by)
        case "ask_owner" if move.standby is not None:
            _begin_or_skip(need, move.standby, by=by)
        case "offer":
            opportunity = need.opportunity
            events.record("request.nobody_left", need, by=by, about=(opportunity,), thread=need.pk)
    return move


def _ask_customer(ask: Ask, *, by: Actor) -> None:
    """Ask the customer, if everything that allowed it still does; else end this ask, and the next move follows.

    Names of who will be on the call come before the question: contacts on the deal are taken where none were named.
    """
    try:
        must_be_named(ask.need)
        protection.to_customer(ask.pk, by=by, owner_said_yes=_owner_said_yes(ask))
    except Refused as why:
        # Another's place given up a moment late is no reason against this one: it stays in line.
        if why.code != ANOTHER_CUSTOMER:
            move_ask(ask, AskVerb.CANCEL, by=by, event="ask.cancelled", data={"why": why.code})
        return
    move_ask(ask, AskVerb.ASK_CUSTOMER, by=by, event="ask.customer_asked")


def must_be_named(need: ReferenceRequest) -> None:
    """Make sure the customer can read who they would meet: the deal's contacts where nobody was named. Raises Refused."""
    if attendees_of(need):
        return
    still_there = need.opportunity.contact_rows.filter(contact__left_on=None)
    rows = list(still_there.order_by("position")[:MOST_PEOPLE_ON_A_CALL])
    if not rows:
        raise Refused(f"Say who at {need.opportunity.account.name} will be on the call.", code="nobody_named")
    for position, row in enumerate(rows):
        Attendee(need=need, contact_id=row.contact_id, position=position).save()


def _begin_or_skip(need: ReferenceRequest, standby: Standby, *, by: Actor) -> None:
    ask = next(ask for ask in asks_of(need) if ask.advocate_id == standby.advocate)
    try:
        begin(ask, by=by)
    except Refused as why:
        move_ask(ask, AskVerb.CANCEL, by=by, event="ask.cancelled", data={"why": why.code})


def _ask_of(need: ReferenceRequest, key: Hashable) -> Ask:
    return next(ask for ask in asks_of(need) if ask.pk == key)


def _next_move(need: ReferenceRequest) -> Next:
    asks = asks_of(need)
    return next_move(need, asks, _standbys(need, asks))


def _standbys(need: ReferenceRequest, asks: list[Ask]) -> Iterator[Standby]:
    """Yield who is planned and whether they pass today; nobody is looked at before the first is wanted."""
    standing_by = next_by_themselves(asks)
    among = [ask.advocate_id for ask in standing_by]
    passing = {one.advocate.pk for one in candidates(need, among=among) if one.passes}
    for ask in standing_by:
        yield Standby(ask.advocate_id, ask.rank, ask.advocate_id in passing)


def _owner_said_yes(ask: Ask) -> bool:
    """Say whether the yes was spoken: by the owner's answer, or because the requester is the owner."""
    account = ask.advocate.profile.account
    if account.owner_id is not None and account.owner_id == ask.need.requester_id:
        return True
    return bool(_APPROVED(ask=ask.pk))
