"""Everything on one machine: database, pages and worker in one process tree."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType
from typing import Annotated, Self

import typer
from rich.console import Console

from goodword.cli import environment, instance, ports, stamp
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_DATA, DEFAULT_PORT, Data, Host, Port
from goodword.cli.processes import Child
from goodword.postgres import Server

LOOK_EVERY = 0.1  # seconds
LONGEST_START = 120.0  # seconds until the pages must answer
NOTHING, READY, NOT_READY = 0, 200, 503  # what /readyz may say; anything else is a fault of the program
WISH, BUILT = "demo.wanted", "demo.built"  # notes in the data folder
HOPELESS = 4  # deaths in a row before the first page was served

console = Console(highlight=False, soft_wrap=True)


def run(
    port: Port = DEFAULT_PORT,
    host: Host = "127.0.0.1",
    demo: Annotated[
        bool | None, typer.Option("--demo/--empty", help="Build the demo company. Default: on the first start only.")
    ] = None,
    data: Data = DEFAULT_DATA,
) -> None:
    """Start everything on this machine and say where it is. Ctrl-C stops it all."""
    data = data.absolute()
    with Signals() as signals, instance.only_one(data, f"http://localhost:{port}"):
        ports.refuse_taken(host, port)
        Run(data, host, port, signals).go(demo)


def forget_demo(data: Path) -> None:
    """Neither build nor announce the demo company at the next start; it was cleared."""
    for note in (WISH, BUILT):
        (data / note).unlink(missing_ok=True)


class Stopped(Exception):
    """Somebody asked us to stop."""


class Signals:
    """Ctrl-C, SIGTERM and a closed terminal, as a question that can be asked."""

    def __init__(self) -> None:
        self.came = False

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_DFL)

    def pause(self) -> None:
        """Wait a moment; raise Stopped when a signal came."""
        if not self.came:
            time.sleep(LOOK_EVERY)
        if self.came:
            raise Stopped

    def _note(self, number: int, frame: FrameType | None) -> None:
        self.came = True


class Run:
    """One life of `goodword run`."""

    def __init__(self, data: Path, host: str, port: int, signals: Signals) -> None:
        self.data, self.host, self.port, self.signals = data, host, port, signals
        self.logs = data / "logs"
        self.wish, self.built = data / WISH, data / BUILT
        self.server: Server | None = None

    def go(self, demo: bool | None) -> None:
        self._note_wish(demo)
        environment.configure(self.data, port=self.port)
        self.logs.mkdir(exist_ok=True)
        with suppress(Stopped), self._database():
            self._migrate()
            self._serve()
        console.print("Stopped.")

    def _note_wish(self, demo: bool | None) -> None:
        """Remember that the demo company is wanted until it stands, over a stop in the middle too."""
        first = not environment.is_external() and not (self.data / "postgres" / "cluster").exists()
        if demo or (demo is None and first):
            self.wish.touch()
        elif demo is False:
            self.wish.unlink(missing_ok=True)

    @contextmanager
    def _database(self) -> Iterator[None]:
        if environment.is_external():
            console.print("Database: the one in DATABASE_URL.")
            yield
            return
        home = self.data / "postgres"
        console.print(f"Database: {'starting' if (home / 'cluster').exists() else 'making'} {home} …")
        self.server = Server(home)
        try:
            urls = self.server.start()
            os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = urls.runtime, urls.owner
            yield
        finally:
            self.server.stop()

    def _migrate(self) -> None:
        if not os.environ.get("DATABASE_OWNER_URL") or (self.server is not None and stamp.is_current(self.data)):
            return
        done = self._goodword("migrate")
        self.signals.pause()
        if done.returncode:
            log = self.logs / "migrate.log"
            log.write_text(done.stdout + done.stderr)
            raise Complaint(
                f"The database could not be brought to this version's schema:\n{_last_lines(done.stderr)}",
                f"The whole log is {log}. `goodword doctor --data {self.data}` looks for the usual causes.",
            )
        console.print(done.stdout.strip())
        if self.server is not None:
            stamp.remember(self.data)

    def _goodword(self, command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "goodword", command], capture_output=True, text=True, check=False, process_group=0
        )

    def _serve(self) -> None:
        children = [
            self._child("web", ["web", "--host", self.host, "--port", str(self.port)], patience=30),
            self._child("worker", ["worker"], patience=40),
        ]
        # Clearing a demo that was cut short takes the owner's rights: history is append-only for everyone else.
        demo = Child("demo", ["demo"], dict(os.environ), self.logs, 10)
        try:
            for child in children:
                child.start()
            self._wait_until_ready(children)
            if self.wish.exists():
                demo.start()
            self._greet()
            while True:
                self._look_after(children)
                self._look_at_demo(demo)
                self._look_at_database()
                self.signals.pause()
        finally:
            console.print("Stopping …")
            for child in (demo, *children):
                child.ask_to_stop()
            for child in (demo, *children):
                child.stop()

    def _child(self, name: str, arguments: list[str], *, patience: float) -> Child:
        # The owner's address stays here: pages and workers must not be able to use it.
        weak = {key: value for key, value in os.environ.items() if key != "DATABASE_OWNER_URL"}
        return Child(name, arguments, weak, self.logs, patience)

    def _wait_until_ready(self, children: list[Child]) -> None:
        console.print("Pages and worker: starting …")
        deadline = time.monotonic() + LONGEST_START
        while (status := self._status()) != READY:
            self._look_after(children)
            failed = next((child for child in children if child.deaths >= HOPELESS), None)
            if status not in (NOTHING, NOT_READY) or time.monotonic() > deadline:
                failed = failed or children[0]
            if failed:
                raise Complaint(
                    f"The {failed.name} process does not come up. Its last words:\n{failed.last_words()}",
                    f"The whole log is {failed.log}. `goodword doctor --data {self.data}` looks for the usual causes.",
                )
            self.signals.pause()

    def _status(self) -> int:
        """Return what the pages answer when asked whether they are ready."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "localhost") else self.host
        try:
            with urllib.request.urlopen(f"http://{host}:{self.port}/readyz", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return NOTHING

    def _look_after(self, children: list[Child]) -> None:
        for child in children:
            if (code := child.ended()) is not None:
                console.print(f"The {child.name} process ended ({_why(code)}); starting it again. Log: {child.log}")
            if child.due():
                child.start()

    def _look_at_demo(self, demo: Child) -> None:
        code = demo.ended()
        if code == 0:
            self.wish.replace(self.built)
            console.print("The demo company is complete.")
        elif code is not None:
            console.print(f"The demo company could not be built ({_why(code)}). Log: {demo.log}")

    def _look_at_database(self) -> None:
        """Start the database again if its keeper was killed; a server that was killed its keeper starts itself."""
        if self.server is not None and not self.server.alive():
            self.server.start()

    def _greet(self) -> None:
        url = os.environ["GOODWORD_URL"]
        console.print(f"\nGoodword is at [bold]{url}[/bold]")
        if self.wish.exists():
            console.print("Sign in with one click as any of the demo company's people; it fills up as you look.")
        elif self.built.exists():
            console.print("Sign in with one click as any of the demo company's people.")
        else:
            console.print("A new company, with a link to sign in:")
            console.print(f"  {_typed(self.data, 'workspace', 'create')} NAME --admin EMAIL", markup=False)
        console.print(f"Data and logs: {self.data}. Ctrl-C stops everything.\n")


def _last_lines(text: str) -> str:
    return "\n".join(text.strip().splitlines()[-4:])


def _typed(data: Path, *words: str) -> str:
    """Return a command as somebody here would type it, for this very folder."""
    program = Path(sys.executable).with_name("goodword")
    folder = [] if data == DEFAULT_DATA.absolute() else ["--data", str(data)]
    return shlex.join([os.path.relpath(program) if program.exists() else "goodword", *words, *folder])


def _why(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
