"""Mails to the account owner, the deputy, and whoever is kept informed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from goodword.core import clock, links
from goodword.core.models import Event
from goodword.desk.queries.weeks import program_people
from goodword.members.models import Member
from goodword.members.policy import Purpose
from goodword.messages import rules
from goodword.messages.actions import LinkTo, Person, page, signed, write
from goodword.messages.reactions.scene import Scene, hour_or_day, scene_of
from goodword.messages.rules import Audience
from goodword.messages.wording import one_line
from goodword.recognition.models import Assist
from goodword.references.models import OwnerMode

CREDITED = {Assist.Part.OWNER, Assist.Part.NOMINATOR}


def can_we_ask(event: Event) -> None:
    """E01: the account owner is asked."""
    scene = scene_of(event)
    _ask(scene, scene.owner, event, "E01")


def can_we_ask_deputy(event: Event) -> None:
    """E01 to the deputy, after the owner's silence or while they are away."""
    scene = scene_of(event)
    _ask(scene, scene.deputy, event, "E01", variant="deputy")


def yours_now(event: Event) -> None:
    """E01, E02 or E27, as they would have come: the question waited for whoever had the customer before."""
    scene = scene_of(event)
    reader = Member.objects.get(pk=UUID(event.data["to"]))
    if scene.ask.state == "customer_pending":
        your_words(event)
    elif scene.ask.owner_mode == OwnerMode.TELL_ME:
        _tell(scene, reader, event, "")
    else:
        _ask(scene, reader, event, "E01", variant="handed_over")


def still_ok(event: Event) -> None:
    """E03: half of the wait is over; an owner who asks in person gets the words once more."""
    scene = scene_of(event)
    if scene.ask.state == "customer_pending":
        your_words(event)
    else:
        _ask(scene, scene.owner, event, "E03")


def will_ask(event: Event) -> None:
    """E02: "tell me" mode; it goes ahead unless they stop it."""
    scene = scene_of(event)
    _tell(scene, scene.owner, event, "")


def will_ask_as_agreed(event: Event) -> None:
    """E02: a standing yes was used. Who asked for their own customer needs no mail."""
    scene = scene_of(event)
    if event.data.get("why") != "own_account" and scene.owner != scene.rep:
        _tell(scene, scene.owner, event, "pre_approved")


def informed(event: Event) -> None:
    """E02: someone else keeps an eye on this account and hears that its customer is being asked."""
    scene = scene_of(event)
    watcher = scene.ask.advocate.profile.account.informed
    if watcher not in (None, scene.owner, scene.rep):
        _tell(scene, watcher, event, "informed")


def stood_by(event: Event) -> None:
    """E02: someone else's call is booked, so their yes isn't needed for now; to the deputy too, if they were asked."""
    scene = scene_of(event)
    asked = [scene.owner, scene.deputy if event.data.get("deputy") else None]
    for reader in dict.fromkeys(asked):
        if reader != scene.rep:
            _tell(scene, reader, event, "stood_by")


def your_words(event: Event) -> None:
    """E27: the owner asks in their own name and gets the words and the customer's link to send."""
    scene = scene_of(event)
    if not scene.ask.owner_asks_personally or scene.owner is None:
        return
    reader, last = Person.of(scene.owner), _last_time(scene)
    customer = Person.of(scene.contact)
    expires_at = rules.link_expires_at("E07", clock.now(), zone=customer.zone, last_time=last)
    link = links.issue(Purpose.ASK, scene.ask, to=customer.recipient, expires_at=expires_at or clock.now())
    write(
        "E27",
        to=reader,
        context=scene.names(Audience.OWNER) | scene.brief() | {"times": scene.times_of_prospect()},
        links={"page": signed(link, for_other=True)},
        event=event,
        thread=scene.need.pk,
        about=scene.ask,
        private=scene.is_private,
    )


def helped_win(event: Event) -> None:
    """E05: credit for owner and nominator when the deal closes, won or lost."""
    assist = Assist.objects.get(pk=event.subject_id)
    need = assist.opportunity.requests.filter(asks__state="held").first()
    if assist.member is None or need is None or not CREDITED & set(assist.parts):
        return
    lent = Assist.Part.OWNER in assist.parts
    write(
        "E05",
        to=Person.of(assist.member),
        context={
            "variant": ("won" if lent else "won_nominated") if assist.won else "lost",
            "prospect": one_line(assist.opportunity.account.name),
            "rep": one_line(need.requester.name),
            "lent": lent,
        },
        links={"open": page(f"/requests/{need.pk}")},
        event=event,
        thread=need.pk,
        about=need,
        reply_to=need.requester if need.requester_id != assist.member_id else None,
    )


