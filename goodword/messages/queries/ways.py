"""How mail leaves here, and whether its links may be shown."""

from __future__ import annotations

from django.conf import settings

from goodword.core.models import Workspace
from goodword.directory.models import Contact
from goodword.members.models import Member
from goodword.messages.models import Message
from goodword.messages.person import Person


def goes_by_smtp(workspace: Workspace) -> bool:
    """Say whether mail leaves here. A demo's never does, whatever is set: its people are invented."""
    return bool(settings.SMTP_URL) and workspace.kind != Workspace.Kind.DEMO


def may_show_links(workspace: Workspace) -> bool:
    """Say whether the outbox page may show working links: where no mail carries them and one person plays everybody."""
    return not workspace.is_live and not goes_by_smtp(workspace)


def goes_by_hand(workspace: Workspace) -> bool:
    """Say whether each mail must be copied and sent by somebody: real people, and no mail server."""
    return workspace.is_live and not goes_by_smtp(workspace)


def person_of(message: Message) -> Person | None:
    """Return whom the message is for as they are on file now, merged into another entry or not; None once they are gone."""
    if message.person_kind == "member":
        member = Member.objects.look_up(message.person_id)
        return Person.of(member) if member is not None else None
    contact = Contact.objects.look_up(message.person_id)
    return Person.of(contact.merged_into or contact) if contact is not None else None
