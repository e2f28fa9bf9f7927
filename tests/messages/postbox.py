"""A real SMTP server on loopback that counts Message-IDs and can be told to hang, or to say no, at one moment."""

from __future__ import annotations

import asyncio
import email
import socket
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from email import policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 30  # seconds a test waits for another process before it fails


class Handler:
    """What the server does at each step. `hangs_at`: ehlo, data or quit. `says`: its answers to the next bodies."""

    def __init__(self) -> None:
        self.hangs_at = ""
        self.says: list[str] = []
        self.reached = threading.Event()
        self.taken: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.commands = 0

    @property
    def ids(self) -> Counter[str]:
        return Counter(str(mail["Message-ID"]) for mail in self.taken)

    async def handle_EHLO(
        self, server: SMTP, session: Session, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.commands += 1
        session.host_name = hostname
        await self._maybe_hang("ehlo")
        return responses

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        answer = self.says.pop(0) if self.says else "250 OK"
        if answer.startswith("2"):
            content = envelope.original_content or b""
            self.taken.append(email.message_from_bytes(content, policy=policy.default))
            self.recipients += envelope.rcpt_tos
        await self._maybe_hang("data")
        return answer

    async def handle_QUIT(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await self._maybe_hang("quit")
        return "221 Bye"

    async def _maybe_hang(self, step: str) -> None:
        if self.hangs_at == step:
            self.reached.set()
            await asyncio.sleep(PATIENCE)


@contextmanager
def postbox() -> Iterator[tuple[Handler, int]]:
    """Run the server; yields its handler and port."""
    handler = Handler()
    controller = Controller(handler, hostname="127.0.0.1", port=_free_port())
    controller.start()
    try:
        yield handler, controller.port
    finally:
        controller.stop(no_assert=True)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
