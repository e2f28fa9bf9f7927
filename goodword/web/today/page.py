"""S01 Today: what needs one press from me, what moved, and what came of it."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Exists, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goodword.core.actors import Actor
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.policy import visible_requests
from goodword.desk.queries.lists import Row, asks_waiting_for, help_to_debrief, loaded, repairs_for, rows_of
from goodword.desk.rules.states import AskState, RequestState
from goodword.directory.models import Opportunity
from goodword.members.models import Member, Role
from goodword.members.policy import Permission, is_manager, may
from goodword.messages.models import Message
from goodword.messages.queries import to_check
from goodword.recognition.models import Assist
from goodword.references.models import Advocate, OwnerMode
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.forms import AnswerForm, DebriefForm, RepairForm
from goodword.web.requests.kit import named
from goodword.web.requests.page import REP_ANSWERS, REP_ANSWERS_WRITTEN
from goodword.web.today.news import news_for

MOST = 8


@require_http_methods(["GET", "HEAD"])
@for_members()
def today(request: MemberRequest) -> HttpResponse:
    """Show the viewer's day: the cards of each role they have."""
    by, viewer = request.actor, request.member
    questions = asks_waiting_for(by) if may(by, Permission.ASK_APPROVE) else []
    repairs = repairs_for(by) if may(by, Permission.REPAIR_CLOSE) else []
    calls = help_to_debrief(by) if may(by, Permission.DEBRIEF_GIVE) else []
    context: dict[str, Any] = {
        "questions": [{"ask": ask, "tell": ask.owner_mode == OwnerMode.TELL_ME} for ask in questions],
        "repairs": repairs,
        "calls": calls,
        "rep_answers": REP_ANSWERS,
        "rep_answers_written": REP_ANSWERS_WRITTEN,
        "answer": AnswerForm(),
        "note": RepairForm(),
        "said": DebriefForm(),
        "mine": _shown(_moving(by, viewer)) if may(by, Permission.REQUEST_SEND) else [],
        "deals": _deals_without(by) if may(by, Permission.REFERENCE_FIND) else [],
        "news": news_for(by) if may(by, Permission.ADVOCATE_INVITE) else [],
        "assists": list(_assists_of(viewer)),
        "program": _for_the_program(by, viewer) if is_manager(by) else None,
        "unsure": to_check().count() if may(by, Permission.MESSAGE_DELIVER) else 0,
        "figures": _figures() if viewer.has(Role.LEADER) or viewer.has(Role.ADMIN) else None,
        "is_admin": viewer.has(Role.ADMIN),
    }
    now = any(context[name] for name in ("questions", "repairs", "calls", "unsure"))
    context["first"] = next((name for name in ("repairs", "questions", "calls") if context[name]), "")
    context["nothing"] = not now and not (context["program"] and any(context["program"].values()))
    return render(request, "today/today.html", context)


def _shown(rows: list[Row]) -> list[dict[str, Any]]:
    return [{"row": row, "steps": named(row.steps, row.need)} for row in rows]


def _moving(by: Actor, viewer: Member) -> list[Row]:
    """Return the viewer's own open requests, those that moved last first."""
    mine = (
        visible_requests(by)
        .exclude(state=RequestState.CLOSED)
        .filter(requester_id=by.person_id)
        .order_by("-state_since")
    )
    keys = list(mine.values_list("pk", flat=True)[:MOST])
    needs = sorted(loaded(ReferenceRequest.objects.filter(pk__in=keys)), key=lambda need: keys.index(need.pk))
    return rows_of(needs, by, viewer)


def _deals_without(by: Actor) -> list[Opportunity]:
    """Return the viewer's open deals nobody asked a reference for, those that close first first."""
    asked = ReferenceRequest.objects.filter(opportunity=OuterRef("pk")).exclude(close_reason="withdrawn")
    deals = Opportunity.objects.filter(owner_id=by.person_id, status=Opportunity.Status.OPEN).exclude(Exists(asked))
    return list(deals.select_related("account").order_by("close_on", "name")[:MOST])


def _assists_of(viewer: Member) -> Any:
    given = Assist.objects.filter(member=viewer, kind=Assist.Kind.ASSIST)
    return given.select_related("opportunity__account").order_by("-at")[:3]


def _for_the_program(by: Actor, viewer: Member) -> dict[str, list[dict[str, Any]]]:
    """Return what waits for the program: requests to match, and those behind."""
    open_ones = visible_requests(by).exclude(state=RequestState.CLOSED)
    to_match = open_ones.filter(state=RequestState.TO_MATCH).order_by("deadline_at")
    keys = list(to_match.values_list("pk", flat=True)[:MOST])
    needs = loaded(ReferenceRequest.objects.filter(pk__in=keys))
    needs.sort(key=lambda need: keys.index(need.pk))
    waiting = loaded(open_ones.exclude(state__in=[RequestState.TO_MATCH, RequestState.DRAFT]))
    late = [row for row in rows_of(waiting, by, viewer) if row.late][:MOST]
    return {"to_match": _shown(rows_of(needs, by, viewer)), "late": _shown(late)}


def _figures() -> list[tuple[str, int]]:
    """Return counts that are true now, each of a whole: what leaders and admins start from."""
    states = dict(ReferenceRequest.objects.order_by().values_list("state").annotate(Count("pk")))
    closed = states.pop(RequestState.CLOSED, 0)
    return [
        ("open", sum(states.values())),
        ("booked", states.get(RequestState.BOOKED, 0)),
        ("held", Ask.objects.filter(state=AskState.HELD).count()),
        ("closed", closed),
        ("advocates", Advocate.objects.active().count()),
        ("waiting", Message.objects.filter(state="queued").count()),
    ]
