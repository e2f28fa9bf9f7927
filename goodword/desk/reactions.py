"""What the desk does when something happened, here or below: always after the undo window, always safe to repeat."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.events import on
from goodword.core.models import Event
from goodword.desk.actions.asking import find_next, stand_by
from goodword.desk.actions.calls import take_off
from goodword.desk.actions.debriefs import settle
from goodword.desk.actions.handing_over import hand_over_customer, hand_over_request
from goodword.desk.actions.moving import close_request, locked, move_ask
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.asked import asks_of
from goodword.desk.queries.outcome import call_has_begun
from goodword.desk.rules.states import (
    LIVE,
    WITH_CUSTOMER,
    WITH_OWNER,
    AskState,
    AskVerb,
    RequestState,
    RequestVerb,
)
from goodword.desk.rules.waits import NO_PICK
from goodword.directory.models import Account
from goodword.members.models import Member
from goodword.protection import actions as protection
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.models import Advocate, OwnerMode
from goodword.references.queries import advocate_now, live_consents

CLOSED = "request_closed"  # why an ask ended: its request did
GOODWORD = Actor.system("desk")
# A customer who paused is not asked further; a call already agreed stands until they call it off.
NOT_YET_AGREED = (AskState.PLANNED, AskState.OWNER_PENDING, AskState.OWNER_OK, AskState.CUSTOMER_PENDING)


@on("ask.declined_by_owner", "ask.declined", "ask.called_off")
def give_the_place_back_and_go_on(event: Event) -> None:
    """The answer holds now: free the advocate's place and look for the next best."""
    ask = Ask.objects.get(pk=event.subject_id)
    if ask.state in LIVE:
        return
    protection.release(ask.pk, by=GOODWORD)
    take_off(ask)
    if event.name == "ask.declined_by_owner" and ask.quiet_until:
        # By now that day may have begun where the customer is; then there is nothing to hold, and we go on all the same.
        with suppress(Refused):
            protection.place_hold(
                ask.advocate.profile.account, by=GOODWORD, reason="The owner said not before", until=ask.quiet_until
            )
    find_next(ask.need)


@on("ask.approved")
def tell_the_owner_next_time(event: Event) -> None:
    """Set what the owner chose beside their yes, now that neither can be taken back any more."""
    if event.data.get("tell_me_next_time"):
        profile = Ask.objects.get(pk=event.subject_id).advocate.profile
        references.set_owner_mode(profile, OwnerMode.TELL_ME, by=GOODWORD)


@on("ask.owner_timed_out", "ask.expired", "ask.cancelled", "ask.no_show")
def go_on(event: Event) -> None:
    """Ask the next best, unless a call may have taken place that nobody spoke about: that is for the program to find out.

    Nor where the buyer picked no time, or the request's own end took its asks along.
    """
    if event.data.get("why") in ("not_confirmed", NO_PICK, CLOSED):
        return
    find_next(Ask.objects.get(pk=event.subject_id).need)


@on("ask.booked", "ask.writing", "ask.held", "ask.answered")
def let_the_others_rest(event: Event) -> None:
    """One call is enough: owners asked beside it need not answer, and nobody else is waited for once it was held."""
    ask = Ask.objects.get(pk=event.subject_id)
    need = locked(ask.need)
    others = [other for other in asks_of(need) if other != ask]
    if ask.state in (AskState.BOOKED, AskState.HELD):
        for other in others:
            if other.state in WITH_OWNER:
                stand_by(other, by=GOODWORD)
    if ask.state == AskState.HELD:
        _cancel_asks([other for other in others if other.state in WITH_CUSTOMER], why="held_already")


@on("request.withdrawn", "request.closed")
def end_what_is_left(event: Event) -> None:
    """A closed request asks nobody any more."""
    need = locked(ReferenceRequest.objects.get(pk=event.subject_id))
    if need.state == RequestState.CLOSED:
        _cancel_asks([ask for ask in asks_of(need) if ask.state in (*LIVE, AskState.PLANNED)], why=CLOSED)


