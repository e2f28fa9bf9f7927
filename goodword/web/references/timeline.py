"""What happened with a customer, in words, for those who look after them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from goodword.core.models import Event, Mention
from goodword.desk.models import Ask
from goodword.directory.queries import with_merged
from goodword.references.models import Advocate, HelpKind
from goodword.references.queries import with_merged_advocates

NEWEST, MOST = 30, 500
# Event: icon, tone, what the actor did. %(thing)s is the subject's label, %(kind)s the kind of help.
WORDS: dict[str, tuple[str, str, str | Promise]] = {
    "account.created": ("building-2", "", gettext_lazy("added the company")),
    "rivals.named": ("swords", "", gettext_lazy("named who competes with whom")),
    "account.changed": ("pencil", "", gettext_lazy("changed the company's facts")),
    "account.merged": ("merge", "", gettext_lazy("merged another entry of the company into this one")),
    "account.merge_undone": ("undo-2", "", gettext_lazy("parted the two entries of the company again")),
    "contact.merged": ("merge", "", gettext_lazy("merged another entry of %(thing)s into this one")),
    "contact.merge_undone": ("undo-2", "", gettext_lazy("parted the two entries of %(thing)s again")),
    "account.followed": ("merge", "", gettext_lazy("let what was written for the merged entry follow")),
    "contact.followed": ("merge", "", gettext_lazy("let what was written for the merged entry follow")),
    "contact.created": ("user-round", "", gettext_lazy("added %(thing)s")),
    "contact.changed": ("pencil", "", gettext_lazy("changed what we know of %(thing)s")),
    "opportunity.created": ("briefcase", "", gettext_lazy("added the deal %(thing)s")),
    "opportunity.changed": ("pencil", "", gettext_lazy("changed the deal %(thing)s")),
    "opportunity.won": ("trophy", "good", gettext_lazy("won %(thing)s")),
    "opportunity.lost": ("briefcase", "", gettext_lazy("closed %(thing)s as lost")),
    "opportunity.win_undone": ("undo-2", "", gettext_lazy("took back having won %(thing)s")),
    "opportunity.loss_undone": ("undo-2", "", gettext_lazy("took back having closed %(thing)s as lost")),
    "profile.created": ("book-user", "", gettext_lazy("started the reference profile")),
    "profile.changed": ("shield", "", gettext_lazy("changed how this customer is treated as a reference")),
    "profile.confirmed": ("check", "good", gettext_lazy("confirmed that everything is still right")),
    "profile.confirm_undone": ("undo-2", "", gettext_lazy("took back that everything is still right")),
    "profile.check_in_asked": (
        "circle-question-mark",
        "",
        gettext_lazy("asked the owner whether everything is still right"),
    ),
    "profile.check_in_withdrawn": ("undo-2", "", gettext_lazy("took that question to the owner back")),
    "fact.added": ("list-checks", "", gettext_lazy("added facts")),
    "fact.verified": ("check", "good", gettext_lazy("confirmed a fact")),
    "fact.verify_undone": ("undo-2", "", gettext_lazy("took back having confirmed a fact")),
    "fact.withdrawn": ("x", "", gettext_lazy("withdrew a fact")),
    "story.added": ("quote", "", gettext_lazy("added proof")),
    "story.changed": ("pencil", "", gettext_lazy("changed proof")),
    "story.cleared": ("quote", "good", gettext_lazy("cleared proof")),
    "story.withdrawn": ("x", "", gettext_lazy("withdrew proof")),
    "story.restored": ("undo-2", "", gettext_lazy("put proof back as it was")),
    "story.shared": ("send", "", gettext_lazy("sent proof to a buyer")),
    "story.not_shared": ("undo-2", "", gettext_lazy("took back having sent proof")),
    "story.renewal_asked": ("mail", "", gettext_lazy("asked to go on using proof")),
    "story.renewed": ("shield-check", "good", gettext_lazy("let their words be used on")),
    "story.stopped": ("shield-off", "bad", gettext_lazy("stopped the use of their words")),
    "advocate.nominated": ("user-plus", "brand", gettext_lazy("proposed %(thing)s")),
    "advocate.qualified": ("check", "", gettext_lazy("took up the proposal of %(thing)s")),
    "advocate.qualify_undone": ("undo-2", "", gettext_lazy("took back having taken up %(thing)s")),
    "advocate.overdue": ("clock", "", gettext_lazy("found that nobody has decided about %(thing)s")),
    "advocate.invited": ("mail", "brand", gettext_lazy("invited %(thing)s")),
    "advocate.active": ("heart-handshake", "good", gettext_lazy("made %(thing)s an advocate")),
    "advocate.declined": ("x", "", gettext_lazy("said no for %(thing)s")),
    "advocate.decline_undone": ("undo-2", "", gettext_lazy("took the no for %(thing)s back")),
    "advocate.not_a_fit_undone": ("undo-2", "", gettext_lazy("took up the proposal of %(thing)s again")),
    "advocate.not_a_fit": ("x", "", gettext_lazy("found %(thing)s not a fit")),
    "advocate.lapsed": ("clock", "", gettext_lazy("closed the invitation of %(thing)s, unanswered")),
    "advocate.left": ("log-out", "", gettext_lazy("ended the part of %(thing)s")),
    "advocate.data_downloaded": ("download", "", gettext_lazy("took a copy of what is kept about %(thing)s")),
    "advocate.tagged": ("tag", "", gettext_lazy("marked %(thing)s: %(tag)s")),
    "advocate.untagged": ("tag", "", gettext_lazy("took a tag off %(thing)s: %(tag)s")),
    "consent.given": ("shield-check", "good", gettext_lazy("agreed: %(kind)s")),
    "consent.claimed": ("shield-check", "", gettext_lazy("recorded that %(thing)s agreed: %(kind)s")),
    "consent.revoked": ("shield-off", "bad", gettext_lazy("withdrew: %(kind)s")),
    "dial.set": ("sliders-horizontal", "", gettext_lazy("changed the limits of %(thing)s")),
    "hold.placed": ("pause", "warn", gettext_lazy("stopped asks")),
    "hold.begun": ("pause", "warn", gettext_lazy("began a hold that was set before")),
    "hold.lifted": ("play", "", gettext_lazy("let asks go on")),
    "use.logged": ("notebook-pen", "", gettext_lazy("noted help by %(thing)s outside Goodword")),
    "ask.customer_asked": ("send", "brand", gettext_lazy("asked %(thing)s")),
    "ask.accepted": ("check", "good", gettext_lazy("accepted")),
    "ask.declined": ("x", "", gettext_lazy("can't this time")),
    "ask.approved": ("check", "good", gettext_lazy("said yes to asking")),
    "ask.declined_by_owner": ("x", "", gettext_lazy("said not now to asking")),
    "ask.booked": ("calendar-check", "good", gettext_lazy("booked the call")),
    "ask.owner_asked": ("mail", "", gettext_lazy("asked whether %(thing)s may be asked")),
    "ask.owner_asked_undone": ("undo-2", "", gettext_lazy("took back asking whether %(thing)s may be asked")),
    "ask.countered": ("calendar-clock", "", gettext_lazy("suggested times")),
    "ask.expired": ("clock", "", gettext_lazy("closed a question nobody answered")),
    "ask.cancelled": ("x", "", gettext_lazy("ended a question before it was answered")),
    "ask.called_off": ("calendar-x", "warn", gettext_lazy("called the call off")),
    "ask.rescheduled": ("calendar-clock", "", gettext_lazy("moved the call")),
    "ask.no_show": ("calendar-x", "warn", gettext_lazy("found that the call did not take place")),
    "ask.answered": ("send", "good", gettext_lazy("sent written answers")),
    "debrief.given": ("message-square", "", gettext_lazy("said how it went")),
    "assist.credited": ("heart-handshake", "good", gettext_lazy("credited the help given")),
    "ask.held": ("phone", "good", gettext_lazy("noted that the call was held")),
}
# What nobody in particular did, told without a doer.
BY_ITSELF: dict[str, str | Promise] = {
    "ask.customer_asked": gettext_lazy("%(thing)s was asked"),
    "ask.owner_asked": gettext_lazy("The owner was asked whether %(thing)s may be asked"),
    "ask.booked": gettext_lazy("The call was booked"),
    "ask.held": gettext_lazy("The call was held"),
    "ask.expired": gettext_lazy("Nobody answered; the question was closed"),
    "ask.cancelled": gettext_lazy("The question ended before it was answered"),
    "ask.called_off": gettext_lazy("The call was called off"),
    "ask.no_show": gettext_lazy("The call did not take place"),
    "advocate.active": gettext_lazy("%(thing)s became an advocate"),
    "advocate.lapsed": gettext_lazy("The invitation of %(thing)s ran out, unanswered"),
    "advocate.overdue": gettext_lazy("Nobody has decided about %(thing)s yet"),
    "assist.credited": gettext_lazy("The help was credited to everyone who lent it"),
    "hold.begun": gettext_lazy("The hold that was set before began"),
}
# What somebody did for themselves.
FOR_THEMSELVES: dict[str, str | Promise] = {
    "advocate.active": gettext_lazy("agreed to help"),
    "advocate.declined": gettext_lazy("said no: not for them"),
    "advocate.decline_undone": gettext_lazy("took their no back"),
    "advocate.left": gettext_lazy("left the program"),
    "advocate.data_downloaded": gettext_lazy("took a copy of what is kept about them"),
    "dial.set": gettext_lazy("changed what they allow"),
}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of components/timeline.html."""

    icon: str
    tone: str
    who: str
    what: str
    at: datetime
    quiet: bool = False
    channel: str = ""
    buyer: str = ""
    said: str = ""


