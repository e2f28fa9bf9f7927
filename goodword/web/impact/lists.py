"""What each figure counts, row by row: on a page, and as a file. Whoever may not know a name doesn't find it in either."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from goodword.core.actors import Actor
from goodword.insights.policy import Scope, must_see_the_whole, scope_of
from goodword.web.csv_answer import csv_answer
from goodword.web.directory.listing import listing
from goodword.web.impact.columns import Column
from goodword.web.impact.listed import LISTS, Listed
from goodword.web.impact.periods import asked_for, window_of
from goodword.web.impact.words import period_words
from goodword.web.members.http import MemberRequest, for_members

CHUNK = 500


@require_http_methods(["GET", "HEAD"])
@for_members()
def rows_page(request: MemberRequest, key: str) -> HttpResponse:
    """List what a figure counts."""
    wanted = _wanted(key)
    scope = _scope(request.actor, wanted)
    period = asked_for(request)
    counted = wanted.rows(scope, window_of(period))
    seen = wanted.narrowed(counted, request.actor)
    page = listing(request, seen, sorts={"day": wanted.order.removeprefix("-")}, default=_default(wanted.order))
    columns = [one for one in wanted.columns(request.actor) if not one.only_in_files]
    context = {
        "wanted": wanted,
        "period": period,
        "period_words": period_words(period),
        "page": page,
        "columns": columns,
        "rows": [_cells(row, columns, wanted) for row in page.rows],
        "hidden": counted.count() - page.total,
        "scope": scope,
    }
    return render(request, "impact/list.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members()
def rows_file(request: MemberRequest, key: str) -> FileResponse:
    """Send the same rows as a file."""
    wanted = _wanted(key)
    scope = _scope(request.actor, wanted)
    period = asked_for(request)
    found = wanted.narrowed(wanted.rows(scope, window_of(period)), request.actor).order_by(wanted.order, "pk")
    columns = wanted.columns(request.actor)
    lines = ([column.value(row) for column in columns] for row in found.iterator(chunk_size=CHUNK))
    name = f"{wanted.key}-{period.code}.csv" if wanted.of_the_period else f"{wanted.key}.csv"
    return csv_answer(name, [column.head for column in columns], lines)


def _wanted(key: str) -> Listed:
    if key not in LISTS:
        raise Http404
    return LISTS[key]


def _scope(by: Actor, wanted: Listed) -> Scope:
    return must_see_the_whole(by) if wanted.of_the_whole else scope_of(by)


def _default(order: str) -> str:
    return "-day" if order.startswith("-") else "day"


def _cells(row: Any, columns: Sequence[Column], wanted: Listed) -> dict[str, Any]:
    first, *others = columns
    return {"url": wanted.leads_to(row), "name": first.shown(row), "cells": [(one, one.shown(row)) for one in others]}
