"""A mail to oneself, to see whether mails arrive and how."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Program
from goodword.members.models import Member
from goodword.members.policy import Permission, must
from goodword.messages.actions.writing import write
from goodword.messages.models import Message
from goodword.messages.person import Person, page

AGAIN_AFTER = timedelta(minutes=1)
TEST_MAIL = "E38"


def try_mail(member: Member, *, by: Actor) -> Message | None:
    """Write a test mail to whoever asks for it. Raises NotAllowed, and Refused for the second within a minute."""
    must(by, Permission.PROGRAM_EDIT)
    if not by.is_member(member.pk):
        raise NotAllowed("A test mail goes to whoever asks for it.")
    just_now = clock.now() - AGAIN_AFTER
    if Message.objects.filter(kind=TEST_MAIL, person_id=member.pk, created_at__gt=just_now).exists():
        raise Refused("A test mail just went out. Wait a minute for the next.", code="tried_just_now")
    event = events.record("program.mail_tried", Program.here(), by=by)
    links = {"open": page("/welcome")}
    return write(TEST_MAIL, to=Person.of(member), context={}, links=links, event=event)
