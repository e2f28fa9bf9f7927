"""Delivery in three phases: claimed, handed over, sent, each committed before the next begins.

A worker may die at any moment. Claimed: nothing of the body went out, so another worker starts afresh. Handed over
without an answer: nobody can know (RFC 1047), so a person decides and it is never sent again by itself. `attempts` is
the fence: whoever finds it changed has lost the message to another worker and stops.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import structlog

from goodword.core import clock, events, jobs
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.tenancy import current_workspace, current_workspace_id, opened
from goodword.core.writes import Changed
from goodword.members.policy import Permission, must
from goodword.messages import smtp
from goodword.messages.actions.writing import DELIVER, queue
from goodword.messages.models import Message, MessageState
from goodword.messages.person import Person
from goodword.messages.queries.wanted import not_wanted_because
from goodword.messages.queries.ways import goes_by_smtp, person_of

log = structlog.get_logger(__name__)

# Minutes until the next try after the server was away or said "later": about two days in all, then a person looks.
WAITS = (1, 5, 15, 60, 240, 720, 720, 720)
# A mail just due may be between its row and its job.
GRACE = timedelta(minutes=5)
MOST_AT_ONCE = 1000
WRITTEN = ("state", "last_error", "attempts", "claimed_at", "sent_at", "to_address")
OF_ANOTHER = "A link in it is another person's."


_CHANGED = Changed(lambda key: Message.objects.filter(pk=key))


@dataclass(frozen=True, slots=True)
class Claim:
    """One worker's hold on one message."""

    message_id: UUID
    attempt: int
    parcel: smtp.Parcel


class LostClaim(Exception):
    """Another worker took the message over meanwhile."""


def deliver(workspace_id: UUID, message_id: UUID) -> None:
    """Take a due message from the outbox to the server, or to the outbox page where no mail goes out."""
    with opened(workspace_id):
        claim = _claim(message_id)
    if claim is None:
        return
    try:
        with smtp.Conversation() as server:
            server.announce(claim.parcel)
            with opened(workspace_id):
                _move(claim, MessageState.HANDED_OVER, MessageState.CLAIMED)
            server.hand_over(claim.parcel)
            with opened(workspace_id):
                _move(claim, MessageState.SENT, MessageState.HANDED_OVER, MessageState.UNKNOWN)
    except LostClaim:
        log.warning("another worker took the message over", message=str(message_id))
    except smtp.Unreachable as trouble:
        with opened(workspace_id):
            _try_again(claim, str(trouble))
    except smtp.Rejected as answer:
        with opened(workspace_id):
            _fail(claim, str(answer)) if answer.for_good else _try_again(claim, str(answer))
    except smtp.NoAnswer as trouble:
        with opened(workspace_id):
            _move(claim, MessageState.UNKNOWN, MessageState.HANDED_OVER, error=f"No answer: {trouble}")


def deliver_now(message: Message, *, by: Actor) -> None:
    """Deliver a waiting message at once, or try a failed one again. Raises NotAllowed, TooLate."""
    must(by, Permission.MESSAGE_DELIVER)
    waiting = Message.objects.filter(pk=message.pk, state__in=[MessageState.QUEUED, MessageState.FAILED])
    if not waiting.update(state=MessageState.QUEUED, due_at=clock.now(), last_error=""):
        raise TooLate("This mail isn't waiting any more.", state=message.state)
    message.refresh_from_db()
    events.record("message.hurried", message, by=by, thread=message.thread)
    queue(message, key=":now")


def take_up_again() -> int:
    """Queue the delivery of every mail that is due, or was in hand, and that no job carries; return how many.

    A job that used up its tries leaves such a mail behind. One that was handed over becomes unknown by this and is
    never sent again by itself.
    """
    carried = jobs.awaited(DELIVER, "message_id")
    left = Message.objects.due(clock.now() - GRACE) | Message.objects.filter(state__in=_IN_HAND)
    forgotten = [message for message in left.order_by("due_at")[:MOST_AT_ONCE] if message.pk not in carried]
    for message in forgotten:
        log.warning("a mail nobody carried is taken up again", message=str(message.pk), state=message.state)
        queue(message, key=":again")
    return len(forgotten)


