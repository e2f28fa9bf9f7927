"""One embedded server on one folder, shared by every process that uses it.

The folder holds `cluster` (PostgreSQL's data), `roles.json` (the two roles' passwords), `postgres.log` and three lock
files. `users.lock` is held shared by everybody who uses the server, `keeper.lock` by the keeper while the server
lives. Locks are flock(2): the kernel drops them when a process dies, however it dies, so there is nothing to mend
after `kill -9`: the keeper sees that nobody is left and stops the server. Trap: a process that forks without exec
hands its lock to the child.
"""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from goodword.postgres import account, binaries, cluster, settings, sockets, urls
from goodword.postgres.errors import FolderUnusable, ServerFailed, from_os, from_output
from goodword.postgres.urls import Urls

LONGEST_START = 120.0  # seconds; recovery after a crash replays at most max_wal_size
LONGEST_GOODBYE = 60.0  # seconds for a server whose keeper was killed
LONGEST_STOP = 150.0  # seconds; the keeper's patience twice, and some
LARGEST_LOG = 10 * 1024 * 1024  # bytes; then it starts anew beside one old one
KEEPER = Path(__file__).with_name("keeper.py")


@contextmanager
def attach(data: Path) -> Iterator[Urls]:
    """Use the server of a data folder for a while: the one that runs there, or one of our own. Raises PostgresError."""
    with Server(data / "postgres") as urls:
        yield urls


