"""Marking advocates with words of the workspace's own, and taking those off."""

from __future__ import annotations

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.directory.models import Term, Vocabulary
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.references.actions.moving import about_advocate
from goodword.references.models import Advocate, AdvocateTag


def tag_advocate(advocate: Advocate, word: Term, *, by: Actor) -> Event | None:
    """Mark somebody with a word of the list of tags; None when they have it already.

    Raises NotAllowed, TooLate for somebody whose company was merged meanwhile, and Refused for a word of another list.
    """
    must_keep(by, Permission.REFERENCE_EDIT, advocate.profile.account)
    if word.vocabulary != Vocabulary.TAG:
        raise Refused("This is no tag.", code="no_tag")
    _row, new = AdvocateTag.objects.get_or_create(advocate=advocate, term=word)
    return _told("advocate.tagged", advocate, word, by) if new else None


def untag_advocate(advocate: Advocate, word: Term, *, by: Actor) -> Event | None:
    """Take a tag off somebody; None when they don't have it. Raises NotAllowed, TooLate."""
    must_keep(by, Permission.REFERENCE_EDIT, advocate.profile.account)
    gone, _tables = AdvocateTag.objects.filter(advocate=advocate, term=word).delete()
    return _told("advocate.untagged", advocate, word, by) if gone else None


def _told(name: str, advocate: Advocate, word: Term, by: Actor) -> Event:
    return events.record(name, advocate, by=by, about=about_advocate(advocate), data={"tag": word.name})
