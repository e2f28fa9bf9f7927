"""Where a press leads back to: the page its button was on."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme


def led_back(request: HttpRequest, to: str, *args: object) -> HttpResponse:
    """Lead back to the page of ours that the form named as `next`, else to the page `to`."""
    page = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return redirect(page if safe and page.startswith("/") else resolve_url(to, *args))
