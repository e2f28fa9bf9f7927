"""What a page says when a verb refuses: not you, too late, or a rule said no. Nothing was changed."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodword.core.errors import GoodwordError, NotAllowed, Refused, TooLate
from goodword.web.errors import Trouble, trouble


def refusal(request: HttpRequest, why: GoodwordError) -> HttpResponse:
    """Return the page for a refused verb: 403 for NotAllowed, 409 for TooLate and Refused."""
    if isinstance(why, NotAllowed):
        return trouble(request, 403)
    if isinstance(why, TooLate):
        words = Trouble(
            _("Someone was a moment earlier"), str(why), _("Go back and reload the page to see where it stands.")
        )
    elif isinstance(why, Refused):
        words = Trouble(_("That isn't possible now"), str(why), _("Go back: the page shows what is possible instead."))
    else:
        return trouble(request, 500)
    return trouble(request, 409, words)
