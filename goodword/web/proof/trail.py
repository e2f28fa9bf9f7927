"""What happened to a story, in words: added, cleared by whom, changed, sent, asked about, stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from uuid import UUID

from django.utils.dateparse import parse_date
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.directory.models import Opportunity
from goodword.proof.models import Clearance, Story
from goodword.references.policy import visible_deals
from goodword.web.references.timeline import Item
from goodword.web.templatetags._times import day

NEWEST = 40
PLAIN: Mapping[str, tuple[str, str, str | Promise]] = {
    "story.added": ("plus", "", lazy("added it")),
    "story.withdrawn": ("x", "bad", lazy("withdrew it from every page")),
    "story.restored": ("undo-2", "", lazy("put it back as it was")),
    "story.renewal_asked": ("mail", "brand", lazy("asked whoever said it whether it may be used on")),
    "story.stopped": ("shield-off", "bad", lazy("stopped its use")),
    "story.not_shared": ("undo-2", "", lazy("took back having sent it")),
}
FOR = {
    Clearance.INTERNAL: lazy("for colleagues only"),
    Clearance.ONE_TO_ONE: lazy("for one buyer at a time"),
    Clearance.PUBLIC: lazy("for everyone"),
}


def trail_of(told: Story, by: Actor) -> list[Item]:
    """Return the newest of what happened to a story, oldest first; deals the viewer can't see stay unnamed."""
    newest = list(Event.objects.filter(subject_id=told.pk).order_by("-number")[:NEWEST])
    wanted = [event.data["opportunity"] for event in newest if "opportunity" in event.data]
    deals = visible_deals(by).select_related("account").in_bulk(wanted) if wanted else {}
    return [item for event in reversed(newest) if (item := _item(event, deals)) is not None]


def _item(event: Event, deals: Mapping[UUID, Opportunity]) -> Item | None:
    if event.name in PLAIN:
        icon, tone, words = PLAIN[event.name]
    elif event.name in TOLD:
        icon, tone, tell = TOLD[event.name]
        words = tell(event, deals)
    else:
        return None
    quiet = event.actor_kind in ("system", "import")
    return Item(icon, tone, event.actor_label or _("Goodword"), str(words), event.at, quiet=quiet)


def _changed(event: Event, deals: Mapping[UUID, Opportunity]) -> str:
    changed = set(event.data.get("changed", ()))
    if event.actor_kind == "member" and "text" in changed:
        return _("changed the words, which takes the clearance back")
    if event.actor_kind == "member" and "advocate" in changed:
        return _("changed who said it, which takes the clearance back")
    return _("changed what is noted about it")


def _cleared(event: Event, deals: Mapping[UUID, Opportunity]) -> str:
    return _until(_("cleared it %(who)s"), event.data["clearance"][1], event.data.get("expires_on"))


def _renewed(event: Event, deals: Mapping[UUID, Opportunity]) -> str:
    after = event.data["after"]
    return _until(_("let it be used on %(who)s"), after["clearance"], after["expires_on"])


def _until(words: str, clearance: str, expires_on: str | None) -> str:
    told = words % {"who": FOR[Clearance(clearance)]}
    if not expires_on:
        return told
    return _("%(told)s, until %(day)s") % {"told": told, "day": day(parse_date(expires_on))}


def _shared(event: Event, deals: Mapping[UUID, Opportunity]) -> str:
    deal = deals.get(UUID(event.data["opportunity"]))
    return _("sent it to %(buyer)s") % {"buyer": deal.account.name} if deal is not None else _("sent it to a buyer")


TOLD: Mapping[str, tuple[str, str, Callable[[Event, Mapping[UUID, Opportunity]], str]]] = {
    "story.changed": ("pencil", "", _changed),
    "story.cleared": ("shield-check", "good", _cleared),
    "story.renewed": ("shield-check", "good", _renewed),
    "story.shared": ("send", "brand", _shared),
}
