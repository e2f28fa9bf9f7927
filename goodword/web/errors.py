"""Pages for what goes wrong: plain HTML, no database, no script, no sign-in needed.

A 404 says the same bytes for "never existed" and "not yours", so it alone carries no code to give to support.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass

import structlog
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.web.theme import theme_of

log = structlog.get_logger(__name__)
# No 0/O, 1/I/L: a code is read aloud over the phone.
CODE_SIGNS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
CODE_LENGTH = 6
CODE_KEY = "goodword.code"


@dataclass(frozen=True)
class Trouble:
    """The words of one status: what happened, what was kept, what to do."""

    title: str | Promise
    what: str | Promise
    next: str | Promise
    way_back: str | Promise = _("Back to Today")


TROUBLES: dict[int, Trouble] = {
    400: Trouble(
        _("We couldn't read that"),
        _("Something in the address or the form wasn't complete, so nothing was changed."),
        _("Go back one page and try again. Everything else works as before."),
    ),
    403: Trouble(
        _("That isn't yours to do"),
        _("You are signed in, but this action belongs to somebody else's role. Nothing was changed."),
        _("Your program manager can do it for you, or change your role."),
    ),
    404: Trouble(
        _("There is nothing here for you"),
        _("The address may be mistyped, or what it showed has moved or gone."),
        _("If a link in a mail brought you here, ask the person who wrote it for a fresh one."),
    ),
    405: Trouble(
        _("That page only answers a pressed button"),
        _("It was opened in a way it doesn't understand. Nothing was changed."),
        _("Go back one page and use the button there."),
    ),
    413: Trouble(
        _("That file is too large"),
        _("We stopped reading it, and nothing was changed."),
        _("Send a smaller file, or split it in parts."),
    ),
    429: Trouble(
        _("Too many tries in a short time"),
        _("We slow down repeated tries so that nobody can guess their way in. Nothing was changed."),
        _("Wait a few minutes, then try once more."),
    ),
    500: Trouble(
        _("That didn't work and nothing was changed"),
        _("Something broke on our side. We have written down what happened."),
        _("Try again. If it stays, give support this code:"),
    ),
    503: Trouble(
        _("We're not ready yet"),
        _("Goodword is starting, or its database doesn't answer. Nothing was changed."),
        _("Try again in a minute. If it stays, give support this code:"),
    ),
}
STALE_FORM = Trouble(
    _("This page was open too long"),
    _("For your safety a form is only taken from a page you opened recently in this browser. Nothing was changed."),
    _("Go back one page, reload it and press the button again. If it stays, check that your browser accepts cookies."),
)


class WithCode(logging.Filter):
    """Give a log record of a broken page the code that its reader was given."""

    def filter(self, record: logging.LogRecord) -> bool:
        request = getattr(record, "request", None)
        record.code = code_of(request) if isinstance(request, HttpRequest) else ""
        return True


class PlainErrors:
    """Give each answer a short code, and every error without a body of its own a page in plain words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        code = code_of(request)
        answer = self.get_response(request)
        if answer.status_code in TROUBLES and self._is_bare(answer) and _wants_page(request):
            answer = self._in_words(request, answer)
        answer.headers["X-Request-Id"] = code
        if answer.status_code >= 500:
            log.error("answered", code=code, status=answer.status_code, method=request.method)
        return answer

    @staticmethod
    def _is_bare(answer: HttpResponse) -> bool:
        return not answer.streaming and not answer.content and "Content-Type" in answer.headers

    @staticmethod
    def _in_words(request: HttpRequest, bare: HttpResponse) -> HttpResponse:
        page = trouble(request, bare.status_code)
        for name in ("Allow", "Retry-After"):
            if name in bare.headers:
                page.headers[name] = bare.headers[name]
        return page


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, 404)


def too_many_requests(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return trouble(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    return trouble(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return trouble(request, 403, STALE_FORM)


def trouble(request: HttpRequest, status: int, words: Trouble | None = None) -> HttpResponse:
    """Return the page for a status. Asks the database nothing and needs no middleware to have run."""
    content = get_template("errors/trouble.html").render(
        {
            "trouble": words or TROUBLES[status],
            "status": status,
            "code": "" if status == 404 else code_of(request),
            "theme": theme_of(request),
            "stylesheet": _stylesheet(),
            "by_link": request.path.startswith("/l/"),
        }
    )
    answer = HttpResponse(content, status=status)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def code_of(request: HttpRequest) -> str:
    """Return the request's short code, made on first use."""
    if CODE_KEY not in request.META:
        request.META[CODE_KEY] = "".join(secrets.choice(CODE_SIGNS) for _sign in range(CODE_LENGTH))
    return str(request.META[CODE_KEY])


def _wants_page(request: HttpRequest) -> bool:
    return not request.path.startswith(("/api/", "/healthz", "/readyz", "/static/"))


def _stylesheet() -> str:
    """Return the stylesheet's address; an error page must also work when static files were never collected."""
    try:
        return static("goodword.css")
    except ValueError:
        return ""
