"""Taking back, within ten minutes, what was said of a customer or a nomination."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodword.core.errors import TooLate
from goodword.core.models import Event
from goodword.members.policy import Permission
from goodword.references.actions import take_back_confirmation, take_back_decision
from goodword.references.policy import visible_profiles
from goodword.references.queries import same_press
from goodword.web.back import led_back
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.references.customers import visible
from goodword.web.references.seen import shown_advocates


@require_POST
@for_members(Permission.ADVOCATE_INVITE)
def undo_decision(request: MemberRequest, advocate_id: UUID, event_id: UUID) -> HttpResponse:
    """Take back that a proposal was taken up, or closed as no fit."""
    one = get_object_or_404(shown_advocates(request.actor), pk=advocate_id)
    take_back_decision(get_object_or_404(Event, pk=event_id, subject_id=one.pk), by=request.actor)
    messages.success(request, _("Taken back. The proposal stands as it was."))
    return led_back(request, "advocate", one.pk)


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def undo_confirmation(request: MemberRequest, account_id: UUID, event_id: UUID) -> HttpResponse:
    """Take back that a customer, or one thing that is true of it, is still right."""
    account = visible(request, account_id)
    of_account = Event.objects.filter(mentions__object_id=account.pk)
    take_back_confirmation(get_object_or_404(of_account, pk=event_id), by=request.actor)
    messages.success(request, _("Taken back. It says who confirmed it before, and when."))
    return led_back(request, "customer", account.pk)


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def undo_confirmations(request: MemberRequest, event_id: UUID) -> HttpResponse:
    """Take back all that one press confirmed, wherever nobody confirmed it again; say where somebody did."""
    seen = visible_profiles(request.actor).values("pk")
    event = get_object_or_404(Event, pk=event_id, subject_id__in=seen)
    together = same_press(event)
    kept = [_kept_because(one, request) for one in together]
    stay = [words for words in kept if words]
    if len(stay) == len(together):
        raise TooLate(stay[0])
    messages.success(request, _("Taken back. It says who confirmed it before, and when."))
    for words in stay:
        messages.error(request, words)
    return led_back(request, "today")


def _kept_because(event: Event, request: MemberRequest) -> str:
    """Take one confirmation back; return why that was refused, with what it is about, or nothing where it was not."""
    try:
        with transaction.atomic():
            take_back_confirmation(event, by=request.actor)
    except TooLate as why:
        return _("%(company)s: %(why)s") % {"company": event.subject_label, "why": why}
    return ""
