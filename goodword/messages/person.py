"""Whom a mail is for, and where its links lead."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal
from urllib.parse import urlencode
from uuid import UUID

from goodword.core import clock
from goodword.core.links import Recipient
from goodword.core.models import SignedLink
from goodword.directory.models import Contact
from goodword.members.models import Member
from goodword.messages.wording import one_line

# The languages our catalogues have; anyone else is written to in English rather than in a mixture.
LANGUAGES = frozenset({"en"})


@dataclass(frozen=True, slots=True)
class Person:
    """One reader: a member or a contact, with the zone and language they are written to in.

    `without`: the news (messages.rules.News) they don't want as mails.
    """

    kind: Literal["member", "contact"]
    id: UUID
    name: str
    first_name: str
    address: str
    zone: str
    language: str
    without: frozenset[str] = frozenset()

    @classmethod
    def of(cls, who: Member | Contact) -> Person:
        """Return the person a row stands for; the address is empty when they can't or mustn't be written to."""
        language = who.language.split("-")[0].lower()
        return cls(
            kind="member" if isinstance(who, Member) else "contact",
            id=who.pk,
            name=one_line(who.name),
            first_name=one_line(who.first_name, 60),
            address=who.email if _reachable(who) else "",
            zone=(who.time_zone if isinstance(who, Member) else who.zone) or "UTC",
            language=language if language in LANGUAGES else "en",
            without=frozenset(who.news_off) if isinstance(who, Member) else frozenset(),
        )

    @property
    def recipient(self) -> Recipient:
        return Recipient(self.kind, self.id, self.name)


@dataclass(frozen=True, slots=True)
class LinkTo:
    """Where one link of a mail leads: a signed page, or a page behind sign-in."""

    link: SignedLink | None = None
    path: str = ""
    query: str = ""
    for_other: bool = False

    def stored(self) -> dict[str, Any]:
        """Return what is written into the message: ids, never tokens."""
        if self.link is None:
            return {"path": self.path}
        kept: dict[str, Any] = {"link": str(self.link.pk), "query": self.query}
        return kept | {"for_other": True} if self.for_other else kept


def signed(link: SignedLink, *, for_other: bool = False, **query: str) -> LinkTo:
    """Return a link to a signed page; `query` preselects an answer there. `for_other`: to be passed on by the reader."""
    return LinkTo(link=link, query=urlencode(query), for_other=for_other)


def page(path: str) -> LinkTo:
    """Return a link to a page behind sign-in."""
    return LinkTo(path=path)


def _reachable(who: Member | Contact) -> bool:
    if isinstance(who, Member):
        return who.active
    return who.left_on is None or who.left_on > clock.today(who.zone)
