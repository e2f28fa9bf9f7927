"""A press that a script sends for a page that stays: it is told where the answer leads, and goes there once it knows.

A browser that sends a form leaves its page for whatever comes back, its own error page where nothing does. `gw-press`
sends the same form without leaving; that it counts once, however often it is sent, is `web.once`'s promise.
"""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse

SENT_BY_SCRIPT = "X-Goodword-Press"
LEADS_TO = "X-Goodword-Leads-To"
REDIRECTS = range(300, 400)


def told_where(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Return an answer that leads elsewhere as one that says where, if a script asked; any other as it is."""
    where = answer.headers.get("Location")
    if where is None or answer.status_code not in REDIRECTS or SENT_BY_SCRIPT not in request.headers:
        return answer
    # The same answer: what was set in its cookies stays.
    answer.status_code, answer.content = HTTPStatus.NO_CONTENT, b""
    answer.headers[LEADS_TO] = where
    del answer.headers["Location"]
    return answer
