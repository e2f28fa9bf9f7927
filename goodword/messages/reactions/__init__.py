"""Which event makes which mails. Each runs in its own job after the commit, and after the undo where there is one."""

from __future__ import annotations

from collections.abc import Callable

from goodword.core.events import on
from goodword.core.models import Event
from goodword.messages.reactions import (
    advocate,
    call,
    fresh_link,
    member,
    owner,
    program,
    proposal,
    prospect,
    rep,
)

EVENT_MAILS: dict[str, tuple[Callable[[Event], None], ...]] = {
    "member.invited": (member.invitation,),
    "member.password_reset_asked": (member.password_reset,),
    "advocate.invited": (advocate.invitation,),
    "advocate.qualified": (proposal.taken_up,),
    "advocate.overdue": (proposal.waits,),
    "ask.owner_asked": (owner.can_we_ask, rep.changed),
    "ask.owner_told": (owner.will_ask, rep.changed),
    "ask.pre_approved": (owner.will_ask_as_agreed,),
    "ask.owner_reminded": (owner.still_ok,),
    "ask.deputy_asked": (owner.can_we_ask_deputy,),
    "ask.owner_timed_out": (rep.changed,),
    "ask.declined_by_owner": (rep.changed,),
    "ask.customer_asked": (advocate.would_you, owner.your_words, owner.informed, rep.changed),
    "ask.customer_reminded": (advocate.reminder,),
    "ask.countered": (prospect.pick_a_time, rep.changed),
    "ask.times_offered": (prospect.pick_a_time, advocate.other_times, rep.changed),
    "ask.prospect_reminded": (prospect.pick_a_time,),
    "ask.declined": (rep.changed,),
    "ask.expired": (rep.changed,),
    "ask.booked": (call.booked, rep.changed),
    "ask.rescheduled": (call.moving, prospect.pick_a_time, advocate.other_times, rep.changed),
    "ask.called_off": (call.off, rep.changed),
    "ask.cancelled": (call.off, advocate.not_needed, rep.changed),
    "call.over": (advocate.how_was_it, prospect.was_it_useful, rep.did_it_move),
    "ask.escalated": (program.passed_on, rep.changed),
    "request.escalated": (program.passed_on, rep.changed),
    "repair.opened": (owner.call_them_today,),
    "repair.overdue": (owner.nobody_called_them,),
    "link.renewed": (fresh_link.on_its_way,),
    "request.nobody_left": (rep.changed,),
    "request.closed": (rep.changed,),
    "assist.credited": (owner.helped_win,),
}

for _name, _mails in EVENT_MAILS.items():
    for _mail in _mails:
        on(_name)(_mail)