class Server:
    """A process's share in the server on `home`. Not `durable`: for tests, a power cut may lose everything."""

    def __init__(self, home: Path, *, durable: bool = True, owner_creates_databases: bool = False) -> None:
        self.home = Path(os.path.realpath(home))
        self.durable = durable
        self.owner_creates_databases = owner_creates_databases
        self._users: int | None = None
        self._keeper: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Urls:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()

    def start(self) -> Urls:
        """Join the server that runs on the folder, or start it; return its addresses. Raises PostgresError.

        May be called again to start a server that died while in use.
        """
        try:
            self.home.mkdir(parents=True, exist_ok=True)
            self.home.chmod(0o711 if os.geteuid() == 0 else 0o700)  # who root drops to may have to walk through
            self._join()
            return self._running()
        except OSError as error:
            self.stop()
            raise from_os(error, self.home) from error
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Leave. The last to leave waits until the server has stopped. Raises ServerFailed when it does not."""
        if self._users is None:
            return
        users, self._users = self._users, None
        try:
            fcntl.flock(users, fcntl.LOCK_UN)
            self._wait_until_stopped(users)
        finally:
            os.close(users)

    def alive(self) -> bool:
        """Tell whether the server takes connections."""
        return self._socket_folder() is not None

    def _join(self) -> None:
        if self._users is None:
            self._users = self._open("users.lock")
            # Waits while a keeper stops the server: it holds this lock alone until it is gone.
            fcntl.flock(self._users, fcntl.LOCK_SH)

    def _running(self) -> Urls:
        deadline = time.monotonic() + LONGEST_START
        while time.monotonic() < deadline:
            self._start_keeper()
            if (folder := self._socket_folder()) is not None:
                return urls.addresses(cluster.passwords(self.home), folder)
            time.sleep(0.02)
        raise ServerFailed(
            f"The database in {self.home} did not come up within {LONGEST_START:.0f} s.",
            f"See {self.home / 'postgres.log'}; a recovery may be at work: try again in a minute.",
        )

    def _start_keeper(self) -> None:
        """Start a keeper, unless there is one or another process is at it."""
        lock = self._open("keeper.lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        else:
            self._launch(lock)
        finally:
            os.close(lock)

    def _launch(self, lock: int) -> None:
        who = account.for_cluster(self.home / "cluster")
        programs = binaries.reachable(binaries.find(), who)
        data = cluster.ready(
            self.home,
            programs,
            who,
            durable=self.durable,
            owner_creates_databases=self.owner_creates_databases,
        )
        self._forget_dead_server(data)
        folder = sockets.folder_for(self.home, who)
        users = self._open("users.lock")
        log = self._log()
        said = os.fstat(log).st_size
        plan = {
            "program": str(programs.folder / "postgres"),
            "arguments": settings.arguments(self.home, folder, programs.major, durable=self.durable),
            "environment": cluster.ENVIRONMENT,
            "cluster": str(data),
            "socket_folder": str(folder),
            "account": (who.uid, who.gid) if who.other else None,
            "users": users,
            "lock": lock,
        }
        try:
            # The lock goes over with its descriptor: at no moment does nobody hold it. An own session, because Ctrl-C
            # goes to the terminal's group, and whoever ends a session (a terminal, a CI step) must not end the server
            # that others use by now.
            self._keeper = subprocess.Popen(
                [sys.executable, "-I", "-S", str(KEEPER), json.dumps(plan)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                pass_fds=(users, lock),
                start_new_session=True,
            )
        finally:
            os.close(users)
            os.close(log)
        self._wait_until_ready(said)

    def _wait_until_ready(self, said: int) -> None:
        """Wait for the keeper we started. `said` is where its log begins, in bytes."""
        keeper, deadline = self._keeper, time.monotonic() + LONGEST_START
        while keeper is not None and self._socket_folder() is None and time.monotonic() < deadline:
            if keeper.poll() is not None:
                with (self.home / "postgres.log").open("rb") as log:
                    log.seek(said)
                    words = log.read().decode(errors="replace")
                raise from_output("Starting the database", words, self.home)
            time.sleep(0.01)

    def _forget_dead_server(self, data: Path) -> None:
        """Remove the mark of a server that was killed with its keeper. We hold the keeper's lock.

        PostgreSQL goes by the process number in it, which another process may have by now (in a container it does).
        """
        lines = _notes(data)
        pid = int(lines[0]) if lines and lines[0].isdigit() else None
        deadline = time.monotonic() + LONGEST_GOODBYE
        while pid and self._serves(pid, data):  # its keeper was killed: it is on its way out
            if time.monotonic() > deadline:
                raise ServerFailed(
                    f"A PostgreSQL server that Goodword doesn't keep (process {pid}) runs on {data}.",
                    f"Stop it (`kill -INT {pid}`), then start again.",
                )
            time.sleep(0.02)
        (data / "postmaster.pid").unlink(missing_ok=True)

    def _serves(self, pid: int, data: Path) -> bool:
        """Tell whether a process is a PostgreSQL server on our cluster; when that can't be seen, whether it may be."""
        try:
            return os.path.samefile(f"/proc/{pid}/cwd", data)
        except PermissionError:  # root without CAP_SYS_PTRACE, as in most containers
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            return False
        folders = [word for word in words if word.startswith(b"goodword.folder=")]
        ours = os.fsencode(f"goodword.folder={self.home}")
        return words[0].endswith(b"postgres") and (not folders or ours in folders)

    def _kept(self) -> bool:
        """Tell whether a keeper lives on the folder (or somebody is just starting one)."""
        try:
            lock = os.open(self.home / "keeper.lock", os.O_RDWR)
        except FileNotFoundError:
            return False
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(lock)
        return False

    def _socket_folder(self) -> Path | None:
        """Return where the running server listens, from its own notes; None while it doesn't take connections."""
        lines = _notes(self.home / "cluster")
        if len(lines) < 8 or lines[7].strip() != "ready" or not _lives(int(lines[0])) or not self._kept():
            return None
        return Path(lines[4])

    def _wait_until_stopped(self, users: int) -> None:
        deadline = time.monotonic() + LONGEST_STOP
        # One leaver at a time looks who is left, or they would take each other for users.
        with self._alone_in("leaving.lock"):
            while self._kept() and not _others_use(users):
                if time.monotonic() > deadline:
                    raise ServerFailed(
                        f"The database in {self.home} has not stopped after {LONGEST_STOP:.0f} s.",
                        f"See {self.home / 'postgres.log'}. Nothing that was saved is lost.",
                    )
                time.sleep(0.01)
        if self._keeper is not None and not self._kept():
            self._keeper.wait()
            self._keeper = None

    @contextmanager
    def _alone_in(self, name: str) -> Iterator[None]:
        lock = self._open(name)
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _log(self) -> int:
        path = self.home / "postgres.log"
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        return self._open(path.name, os.O_WRONLY | os.O_APPEND)

    def _open(self, name: str, way: int = os.O_RDWR) -> int:
        """Open a file of ours in the folder; one that root makes in another user's folder becomes that user's."""
        descriptor = os.open(self.home / name, way | os.O_CREAT, 0o600)
        if os.geteuid() == 0:
            owner = self.home.stat()
            os.fchown(descriptor, owner.st_uid, owner.st_gid)
        return descriptor


def _others_use(users: int) -> bool:
    """Tell whether another process holds the users' lock shared. We must not hold it."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        try:
            fcntl.flock(users, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return False  # the keeper holds it alone: it is stopping the server
        fcntl.flock(users, fcntl.LOCK_UN)
        return True
    fcntl.flock(users, fcntl.LOCK_UN)
    return False


def _notes(data: Path) -> list[str]:
    """Return the lines of the server's postmaster.pid; none while there is no server."""
    try:
        return (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return []
    except PermissionError as error:
        raise FolderUnusable(
            f"The database in {data.parent} belongs to another user.",
            "Run as that user or as root, or choose another folder with --data.",
        ) from error


def _lives(pid: int) -> bool:
    return os.path.exists(f"/proc/{pid}")
