"""The outbox: each mail as sent and as queued, to whom, when, and what is to be done where nobody knows."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from goodword.core.models import Workspace
from goodword.core.tenancy import current_workspace
from goodword.desk.policy import visible_requests
from goodword.members.policy import Permission, may
from goodword.messages import queries
from goodword.messages.models import Channel, Message, MessageState
from goodword.messages.places import without_places
from goodword.web.directory.listing import listing, searched
from goodword.web.members.http import MemberRequest, for_members

SORTS = {"due": "due_at"}
PAGE = 40
TO_CHECK = (MessageState.UNKNOWN, MessageState.FAILED)
TONES = {
    MessageState.SENT: "good",
    MessageState.QUEUED: "warn",
    MessageState.UNKNOWN: "bad",
    MessageState.FAILED: "bad",
}
STATES: dict[str, str | Promise] = {
    "": _("All"),
    "waiting": _("Waiting"),
    "sent": _("Sent"),
    "check": _("To check"),
    "dropped": _("Not needed any more"),
}
# Where somebody carries each mail over, its time came and nobody knows whether they did.
BY_HAND = _("Ready to copy")
IN_STATE = {
    "waiting": (MessageState.QUEUED, MessageState.CLAIMED, MessageState.HANDED_OVER),
    "sent": (MessageState.SENT,),
    "check": TO_CHECK,
    "dropped": (MessageState.DROPPED,),
}


@require_http_methods(["GET", "HEAD"])
@for_members()
def outbox(request: MemberRequest, message_id: UUID | None = None) -> HttpResponse:
    """List the mails, newest first, and show one of them beside the list."""
    everything = readable_by(request)
    chosen = one_or_404(everything, message_id) if message_id is not None else None
    page = listing(request, _narrowed(request, everything), sorts=SORTS, default="-due", step=PAGE)
    place = current_workspace()
    by_hand = queries.goes_by_hand(place)
    context: dict[str, Any] = {
        "mails": [_row(message, request, by_hand) for message in page.rows],
        "check": [
            _row(message, request, by_hand) for message in everything.filter(state__in=TO_CHECK).order_by("due_at")
        ],
        "chosen": _whole(chosen, request, by_hand) if chosen is not None else None,
        "states": [(code, words, _count(everything, code)) for code, words in _states(by_hand).items()],
        "state": request.GET.get("state", ""),
        "kinds": list(everything.order_by("kind").values_list("kind", flat=True).distinct()),
        "kind": request.GET.get("kind", ""),
        "words": searched(request)[:80],
        "page": page,
        "may_deliver": may(request.actor, Permission.MESSAGE_DELIVER),
        "by_smtp": queries.goes_by_smtp(place),
        "by_hand": by_hand,
    }
    return render(request, "outbox/outbox.html", context)


def readable_by(request: MemberRequest) -> QuerySet[Message]:
    """Return the mails of the outbox: for the program and admins, and in a demo for everyone of the cast."""
    if not may(request.actor, Permission.MESSAGE_SEE) and current_workspace().kind != Workspace.Kind.DEMO:
        raise PermissionDenied
    return queries.outbox(request.actor)


def one_or_404(mails: QuerySet[Message], message_id: UUID) -> Message:
    message = mails.filter(pk=message_id).first()
    if message is None:
        raise Http404
    return message


def _states(by_hand: bool) -> dict[str, str | Promise]:
    return STATES | {"sent": BY_HAND} if by_hand else STATES


def _row(message: Message, request: MemberRequest, by_hand: bool) -> dict[str, Any]:
    """Return a mail as a line of the list: to whom and about what, if the viewer may know; no body, no link."""
    readable = queries.may_read(message, request.actor)
    to_copy = by_hand and message.state == MessageState.SENT and message.channel == Channel.EMAIL
    return {
        "mail": message,
        "state": BY_HAND if to_copy else _state_words(message),
        "tone": "info" if to_copy else TONES.get(MessageState(message.state), ""),
        "readable": readable,
        "subject": without_places(message.subject) if readable else _("About a private reference"),
        "to_name": message.to_name if readable else _("Someone"),
    }


def _state_words(message: Message) -> str:
    """Return where a mail is; one its reader does without is told in the app alone."""
    return str(Channel.BELL.label if message.channel == Channel.BELL else message.get_state_display())


def _whole(message: Message, request: MemberRequest, by_hand: bool) -> dict[str, Any]:
    return _row(message, request, by_hand) | {
        "seen": queries.as_seen(message, request.actor),
        "about_request": visible_requests(request.actor).filter(pk=message.thread).exists()
        if message.thread
        else False,
    }


def _count(mails: QuerySet[Message], code: str) -> int:
    return (mails.filter(state__in=IN_STATE[code]) if code else mails).count()


def _narrowed(request: MemberRequest, mails: QuerySet[Message]) -> QuerySet[Message]:
    state, kind = request.GET.get("state", ""), request.GET.get("kind", "")[:4]
    if state in IN_STATE:
        mails = mails.filter(state__in=IN_STATE[state])
    # A kind is a letter and digits; nothing else is asked for, least of all a NUL.
    if kind.isalnum():
        mails = mails.filter(kind=kind)
    for word in searched(request).split()[:5]:
        # What names a private reference isn't found by its name, whoever looks.
        mails = mails.filter(Q(to_name__icontains=word) | Q(to_address__icontains=word), private=False)
    return mails
