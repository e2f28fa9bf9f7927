"""The places in a stored body where links go. Tokens are put in at hand-over and shown to nobody else."""

from __future__ import annotations

import html as markup
import re
import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import salted_hmac

from goodword.core import links
from goodword.core.models import SignedLink
from goodword.messages.models import Message

CODE = "code"
_PLACE = re.compile(r"\[\[link:([a-z0-9_]+)\]\]")


def marks(names: Iterable[str]) -> tuple[dict[str, str], str]:
    """Return what templates print for each link, and the secret of this rendering (see `settled`)."""
    secret = secrets.token_hex(8)
    return {name: f"[[link:{name}:{secret}]]" for name in names}, secret


def settled(body: str, secret: str) -> str:
    """Return the body with its own marks as `[[link:name]]`; any that a name or note brought along are broken up."""
    own = re.compile(rf"\[\[link:([a-z0-9_]+):{secret}\]\]")
    parts = own.split(body)
    # Every second part is the name of a link of ours.
    return "".join(f"[[link:{part}]]" if nth % 2 else part.replace("[[", "[ [") for nth, part in enumerate(parts))


def without_places(text: str) -> str:
    """Return stored words for a list, where what goes into their places at hand-over is shown to nobody."""
    return _PLACE.sub("••••••", text)


@dataclass(frozen=True, slots=True)
class Words:
    """What a message says, with its places filled."""

    subject: str
    text: str
    html: str


def filled(message: Message) -> Words:
    """Return the words with working links. Raises KeyError for a place the message has no link for."""
    urls = addresses(message)
    html = _replace(message.html, lambda name: markup.escape(urls[name]))
    return Words(_subject(message, urls.get(CODE, "")), _replace(message.text, urls.__getitem__), html)


def hidden(message: Message, label: str) -> Words:
    """Return the words as others may read them: every link or code is `label` and leads nowhere."""
    html = _replace(message.html, lambda name: markup.escape(label) if name == CODE else "#")
    return Words(_subject(message, label), _replace(message.text, lambda name: label), html)


def leading_nowhere(text: str, html: str) -> Words:
    """Return the words of a sample: its links are shown and lead nowhere."""
    return Words("", _replace(text, lambda name: f"https://…/{name}"), _replace(html, lambda name: "#"))


def addresses(message: Message) -> dict[str, str]:
    """Return the URL of each of the message's links by its name; for a code, the code."""
    ids = [kept["link"] for kept in message.links.values() if "link" in kept]
    rows = {str(link.pk): link for link in SignedLink.objects.filter(pk__in=ids)}
    return {name: _address(message, kept, rows) for name, kept in message.links.items()}


def code_of(message: Message) -> str:
    """Return the six digits of a message that carries a code: derived, so that no row holds them."""
    mac = salted_hmac("goodword.code", str(message.pk), algorithm="sha256").digest()
    return f"{int.from_bytes(mac[:8]) % 1_000_000:06d}"


def _address(message: Message, kept: dict[str, str], rows: dict[str, SignedLink]) -> str:
    if CODE in kept:
        digits = code_of(message)
        return f"{digits[:3]} {digits[3:]}"
    if "path" in kept:
        return f"{settings.GOODWORD_URL}{kept['path']}"
    address = links.address(rows[kept["link"]])
    return f"{address}?{kept['query']}" if kept.get("query") else address


def _subject(message: Message, code: str) -> str:
    """Only a code has a place in a subject; a name that looks like one must not become a link there."""
    return (
        _replace(message.subject, lambda name: code if name == CODE else name)
        if CODE in message.links
        else message.subject
    )


def _replace(body: str, value: Callable[[str], str]) -> str:
    return _PLACE.sub(lambda found: value(found[1]), body)
