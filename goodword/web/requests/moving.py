"""Moving a request on the board: every way it can go from where it stands, and the press that takes it there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_POST

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.desk.actions import approve_ask, decline_as_owner, decline_ask, propose
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.asked import in_line
from goodword.desk.queries.lists import Row, loaded, rows_of
from goodword.desk.rules.board import LAST, Move, moves
from goodword.desk.rules.states import UNDOABLE, AskState
from goodword.directory.policy import keeps
from goodword.members.policy import Permission, is_manager, may
from goodword.web.back import led_back
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.kit import newest_of, page_or_404, say

LANE_WORDS: Mapping[str, str | Promise] = {
    "to_match": lazy("To match"),
    "with_owner": lazy("With owner"),
    "with_customer": lazy("With customer"),
    # Calls with a time, calls that look for one, and answers being written: the customer said yes.
    "booked": lazy("Agreed"),
    "wrap_up": lazy("Wrap up"),
    LAST: lazy("Closed"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """One line of a card's menu. With a `verb` it is a press, with a `url` a page that asks for more, else `why` not."""

    lane: str
    lane_words: str
    words: str = ""
    verb: str = ""
    url: str = ""
    why: str = ""


def ways_of(row: Row, by: Actor) -> list[Way]:
    """Return every way a request can go for this viewer. No query."""
    return [way for move in _moves(row) for way in _ways(move, row, by)]


