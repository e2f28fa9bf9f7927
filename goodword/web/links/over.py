"""X13: a link that no longer works, why, and what to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from goodword.core import clock
from goodword.core.models import SignedLink
from goodword.desk.actions.freshening import NEVER_RENEWED, ONE_EVERY, ask_fresh_link
from goodword.desk.queries.weeks import program_people
from goodword.web.errors import Trouble, trouble
from goodword.web.links import kit
from goodword.web.links.kit import Problem, Visit

FRESH = "fresh"
NOWHERE = Trouble(
    _("This link leads nowhere"),
    _("It may have been cut off on its way to you. Open the mail again and use its button, or copy the whole address."),
    _("If that doesn't help, answer the mail: a person reads it. Nothing was changed."),
)


def unknown(request: HttpRequest) -> HttpResponse:
    """A token nobody issued, or whose person is gone: the same page for all, telling nothing."""
    return trouble(request, 404, NOWHERE)


def page(visit: Visit) -> HttpResponse:
    """Say why the link no longer works; a press sends a fresh one to the address on file."""
    if visit.action == FRESH:
        return _sent(visit)
    return _drawn(visit)


def closed(visit: Visit, code: str = "moved") -> HttpResponse:
    """Say that what the link was about is over or belongs to somebody else now."""
    return _drawn(visit, code=code)


def _sent(visit: Visit) -> HttpResponse:
    problem = kit.tried(lambda: ask_fresh_link(visit.link, by=visit.actor))
    if problem is None or problem.status == 422:
        return kit.again(visit)
    return _drawn(visit, problem=problem)


def _drawn(visit: Visit, *, code: str = "", problem: Problem | None = None) -> HttpResponse:
    why = code or visit.link.standing(clock.now())
    if why == "used":
        why = "expired"
    newest = _newest(visit.link)
    on_its_way = newest != visit.link and newest.issued_at > clock.now() - ONE_EVERY
    return kit.draw(
        visit,
        "over",
        {
            "why": "sent" if why == "replaced" and on_its_way else why,
            "may_freshen": why in ("expired", "replaced")
            and visit.link.purpose not in NEVER_RENEWED
            and not on_its_way
            and bool(visit.person.address),
            "address": visit.address_hint,
        },
        status=410,
        problem=problem,
        reply_to=next(iter(program_people()), None),
    )


def _newest(link: SignedLink) -> SignedLink:
    while link.replaced_by is not None:
        link = link.replaced_by
    return link