def settle_unknown(message: Message, *, arrived: bool, by: Actor) -> None:
    """Say of a mail that was perhaps sent whether it arrived; if not, it is sent again. Raises NotAllowed, TooLate."""
    must(by, Permission.MESSAGE_DELIVER)
    unknown = Message.objects.filter(pk=message.pk, state=MessageState.UNKNOWN)
    now = clock.now()
    changes = {"state": MessageState.SENT, "sent_at": now} if arrived else {"state": MessageState.QUEUED, "due_at": now}
    if not unknown.update(**changes):
        raise TooLate("Someone settled this already.", state=message.state)
    message.refresh_from_db()
    events.record("message.settled", message, by=by, thread=message.thread, data={"arrived": arrived})
    if not arrived:
        queue(message, key=f":{message.attempts}")


def _claim(message_id: UUID) -> Claim | None:
    """Claim a due message for this worker; None when there is nothing to send. Runs in its own transaction."""
    message = Message.objects.locked(message_id)
    now = clock.now()
    if message.state == MessageState.HANDED_OVER:
        _write(message, MessageState.UNKNOWN, error="The worker stopped before the server answered.")
        return None
    if message.state not in (MessageState.QUEUED, MessageState.CLAIMED):
        return None
    if message.state == MessageState.QUEUED and message.due_at > now:
        queue(message, key=":later")
        return None
    person = person_of(message)
    try:
        _must_be_theirs(message, person)
    except Refused as why:
        _write(message, MessageState.FAILED, error=str(why))
        return None
    if reason := not_wanted_because(message, person):
        _write(message, MessageState.DROPPED, error=reason)
        return None
    if not goes_by_smtp(current_workspace()):
        _write(message, MessageState.SENT)
        return None
    try:
        parcel = smtp.compose(message)
    except (ValueError, KeyError) as why:
        # An address no server can read, or a place without its link: trying again won't mend it, a person can.
        _write(message, MessageState.FAILED, error=f"It can't be put together: {why}")
        return None
    _write(message, MessageState.CLAIMED)
    return Claim(message.pk, message.attempts, parcel)


def _must_be_theirs(message: Message, person: Person | None) -> None:
    """Check once more, at the last moment, that workspace, person, address and links belong together.

    Someone whose address was corrected is written to at the new one, and who was merged into another entry is that
    one. Raises Refused.
    """
    if message.workspace_id != current_workspace_id() or person is None or person.kind != message.person_kind:
        raise Refused("It belongs to another workspace or to nobody.", code="wrong_recipient")
    if person.address and person.address != message.to_address:
        message.to_address = person.address
    theirs = {(message.person_kind, message.person_id), (person.kind, person.id)}
    for link, kept in message.link_rows:
        if not kept.get("for_other") and (link.person_kind, link.person_id) not in theirs:
            raise Refused(OF_ANOTHER, code="wrong_recipient")


def _write(message: Message, state: MessageState, *, error: str = "") -> None:
    """Write a locked message's new state."""
    now = clock.now()
    message.state, message.last_error = state, error[:400]
    if state == MessageState.CLAIMED:
        message.attempts, message.claimed_at = message.attempts + 1, now
    if state == MessageState.SENT:
        message.sent_at = now
    _CHANGED({name: getattr(message, name) for name in WRITTEN}, key=message.pk)


def _move(claim: Claim, state: MessageState, *before: MessageState, error: str = "") -> None:
    """Move a claimed message on if it is still this worker's; raises LostClaim."""
    now = clock.now()
    changes: dict[str, object] = {"state": state, "last_error": error[:400]}
    if state == MessageState.HANDED_OVER:
        changes["handed_over_at"] = now
    if state == MessageState.SENT:
        changes["sent_at"] = now
    held = Message.objects.filter(pk=claim.message_id, attempts=claim.attempt, state__in=before)
    if not held.update(**changes):
        raise LostClaim


def _try_again(claim: Claim, why: str) -> None:
    """Put the message back for a later try, or give up after the last one."""
    if claim.attempt > len(WAITS):
        _fail(claim, why)
        return
    # A minute's spread, by the message's own id: a server that comes back isn't met by everybody at once.
    due_at = clock.now() + timedelta(minutes=WAITS[claim.attempt - 1], seconds=claim.message_id.int % 60)
    held = Message.objects.filter(pk=claim.message_id, attempts=claim.attempt, state__in=_IN_HAND)
    if held.update(state=MessageState.QUEUED, due_at=due_at, last_error=why[:400]):
        queue(Message.objects.get(pk=claim.message_id), key=f":{claim.attempt}")


def _fail(claim: Claim, why: str) -> None:
    held = Message.objects.filter(pk=claim.message_id, attempts=claim.attempt, state__in=_IN_HAND)
    held.update(state=MessageState.FAILED, last_error=why[:400])


_IN_HAND = (MessageState.CLAIMED, MessageState.HANDED_OVER)
