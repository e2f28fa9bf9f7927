"""Is a mail still true when its hour comes? Looked at in the moment of sending; a reason means it is dropped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.core.statements import Kept
from goodword.core.states import Lived
from goodword.desk.actions.own_will import why_not
from goodword.desk.models import Ask, Call, ReferenceRequest, Repair
from goodword.directory.queries import LATELY, left_alone
from goodword.members.policy import Purpose
from goodword.messages.models import Message, MessageState
from goodword.messages.person import Person
from goodword.proof.models import Story
from goodword.protection.queries import holds_on
from goodword.references.models import Advocate
from goodword.references.queries import owners_asked

CODE_LIVES = timedelta(minutes=10)
TAKEN_BACK = "What it tells was taken back."
GONE = "They can't be written to any more."
MOVED_ON = "It moved on before this went out."
STANDING = {
    "used": "It was answered already.",
    "expired": "Its link expired before it went out.",
    "replaced": "A fresh link replaced its own.",
    "withdrawn": "What it asks was withdrawn.",
}
# The state an ask must still be in for a mail about it to make sense.
ASK_MUST_BE: dict[str, frozenset[str]] = {
    "E01": frozenset({"owner_pending"}),
    "E02": frozenset({"owner_pending", "owner_ok", "customer_pending"}),
    "E03": frozenset({"owner_pending"}),
    "E07": frozenset({"customer_pending", "accepted", "countered"}),
    "E08": frozenset({"customer_pending", "accepted", "countered"}),
    "E19": frozenset({"accepted", "countered"}),
    "E27": frozenset({"customer_pending"}),
    "E32": frozenset({"booked"}),
    "E33": frozenset({"held"}),
}
# These tell something that holds whatever became of their link.
TELLS_ANYWAY = frozenset({"E09", "E10"})
REMOVES = "METHOD:CANCEL"
# These tell that something waits: no longer true once it moved on from the state that their event names.
TELLS_OF_A_WAIT = frozenset({"E34", "E35"})
LIVES: dict[str, type[Lived]] = {"ask": Ask, "referencerequest": ReferenceRequest, "advocate": Advocate}
STATUS_MAILS = ("E15", "E16")

_UNDOING = Kept[tuple[UUID]](lambda event: Event.objects.filter(undoes=event).order_by().values_list("pk")[:1])
_NEWER = Kept[tuple[UUID]](
    lambda thread, person, since: (
        Message.objects.filter(kind__in=STATUS_MAILS, thread=thread, person_id=person, created_at__gt=since)
        .exclude(state__in=[MessageState.DROPPED, MessageState.FAILED])
        .order_by()
        .values_list("pk")[:1]
    )
)


def not_wanted_because(message: Message, person: Person | None) -> str:
    """Return why a message should not go out any more, or nothing; `person`: whom it is for, as on file now."""
    if person is None or not person.address:
        return GONE
    checks: tuple[Callable[[Message], str], ...] = (_event, _links, _about, _newer)
    if message.kind == "E29":
        checks = (_changes,)
    return next((reason for check in checks if (reason := check(message))), "")


def _event(message: Message) -> str:
    return TAKEN_BACK if message.event_id and _UNDOING(event=message.event_id) else ""


def _changes(message: Message) -> str:
    """A notice of several changes is worth sending while one of them can still be taken back."""
    ways_back = [link for link, _ in message.link_rows if link.purpose == Purpose.TAKE_BACK]
    events = Event.objects.in_bulk([link.subject_id for link in ways_back])
    stands = (not why_not(events[link.subject_id], Actor.link(link)) for link in ways_back)
    return "" if any(stands) else TAKEN_BACK


def _links(message: Message) -> str:
    if message.kind in TELLS_ANYWAY or REMOVES in message.calendar:
        return ""
    now = clock.now()
    standings = [link.standing(now) for link, _ in message.link_rows]
    return next((STANDING[standing] for standing in standings if standing != "open"), "")


def _about(message: Message) -> str:
    if REMOVES in message.calendar:
        # Whatever else changed meanwhile: the old time must leave their calendar.
        return ""
    if message.kind == "E24":
        return STANDING["expired"] if clock.now() >= message.created_at + CODE_LIVES else ""
    if message.kind == "E04":
        return "" if owners_asked(message.person_id).exists() else "They were confirmed meanwhile."
    if message.kind == "E39":
        alone = left_alone(message.person_id, message.created_at - LATELY)
        return "" if alone.exists() else "Deputies were chosen meanwhile."
    if message.kind == "E22":
        return "" if Repair.objects.filter(ask=message.about_id, talked_at=None).exists() else "Someone talked to them."
    if message.kind == "E37":
        return "" if _still_waited_for(message.about_id) else MOVED_ON
    if message.about_kind == "ask" and message.kind in ASK_MUST_BE:
        ask = Ask.objects.look_up(message.about_id)
        return "" if ask is not None and ask.state in ASK_MUST_BE[message.kind] else MOVED_ON
    if message.event is not None and message.kind in TELLS_OF_A_WAIT:
        return "" if _still_waits(message.event) else MOVED_ON
    if message.about_kind == "call":
        return _about_call(message)
    return ""


def _still_waited_for(story_id: UUID | None) -> bool:
    """Say whether the question about these words still stands, and may still be put to whoever said them."""
    waited = Story.objects.filter(pk__in=[story_id], withdrawn_at=None, renewal_asked_at__isnull=False)
    story = waited.select_related("advocate__profile").first()
    return (
        story is not None
        and story.advocate is not None
        and not holds_on([story.advocate], clock.now())[story.advocate.pk]
    )


def _still_waits(event: Event) -> bool:
    waited_in = event.data.get("state")
    lives = LIVES[event.subject_kind]
    return waited_in is None or lives.objects.filter(pk=event.subject_id, state=waited_in).exists()


def _about_call(message: Message) -> str:
    call = Call.objects.look_up(message.about_id)
    if call is None or call.called_off_at is not None:
        return "The call was called off."
    if message.kind in TELLS_ANYWAY and call.starts_at <= clock.now():
        return "The call was over before this went out."
    return ""


def _newer(message: Message) -> str:
    """A status mail tells all that happened since the last one that went out, so a newer one replaces it."""
    if message.kind not in STATUS_MAILS or message.thread is None:
        return ""
    newer = _NEWER(thread=message.thread, person=message.person_id, since=message.created_at)
    return "A newer one tells it all." if newer else ""