@dataclass(frozen=True, slots=True)
class History:
    """What references/_history.html draws: the newest items, oldest first, and whether older ones are left."""

    items: Sequence[Item]
    older: bool


def timeline_of(thing_id: UUID, *, whole: bool = False, keeper: bool = False) -> History:
    """Return the newest of what happened to or about a thing, and to what was merged into it, or all of it.

    `keeper`: for somebody who looks after them, who may read every name and for which buyer each ask was.
    """
    things = {*with_merged([thing_id]), *with_merged_advocates([thing_id])}
    mentioning = Mention.objects.filter(object_id__in=things).values("event")
    about = Q(subject_id__in=things) | Q(pk__in=mentioning)
    most = MOST if whole else NEWEST
    # Whoever was in line and never asked heard nothing of it, and it says nothing of them.
    told = Event.objects.filter(about, name__in=WORDS).exclude(name="ask.cancelled", state_from="planned")
    newest = list(told.order_by("-at", "-number")[: most + 1])
    names, buyers = _told_to_keepers(newest[:most]) if keeper else ({}, {})
    items = [_item(event, names, buyers) for event in reversed(newest[:most])]
    return History(_folded(items), len(newest) > most)


def _told_to_keepers(events: Iterable[Event]) -> tuple[Mapping[UUID, str], Mapping[UUID, str]]:
    """Return the names behind advocates and asks, and the buyers that asks are for, by subject. Two queries at most."""
    subjects = {kind: {one.subject_id for one in events if one.subject_kind == kind} for kind in ("ask", "advocate")}
    asks = list(
        Ask.objects.filter(pk__in=subjects["ask"]).values_list(
            "pk", "advocate__contact__name", "need__opportunity__account__name"
        )
    )
    people = Advocate.objects.filter(pk__in=subjects["advocate"]).values_list("pk", "contact__name")
    return {**dict(people), **{pk: name for pk, name, _buyer in asks}}, {pk: buyer for pk, _name, buyer in asks}


