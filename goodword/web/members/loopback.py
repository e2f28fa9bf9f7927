"""Who sits at this very machine."""

from __future__ import annotations

from ipaddress import ip_address

from django.http import HttpRequest

NAMES = frozenset({"localhost", "127.0.0.1", "::1"})
THROUGH_A_PROXY = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")


def is_here(request: HttpRequest) -> bool:
    """Say whether the browser runs on this machine and asked it by a local name.

    The name matters: a page elsewhere may point its own name at 127.0.0.1. A proxy's visitors come from anywhere.
    """
    if any(name in request.headers for name in THROUGH_A_PROXY):
        return False
    return _is_local(request.META.get("REMOTE_ADDR", "")) and _name(request) in NAMES


def _is_local(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return False


def _name(request: HttpRequest) -> str:
    host = request.get_host()
    return host[1 : host.index("]")] if host.startswith("[") else host.split(":", 1)[0]
