"""Keep one PostgreSQL server for as long as anybody uses it. A program of its own: `python keeper.py PLAN`.

PLAN is the JSON of `Plan` below. Everybody who uses the server holds a shared lock on the file behind `users`; the
kernel lets go of it when they are killed. The keeper asks for that lock alone, and once it has it nobody is left: it
stops the server and ends. While it lives it holds `lock`, so that others see its life without trusting a process
number. A server that is killed is started again. Imports are few, to stay small (10 MB).
"""

from __future__ import annotations

import contextlib
import ctypes
import fcntl
import json
import os
import signal
import sys
import time

TYPE_CHECKING = False  # `typing` itself would cost a megabyte
if TYPE_CHECKING:
    from typing import TypedDict

    class Plan(TypedDict):
        program: str
        arguments: list[str]
        environment: dict[str, str]
        cluster: str
        socket_folder: str
        account: tuple[int, int] | None  # user and group to become, when we are root
        users: int  # file descriptors, handed over open
        lock: int


LOOK_EVERY = 0.1  # seconds
PATIENCE = 60.0  # seconds for a clean stop, then for one that needs recovery
TRIES = 20  # failed starts in a row before giving up
PR_SET_PDEATHSIG = 1

_libc = ctypes.CDLL(None, use_errno=True)


def keep(plan: Plan) -> int:
    """Run the server until nobody uses it; return the exit code."""
    for descriptor in (plan["users"], plan["lock"]):
        os.set_inheritable(descriptor, False)
    server, up, failures = start(plan), False, 0
    while not alone(plan["users"]):
        if not up and ready(plan, server):
            up, failures = True, 0
        if ended(server):
            if not up and not failures:
                return 1  # it never ran: its own words in the log say why
            up, failures = False, failures + 1
            say(f"the server {server} ended; start {failures} of {TRIES}")
            if failures > TRIES:
                return 1
            time.sleep(0.05 * failures)  # the children of a killed server must be gone first
            server = start(plan)
        time.sleep(LOOK_EVERY)
    stop(server)
    with contextlib.suppress(OSError):
        os.rmdir(plan["socket_folder"])
    return 0


def start(plan: Plan) -> int:
    """Fork the server; return its process number."""
    keeper, child = os.getpid(), os.fork()
    if child:
        return child
    try:
        os.setpgid(0, 0)
        os.chdir(plan["cluster"])  # before dropping root: perhaps only root can walk there
        if plan["account"]:
            os.setgroups([])
            os.setgid(plan["account"][1])
            os.setuid(plan["account"][0])
        os.umask(0o077)
        for ignored in IGNORED:
            signal.signal(ignored, signal.SIG_DFL)
        # SIGINT is PostgreSQL's fast stop. Trap: the signal comes when the *thread* that forked ends, so this program
        # has only one. It is cleared when the user changes, so it is asked for last; the parent may be gone by then.
        _libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT)
        if os.getppid() == keeper:
            os.execve(plan["program"], [plan["program"], *plan["arguments"]], plan["environment"])
    except OSError as error:
        say(f"can't start {plan['program']}: {error}")
    finally:
        os._exit(1)


def alone(users: int) -> bool:
    """Take the users' lock for ourselves, if nobody else holds it."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def ready(plan: Plan, server: int) -> bool:
    """Tell whether this server says that it takes connections."""
    try:
        with open(os.path.join(plan["cluster"], "postmaster.pid")) as file:
            lines = file.read().splitlines()
    except OSError:
        return False
    return len(lines) > 7 and lines[0] == str(server) and lines[7].strip() == "ready"


def ended(server: int) -> bool:
    """Tell whether the server is gone, and bury it."""
    return os.waitpid(server, os.WNOHANG)[0] != 0


def stop(server: int) -> None:
    """Stop the server: cleanly, else so that the next start recovers."""
    for order in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        os.kill(server, order)
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            if ended(server):
                return
            time.sleep(0.01)
        say(f"the server {server} did not stop on signal {order}")


def say(words: str) -> None:
    print("keeper:", words, file=sys.stderr, flush=True)


# Who wants the server stopped lets go of the users' lock; Ctrl-C and a closed terminal reach the users, not the keeper.
IGNORED = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

if __name__ == "__main__":
    for number in IGNORED:
        signal.signal(number, signal.SIG_IGN)
    sys.exit(keep(json.loads(sys.argv[1])))
