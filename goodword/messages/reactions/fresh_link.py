"""The mail that brings a fresh link, to the address on file and nowhere else."""

from __future__ import annotations

from goodword.core.models import Event, SignedLink
from goodword.directory.models import Contact
from goodword.members.models import Member
from goodword.messages.actions import Person, signed, write


def on_its_way(event: Event) -> None:
    """E28: whoever held the old link asked for it, so it says what to do if that was somebody else."""
    link = SignedLink.objects.get(pk=event.subject_id)
    who = Member if link.person_kind == "member" else Contact
    person = who.objects.filter(pk=link.person_id).first()
    if person is not None:
        write("E28", to=Person.of(person), context={}, links={"page": signed(link)}, event=event)
