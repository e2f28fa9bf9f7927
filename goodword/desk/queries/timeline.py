"""What happened on a request, in plain sentences, with every name as this viewer may read it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.functional import Promise as StrPromise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core.actors import Actor
from goodword.core.models import Event, SignedLink
from goodword.desk.models import Ask, Debrief, ReferenceRequest
from goodword.desk.rules.states import PROPOSALS, CloseReason, RequestState
from goodword.members.policy import is_manager
from goodword.references.models import HelpKind
from goodword.references.queries import Face

SAID: dict[str, str] = {str(answer.value): str(answer.label) for answer in Debrief.Answer}


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened. `who` did `what`; `quiet` ones fold; `event` is what an undo takes back."""

    at: datetime
    what: str
    who: str = ""
    icon: str = "circle-small"
    tone: str = ""
    channel: str = ""
    said: str = ""
    quiet: bool = False
    event: Event | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """Who reads, and what they may call the people of one request. `faces`: each ask's person as they may see them."""

    viewer: Actor
    need: ReferenceRequest
    asks: Mapping[UUID, Ask]
    faces: Mapping[UUID, Face]
    links: Mapping[str, SignedLink]
    debriefs: Mapping[str, Debrief]

    def customer(self, ask_id: UUID) -> str:
        """Return “Maya at Kestrel Freight”, or “a private reference”."""
        shown = self.faces.get(ask_id)
        if shown is None or not shown.known:
            return _("a private reference")
        return _("%(name)s at %(company)s") % {"name": shown.first_name, "company": shown.company}

    def first(self, ask_id: UUID) -> str:
        shown = self.faces.get(ask_id)
        return shown.first_name if shown is not None and shown.known else _("The customer")

    def keeper(self, ask_id: UUID, *, deputy: bool = False) -> str:
        """Return the owner's (or deputy's) name; of a private customer only that there is one."""
        ask, shown = self.asks.get(ask_id), self.faces.get(ask_id)
        if ask is None or shown is None or not shown.known:
            return _("The deputy") if deputy else _("The account owner")
        account = ask.advocate.profile.account
        member = account.deputy if deputy else ask.owner or account.owner
        return member.first_name if member is not None else _("The account owner")

    def actor(self, event: Event) -> str:
        """Return who did it: you, a colleague, the customer, the buyer's person; nothing when it was a rule."""
        if event.actor_kind not in ("member", "link"):
            return ""
        link = self.links.get(event.actor_id)
        person_id = str(link.person_id) if link is not None else event.actor_id
        if self.viewer.person_id is not None and person_id == str(self.viewer.person_id):
            return _("You")
        ask = self.asks.get(event.subject_id)
        if ask is None:
            return event.actor_label
        if person_id == str(ask.advocate.contact_id):
            return self.first(ask.pk)
        account = ask.advocate.profile.account
        keepers = {str(key) for key in (ask.owner_id, account.owner_id, account.deputy_id) if key}
        if person_id in keepers and person_id != str(self.need.requester_id) and not self.faces[ask.pk].known:
            return _("The account owner")
        return event.actor_label

    def keeps(self, ask_id: UUID) -> bool:
        """Say whether this viewer looks after the customer asked, or runs the program."""
        ask = self.asks.get(ask_id)
        account = ask.advocate.profile.account if ask is not None else None
        keeps = account is not None and self.viewer.person_id in (account.owner_id, account.deputy_id)
        return keeps or is_manager(self.viewer)

    def may_read_words(self, side: str, ask_id: UUID) -> bool:
        """Say whose free words this viewer may read: a customer's are for those who keep the relationship."""
        if side == Debrief.Side.REP or self.keeps(ask_id):
            return True
        mine = self.viewer.person_id in (self.need.requester_id, self.need.opportunity.owner_id)
        return mine and side == Debrief.Side.PROSPECT


def events_of(need: ReferenceRequest) -> list[Event]:
    """Return a request's events in the order they happened."""
    told = list(Event.objects.filter(thread=need.pk).order_by("at", "number"))
    sent = next((event.at for event in told if event.name == "request.sent"), None)
    # Who is in line is put down with the request, a moment before it says that it was sent.
    early = [event for event in told if sent and event.at <= sent and event.name.startswith("ask.")]
    first = [event for event in told if sent and event.at <= sent and event not in early]
    return [*first, *early, *told[len(first) + len(early) :]]


