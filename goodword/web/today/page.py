"""S01 Today: what needs one press from me, what wants doing this week, and what came of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goodword.core.actors import Actor
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.policy import sees_every_request, visible_requests
from goodword.desk.queries.calls import calls_of_all
from goodword.desk.queries.lists import Row, loaded, rows_of
from goodword.desk.rules.states import RequestState
from goodword.members.models import Member, Role
from goodword.members.policy import Permission, may
from goodword.messages.models import Message
from goodword.recognition.models import Assist
from goodword.references.models import Advocate
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.forms import AnswerForm, DebriefForm, RepairForm
from goodword.web.requests.kit import named
from goodword.web.settings.steps import first_steps_for
from goodword.web.today.cards import Card, Day, Group, Pile
from goodword.web.today.news import news_for
from goodword.web.today.piles import piles_of, waiting_in
from goodword.web.today.snoozing import days_to_choose
from goodword.web.today.waiting import keep, key_of

MOST = 8


@require_http_methods(["GET", "HEAD"])
@for_members()
def today(request: MemberRequest) -> HttpResponse:
    """Show the viewer's day: the cards of each role they have."""
    by, viewer = request.actor, request.member
    # Before anything is counted: what happens meanwhile then belongs to a newer key.
    day, key = Day.of(by, viewer), key_of(viewer)
    piles = piles_of(day)
    groups = {str(group): _drawn(day, piles, group) for group in Group}
    waiting = waiting_in(piles)
    keep(key, waiting)
    mine = _moving(by, viewer) if may(by, Permission.REQUEST_SEND) else []
    context: dict[str, Any] = {
        "parts": groups,
        "waiting": waiting,
        "first": next((card.key for one in groups.values() for card in one["cards"]), ""),
        "put_off": [(card, day.snoozes[card.key]) for pile in piles for card in pile.cards if day.is_put_off(card.key)],
        "days": days_to_choose(day.today),
        "answer": AnswerForm(),
        "note": RepairForm(),
        "said": DebriefForm(),
        "mine": [{"row": row, "steps": named(row.steps, row.need)} for row in mine],
        "news": news_for(by) if may(by, Permission.ADVOCATE_INVITE) else [],
        "assists": list(_assists_of(viewer)),
        "helped": _helped_this_month(day) if not waiting else 0,
        "figures": _figures() if viewer.has(Role.LEADER) or viewer.has(Role.ADMIN) else None,
        "is_admin": viewer.has(Role.ADMIN),
        "sees_requests": sees_every_request(by),
        "first_steps": first_steps_for(by),
    }
    return render(request, "today/today.html", context)


def _drawn(day: Day, piles: Iterable[Pile], group: Group) -> dict[str, Any]:
    """Return a group's cards that are not put off, and where the rest of its piles are."""
    here = [pile for pile in piles if pile.cards and pile.cards[0].group is group]
    cards: list[Card] = []
    more = []
    for pile in here:
        awake = [card for card in pile.cards if not day.is_put_off(card.key)]
        cards += awake
        if pile.more is not None and pile.total > len(awake):
            more.append((pile.more, pile.total - len(awake)))
    return {"cards": cards, "more": more, "at_once": [pile.at_once for pile in here if pile.at_once is not None]}


def _moving(by: Actor, viewer: Member) -> list[Row]:
    """Return the viewer's own open requests, those that moved last first."""
    mine = visible_requests(by).exclude(state=RequestState.CLOSED).filter(requester_id=by.person_id)
    keys = list(mine.order_by("-state_since").values_list("pk", flat=True)[:MOST])
    needs = sorted(loaded(ReferenceRequest.objects.filter(pk__in=keys)), key=lambda need: keys.index(need.pk))
    return rows_of(needs, by, viewer)


def _assists_of(viewer: Member) -> Any:
    given = Assist.objects.filter(member=viewer, kind=Assist.Kind.ASSIST)
    return given.select_related("opportunity__account").order_by("-at")[:3]


def _helped_this_month(day: Day) -> int:
    """Return in how many deals won this month somebody helped whom the viewer lent, nominated or brokered."""
    given = Assist.objects.filter(member=day.viewer, kind=Assist.Kind.ASSIST, won=True)
    return given.filter(at__year=day.today.year, at__month=day.today.month).count()


def _figures() -> list[tuple[str, int]]:
    """Return counts that are true now, each of a whole: what leaders and admins start from."""
    is_closed = Q(state=RequestState.CLOSED)
    needs = ReferenceRequest.objects.aggregate(
        open=Count("pk", filter=~is_closed), closed=Count("pk", filter=is_closed)
    )
    calls = calls_of_all()
    return [
        ("open", needs["open"]),
        ("ahead", calls["ahead"]),
        ("held", calls["held"]),
        ("written", Ask.objects.held().filter(answered_at__isnull=False).count()),
        ("closed", needs["closed"]),
        ("advocates", Advocate.objects.active().count()),
        ("waiting", Message.objects.filter(state="queued").count()),
    ]
