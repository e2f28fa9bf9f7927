"""The verbs of the outbox."""

from goodword.messages.actions.codes import send_code, use_code
from goodword.messages.actions.delivering import deliver, deliver_now, settle_unknown, take_up_again
from goodword.messages.actions.trying import try_mail
from goodword.messages.actions.writing import queue, sender, write
from goodword.messages.person import LinkTo, Person, page, signed

__all__ = [
    "LinkTo",
    "Person",
    "deliver",
    "deliver_now",
    "page",
    "queue",
    "send_code",
    "sender",
    "settle_unknown",
    "signed",
    "take_up_again",
    "try_mail",
    "use_code",
    "write",
]
