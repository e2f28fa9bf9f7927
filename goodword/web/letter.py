"""Show a mail as it was sent, inside a page of ours, without trusting it and without loosening our own pages."""

from __future__ import annotations

from django.http import HttpResponse

# A mail carries its styles in each element. It gets them here, and nothing else: no script, no forms, no requests.
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox allow-top-navigation-by-user-activation allow-popups"
)


def letter(html: str) -> HttpResponse:
    """Answer with a mail's HTML for an iframe of the same site; its links open in the whole window."""
    answer = HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))
    answer.headers["Content-Security-Policy"] = POLICY
    answer.headers["X-Frame-Options"] = "SAMEORIGIN"
    answer.headers["Cache-Control"] = "no-store"
    return answer
