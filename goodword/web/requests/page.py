"""S05 Request: one truth for all sides."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from goodword.desk.models import Debrief
from goodword.desk.queries.plan import writers_for
from goodword.desk.queries.request_page import RequestPage
from goodword.members.policy import Permission, may
from goodword.messages.queries import Seen, on_request
from goodword.messages.queries.outbox import as_seen_all
from goodword.proof.queries import proof_for
from goodword.recognition.models import Assist
from goodword.references.models import OwnerMode
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.bench import bench_of
from goodword.web.requests.forms import AnswerForm, DebriefForm, RepairForm
from goodword.web.requests.kit import named, page_or_404

REP_ANSWERS = (
    (Debrief.Answer.MOVED, _("It moved the deal")),
    (Debrief.Answer.TOO_EARLY, _("Too early to say")),
    (Debrief.Answer.NO, _("It didn't")),
    (Debrief.Answer.NOT_HELD, _("The call did not happen")),
)
# Written answers that were sent can't have failed to take place.
REP_ANSWERS_WRITTEN = REP_ANSWERS[:-1]


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def request_page(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Show a request."""
    return drawn(request, page_or_404(request, need_id))


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def status(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Show how a request stands now, for a page that is open; says so when more than that has changed."""
    page = page_or_404(request, need_id)
    seen = request.GET.get("seen", "")
    context = {"page": page, "steps": named(page.steps, page.need), "seen": seen, "moved": seen != str(page.newest)}
    return render(request, "requests/_status.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REQUEST_SEE)
def brief(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Show the brief alone, to print."""
    return render(request, "requests/brief.html", {"page": page_or_404(request, need_id)})


def drawn(request: MemberRequest, page: RequestPage, *, form: BaseForm | None = None) -> HttpResponse:
    """Draw the page; a form that could not be taken is shown where it stands, with what to correct."""
    context: dict[str, Any] = {
        "page": page,
        "need": page.need,
        "steps": named(page.steps, page.need),
        "seen": page.newest,
        "story": story(page, request),
        "assists": assists(page),
        "rep_answers": REP_ANSWERS_WRITTEN if page.need.writes else REP_ANSWERS,
        "form": form,
        "tell": page.to_decide is not None and page.to_decide.owner_mode == OwnerMode.TELL_ME,
        "answer": form if isinstance(form, AnswerForm) else AnswerForm(),
        "said": form if isinstance(form, DebriefForm) else DebriefForm(),
        "note": form if isinstance(form, RepairForm) else RepairForm(),
        "instead": instead_of(request, page),
        "bench": bench_of(request, page) if may(request.actor, Permission.ASK_PROPOSE) else None,
        "primary": primary_of(page),
    }
    return render(request, "requests/request.html", context, status=422 if form is not None else 200)


def primary_of(page: RequestPage) -> str:
    """Return which part holds the one primary button: the next step, where it is this viewer's."""
    if page.repair is not None and page.repair.talked_at is None:
        return "repair"
    if page.decides_as_owner:
        return "answer"
    if page.awaits_debrief and page.is_requester:
        return "debrief"
    if page.may_time and page.buyer_picks and page.times:
        return "time"
    if page.is_manager and page.is_open and not page.call:
        return "match"
    if page.nobody_left:
        return "instead"
    return ""


def instead_of(request: MemberRequest, page: RequestPage) -> dict[str, Any] | None:
    """Return what there is when nobody is left to ask: somebody who would write, proof to send; None before that."""
    if not (page.nobody_left and page.runs_it):
        return None
    writers = (one.advocate for one in writers_for(page.need) if not one.advocate.is_masked)
    proof = proof_for(page.need.opportunity, request.actor, limit=3)
    return {"writer": next(writers, None), "proof": proof}


def story(page: RequestPage, request: MemberRequest) -> list[dict[str, Any]]:
    """Return what happened and what was sent, in one order."""
    mails = sorted(_mails(page, request), key=lambda one: one.message.created_at)
    lines = [(line.at, {"line": line}) for line in page.lines]
    # The lines keep their order: a mail stands behind the last of them that is not younger.
    told: list[dict[str, Any]] = [item for _at, item in lines]
    for one in reversed(mails):
        place = max((nth for nth, (at, _item) in enumerate(lines, 1) if at <= one.message.created_at), default=0)
        told.insert(place, {"mail": one})
    return told


def assists(page: RequestPage) -> list[Assist]:
    """Return who was credited for this deal: colleagues by name, a customer only where the viewer may know them."""
    given = Assist.objects.filter(opportunity=page.need.opportunity).select_related("member", "contact").order_by("at")
    if page.is_manager:
        return list(given)
    known = {ask.advocate.contact_id for ask in page.asks if page.faces[ask.pk].known}
    private = any(not shown.known for shown in page.faces.values())
    return [
        one
        for one in given
        if one.contact_id in known or (one.member_id is not None and (not private or one.member_id == page.viewer.pk))
    ]


def _mails(page: RequestPage, request: MemberRequest) -> list[Seen]:
    return as_seen_all(on_request(page.need.pk), request.actor)