def links_behind(events: Sequence[Event]) -> dict[str, SignedLink]:
    """Return the links people acted by, so that a line can say who. One query."""
    ids = {event.actor_id for event in events if event.actor_kind == "link"}
    return {str(link.pk): link for link in SignedLink.objects.filter(pk__in=ids)} if ids else {}


def lines(events: Sequence[Event], readers: Readers) -> list[Line]:
    """Return the story of a request. An event nobody wrote a sentence for is left out rather than shown raw."""
    undone = {event.undoes_id for event in events if event.undoes_id}
    told = []
    for event in events:
        tell = SENTENCES.get(event.name)
        line = tell(event, readers) if tell is not None else None
        if line is None:
            continue
        channel = _("by mail") if event.channel == "link" else ""
        told.append(replace(line, channel=channel, event=event, quiet=line.quiet or event.pk in undone))
    return told


def _line(what: str, icon: str = "circle-small", tone: str = "", *, quiet: bool = False) -> _Tell:
    """Tell an event with its actor, or in a sentence of its own where a rule acted."""
    return lambda event, readers: Line(event.at, _(what), readers.actor(event), icon, tone, quiet=quiet)


def _asked(what: str, icon: str = "send", tone: str = "brand", *, quiet: bool = False) -> _Tell:
    """Tell of an ask without an actor: the sentence names owner, deputy and customer itself."""

    def tell(event: Event, readers: Readers) -> Line:
        words = _(what) % {
            "customer": readers.customer(event.subject_id),
            "first": readers.first(event.subject_id),
            "owner": readers.keeper(event.subject_id),
            "deputy": readers.keeper(event.subject_id, deputy=True),
        }
        return Line(event.at, words[:1].upper() + words[1:], "", icon, tone, quiet=quiet)

    return tell


def _owner_said_no(event: Event, readers: Readers) -> Line:
    keeper = is_manager(readers.viewer) or readers.actor(event) == _("You")
    until = parse_date(str(event.data.get("until") or "")) if keeper else None
    words = _("said not now, until %(day)s") % {"day": _day(until)} if until else _("said not now")
    return Line(event.at, words, readers.actor(event), "circle-x", "")


def _overridden(event: Event, readers: Readers) -> Line | None:
    """Tell of a manager's exception to those it concerns: who runs the program and who lends the customer."""
    if not readers.keeps(event.subject_id):
        return None
    words = _("asks %(first)s sooner than we usually would") % {"first": readers.first(event.subject_id)}
    return Line(event.at, words, readers.actor(event), "moon", "", said=str(event.data.get("reason", "")))


def _chosen_undone(event: Event, readers: Readers) -> Line:
    words = _("took it back: %(customer)s is in line again, and nobody was told") % {
        "customer": readers.customer(event.subject_id)
    }
    return Line(event.at, words, readers.actor(event), "undo-2")


def _accepted(event: Event, readers: Readers) -> Line:
    starts = parse_datetime(str(event.data.get("starts_at") or ""))
    words = _("said yes to %(time)s") % {"time": _moment(starts)} if starts else _("said yes")
    return Line(event.at, words, readers.actor(event), "check", "good")


def _booked(event: Event, readers: Readers) -> Line:
    starts = parse_datetime(str(event.data.get("starts_at") or ""))
    again = bool(event.data.get("again"))
    words = (_("Moved: the call is %(time)s now") if again else _("Booked: %(time)s")) % {"time": _moment(starts)}
    return Line(event.at, words, "", "calendar-check", "good")


def _changed(event: Event, readers: Readers) -> Line | None:
    if event.data.get("field") == "help_kind":
        kind = str(HelpKind(event.data["to"]).label).lower()
        return Line(event.at, _("asks for this instead: %(kind)s") % {"kind": kind}, readers.actor(event), "replace")
    if event.data.get("field") == "how_to_join":
        return Line(event.at, _("said how to join the call"), readers.actor(event), "video", quiet=True)
    if event.data.get("field") != "need_by":
        return None
    day = parse_date(str(event.data.get("to") or ""))
    words = _("needs it by %(day)s now") % {"day": _day(day)} if day else _("took the needed-by date away")
    return Line(event.at, words, readers.actor(event), "calendar-clock")


def _sent(event: Event, readers: Readers) -> Line:
    kind = str(HelpKind(event.data.get("kind") or readers.need.help_kind).label).lower()
    # "Written answers" are many: they take no article.
    asked = {"kind": kind if kind.endswith("s") else _("a %(kind)s") % {"kind": kind}}
    words = _("asked for %(kind)s") % asked
    if event.data.get("program_picks"):
        words = _("asked for %(kind)s; the program picks whom") % asked
    return Line(event.at, words, readers.actor(event), "send", "brand")


