"""What views of signed-in people are given: a member, and the actor their verbs are called by."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar, cast

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django_htmx.middleware import HtmxDetails

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.members.models import Member
from goodword.members.policy import Permission, must
from goodword.web.middleware import must_be_member

P = ParamSpec("P")
T = TypeVar("T")


class MemberRequest(HttpRequest):
    """An HTTP request of a signed-in member, as the middleware completed it."""

    member: Member
    actor: Actor
    htmx: HtmxDetails


View = Callable[Concatenate[MemberRequest, P], HttpResponseBase]


def for_members(
    *permissions: Permission,
) -> Callable[[View[P]], Callable[Concatenate[HttpRequest, P], HttpResponseBase]]:
    """Let only members see a page, and of them only those who may do what it is for.

    Whoever signed in but works nowhere gets a 404, as for a page that is not there. The verb checks again.
    """

    def guard(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            must_be_member(request)
            seen = cast(MemberRequest, request)
            for permission in permissions:
                must(seen.actor, permission)
            return view(seen, *args, **kwargs)

        return guarded

    return guard


def posted(request: HttpRequest) -> QueryDict | None:
    """Return what a form was sent with, an empty one included; None while the page is only looked at."""
    return request.POST if request.method == "POST" else None


def tried(form: BaseForm, act: Callable[[], T], *, fields: Mapping[str, str] | None = None) -> T | None:
    """Run a verb; its no becomes the form's error, with nothing of the verb left behind.

    `fields`: by the code of a refusal, the field it is about.
    """
    try:
        with transaction.atomic():
            return act()
    except NotAllowed as no:
        form.add_error(None, str(no))
    except Refused as no:
        form.add_error((fields or {}).get(no.code), str(no))
    return None
