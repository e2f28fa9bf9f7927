"""Light, dark, or as the device says: a cookie, read on the server so that no page flashes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from goodword.web.back import led_back

COOKIE = "theme"
THEMES = ("light", "dark")
A_YEAR = 365 * 24 * 3600


def theme_of(request: HttpRequest) -> str:
    """Return "light", "dark", or "" for whatever the device prefers."""
    wish = request.COOKIES.get(COOKIE, "")
    return wish if wish in THEMES else ""


@login_not_required
@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Remember the theme and go back to the page it was chosen on. A script asks with `fetch` and gets 204."""
    wish = request.POST.get("theme", "")
    answer: HttpResponse = HttpResponse(status=204)
    if request.headers.get("X-Requested-With") != "fetch":
        answer = led_back(request, "/")
    if wish in THEMES:
        answer.set_cookie(COOKIE, wish, max_age=A_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True)
    else:
        answer.delete_cookie(COOKIE, samesite="Lax")
    return answer