def call_them_today(event: Event) -> None:
    """E22: somebody said "not again"; owner and program hear it, and one of them calls."""
    scene = scene_of(event)
    _call_them(scene, event, scene.ask.advocate.profile.account.owner)


def nobody_called_them(event: Event) -> None:
    """E22 again: the day is over; the deputy hears it in the owner's place, and the program once more."""
    scene = scene_of(event)
    _call_them(scene, event, scene.deputy, variant="late")


def yours_to_call(event: Event) -> None:
    """E22: the customer who said "not again" has another owner since, and nobody has talked to them yet."""
    _repair(scene_of(event), Member.objects.get(pk=UUID(event.data["to"])), event, is_owner=True)


def _call_them(scene: Scene, event: Event, keeper: Member | None, *, variant: str = "") -> None:
    people = {member.pk: member for member in [keeper, *program_people()] if member is not None}
    for member in people.values():
        _repair(scene, member, event, is_owner=member == keeper, variant=variant)


def _ask(scene: Scene, reader: Member | None, event: Event, kind: str, *, variant: str = "") -> None:
    if reader is None:
        return
    person, now = Person.of(reader), clock.now()
    expires_at = rules.link_expires_at(kind, now, zone=person.zone)
    link = links.issue(Purpose.OWNER_ANSWER, scene.ask, to=person.recipient, expires_at=expires_at or now)
    deadline = scene.ask.deadline_at
    write(
        kind,
        to=person,
        context=_of_owner(scene)
        | {
            "variant": variant,
            "owner": one_line(scene.owner.name) if scene.owner else "",
            "deputy": one_line(scene.deputy.name) if scene.deputy and scene.deputy != scene.owner else "",
            "answer_by": deadline,
            "time": hour_or_day(deadline, person.zone) if deadline else "",
        },
        links={answer: signed(link, a=answer) for answer in ("yes", "self", "no")},
        event=event,
        thread=scene.need.pk,
        about=scene.ask,
        key=variant,
        reply_to=scene.rep if scene.rep.pk != reader.pk else None,
        private=scene.is_private,
    )


def _repair(scene: Scene, reader: Member, event: Event, *, is_owner: bool, variant: str = "") -> None:
    write(
        "E22",
        to=Person.of(reader),
        context=scene.names(Audience.OWNER)
        | {
            "variant": variant,
            "line": _their_line(scene),
            "is_owner": is_owner,
            "owner": one_line(scene.owner.first_name) if scene.owner else "",
        },
        links={"open": page(f"/requests/{scene.need.pk}")},
        event=event,
        thread=scene.need.pk,
        about=scene.ask,
        private=scene.is_private,
    )


def _tell(scene: Scene, reader: Member | None, event: Event, variant: str) -> None:
    if reader is None:
        return
    person, now, deadline = Person.of(reader), clock.now(), scene.ask.deadline_at
    sent: dict[str, LinkTo] = {}
    if variant not in ("informed", "stood_by"):
        expires_at = rules.link_expires_at("E02", now, zone=person.zone, goes_ahead_at=deadline)
        link = links.issue(Purpose.OWNER_ANSWER, scene.ask, to=person.recipient, expires_at=expires_at or now)
        sent["stop"] = signed(link, a="no")
    write(
        "E02",
        to=person,
        context=_of_owner(scene)
        | {"variant": variant, "goes_at": deadline, "time": hour_or_day(deadline, person.zone) if deadline else ""},
        links=sent or {"open": page(f"/requests/{scene.need.pk}")},
        event=event,
        thread=scene.need.pk,
        # That nothing is asked of them holds whatever becomes of the ask.
        about=scene.ask if variant != "stood_by" else scene.need,
        key=variant,
        reply_to=scene.rep if scene.rep.pk != reader.pk else None,
        private=scene.is_private,
    )


def _of_owner(scene: Scene) -> dict[str, object]:
    return (
        scene.names(Audience.OWNER)
        | scene.deal()
        | scene.brief()
        | scene.last_helped()
        | {"exception": scene.exception()}
    )


def _their_line(scene: Scene) -> str:
    newest = scene.ask.debriefs.filter(side="advocate").order_by("-at").first()
    return one_line(newest.line, 600) if newest else ""


def _last_time(scene: Scene) -> datetime | None:
    times = scene.times_of_prospect()
    return times[-1].starts_at if times else None
