"""Mails to the rep: where the request stands, what to send when no call comes, did it move the deal.

Where a request stands is told once per change, not once per event: a no and the next best, a yes of the owner and the
question to the customer arrive as one mail. A change queues `messages.tell_rep` a moment later; it reads everything
since the last status mail that went out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodword.core import clock, jobs, links
from goodword.core.models import Event
from goodword.core.statements import Kept, Told
from goodword.desk.models import Ask, Debrief, ReferenceRequest
from goodword.desk.queries.asked import FURTHEST_FIRST, asks_of
from goodword.members.policy import Purpose, actor_of
from goodword.messages import calendar, rules
from goodword.messages.actions import Person, page, signed, write
from goodword.messages.models import Message, MessageState
from goodword.messages.queries.wanted import STATUS_MAILS
from goodword.messages.reactions.scene import Scene, day_words, is_today, moment_words, scene_for, scene_of
from goodword.messages.rules import Audience
from goodword.messages.wording import one_line
from goodword.proof.queries import Proof, proof_for

TELL = "messages.tell_rep"
# Time for what follows from an answer (the next best) to happen, so that one mail tells both.
SETTLES_IN = timedelta(minutes=2)
ENDED = frozenset(
    {
        "ask.declined",
        "ask.declined_by_owner",
        "ask.owner_timed_out",
        "ask.expired",
        "ask.called_off",
        "ask.cancelled",
        "ask.no_show",
    }
)
NEWS = ENDED | {
    "ask.owner_asked",
    "ask.owner_told",
    "ask.customer_asked",
    "ask.countered",
    "ask.times_offered",
    "ask.rescheduled",
    "ask.booked",
    "ask.writing",
    "ask.answered",
    "ask.escalated",
    "request.escalated",
    "request.nobody_left",
    "request.closed",
}
UNANSWERED = frozenset({"unfilled", "proof_only"})


def changed(event: Event) -> None:
    """Queue the status mail; a twin that waits already tells this too."""
    if event.thread is not None:
        jobs.defer(TELL, at=clock.now() + SETTLES_IN, key=str(event.thread), need_id=event.thread)


def tell(need_id: UUID) -> None:
    """E15 or E16: where the request stands, if that changed since the rep last heard."""
    need = ReferenceRequest.objects.get(pk=need_id)
    told, news = _news(need)
    standing = _standing(need, news, told) if news else None
    if standing is None:
        return
    to, proof = Person.of(need.requester), _proof_to_send(standing)
    pages = {name: page(f"/proof/{one.story.pk}?opp={standing.need.opportunity_id}") for name, one in proof.items()}
    write(
        standing.kind,
        to=to,
        context=_context(standing, proof, to),
        links={"open": page(f"/requests/{need.pk}"), **pages},
        event=news[-1],
        thread=need.pk,
        about=need,
        private=standing.names_a_private_one,
        same_day_change=standing.call_is_today(to.zone),
    )


def did_it_move(event: Event) -> None:
    """E17: after the call."""
    _did_it_move(scene_of(event), event)


def yours_now(event: Event) -> None:
    """E15: a colleague's request is yours, and E17 where their word on a call is still missing."""
    need = ReferenceRequest.objects.get(pk=event.subject_id)
    write(
        "E15",
        to=Person.of(need.requester),
        context={
            "variant": "handed_over",
            "prospect": one_line(need.opportunity.account.name),
            "from": one_line(event.data["from"]),
            "need_by": need.need_by,
        },
        links={"open": page(f"/requests/{need.pk}")},
        event=event,
        thread=need.pk,
        about=need,
    )
    for ask_id in Event.objects.filter(name="call.over", thread=need.pk).values_list("subject_id", flat=True):
        if not Debrief.objects.filter(ask=ask_id, side=Debrief.Side.REP).exists():
            _did_it_move(scene_for(ask_id), event)