def _handed_over(event: Event, readers: Readers) -> Line:
    words = _("%(to)s takes the request over from %(from)s") % event.data
    return Line(event.at, words, "", "user-check")


def _closed(event: Event, readers: Readers) -> Line:
    reason, who = str(event.data.get("reason", "")), readers.actor(event)
    if who and reason == CloseReason.PROOF_ONLY:
        return Line(event.at, _("closed it: proof was enough"), who, "flag")
    if reason == CloseReason.WITHDRAWN:
        # By nobody's hand: that is told as a withdrawal.
        draft = event.state_from == RequestState.DRAFT
        words = _("Closed: the draft was put away") if draft else _("Closed: the buyer picked no time")
        return Line(event.at, words, "", "flag")
    return Line(event.at, str(CLOSED.get(reason, _("Closed"))), "", "flag", "good" if reason == "fulfilled" else "")


def _debrief(event: Event, readers: Readers) -> Line:
    side = str(event.data.get("side", ""))
    answer = SAID.get(str(event.data.get("answer", "")), "")
    kept = readers.debriefs.get(str(event.data.get("debrief", "")))
    said = kept.line if kept is not None and readers.may_read_words(side, event.subject_id) else ""
    tone = {"not_again": "bad", "not_held": "bad"}.get(str(event.data.get("answer")), "good")
    return Line(
        event.at, _("said how it went: %(answer)s") % {"answer": answer}, readers.actor(event), "smile", tone, said=said
    )


def _joining_set(event: Event, readers: Readers) -> Line:
    words = _("said how to join; both sides have it") if event.data.get("set") else _("took away how to join")
    return Line(event.at, words, readers.actor(event), "video")


def _called_off(event: Event, readers: Readers) -> Line:
    side = event.data.get("side")
    why = str(event.data.get("why", "")) if side == "prospect" or is_manager(readers.viewer) else ""
    words = _("can't write after all") if readers.need.writes else _("can't make it; the call is off")
    return Line(event.at, words, readers.actor(event), "calendar-x", "bad", said=why)


def _cancelled(event: Event, readers: Readers) -> Line | None:
    if event.data.get("why") == "request_closed":
        return None
    why = CANCELLED.get(str(event.data.get("why", "")), "")
    who = readers.customer(event.subject_id)
    words = _("%(customer)s isn't asked further") % {"customer": who[:1].upper() + who[1:]}
    told = readers.faces.get(event.subject_id)
    if why and told is not None and told.known:
        words = _("%(customer)s isn't asked further: %(why)s") % {"customer": who, "why": _(why)}
    return Line(event.at, words, "", "circle-slash")


def _briefed(event: Event, readers: Readers) -> Line:
    words = {
        "advocate": _("%(first)s gets the brief for the call") % {"first": readers.first(event.subject_id)},
        "prospect": _("The buyer gets the brief for the call"),
    }
    return Line(event.at, words.get(str(event.data.get("side")), ""), "", "bell", quiet=True)


def _not_held(event: Event, readers: Readers) -> Line:
    return Line(event.at, _("The call did not take place; it doesn't count"), "", "calendar-x", "bad")


_Tell = Callable[[Event, Readers], Line | None]

