"""The card of who decides alone since a colleague left: whom the two shared has no deputy now."""

from __future__ import annotations

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.directory.queries import LATELY
from goodword.directory.queries import left_alone as left_alone_since
from goodword.web.today.cards import Card, Day, Group, Pile, Press

MOST_NAMED = 3


def left_alone(day: Day) -> Pile:
    """Ask to choose deputies for the viewer's customers that lost theirs when a colleague left. One query."""
    alone = left_alone_since(day.viewer.pk, day.now - LATELY)
    names = list(alone.values_list("name", flat=True))
    if not names:
        return Pile()
    asked = ngettext(
        "Who decides for %(first)s when you can't?", "Who decides for %(n)s customers when you can't?", len(names)
    )
    named = names[:MOST_NAMED] if len(names) <= MOST_NAMED else [*names[:MOST_NAMED], _("others")]
    card = Card(
        key="deputies",
        group=Group.WEEK,
        question=asked % {"first": names[0], "n": len(names)},
        facts=_("No deputy now: %(names)s.") % {"names": get_text_list(named, _("and"))},
        why=_(
            "A colleague left who decided there with you, and you took over. Without a deputy nobody stands in for you."
        ),
        presses=(Press(_("Choose deputies"), f"{reverse('accounts')}?view=no_deputy"),),
    )
    return day.pile([card])