@on("ask.answered")
def count_the_answers(event: Event) -> None:
    """The answers are on their way and can't be taken back: they count as help, on the day they were sent."""
    ask = Ask.objects.get(pk=event.subject_id)
    if ask.state == AskState.HELD:
        protection.record_use(ask.pk, by=GOODWORD, at=event.at)


@on("debrief.given", "debrief.given_undone")
def draw_conclusions(event: Event) -> None:
    settle(Ask.objects.get(pk=event.subject_id))


@on("opportunity.won", "opportunity.lost")
def close_with_the_deal(event: Event) -> None:
    """Close what the deal needed; a call that has begun is spoken about first, and closes its request in its own time."""
    for need in ReferenceRequest.objects.open().filter(opportunity_id=event.subject_id).exclude(state="wrap_up"):
        if not any(call_has_begun(ask) for ask in need.asks.all()):
            close_request(locked(need), RequestVerb.CLOSE_WITH_DEAL, by=GOODWORD)


@on("consent.revoked")
def stop_asks_without_consent(event: Event) -> None:
    """A withdrawn consent reaches everything that stood on it, a call to come included; one given back reaches nothing."""
    advocate = Advocate.objects.get(pk=advocate_now(event.subject_id))
    if event.data.get("help_kind") in live_consents(advocate):
        return
    asks = Ask.objects.filter(advocate=advocate, need__help_kind=event.data.get("help_kind", ""))
    _cancel_asks(list(asks.filter(state__in=[*LIVE, AskState.PLANNED])), why="consent_withdrawn")


@on("advocate.left")
def stop_asks_of_who_left(event: Event) -> None:
    asks = Ask.objects.filter(advocate_id=advocate_now(event.subject_id), state__in=[*LIVE, AskState.PLANNED])
    _cancel_asks(list(asks), why="left")


@on("hold.placed", "hold.begun")
def stop_asks_on_hold(event: Event) -> None:
    """A pause or a hold, of one person or of the whole account, stops what is not agreed yet."""
    hold = Hold.objects.get(pk=event.subject_id)
    if hold.lifted_at is not None or (hold.starts_at is not None and hold.starts_at > clock.now()):
        return
    asks = Ask.objects.filter(advocate__profile__account_id=hold.account_id)
    if hold.advocate_id is not None:
        asks = asks.filter(advocate_id=hold.advocate_id)
    _cancel_asks(list(asks.filter(state__in=NOT_YET_AGREED)), why="on_hold")


@on("member.removed")
def hand_requests_over(event: Event) -> None:
    """Open requests of whoever left are their successor's; what waits for an owner follows the customer, below."""
    successor = Member.objects.get(pk=UUID(event.data["successor"]))
    for need in ReferenceRequest.objects.open().filter(requester_id=event.subject_id):
        hand_over_request(need, successor, by=GOODWORD)


@on("account.changed")
def ask_who_decides_now(event: Event) -> None:
    parts = {"owner", "deputy"} & event.data.get("changed", {}).keys()
    if parts:
        hand_over_customer(Account.objects.get(pk=event.subject_id), parts, by=GOODWORD)


@on("account.merged")
def ask_who_decides_for_both(event: Event) -> None:
    """What waited for whoever looked after the other entry waits for who decides for both."""
    hand_over_customer(Account.objects.get(pk=event.subject_id), {"owner", "deputy"}, by=GOODWORD)


def _cancel_asks(asks: list[Ask], *, why: str) -> None:
    """End asks; a call that has begun stands: it may count, and those who were on it are asked."""
    for ask in asks:
        if call_has_begun(ask):
            continue
        take_off(ask)
        move_ask(ask, AskVerb.CANCEL, by=GOODWORD, event="ask.cancelled", data={"why": why})
