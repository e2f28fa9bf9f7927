"""Mails to colleagues about their way in."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from goodword.core import clock, links
from goodword.core.models import Event
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose
from goodword.messages import rules
from goodword.messages.actions import Person, signed, write
from goodword.messages.models import Message
from goodword.messages.wording import one_line

RESET_AGAIN_AFTER = timedelta(minutes=5)


def invitation(event: Event) -> None:
    """E25: set a password and come in."""
    member = Member.objects.get(pk=event.subject_id)
    host = _member(event.actor_id) if event.actor_kind == "member" else None
    to, now = Person.of(member), clock.now()
    expires_at = rules.link_expires_at("E25", now, zone=to.zone) or now
    link = links.issue(Purpose.MEMBER_INVITATION, member, to=to.recipient, expires_at=expires_at)
    write(
        "E25",
        to=to,
        context={
            "variant": "" if host else "nobody",
            "sender": one_line(host.name) if host else "",
            "roles": [str(label) for label in _role_labels(member)],
            "expires_at": expires_at,
        },
        links={"page": signed(link)},
        event=event,
        about=member,
        reply_to=host,
    )


def password_reset(event: Event) -> None:
    """E26: whoever asks five times in a row gets one mail."""
    member = Member.objects.get(pk=event.subject_id)
    to, now = Person.of(member), clock.now()
    just_now = Message.objects.filter(kind="E26", person_id=member.pk, created_at__gt=now - RESET_AGAIN_AFTER)
    if just_now.exclude(event=event).exists():
        return
    expires_at = rules.link_expires_at("E26", now) or now
    link = links.issue(Purpose.PASSWORD_RESET, member, to=to.recipient, expires_at=expires_at)
    write("E26", to=to, context={}, links={"page": signed(link)}, event=event, about=member)


def _member(member_id: str) -> Member | None:
    return Member.objects.active().filter(pk=UUID(member_id)).first()


def _role_labels(member: Member) -> list[str]:
    return [Role(role).label for role in member.roles]
