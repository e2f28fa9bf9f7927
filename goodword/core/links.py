"""Signed links: a page without login, for one person, about one thing.

The token is derived from the link's id, so that a mail can be stored without it and still be sent; the database
keeps only its hash. Opening a link changes nothing: pages act on POST.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from django.conf import settings
from django.utils.crypto import salted_hmac

from goodword.core import clock
from goodword.core.errors import TooLate
from goodword.core.events import kind_of
from goodword.core.models import LinkRoute, SignedLink
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.statements import Kept
from goodword.core.tenancy import current_workspace_id

TOKEN_BYTES = 24  # 192 bits

_SAME = Kept[SignedLink](
    lambda until, **same: SignedLink.objects.filter(
        **same, spent_at=None, withdrawn_at=None, replaced_by=None, expires_at__gte=until
    )
)


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a link is for."""

    kind: Literal["member", "contact"]
    id: UUID
    label: str


def issue(purpose: str, subject: WorkspaceModel, *, to: Recipient, expires_at: datetime) -> SignedLink:
    """Return the person's open link for this purpose and subject, made anew if there is none that lives as long."""
    same = {"purpose": purpose, "subject_kind": kind_of(subject), "subject_id": subject.pk}
    for link in _SAME(until=expires_at, **same, person_kind=to.kind, person_id=to.id):
        return link
    return _made(
        SignedLink(
            purpose=purpose,
            subject_kind=kind_of(subject),
            subject_id=subject.pk,
            person_kind=to.kind,
            person_id=to.id,
            person_label=to.label[:300],
            expires_at=expires_at,
        )
    )


def token(link: SignedLink) -> str:
    """Derive the link's token; whoever holds it holds the link, so it goes into the mail and nowhere else."""
    mac = salted_hmac("goodword.link", str(link.pk), algorithm="sha256").digest()
    return base64.urlsafe_b64encode(mac[:TOKEN_BYTES]).decode()


def address(link: SignedLink) -> str:
    """Return the link's full URL."""
    return f"{settings.GOODWORD_URL}/l/{token(link)}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def workspace_of(text: str) -> UUID | None:
    """Return the workspace a token leads to, with none open; None for a token nobody issued."""
    return LinkRoute.objects.filter(token_hash=digest(text)).values_list("workspace_id", flat=True).first()


def find(text: str) -> SignedLink | None:
    """Return the open workspace's link with this token, whatever its standing."""
    return SignedLink.objects.filter(token_hash=digest(text)).first()


def spend(link: SignedLink, answer: str) -> None:
    """Use the link up; raises TooLate when it no longer acts. Of two that race, one spends it."""
    now = clock.now()
    if link.standing(now) != "open":
        raise TooLate("This link was used already or no longer works.", state=link.standing(now))
    if not SignedLink.objects.filter(pk=link.pk, spent_at=None).update(spent_at=now, spent_on=answer[:120]):
        raise TooLate("This link was used a moment ago.", state="used")
    link.spent_at, link.spent_on = now, answer[:120]


def reopen(link: SignedLink) -> None:
    """Give a spent link back, after its answer was undone."""
    SignedLink.objects.filter(pk=link.pk).update(spent_at=None, spent_on="")
    link.spent_at, link.spent_on = None, ""


def withdraw(subject: WorkspaceModel, *purposes: str) -> None:
    """Withdraw every open link about a thing, for these purposes or for all."""
    links = SignedLink.objects.filter(subject_kind=kind_of(subject), subject_id=subject.pk, spent_at=None)
    if purposes:
        links = links.filter(purpose__in=purposes)
    links.filter(withdrawn_at=None).update(withdrawn_at=clock.now())


def withdraw_from(person_id: UUID, *, about: WorkspaceModel | None = None) -> None:
    """Withdraw every open link of one person, about one thing or about anything."""
    links = SignedLink.objects.filter(person_id=person_id, spent_at=None, withdrawn_at=None)
    if about is not None:
        links = links.filter(subject_kind=kind_of(about), subject_id=about.pk)
    links.update(withdrawn_at=clock.now())


def renew(link: SignedLink, *, expires_at: datetime) -> SignedLink:
    """Replace a link by a fresh one for the same person and thing, to be sent to the address on file."""
    fresh = _made(
        SignedLink(
            purpose=link.purpose,
            subject_kind=link.subject_kind,
            subject_id=link.subject_id,
            person_kind=link.person_kind,
            person_id=link.person_id,
            person_label=link.person_label,
            expires_at=expires_at,
        )
    )
    SignedLink.objects.filter(pk=link.pk).update(replaced_by=fresh)
    return fresh


def _made(link: SignedLink) -> SignedLink:
    link.token_hash = digest(token(link))
    link.save(force_insert=True)
    LinkRoute.objects.create(token_hash=link.token_hash, workspace_id=current_workspace_id())
    return link
