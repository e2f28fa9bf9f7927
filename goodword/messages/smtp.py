"""The only door to SMTP: composes a message and speaks to the server so that we know how far we got."""

from __future__ import annotations

import re
import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.utils import format_datetime, parseaddr
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.message import sanitize_address

from goodword.core import clock
from goodword.core.models import Program
from goodword.messages import places
from goodword.messages.models import Message
from goodword.messages.wording import header_text

ENCODING = "utf-8"


class Unreachable(Exception):
    """The server can't be spoken to at all; nothing about the message is known to be wrong."""


class Rejected(Exception):
    """The server said no to this message. `for_good`: it will say so again (5xx)."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(f"{code} {reason}"[:300])
        self.for_good = code >= 500


class NoAnswer(Exception):
    """The body went out and no answer came back: it may or may not have been taken."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One composed message: envelope addresses and the bytes to send."""

    sender: str
    recipient: str
    body: bytes


def sender_address() -> str:
    """Return the address mails come from: the program's, else the installation's."""
    return Program.here().sender_address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def compose(message: Message) -> Parcel:
    """Return the message with working links, ready to be handed over. One recipient, always the same Message-ID."""
    words = places.filled(message)
    address = sender_address()
    mail = EmailMultiAlternatives(
        subject=header_text(words.subject, 200),
        body=words.text,
        from_email=_mailbox(message.from_name, address),
        to=[_mailbox(message.to_name, message.to_address)],
        reply_to=[message.reply_to] if message.reply_to else None,
        headers={
            "Message-ID": f"<{message.pk}@{address.rpartition('@')[2]}>",
            "Date": format_datetime(clock.now()),
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(words.html, "text/html")
    if message.calendar:
        method = "CANCEL" if "\nMETHOD:CANCEL" in message.calendar else "REQUEST"
        mail.attach_alternative(message.calendar, f"text/calendar; method={method}")
    return Parcel(
        sender=sanitize_address(address, ENCODING),
        recipient=sanitize_address(message.to_address, ENCODING),
        body=re.sub(rb"\r?\n", b"\r\n", mail.message().as_bytes()),
    )


class Conversation:
    """One message's talk with the server, in the two steps that matter: before the body, and the body.

    Raises Unreachable on entering and in `announce`, Rejected in both steps, NoAnswer in `hand_over`.
    """

    def __init__(self) -> None:
        self._backend: Any = get_connection(settings.EMAIL_BACKEND)

    def __enter__(self) -> Self:
        # A refused greeting or sign-in says nothing about this message, whatever its number: it is the server's trouble.
        with _trouble_is(Unreachable):
            self._backend.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # What counts was said before; a server that hangs up early changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            self._backend.close()

    def announce(self, parcel: Parcel) -> None:
        """Tell the server from whom and to whom; nothing of the body goes out."""
        server: smtplib.SMTP = self._backend.connection
        with _trouble_is(Unreachable):
            server.ehlo_or_helo_if_needed()
            _must_be_fine(*server.mail(parcel.sender))
            _must_be_fine(*server.rcpt(parcel.recipient))

    def hand_over(self, parcel: Parcel) -> None:
        """Send the body and wait for the server to take it."""
        server: smtplib.SMTP = self._backend.connection
        with _trouble_is(NoAnswer):
            _must_be_fine(*server.data(parcel.body))


def _mailbox(name: str, address: str) -> str:
    """Return "Name" <address>; Django encodes and folds it when the header is written."""
    quoted = header_text(name, 90).replace("\\", "").replace('"', "\u201d")
    return f'"{quoted}" <{address}>' if quoted else address


def _must_be_fine(code: int, reply: bytes) -> None:
    if not 200 <= code < 300:
        raise Rejected(code, reply.decode(errors="replace"))


@contextmanager
def _trouble_is(meaning: type[Exception]) -> Iterator[None]:
    """Turn a broken connection into what it means at this step; an answer of the server stays an answer."""
    try:
        yield
    except smtplib.SMTPDataError as answer:
        raise Rejected(answer.smtp_code, _words(answer.smtp_error)) from answer
    except (smtplib.SMTPException, OSError) as trouble:
        raise meaning(str(trouble) or type(trouble).__name__) from trouble


def _words(reply: bytes | str) -> str:
    return reply.decode(errors="replace") if isinstance(reply, bytes) else reply
