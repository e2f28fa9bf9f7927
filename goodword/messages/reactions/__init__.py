"""Which event makes which mails. Each runs in its own job after the commit, and after the undo where there is one."""

from __future__ import annotations

from collections.abc import Callable

from goodword.core.events import on
from goodword.core.models import Event
from goodword.messages.reactions import (
    advocate,
    call,
    check_in,
    deputies,
    fresh_link,
    member,
    nomination,
    own_will,
    owner,
    program,
    proposal,
    prospect,
    renewal,
    rep,
    secrecy,
    thanks,
    writing,
)

EVENT_MAILS: dict[str, tuple[Callable[[Event], None], ...]] = {
    "member.invited": (member.invitation,),
    "account.changed": (deputies.lost,),
    "member.password_reset_asked": (member.password_reset,),
    "advocate.invited": (advocate.invitation,),
    "advocate.active": (nomination.said_yes, nomination.came_back, secrecy.person_hidden),
    "advocate.declined": (nomination.said_no,),
    "advocate.not_a_fit": (nomination.not_a_fit,),
    "advocate.left": (own_will.changed, nomination.left),
    "hold.placed": (own_will.changed,),
    "dial.set": (own_will.changed, secrecy.person_hidden),
    "consent.revoked": (own_will.changed,),
    "story.stopped": (own_will.changed,),
    "story.renewal_asked": (renewal.may_we_go_on,),
    "advocate.qualified": (proposal.taken_up,),
    "advocate.overdue": (proposal.waits,),
    "ask.owner_asked": (owner.can_we_ask, rep.changed),
    "ask.owner_told": (owner.will_ask, rep.changed),
    "ask.pre_approved": (owner.will_ask_as_agreed,),
    "ask.owner_reminded": (owner.still_ok,),
    "ask.deputy_asked": (owner.can_we_ask_deputy,),
    "ask.handed_over": (owner.yours_now,),
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
    "call.joining_set": (call.joining_set,),
    "ask.rescheduled": (call.moving, prospect.pick_a_time, advocate.other_times, rep.changed),
    "ask.writing": (writing.begin, rep.changed),
    "ask.answered": (writing.answered, rep.changed),
    "ask.stood_by": (owner.stood_by,),
    "ask.called_off": (call.off, rep.changed),
    "ask.no_show": (call.not_held, rep.changed),
    "ask.cancelled": (call.off, advocate.not_needed, rep.changed),
    "call.over": (advocate.how_was_it, prospect.was_it_useful, rep.did_it_move),
    "answers.over": (advocate.how_was_it, prospect.was_it_useful, rep.did_it_move),
    "repair.handed_over": (owner.yours_to_call,),
    "ask.escalated": (program.passed_on, rep.changed),
    "request.escalated": (program.passed_on, rep.changed),
    "repair.opened": (owner.call_them_today,),
    "repair.overdue": (owner.nobody_called_them,),
    "profile.changed": (secrecy.customer_hidden,),
    "profile.check_in_asked": (check_in.asked,),
    "link.renewed": (fresh_link.on_its_way,),
    "request.nobody_left": (rep.changed,),
    "request.closed": (rep.changed,),
    "request.handed_over": (rep.yours_now,),
    "assist.credited": (owner.helped_win,),
    "thanks.given": (thanks.thanked,),
}

for _name, _mails in EVENT_MAILS.items():
    for _mail in _mails:
        on(_name)(_mail)