def _did_it_move(scene: Scene, event: Event) -> None:
    to, now = Person.of(scene.rep), clock.now()
    expires_at = rules.link_expires_at("E17", now, zone=to.zone) or now
    link = links.issue(Purpose.DEBRIEF, scene.ask, to=to.recipient, expires_at=expires_at)
    write(
        "E17",
        to=to,
        context=scene.names(Audience.REP) | {"variant": "writing" if scene.ask.writes else ""},
        links={
            answer: signed(link, a=answer)
            for answer in ("moved", "too_early", "no", "not_held")
            if not (scene.ask.writes and answer == "not_held")
        },
        event=event,
        thread=scene.need.pk,
        about=scene.call or scene.ask,
        private=scene.is_private,
    )


@dataclass(frozen=True)
class Standing:
    """What a status mail says: which variant, about the ask that is furthest, and those that ended."""

    kind: str
    variant: str
    need: ReferenceRequest
    now: Scene | None
    ended: tuple[Scene, ...]

    @property
    def names_a_private_one(self) -> bool:
        """Say whether the mail tells a name that only its reader and the program may know."""
        told = [scene for scene in (self.now, *self.ended) if scene is not None]
        return any(scene.is_private and scene.names(Audience.REP)["named"] for scene in told)

    def call_is_today(self, zone: str) -> bool:
        call = self.now.call if self.now else None
        return call is not None and self.variant in ("booked", "moved") and is_today(call.starts_at, zone)


def _news(need: ReferenceRequest) -> tuple[Message | None, list[Event]]:
    """Return the last status mail that went out, and what happened since: not taken back, not the rep's own doing."""
    last = _LAST_TOLD.first(thread=need.pk, person=need.requester_id)
    since = last.event.number if last and last.event else 0
    return last, _NEWS(thread=need.pk, now=clock.now(), since=since, rep=str(need.requester_id))


def _told(thread: UUID | Told, person: UUID | Told) -> QuerySet[Message]:
    unsent = [MessageState.QUEUED, MessageState.DROPPED, MessageState.FAILED]
    told = Message.objects.filter(kind__in=STATUS_MAILS, thread=thread, person_id=person)
    return told.exclude(state__in=unsent).exclude(event=None).order_by("-event__number")[:1]


def _happened(thread: UUID | Told, now: datetime | Told, since: int | Told, rep: str | Told) -> QuerySet[Event]:
    news = Event.objects.filter(Q(undo_until=None) | Q(undo_until__lte=now), thread=thread, name__in=NEWS)
    return news.filter(undone_by=None, number__gt=since).exclude(actor_id=rep).order_by("number")


_LAST_TOLD, _NEWS = Kept[Message](_told), Kept[Event](_happened)


def _standing(need: ReferenceRequest, news: list[Event], told: Message | None) -> Standing | None:
    names = {event.name for event in news}
    if any(event.name == "request.closed" and event.data.get("verb") == "close_with_proof" for event in news):
        return Standing("E15", "proof", need, None, ())
    silent = next((event for event in news if _ended_in_silence(event)), None)
    if silent is not None and need.state == "closed":
        return Standing("E15", silent.data["why"], need, scene_for(silent.subject_id, before=silent.state_from), ())
    ended = _ended(news)
    if need.state == "closed" or "request.nobody_left" in names:
        # A closing that only confirms what was said, or that the rep wanted, needs no mail.
        said = told is not None and told.kind == "E16" and not ended
        over = need.state == "closed" and need.close_reason not in UNANSWERED
        if over or said:
            return None
        if need.state == "closed" or _furthest(need) is None:
            return Standing("E16", "", need, None, ended)
    furthest = _furthest(need)
    if furthest is None and ended:
        return Standing("E15", f"looking{_off(ended)}", need, None, ended)
    if furthest is None:
        return Standing("E15", "passed_on", need, None, ()) if "request.escalated" in names else None
    variant = _variant(furthest.ask, news, ended)
    return Standing("E15", variant, need, furthest, ended) if variant else None


