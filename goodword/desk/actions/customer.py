"""The customer's own answer: yes with a time, yes with other times, or not this time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from django.db import transaction

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.working_time import wall_of
from goodword.desk.actions.asking import take_place
from goodword.desk.actions.moving import locked, move_ask
from goodword.desk.models import Ask, ReferenceRequest, TimeOption
from goodword.desk.policy import must_answer
from goodword.desk.queries.asked import MOST_TIMES, counting_states
from goodword.desk.rules.next_best import may_start_customer_ask
from goodword.desk.rules.states import AskState, AskVerb, RequestState
from goodword.protection import actions as protection
from goodword.protection.queries import today_of
from goodword.references import actions as references
from goodword.references.models import Consent
from goodword.references.queries import live_consents

Lasting = Literal["once", "good"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A time somebody can do: the instant, and the zone it was said in."""

    starts_at: datetime
    zone: str


@transaction.atomic
def accept_ask(ask: Ask, option: TimeOption, *, by: Actor, lasting: Lasting = "good") -> None:
    """Say yes to one of the prospect's times; it is booked when the ten minutes to undo are over.

    Where the consent on file is only claimed, this yes is one: for this call alone or for good. Raises Refused for a
    time that is over, TooLate when the request moved on.
    """
    must_answer(by, ask)
    _must_take_a_time(ask.need)
    must_be_open(ask, by=by)
    if option.need_id != ask.need_id or option.by != TimeOption.By.PROSPECT:
        raise Refused("That time belongs to another request.", code="foreign_time")
    _must_be_ahead(option.starts_at)
    agreed = agree(ask, by=by, lasting=lasting)
    move_ask(
        ask,
        AskVerb.ACCEPT,
        by=by,
        event="ask.accepted",
        changes={"chosen_id": option.pk},
        data={"starts_at": option.starts_at.isoformat(), **agreed},
        undoable=True,
    )


@transaction.atomic
def counter_ask(ask: Ask, offers: Sequence[Offer], *, by: Actor, lasting: Lasting = "good") -> None:
    """Say yes with up to three times of one's own; the prospect picks one. Raises Refused, TooLate."""
    must_answer(by, ask)
    must_be_open(ask, by=by)
    keep_times(ask.need, ask, TimeOption.By.ADVOCATE, offers)
    agreed = agree(ask, by=by, lasting=lasting)
    move_ask(
        ask,
        AskVerb.COUNTER,
        by=by,
        event="ask.countered",
        changes={"picker": "prospect", "chosen_id": None},
        data=agreed,
        undoable=True,
    )


@transaction.atomic
def decline_ask(ask: Ask, *, by: Actor, until: date | None = None, stop_kind: bool = False) -> None:
    """Say "not this time"; no reason is asked for. Nobody is asked again for this deal.

    `until`: don't ask me before that date. `stop_kind`: no more of this kind of help, ever.
    """
    must_answer(by, ask)
    if until is not None and until <= today_of(ask.advocate):
        raise Refused("Choose a date after today.", code="past_date")
    move_ask(
        ask,
        AskVerb.DECLINE,
        by=by,
        event="ask.declined",
        data={"until": until.isoformat() if until else None, "stop_kind": stop_kind},
        undoable=True,
    )
    if until is not None:
        protection.pause(ask.advocate, until=until, by=by)
    if stop_kind:
        references.revoke_consent(ask.advocate, ask.need.help_kind, by=by)


def keep_times(need: ReferenceRequest, ask: Ask | None, side: str, offers: Sequence[Offer]) -> list[TimeOption]:
    """Write one side's times in place of the ones it gave before. Raises Refused for none, too many or past ones."""
    _must_take_a_time(need)
    moments = {offer.starts_at: offer for offer in offers}
    if not moments:
        raise Refused("Give at least one time.", code="no_times")
    if len(moments) > MOST_TIMES:
        raise Refused(f"Give at most {MOST_TIMES} times.", code="too_many_times")
    for moment in moments:
        _must_be_ahead(moment)
    need.times.filter(ask=ask, by=side).delete()
    kept = []
    for moment, offer in sorted(moments.items()):
        wall = wall_of(moment, offer.zone).strftime("%Y-%m-%dT%H:%M")
        option = TimeOption(need=need, ask=ask, by=side, starts_at=moment, zone=offer.zone, wall=wall)
        option.save()
        kept.append(option)
    return kept


def _must_take_a_time(need: ReferenceRequest) -> None:
    if need.writes:
        raise Refused("These answers come in writing: no time is needed.", code="no_call")


def _must_be_ahead(moment: datetime) -> None:
    if moment <= clock.now():
        raise Refused("That time is over. Choose a later one.", code="past_time")


def must_be_open(ask: Ask, *, by: Actor) -> None:
    """Let a late yes count while the request still needs somebody and nobody else is being asked."""
    locked(ask.need)
    ask.refresh_from_db()
    if ask.state != AskState.EXPIRED:
        return
    closed = ask.need.state in (RequestState.DRAFT, RequestState.CLOSED)
    if closed or not may_start_customer_ask(counting_states(ask.need, besides=ask).values()):
        raise TooLate("They found someone meanwhile. Thank you all the same.", state=ask.state)
    take_place(ask, by=by)
    protection.to_customer(ask.pk, by=by)


def agree(ask: Ask, *, by: Actor, lasting: Lasting) -> dict[str, str]:
    """Take the consent this yes is, where the one on file was only said to have been given; return it for the event."""
    newest = live_consents(ask.advocate, thread=ask.need_id).get(ask.need.help_kind)
    if by.kind != "link" or (newest is not None and newest.act == Consent.Act.GIVEN):
        return {}
    only_thread = ask.need_id if lasting == "once" else None
    given = references.give_consent(ask.advocate, ask.need.help_kind, by=by, only_thread=only_thread)
    return {"consent": str(given.pk)}
