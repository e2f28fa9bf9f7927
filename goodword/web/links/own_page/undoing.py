"""What was done just now by this link, in words, and taking it back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from goodword.core.models import Event
from goodword.protection import actions as protection
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.actions.own_will import UNDO, can_take_back, take_back
from goodword.references.models import Advocate, HelpKind
from goodword.references.rules import Dial
from goodword.web.links import kit
from goodword.web.links.kit import Problem, Visit
from goodword.web.links.own_page.shown import newest_act

SALT = "goodword.own_page.before"
LIMITS = ("per_year", "per_quarter", "gap_days")


@dataclass(frozen=True, slots=True)
class Done:
    """What was done, and with which event it is taken back; `before` is sealed and holds the limits as they were."""

    words: str
    event: Event | None = None
    before: str = ""


def sealed(event: Event, before: Dial) -> str:
    """Return the limits as they were, sealed: whoever took them down may put them back, and nothing above."""
    return signing.dumps(
        {"event": str(event.pk), "before": {name: getattr(before, name) for name in LIMITS}}, salt=SALT, compress=True
    )


def done(visit: Visit) -> Done | None:
    """Return what this link did within the last ten minutes; None when nothing, or when it was taken back."""
    event = newest_act(visit)
    if event is None or event.at + UNDO <= visit.now or event.undone_by.exists():
        return None
    words = _words(event)
    if not words:
        return None
    if event.name == "hold.placed":
        hold = Hold.objects.filter(pk=event.subject_id, lifted_at=None).first()
        return Done(words, event) if hold is not None else None
    if event.name == "dial.set":
        before = visit.request.GET.get("was", "")
        return Done(words, event, before) if _before(event, before) is not None else Done(words)
    return Done(words, event if can_take_back(event, visit.actor) else None)


def undo(visit: Visit, advocate: Advocate) -> Problem | None:
    """Take back what the form names, if it was done by this link and its ten minutes are not over."""
    event_id = kit.id_or_none(visit.request.POST.get("event", ""))
    event = Event.objects.filter(pk=event_id, actor_kind="link", actor_id=visit.actor.id).first() if event_id else None
    if event is None or event.undone_by.exists():
        return Problem(_("There is nothing to undo here."), 409)
    if event.at + UNDO <= visit.now:
        return Problem(_("The ten minutes to undo this are over."), 409)
    if event.name == "hold.placed":
        hold = Hold.objects.filter(pk=event.subject_id, advocate=advocate).select_related("account", "advocate").first()
        return kit.tried(lambda: protection.lift_hold(hold, by=visit.actor)) if hold else _nothing()
    if event.name == "dial.set":
        before = _before(event, visit.request.POST.get("was", ""))
        return _limits_back(visit, advocate, before) if before is not None else _nothing()
    if event.subject_id != advocate.pk:
        return _nothing()
    return kit.tried(lambda: take_back(event, by=visit.actor))


def _limits_back(visit: Visit, advocate: Advocate, before: dict[str, int | None]) -> Problem | None:
    def back() -> None:
        references.set_dial(
            advocate,
            by=visit.actor,
            proven=True,
            per_year=before["per_year"],
            per_quarter=before["per_quarter"],
            gap_days=before["gap_days"],
        )

    return kit.tried(back)


def _before(event: Event, text: str) -> dict[str, int | None] | None:
    """Open the seal; None when it isn't ours, is of another change, or the limits were set again since."""
    if not text:
        return None
    try:
        kept: dict[str, Any] = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return None
    newest = Event.objects.filter(subject_id=event.subject_id, name="dial.set").order_by("-number").first()
    if kept["event"] != str(event.pk) or newest is None or newest.pk != event.pk:
        return None
    return {name: kept["before"][name] for name in LIMITS}


def _nothing() -> Problem:
    return Problem(_("There is nothing to undo here."), 409)


def _words(event: Event) -> str:
    kind = event.data.get("help_kind", "")
    named = str(HelpKind(kind).label) if kind in HelpKind.values else ""
    if event.name == "dial.set":
        return _dial_words(event.data)
    return {
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