@require_POST
@for_members(Permission.REQUEST_SEE)
def move(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Take a request to another lane by the verb the card offered, if that is still what would take it there."""
    need = page_or_404(request, need_id).need
    row = rows_of(loaded(ReferenceRequest.objects.filter(pk=need.pk)), request.actor, request.member)[0]
    to, verb = request.POST.get("to", ""), request.POST.get("verb", "")
    _must_still_lead_there(row, to, verb)
    no = _why_not(verb, row, request.actor)
    if no:
        raise NotAllowed(no)
    try:
        with transaction.atomic():
            ask, done = VERBS[verb](row, request.actor)
    except Refused as no:
        messages.error(request, str(no))
        return redirect(f"{reverse('request', args=[need.pk])}#bench")
    say(request, done, newest_of(request, ask.pk, *UNDOABLE))
    return led_back(request, "requests")


def _moves(row: Row) -> list[Move]:
    lead = row.lead.state if row.lead is not None else ""
    return moves(row.need.state, lead, planned=_first_in_line(row.need) is not None, over=_is_over(row))


def _must_still_lead_there(row: Row, to: str, verb: str) -> None:
    """Raise unless this verb is still what takes the request to that lane: it may have moved on since it was drawn."""
    way = next((one for one in _moves(row) if one.lane == to), None)
    if way is not None and way.why:
        raise Refused(way.why, code="no_such_move")
    if way is None or way.verb != verb or verb not in VERBS:
        raise TooLate(_("It moved on meanwhile. Look where it stands now."), state=row.need.state)


def _propose(row: Row, by: Actor) -> tuple[Ask, str]:
    first = _first_in_line(row.need)
    if first is None:
        raise Refused(_("Nobody is in line any more. Choose whom to ask."), code="nobody_in_line")
    ask = propose(row.need, first.advocate, by=by)
    owner = first.advocate.profile.account.owner
    if ask.state == AskState.OWNER_PENDING and owner is not None:
        return ask, _("With owner now: the mail to %(owner)s goes out in ten minutes.") % {"owner": owner.first_name}
    return ask, _("With owner now: nobody's answer is needed, the customer is asked in ten minutes.")


def _approve(row: Row, by: Actor) -> tuple[Ask, str]:
    approve_ask(ask := _lead(row), by=by)
    return ask, _("The yes is noted. The customer is asked in ten minutes, and it moves to With customer.")


def _owner_no(row: Row, by: Actor) -> tuple[Ask, str]:
    decline_as_owner(ask := _lead(row), by=by)
    return ask, _("The no is noted. We look for somebody else in ten minutes.")


def _customer_no(row: Row, by: Actor) -> tuple[Ask, str]:
    decline_ask(ask := _lead(row), by=by)
    return ask, _("The no is noted. They aren't asked again for this deal; we look for somebody else in ten minutes.")


# Each returns the ask it moved, whose newest event is what an undo takes back, and what to say.
VERBS: Mapping[str, Callable[[Row, Actor], tuple[Ask, str]]] = {
    "propose": _propose,
    "approve": _approve,
    "owner_no": _owner_no,
    "customer_no": _customer_no,
}


def _ways(move: Move, row: Row, by: Actor) -> list[Way]:
    words = str(LANE_WORDS[move.lane])
    if not move.verb:
        return [Way(move.lane, words, why=move.why)]
    no = _why_not(move.verb, row, by)
    if no:
        return [Way(move.lane, words, why=no)]
    page = reverse("request", args=[row.need.pk])
    pages = {
        "choose": [(_("Choose whom to ask…"), f"{page}#bench")],
        "say_how": [(_("Say how it went…"), page)],
        "close": [
            (_("Proof was enough…"), reverse("request-proof", args=[row.need.pk])),
            (_("Withdraw…"), reverse("request-withdraw", args=[row.need.pk])),
        ],
    }
    if move.verb in pages:
        return [Way(move.lane, words, words=label, url=url) for label, url in pages[move.verb]]
    return [Way(move.lane, words, words=_press_words(move.verb, row), verb=move.verb)]


def _why_not(verb: str, row: Row, by: Actor) -> str:
    """Return why this viewer can't make a move that somebody can; empty when they can."""
    if is_manager(by):
        return ""
    own = by.person_id in (row.need.requester_id, row.need.opportunity.owner_id)
    if verb in ("close", "say_how"):
        return "" if own and may(by, Permission.REQUEST_WITHDRAW) else _("Only who asked and the program can do that.")
    if verb in ("approve", "owner_no"):
        mine = row.lead is not None and keeps(by, row.lead.advocate.profile.account)
        return "" if mine and may(by, Permission.ASK_APPROVE) else _("The account owner answers this.")
    return _("The program does that.")


def _press_words(verb: str, row: Row) -> str:
    """Return what a press says: who is asked or who said so, by name where this viewer knows them."""
    known = row.face is not None and row.face.known
    customer = row.face.first_name if row.face is not None and known else _("the customer")
    owner = row.lead.owner if row.lead is not None and known else None
    names = {"owner": owner.first_name if owner is not None else _("The owner"), "customer": customer}
    if verb == "propose":
        first = _first_in_line(row.need)
        account = first.advocate.profile.account if first is not None else None
        who = account.owner.first_name if account is not None and account.owner is not None else _("for them")
        return _("Ask %(who)s, for %(name)s") % {
            "who": who,
            "name": first.advocate.contact.first_name if first is not None else "",
        }
    if verb == "approve":
        return _("%(owner)s said yes: ask %(customer)s") % names
    if verb == "owner_no":
        return _("%(owner)s said not now") % names
    return _("%(customer)s can't this time") % names


def _first_in_line(need: ReferenceRequest) -> Ask | None:
    """Return the first of the plan where a press may ask them; a private one is asked at the workbench, seen first."""
    first = next(iter(in_line(need.asks.all())), None)
    return None if first is None or first.advocate.is_masked else first


def _is_over(row: Row) -> bool:
    """Say whether the help was given: its call is over, or its answers were sent."""
    if row.need.writes:
        return row.lead is not None and row.lead.state == AskState.HELD
    now = clock.now()
    return any(call.starts_at + timedelta(minutes=call.minutes) <= now for call in row.need.calls.all())


def _lead(row: Row) -> Ask:
    if row.lead is None:
        raise TooLate(_("Nobody is being asked any more."), state=row.need.state)
    return row.lead
