"""Old addresses of what was merged away lead to the one that stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, cast
from uuid import UUID

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from goodword.directory.queries import who_is_now
from goodword.references.queries import who_speaks_now
from goodword.web.members.http import MemberRequest

Page = Callable[..., HttpResponseBase]


def follows_merges(name: str) -> Callable[[Page], Page]:
    """Lead from what was merged away to the one that stays, for whoever may see that; `name`: which part of the address.

    Whoever may not gets what they would get for a page that is not there.
    """

    def wrap(view: Page) -> Page:
        @wraps(view)
        def followed(request: MemberRequest, **parts: Any) -> HttpResponseBase:
            try:
                return view(request, **parts)
            except Http404:
                now = _now(parts[name])
                if now is None or request.method not in ("GET", "HEAD"):
                    raise
                view(request, **{**parts, name: now})
                match = request.resolver_match
                return redirect(cast(str, match and match.view_name), **{**parts, name: now})

        return followed

    return wrap


def _now(pk: UUID) -> UUID | None:
    return who_is_now().get(pk) or who_speaks_now().get(pk)
