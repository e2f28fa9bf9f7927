"""What the workers do for the outbox."""

from __future__ import annotations

from uuid import UUID

from goodword.core.jobs import every, job
from goodword.messages import actions
from goodword.messages.reactions import call, check_in, deputies, nomination, own_will, rep


@job("messages.deliver", atomic=False)
def deliver(workspace_id: UUID, message_id: UUID) -> None:
    """Deliver one message; three transactions of its own, so that each phase is on record before the next."""
    actions.deliver(workspace_id, message_id)


@every("*/5 * * * *", "messages.sweep")
def sweep() -> None:
    """Take up again the mails whose delivery gave up for good."""
    actions.take_up_again()


@job("messages.tell_rep")
def tell_rep(need_id: UUID) -> None:
    """Tell the requester where their request stands, if that changed."""
    rep.tell(need_id)


@job("messages.brief")
def brief(event_id: UUID, call_id: UUID, person_id: UUID) -> None:
    """Send one side its brief on the day before the call."""
    call.brief(event_id, call_id, person_id)


@job("messages.ask_to_confirm")
def ask_to_confirm(member_id: UUID) -> None:
    """Ask an owner to confirm the customers that a colleague wants confirmed, in one mail."""
    check_in.tell(member_id)


@job("messages.tell_own_will")
def tell_own_will(advocate_id: UUID, event_id: UUID) -> None:
    """Tell a person what was changed in what they allow us, from that event on."""
    own_will.tell(advocate_id, event_id)


@job("messages.tell_who_left")
def tell_who_left(event_id: UUID) -> None:
    """Tell colleagues that somebody left, unless they came back."""
    nomination.tell_who_left(event_id)


@job("messages.tell_left_alone")
def tell_left_alone(member_id: UUID) -> None:
    """Tell whoever took over from a colleague which of their customers have no deputy now, in one mail."""
    deputies.tell(member_id)
