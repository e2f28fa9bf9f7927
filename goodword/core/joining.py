"""How people come together for a call: a web address, a phone number, or plain words such as “Daniel calls Maya”."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from goodword.core.errors import Refused

LONGEST = 300
FEWEST_DIGITS = 5
# A word with a colon and no space after it is an address of some kind; “Dial-in: +32 2 …” is words.
_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?=\S)")
_NUMBER = re.compile(r"\+?[\d\s().\-/]+")


@dataclass(frozen=True, slots=True)
class Joining:
    """One way to join. `text` is what is kept and read; `href` what a button may lead to, empty for plain words."""

    kind: Literal["link", "phone", "words"]
    text: str
    href: str = ""


def joining_of(text: str) -> Joining | None:
    """Return what was written as a way to join, on one line; None for nothing.

    Raises Refused for what is too long, and for an address that is no http(s) page and no phone number.
    """
    said = " ".join(text.split())
    if not said:
        return None
    if len(said) > LONGEST:
        raise Refused(f"Keep it under {LONGEST} characters.", code="too_long")
    address = _ADDRESS.match(said)
    if address is not None:
        return _address(address[1].lower(), said)
    if _is_number(said):
        return Joining("phone", said, _tel(said))
    return Joining("words", said)


def _address(scheme: str, said: str) -> Joining:
    if scheme in ("http", "https") and " " not in said and _host(said):
        return Joining("link", said, said)
    if scheme == "tel" and _is_number(number := said.partition(":")[2]):
        return Joining("phone", number.strip(), _tel(number))
    raise Refused(
        "Enter a whole web address that begins with https://, a phone number, or plain words.", code="no_way_to_join"
    )


def _host(said: str) -> str:
    try:
        return urlsplit(said).hostname or ""
    except ValueError:
        return ""


def _is_number(said: str) -> bool:
    return _NUMBER.fullmatch(said) is not None and sum(sign.isdigit() for sign in said) >= FEWEST_DIGITS


def _tel(number: str) -> str:
    return "tel:" + "".join(sign for sign in number if sign.isdigit() or sign == "+")
