"""What was done just now by this link, in words, and whether it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _

from goodword.core.models import Event
from goodword.references.actions.own_will import UNDO
from goodword.references.models import HelpKind
from goodword.web.links import kit
from goodword.web.links.kit import Visit
from goodword.web.links.own_page.shown import newest_act
from goodword.web.templatetags._times import day


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and the event that is still to be taken back, if it is."""

    words: str
    undo: Event | None = None


def done(visit: Visit) -> Done | None:
    """Return what this link did within the last ten minutes; None when nothing, or when it was taken back."""
    event = newest_act(visit)
    if event is None or event.at + UNDO <= visit.now or event.undone_by.exists():
        return None
    words = _words(event)
    if not words:
        return None
    return Done(words, None if event.undoes_id else kit.undoable(visit, event))


def _words(event: Event) -> str:
    kind = event.data.get("help_kind", "")
    named = str(HelpKind(kind).label) if kind in HelpKind.values else ""
    if event.name == "dial.set":
        return _("It is back as it was.") if event.undoes_id else _dial_words(event.data)
    if event.name == "hold.lifted" and event.data.get("stands_again"):
        return _("Your pause is as it was before.")
    if event.name == "story.renewed":
        until = parse_date(event.data["after"]["expires_on"] or "")
        return _("Thank you. Your words may be shown until %(day)s.") % {"day": day(until)}
    return {
        "story.stopped": _("Stopped. Nobody is shown these words any more."),
        "story.restored": _("Your words stand as they did before."),
        "hold.placed": _("You are paused. Nobody asks you until it ends."),
        "hold.lifted": _("Your pause is over. You can be asked again, within your limits."),
        "consent.revoked": _("Stopped: %(kind)s. Nobody asks you for it any more.") % {"kind": named},
        "consent.given": _("Agreed: %(kind)s. You still decide each time.") % {"kind": named},
        "consent.claimed": _("Back as it was: %(kind)s.") % {"kind": named},
        "advocate.left": _("You have left the program."),
        "advocate.active": _("You are back in the program, with everything as it was."),
    }.get(event.name, "")


def _dial_words(data: dict[str, Any]) -> str:
    if "off_limits" in data:
        return _("Your topics are kept. Everyone who calls is told.")
    if "visibility" in data:
        return _("It is kept who may know your name.")
    if "languages" in data:
        return _("Your languages are kept.")
    return _("Your limits hold from now on.")