CLOSED: dict[str, StrPromise] = {
    CloseReason.FULFILLED: lazy("Closed: the help was given"),
    CloseReason.PROOF_ONLY: lazy("Closed: proof was sent instead of a call"),
    CloseReason.UNFILLED: lazy("Closed: nobody could help in time"),
    CloseReason.DEAL_CLOSED: lazy("Closed with the deal"),
    CloseReason.NOT_CONFIRMED: lazy("Closed: nobody said whether the call took place"),
}
CANCELLED = {
    "on_hold": "asks are on hold there",
    "consent_withdrawn": "they no longer do this",
    "left": "they left the program",
    "asked_now": "they are being asked for another deal",
    "no_consent": "there is no consent for this",
    "held_already": "another call took place",
    "declined": "they said no for this deal",
    "no_owner": "nobody here looks after this customer",
    "nobody_named": "nobody is named whom they would meet",
    "not_confirmed": "nobody said whether the call took place",
    "no_pick": "the buyer picked no time",
}
SENTENCES: dict[str, _Tell] = {
    "request.sent": _sent,
    "request.changed": _changed,
    "request.withdrawn": _line("withdrew the request", "circle-x"),
    "request.withdraw_undone": _line("took the withdrawal back", "undo-2"),
    "request.escalated": lambda e, r: Line(e.at, _("No answer in time: it was passed on"), "", "alarm-clock"),
    "request.nobody_left": lambda e, r: Line(e.at, _("Nobody is left to ask in time"), "", "users"),
    "request.closed": _closed,
    "request.handed_over": _handed_over,
    "request.close_undone": _line("opened it again", "undo-2"),
    "ask.planned": _asked("In line: %(customer)s", "list-ordered", "", quiet=True),
    "ask.owner_asked": _asked("%(owner)s is asked whether we may ask %(customer)s", "user-check"),
    "ask.owner_told": _asked("%(owner)s is told that %(customer)s will be asked, and may stop it", "user-check"),
    "ask.pre_approved": _asked("%(owner)s agreed beforehand to asking %(customer)s", "user-check", "good"),
    **dict.fromkeys(PROPOSALS.values(), _chosen_undone),
    "ask.owner_reminded": _asked("%(owner)s is reminded", "bell", "", quiet=True),
    "ask.deputy_asked": _asked("%(owner)s didn't answer, so %(deputy)s is asked", "user-check"),
    "ask.handed_over": _asked("%(customer)s is in other hands now, and the question with them", "user-check"),
    "ask.overridden": _overridden,
    "ask.approved": _line("said yes, they may be asked", "check", "good"),
    "ask.approve_undone": _line("took the yes back", "undo-2"),
    "ask.declined_by_owner": _owner_said_no,
    "ask.decline_by_owner_undone": _line("took the no back", "undo-2"),
    "ask.owner_timed_out": _asked("%(owner)s didn't answer in time", "timer-off", ""),
    "ask.stood_by": _asked("%(customer)s is in line again: a call is booked", "list-ordered", "", quiet=True),
    "ask.go_ahead": _asked("%(owner)s didn't stop it", "check", "", quiet=True),
    "ask.customer_asked": _asked("%(customer)s is asked"),
    "ask.customer_reminded": _asked("%(first)s is reminded, once", "bell", "", quiet=True),
    "ask.prospect_reminded": lambda e, r: Line(e.at, _("The buyer is reminded to pick a time"), "", "bell", quiet=True),
    "ask.accepted": _accepted,
    "ask.accept_undone": _line("took the yes back", "undo-2"),
    "ask.countered": _line("said yes and offered times", "check", "good"),
    "ask.counter_undone": _line("took the times back", "undo-2"),
    "ask.declined": _line("can't this time", "circle-x"),
    "ask.decline_undone": _line("took the no back", "undo-2"),
    "ask.expired": _asked("%(first)s didn't answer in time. No mark against them", "timer-off", ""),
    "ask.times_offered": _line("sent times", "calendar-clock"),
    "ask.booked": _booked,
    "call.joining_set": _joining_set,
    "ask.writing": _asked("%(first)s writes the answers", "pencil", "good"),
    "ask.answered": _line("sent the answers", "message-square-text", "good"),
    "ask.answer_undone": _line("took the answers back", "undo-2"),
    "answers.over": lambda e, r: Line(e.at, _("Everyone is asked how it went"), "", "smile", quiet=True),
    "ask.rescheduled": _line("asked for another time", "calendar-clock"),
    "ask.called_off": _called_off,
    "ask.call_off_undone": _line("will make it after all", "undo-2", "good"),
    "ask.cancelled": _cancelled,
    "ask.escalated": lambda e, r: Line(e.at, _("No answer in time: it was passed on"), "", "alarm-clock"),
    "ask.held": lambda e, r: Line(e.at, _("The call was held"), "", "phone", "good"),
    "ask.no_show": _not_held,
    "call.briefed": _briefed,
    "call.over": lambda e, r: Line(e.at, _("Everyone is asked how it went"), "", "smile", quiet=True),
    "debrief.given": _debrief,
    "debrief.given_undone": _line("took the answer back", "undo-2"),
    "repair.opened": _asked("Someone must talk to %(first)s today: they said “not again”", "phone-call", "bad"),
    "repair.handed_over": _asked("The talk with %(first)s is %(owner)s's now", "phone-call", "bad"),
    "repair.overdue": _asked(
        "Nobody has talked to %(first)s yet: the deputy and the program hear it", "phone-call", "bad"
    ),
    "repair.closed": _line("talked to them", "phone-call", "good"),
}


def _moment(moment: datetime | None) -> str:
    return date_format(timezone.localtime(moment), "D j M, H:i") if moment is not None else ""


def _day(day: date | None) -> str:
    return date_format(day, "D j M") if day is not None else ""