def _variant(ask: Ask, news: list[Event], ended: tuple[Scene, ...]) -> str:
    """Return what to tell about the ask that is furthest; nothing while its change is news already told."""
    about_it = [event for event in news if event.subject_id == ask.pk]
    if not about_it:
        return ""
    if about_it[-1].name == "ask.escalated":
        return "no_time" if ask.state != "booked" else "no_answers" if ask.writes else "no_word"
    match ask.state:
        case "held":
            # Answers that can still be taken back are no news yet.
            return "answered" if any(event.name == "ask.answered" for event in about_it) else ""
        case "booked" if ask.writes:
            return "writing"
        case "booked":
            return "moved" if about_it[-1].data.get("again") else "booked"
        case "countered":
            return "times_back" if about_it[-1].data.get("side") == "prospect" else "times"
        case "customer_pending":
            return f"next_asked{_off(ended)}" if ended else "asked"
        case "owner_pending" if ended:
            return f"next_owner{_off(ended)}"
        case "owner_pending" if ask.from_program or ask.need.program_picks:
            return "asked_owner"
    return ""


def _off(ended: tuple[Scene, ...]) -> str:
    """Tell a booked call that was called off, by whichever side, or didn't take place, from a no."""
    how = _how_it_ended(ended[-1])
    return f"_{how}" if how else ""


def _how_it_ended(scene: Scene) -> str:
    if scene.ask.state == "no_show":
        return "missed"
    return "off" if scene.before == "booked" and not scene.ask.writes else ""


def _furthest(need: ReferenceRequest) -> Scene | None:
    asks = [ask for ask in asks_of(need) if ask.state in FURTHEST_FIRST]
    ordered = sorted(asks, key=lambda ask: (FURTHEST_FIRST.index(ask.state), ask.rank))
    return Scene(ordered[0]) if ordered else None


def _ended(news: list[Event]) -> tuple[Scene, ...]:
    """Return the asks that ended, each once, in order; never asked, never mentioned."""
    told = (event for event in news if event.state_from != "planned" and not _ended_in_silence(event))
    ended = {event.subject_id: event for event in told if event.name in ENDED}
    scenes = (scene_for(ask_id, before=event.state_from) for ask_id, event in ended.items())
    return tuple(scene for scene in scenes if scene.ask.state not in FURTHEST_FIRST)


def _proof_to_send(standing: Standing) -> dict[str, Proof]:
    """Return what is cleared for this buyer today, by the name of its link in the mail."""
    if standing.kind != "E16":
        return {}
    found = proof_for(standing.need.opportunity, actor_of(standing.need.requester), limit=3)
    return {f"proof_{nth}": one for nth, one in enumerate(found)}


def _shown(one: Proof, name: str) -> dict[str, str]:
    words = one_line(one.story.title or one.story.text, 90)
    return {"name": name, "title": words, "company": one_line(one.story.profile.account.name)}


def _ended_in_silence(event: Event) -> bool:
    """Tell a call nobody spoke about, or picked a time for, from one that was called off."""
    return event.name == "ask.cancelled" and event.data.get("why") in ("not_confirmed", "no_pick")


def _context(standing: Standing, proof: Mapping[str, Proof], to: Person) -> dict[str, object]:
    need, scene = standing.need, standing.now
    noes = [{"name": one.names(Audience.REP)["who"], "how": _how_it_ended(one)} for one in standing.ended]
    who = str(noes[-1]["name"]) if noes else ""
    context: dict[str, object] = {
        "variant": "no_proof" if standing.kind == "E16" and not proof else standing.variant,
        "proof": [_shown(one, name) for name, one in proof.items()],
        "prospect": one_line(need.opportunity.account.name),
        "noes": noes,
        "who": who,
        "need_by": need.need_by,
        "writes": need.writes,
        "help": _("answers") if need.writes else _("call"),
        "passed_on_until": need.deadline_at,
    }
    if scene is None:
        return context
    names = scene.names(Audience.REP)
    call, deadline, picker = scene.call, scene.ask.deadline_at, scene.picker
    context |= names | {"next": names["who"], "who": who or names["who"]}
    context |= {
        "owner": one_line(scene.owner.first_name) if scene.owner and not scene.is_private else "",
        "deadline": deadline,
        "answer_by": day_words(deadline, to.zone) if deadline else "",
        "picker": one_line(picker.first_name) if picker else "",
        "personally": scene.ask.owner_asks_personally,
    }
    if call is not None and standing.variant in ("booked", "moved"):
        start = calendar.starts_at(call)
        context |= {"starts_at": start, "time": moment_words(start, to.zone)}
    return context
