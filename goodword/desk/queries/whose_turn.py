"""Whose turn a request is, and what everybody is called to one viewer: "With Amara until Tue 10:00"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from goodword.core import clock
from goodword.core.undo import UNDO
from goodword.desk.models import Ask, Debrief, ReferenceRequest
from goodword.desk.queries.asked import situation
from goodword.desk.queries.weeks import program_people
from goodword.desk.rules.ball import Ball, BallNames, ball
from goodword.desk.rules.states import AskState, RequestState
from goodword.desk.rules.waits import TAKES_BACK, Turn, Who, ask_turns, request_turns, turn_at
from goodword.members.models import Member, Role
from goodword.references.queries import Face

UNDOABLE_NOES = (AskState.OWNER_NO, AskState.DECLINED)


def turn_of(need: ReferenceRequest, asks: Sequence[Ask], lead: Ask | None) -> tuple[Turn, datetime] | None:
    """Return whose turn it is and until when: the request's own clock, else that of the furthest ask."""
    if need.state == RequestState.TO_MATCH and (answered := max(_noes(asks), default=None)):
        return TAKES_BACK, answered + UNDO
    own = request_turns(need.state)
    if own and need.deadline_at is not None:
        return turn_at(own, need.turn), need.deadline_at
    if need.state == RequestState.CLOSED or lead is None or lead.deadline_at is None:
        return None
    turns = ask_turns(lead.state, situation(lead, [ask.state for ask in asks if ask.pk != lead.pk]))
    return (turn_at(turns, lead.turn), lead.deadline_at) if turns else None


def _noes(asks: Iterable[Ask]) -> Iterator[datetime]:
    """Yield when somebody said no who can still take it back."""
    now = clock.now()
    yield from (ask.state_since for ask in asks if ask.state in UNDOABLE_NOES and ask.state_since + UNDO > now)


def names_for(need: ReferenceRequest, lead: Ask | None, shown: Face | None, program: str) -> BallNames:
    """Return what everybody is called to one viewer: a private customer and its owner by what they are."""
    picker = next(iter(need.attendees.all()), None)
    known = shown is not None and shown.known and lead is not None
    account = lead.advocate.profile.account if known and lead is not None else None
    alone = len(program_people()) == 1
    owner = (lead.owner if lead is not None else None) or (account.owner if account else None)
    return BallNames(
        rep=need.requester.first_name,
        owner=owner.first_name if owner and account else _("the account owner"),
        deputy=account.deputy.first_name if account and account.deputy else _("the deputy"),
        program=program,
        lead=program if alone else _("the program lead"),
        customer=shown.first_name if known and shown is not None else _("the customer"),
        prospect=picker.contact.first_name if picker is not None else _("the buyer"),
        both=_("both sides"),
        goodword=_("us"),
        alone=alone,
    )


def ball_of(
    need: ReferenceRequest,
    asks: Sequence[Ask],
    lead: Ask | None,
    names: BallNames,
    viewer: Member,
    *,
    next_name: str | None,
) -> Ball | None:
    """Return who has the ball, called “you” where it is the viewer's own."""
    turn = turn_of(need, asks, lead)
    if turn is None:
        return None
    own = _is_own(turn[0].who, need, lead, viewer, alone=names.alone)
    here = ball(turn[0], turn[1], names=names, next_name=next_name, own=own)
    if here.who is Who.BOTH:
        return replace(here, name=_yet_to_speak(need, lead, names, viewer) or here.name)
    return replace(here, name=_("you")) if own else here


def _yet_to_speak(need: ReferenceRequest, lead: Ask | None, names: BallNames, viewer: Member) -> str:
    """Return who has still to say how it went, by name; empty while neither side of a call has, or nobody is waited for.

    Whether a call took place is for the two who talked; how it went for all three. The debriefs were loaded with the ask.
    """
    if lead is None:
        return ""
    newest = {one.side: one.answer for one in lead.debriefs.all()}
    said = {side for side, answer in newest.items() if answer != Debrief.Answer.UNDONE}
    sides = {Debrief.Side.PROSPECT: names.prospect, Debrief.Side.ADVOCATE: names.customer}
    if lead.state == AskState.HELD:
        sides[Debrief.Side.REP] = _("you") if viewer.pk == need.requester_id else names.rep
    elif not said & sides.keys():
        return ""
    # With all in, only the ten minutes to undo are waited for.
    return get_text_list([name for side, name in sides.items() if side not in said], _("and")) or names.goodword


def _is_own(who: Who, need: ReferenceRequest, lead: Ask | None, viewer: Member, *, alone: bool) -> bool:
    account = lead.advocate.profile.account if lead is not None else None
    match who:
        case Who.REP:
            return viewer.pk == need.requester_id
        case Who.OWNER:
            return lead is not None and viewer.pk == lead.owner_id
        case Who.DEPUTY:
            return account is not None and viewer.pk == account.deputy_id
        case Who.PROGRAM:
            return viewer.has(Role.MANAGER)
        case Who.LEAD:
            return alone and viewer.has(Role.MANAGER)
    return False
