"""The same press on the same page acts once: a double click, or the way back and another press.

Every page is drawn with a CSRF token of its own, so a form that comes a second time to the letter is the same press
again. It is led to where the first one went. The memory is written in the transaction of what was done: of two presses
at once the second waits for the first, and what was rolled back is not remembered.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django_htmx.http import HttpResponseClientRedirect
from django_htmx.middleware import HtmxDetails

SECONDS = 600
# Where a press on a page by link leads to is kept without the page's own address: that holds its key.
HERE = "."


def once(request: HttpRequest, act: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """Answer a request; a press that was answered with a redirect before gets that redirect again."""
    token = request.POST.get("csrfmiddlewaretoken") if request.method == "POST" else None
    if not token:
        return act(request)
    key = _key(request)
    if not cache.add(key, "", SECONDS):
        return _led_on(request, cache.get(key, ""))
    answer = act(request)
    if connection.needs_rollback:
        return answer  # a refusal, or something broke: what is rolled back is not remembered
    if (where := _kept(request, answer)) is None:
        cache.delete(key)
    else:
        cache.set(key, where, SECONDS)
    return answer


def _key(request: HttpRequest) -> str:
    said = [f"{name}={values}" for name, values in request.POST.lists()]
    sent = "\n".join([request.session.session_key or "", request.get_full_path(), *said])
    return f"once:{hashlib.sha256(sent.encode(errors='surrogatepass')).hexdigest()}"


def _kept(request: HttpRequest, answer: HttpResponse) -> str | None:
    """Return where the answer leads, as it may be written down; None when it is no redirect or leads to another key."""
    where = answer.headers.get("Location") or answer.headers.get("HX-Redirect")
    if where is None or answer.status_code >= 400:
        return None
    if where.startswith(request.path):
        return HERE + where.removeprefix(request.path)
    return None if where.startswith("/l/") else where


def _led_on(request: HttpRequest, kept: str) -> HttpResponse:
    where = request.path + kept.removeprefix(HERE) if kept.startswith(HERE) else kept or "/"
    if HtmxDetails(request):
        return HttpResponseClientRedirect(where)
    answer = HttpResponseRedirect(where)
    answer.status_code = 303
    return answer
