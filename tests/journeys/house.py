"""The whole product as its users meet it: real server, real worker, real database, real mail, a real browser.

People are told apart by their browsers: each has a context of their own. A hand counts what it does, so that a journey
can be held against its budget: every press of a button, link or field counts, a link in a mail counts as one.
"""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Locator, Page

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.members.models import Member
from tests import cast

PATIENCE = 30.0  # seconds a condition may take to come true


def until(holds: Callable[[], Any], what: str, seconds: float = PATIENCE) -> Any:
    """Return what `holds` returns once it is true; polling ends as soon as it is."""
    end = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.05)
    return found


class Postbox:
    """An SMTP server that keeps what it is given."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())
        self.controller.start()

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 taken"

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.controller.port}"

    def mail(self, to: str, about: str) -> EmailMessage:
        """Wait for the newest mail to an address whose subject has these words."""
        return until(lambda: self._newest(to, about), f"a mail to {to} about {about!r}; came: {self.subjects()}")

    def subjects(self) -> list[str]:
        return [f"{mail['To']}: {mail['Subject']}" for mail in self.mails]

    def _newest(self, to: str, about: str) -> EmailMessage | None:
        found = [m for m in self.mails if to in str(m["To"]) and about.lower() in str(m["Subject"]).lower()]
        return found[-1] if found else None

    def close(self) -> None:
        self.controller.stop()


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def links_in(mail: EmailMessage) -> list[str]:
    """Return the addresses in the text part, in order."""
    return re.findall(r"https?://[^\s>)]+", text_of(mail))


@dataclass
class Hand:
    """One person's hand on one device: it counts presses and typed characters."""

    context: BrowserContext
    url: str
    presses: int = 0
    typed: int = 0
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))

    errors: list[str] = field(default_factory=list)

    def goto(self, path: str) -> None:
        """Go to an address by hand: for what a journey begins with, not counted."""
        self.page.goto(f"{self.url}{path}" if path.startswith("/") else path)

    def follow(self, mail: EmailMessage, containing: str = "/l/") -> None:
        """Press a link in a mail: one press."""
        self.presses += 1
        self.page.goto(next(link for link in links_in(mail) if containing in link))

    def press(self, target: Locator | str) -> None:
        self.presses += 1
        place = self.page.get_by_role("button", name=target) if isinstance(target, str) else target
        place.click()

    def tick(self, target: Locator) -> None:
        """Choose a radio or checkbox by its label: one press."""
        self.presses += 1
        target.check(force=True)

    def write(self, target: Locator, text: str) -> None:
        self.typed += len(text)
        target.fill(text)

    def reads(self, *words: str) -> None:
        for word in words:
            self.page.get_by_text(word, exact=False).first.wait_for(timeout=10_000)


@dataclass
class House:
    company: cast.Company
    url: str
    postbox: Postbox
    browser: Browser
    processes: list[subprocess.Popen[bytes]]

    def person(self, member: Member | None = None, *, phone: bool = False, script: bool = True) -> Hand:
        """Give somebody a browser: signed in as a member, or nobody's, as customers and prospects come."""
        size = {"width": 390, "height": 844} if phone else {"width": 1440, "height": 900}
        context = self.browser.new_context(viewport=size, java_script_enabled=script)
        if member is not None:
            context.add_cookies([{"name": "sessionid", "value": _session(member), "url": self.url}])
        return Hand(context, self.url)

    def pass_time(self, **span: float) -> None:
        """Move the workspace's clock, in steps short enough for each deadline to be met in its turn."""
        left = timedelta(**span)
        longest = timedelta(hours=1) if left > timedelta(hours=1) else timedelta(minutes=2)
        while left > timedelta():
            step = min(left, longest)
            clock.move(self.company.workspace, step)
            self.settle()
            left -= step

    def settle(self) -> None:
        """Wait until the worker has done what is due."""
        until(lambda: not _due(self.company), "the worker to be done")

    def state_of(self, need: Any) -> str:
        with opened(self.company.workspace):
            need.refresh_from_db()
            return str(need.state)

    def close(self) -> None:
        self.postbox.close()
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            with suppress(subprocess.TimeoutExpired):
                process.wait(20)
            if process.poll() is None:
                process.kill()


def build(browser: Browser) -> House:
    """Start everything around a fresh company."""
    company = cast.company()
    postbox, port = Postbox(), free_port()
    url = f"http://localhost:{port}"
    environment = os.environ | {"GOODWORD_URL": url, "GOODWORD_SMTP_URL": postbox.url}
    environment.pop("DATABASE_OWNER_URL", None)
    commands = (["web", "--port", str(port)], ["worker"])
    processes = [
        subprocess.Popen(
            [sys.executable, "-m", "goodword", *command],
            env=environment,
            stdout=subprocess.DEVNULL,
            stderr=None if os.environ.get("HOUSE_LOG") else subprocess.DEVNULL,
        )
        for command in commands
    ]
    until(lambda: _answers(f"{url}/readyz"), "server and worker", 60)
    return House(company, url, postbox, browser, processes)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _session(member: Member) -> str:
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user)
    return client.cookies["sessionid"].value


def _due(company: cast.Company) -> bool:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM procrastinate_jobs WHERE args->>'workspace_id' = %s"
            " AND (status = 'doing' OR (status = 'todo' AND (scheduled_at IS NULL OR scheduled_at <= now()))))",
            [str(company.workspace.pk)],
        )
        return bool(cursor.fetchone()[0])
