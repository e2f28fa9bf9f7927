from __future__ import annotations

import errno
import socket

from goodword.cli.complaint import Complaint


def refuse_taken(host: str, port: int) -> None:
    """Raise Complaint when nobody can listen there: two servers must never share a port by accident."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _complaint(host, port, error) from error


def _complaint(host: str, port: int, error: OSError) -> Complaint:
    if error.errno == errno.EADDRINUSE:
        return Complaint(
            f"Port {port} is taken by another program.",
            f"Stop that program, or choose another port: --port {port + 1} (make run PORT={port + 1}).",
        )
    if error.errno == errno.EACCES:
        return Complaint(f"Port {port} is reserved for root.", "Choose a port above 1023 with --port.")
    return Complaint(f"Nothing can listen on {host}:{port}: {error.strerror}.", "Choose another --host or --port.")