def _item(event: Event, names: Mapping[UUID, str], buyers: Mapping[UUID, str]) -> Item:
    icon, tone, words = WORDS[event.name]
    kind = event.data.get("help_kind", "")
    thing = names.get(event.subject_id, event.subject_label)
    kind = str(HelpKind(kind).label).lower() if kind in HelpKind.values else ""
    named = {"thing": thing, "kind": kind, "tag": event.data.get("tag", "")}
    by_itself = event.actor_kind == "system" and event.name in BY_ITSELF
    if by_itself:
        words = BY_ITSELF[event.name]
    elif event.actor_kind == "link" and event.actor_label == thing:
        words = FOR_THEMSELVES.get(event.name, words)
    return Item(
        icon=icon,
        tone=tone,
        who="" if by_itself else event.actor_label or _("Goodword"),
        what=str(words) % named,
        at=event.at,
        buyer=buyers.get(event.subject_id, ""),
        quiet=event.actor_kind in ("system", "import"),
    )


def _folded(items: Sequence[Item]) -> list[Item]:
    """Tell what happened by itself several times in a row once, with how often, at its newest."""
    folded: list[Item] = []
    for (quiet, _who, what, _buyer), run in groupby(
        items, key=lambda item: (item.quiet, item.who, item.what, item.buyer)
    ):
        same = list(run)
        if quiet and len(same) > 1:
            folded.append(replace(same[-1], what=_("%(what)s (%(n)s times)") % {"what": what, "n": len(same)}))
        else:
            folded.extend(same)
    return folded
