"""A mark left in the browser somebody signed in from, so that a stranger's guesses don't count against them there."""

from __future__ import annotations

import secrets

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

COOKIE = "device"
SALT = "goodword.device"
A_YEAR = 365 * 24 * 3600


def known(request: HttpRequest, email: str) -> str:
    """Return this browser's own mark if that address signed in from it before, else ""."""
    try:
        owner, mark = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=A_YEAR)
    except (signing.BadSignature, ValueError, TypeError):
        return ""
    return str(mark) if owner == _whose(email) else ""


def remember(request: HttpRequest, answer: HttpResponse, email: str) -> None:
    """Mark the browser as one that this address signed in from."""
    mark = known(request, email) or secrets.token_urlsafe(12)
    answer.set_cookie(
        COOKIE,
        signing.dumps([_whose(email), mark], salt=SALT),
        max_age=A_YEAR,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def _whose(email: str) -> str:
    return salted_hmac(SALT, email.lower()).hexdigest()[:24]
