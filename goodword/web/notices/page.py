"""The list behind the bell: what one was told by mail, each line leading to what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from goodword.desk.policy import visible_requests
from goodword.members.actions import see_notices
from goodword.messages.models import Message
from goodword.messages.queries.notices import notices
from goodword.web.directory.listing import listing
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.references.seen import shown_advocates


@dataclass(frozen=True, slots=True)
class Notice:
    message: Message
    url: str
    new: bool


@require_safe
@for_members()
def notifications(request: MemberRequest) -> HttpResponse:
    """List what I was told, newest first. Looking changes nothing: the page that is shown marks it as seen."""
    page = listing(request, notices(request.actor), sorts={"told": "due_at"}, default="-told")
    return render(request, "notices/list.html", {"page": page, "notices": _drawn(request, page.rows)})


@require_POST
@for_members()
def seen(request: MemberRequest) -> HttpResponse:
    """Note that I have seen them all."""
    see_notices(request.member, by=request.actor)
    if request.headers.get("HX-Request"):
        return render(request, "components/bell.html", {"in_place": True})
    return redirect("notifications")


def _drawn(request: MemberRequest, messages: Iterable[Message]) -> list[Notice]:
    told = list(messages)
    since = request.member.noticed_until
    leads = _leads(request, told)
    return [Notice(one, leads.get(one.pk, ""), since is None or one.due_at > since) for one in told]


def _leads(request: MemberRequest, told: list[Message]) -> dict[UUID, str]:
    """Return each message's page, as far as its reader may still open it."""
    threads = _open(visible_requests(request.actor), (one.thread for one in told))
    people = _open(shown_advocates(request.actor), (one.about_id for one in told if one.about_kind == "advocate"))
    leads = {one.pk: reverse("advocate", args=[one.about_id]) for one in told if one.about_id in people}
    return leads | {one.pk: reverse("request", args=[one.thread]) for one in told if one.thread in threads}


def _open(seen: QuerySet[Any], wanted: Iterable[UUID | None]) -> set[UUID]:
    return set(seen.filter(pk__in={pk for pk in wanted if pk is not None}).values_list("pk", flat=True))
