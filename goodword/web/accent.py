"""The stylesheet of a vendor's accent. Its address is the colour, so it never changes and may be kept for good."""

from __future__ import annotations

from dataclasses import asdict

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from goodword.core.accent import colour_of, is_readable, shades

KEPT_FOR = 365 * 24 * 3600


@login_not_required
@require_safe
def stylesheet(request: HttpRequest, colour: str) -> HttpResponse:
    """Answer with the accent's tokens for both themes; 404 for what is no colour or can't be read."""
    try:
        accent = colour_of(colour)
    except ValueError:
        raise Http404 from None
    if not is_readable(accent):
        raise Http404
    answer = HttpResponse(tokens(accent), content_type="text/css; charset=utf-8")
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_FOR}, immutable"
    return answer


def tokens(accent: str) -> str:
    """Return the tokens in the stylesheet's own layer, where they take the place of spruce."""
    light, dark = (asdict(one) for one in shades(accent))
    lines = (f"--{name.replace('_', '-')}: light-dark({light[name]}, {dark[name]});" for name in light)
    return f"@layer tokens {{ :root {{ {' '.join(lines)} }} }}\n"
