"""The outbox and the messages on a request, as this or that person may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from goodword.core.actors import Actor
from goodword.core.models import Workspace
from goodword.core.tenancy import current_workspace
from goodword.desk.models import Ask
from goodword.desk.policy import may_know_name
from goodword.members.policy import Permission, may
from goodword.messages import places
from goodword.messages.models import Message, MessageState
from goodword.messages.queries.ways import goes_by_hand, goes_by_smtp, may_show_links

# Its link signs in as its reader, in every workspace they belong to; its digits prove that one reads that address.
READERS_ALONE = frozenset({"E24", "E26"})
# A colleague's first way in, their roles included: whoever passes it on must be allowed to invite.
INVITATION = "E25"


@dataclass(frozen=True, slots=True)
class Seen:
    """A message as one viewer sees it: bodies with working links, with hidden ones, or nothing but its kind.

    `to_send` is the text with its working links, for whoever sends the mails by hand; empty for everyone else.
    """

    message: Message
    readable: bool
    links_work: bool
    to_name: str
    subject: str
    text: str
    html: str
    to_send: str = ""


def outbox(by: Actor) -> QuerySet[Message]:
    """Return the messages a viewer may list, newest first: all for the program, in a demo for everyone, else one's own."""
    everything = Message.objects.all()
    if may(by, Permission.MESSAGE_SEE) or _is_demo():
        return everything
    return everything.filter(addressed_to(by))


def on_request(need_id: UUID) -> QuerySet[Message]:
    """Return a request's messages in the order they were written. Who may see the request is the caller's question."""
    return Message.objects.filter(thread=need_id).order_by("created_at", "id")


def to_check() -> QuerySet[Message]:
    """Return what a person must look at: perhaps sent, and not sent."""
    return Message.objects.filter(state__in=[MessageState.UNKNOWN, MessageState.FAILED])


def as_seen(message: Message, by: Actor, *, workspace: Workspace | None = None) -> Seen:
    """Return a message as a viewer may see it. Pass `workspace` when showing many."""
    if not may_read(message, by):
        return Seen(message, False, False, _("Someone"), _("About a private reference"), "", "")
    place = workspace or current_workspace()
    label_of = _("[code for %(name)s]") if places.CODE in message.links else _("[link for %(name)s]")
    if _may_follow(message, by, place):
        shown, words = True, places.filled(message)
    else:
        shown, words = False, places.hidden(message, label_of % {"name": message.to_name})
    to_send = places.filled(message).text if not shown and _may_pass_on(message, by, place) else ""
    return Seen(message, True, shown, message.to_name, words.subject, words.text, words.html, to_send)


def as_seen_all(messages: Iterable[Message], by: Actor) -> list[Seen]:
    workspace = current_workspace()
    return [as_seen(message, by, workspace=workspace) for message in messages]


def may_read(message: Message, by: Actor) -> bool:
    """Say whether a viewer may read a message's words. One that names a private reference: its addressee,
    those who run the program, and the keepers of that account."""
    if not message.private or _is_addressee(message, by) or may(by, Permission.REFERENCE_UNMASK):
        return True
    about = Q(pk__in=[message.about_id]) | Q(calls__in=[message.about_id])
    ask = Ask.objects.select_related("advocate__profile__account").filter(about).first()
    return ask is not None and may_know_name(by, ask, said_yes=False)


def _may_follow(message: Message, by: Actor, workspace: Workspace) -> bool:
    """Working links are for their reader where no mail brings them, and in a play for the program and the whole cast."""
    if _is_addressee(message, by):
        return not goes_by_smtp(workspace)
    if not may_show_links(workspace):
        return False
    return _is_demo() or (message.kind not in READERS_ALONE and may(by, Permission.MESSAGE_SEE))


def _may_pass_on(message: Message, by: Actor, workspace: Workspace) -> bool:
    """Where no mail leaves, the program sends each one by hand: it needs the links, and is told not to follow them."""
    if not goes_by_hand(workspace) or message.kind in READERS_ALONE:
        return False
    return may(by, Permission.MEMBER_INVITE if message.kind == INVITATION else Permission.MESSAGE_DELIVER)


def _is_addressee(message: Message, by: Actor) -> bool:
    return by.person_kind == message.person_kind and by.person_id == message.person_id


def addressed_to(by: Actor) -> Q:
    return Q(person_kind=by.person_kind, person_id=by.person_id)


def _is_demo() -> bool:
    return current_workspace().kind == Workspace.Kind.DEMO
