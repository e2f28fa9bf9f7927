from __future__ import annotations

import os
from collections.abc import Callable
from threading import Thread
from typing import Annotated, Any

import typer

from goodword.cli import environment, lifeline, ports, static
from goodword.cli.options import DEFAULT_DATA, DEFAULT_PORT, Data, Host, Port

DRAIN = 20  # seconds that requests in hand get when the server stops
READ_AHEAD = 20
"""Workspaces whose index is read as the server starts: those of the people who signed in last."""


def web(
    port: Port = DEFAULT_PORT,
    host: Host = "127.0.0.1",
    processes: Annotated[int, typer.Option(min=1, help="Server processes.")] = 1,
    threads: Annotated[int, typer.Option(min=1, help="Threads, and so database connections, of each process.")] = 4,
    access_log: Annotated[bool, typer.Option("--access-log", help="Log every request.")] = False,
    data: Data = DEFAULT_DATA,
) -> None:
    """Serve the pages. SIGTERM lets requests in hand finish, then ends it."""
    ports.refuse_taken(host, port)
    with environment.prepared(data, port=port):
        from django.db import connections

        static.collect()
        connections.close_all()  # before the server forks
        _serve(host, port, processes, threads, access_log)


def _serve(host: str, port: int, processes: int, threads: int, access_log: bool) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        "goodword.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads,
        respawn_failed_workers=processes > 1,  # a single one ends with its process, for whoever supervises us to see
        workers_kill_timeout=DRAIN,
        websockets=False,
        log_level=LogLevels.info if access_log else LogLevels.warning,
        log_access=access_log,
    ).serve(target_loader=_loader(os.getpid()), wrap_loader=False)


def _loader(server: int) -> Callable[[], Any]:
    """Return what each server process loads: the application, tied to the life of the main one."""

    def load() -> Any:
        lifeline.follow(server)
        from goodword.wsgi import application

        Thread(target=_read_ahead, name="read ahead", daemon=True).start()
        return application

    return load


def _read_ahead() -> None:
    from goodword.matching.queries.warming import warm
    from goodword.members.queries import lately_opened

    warm(lately_opened(READ_AHEAD))
