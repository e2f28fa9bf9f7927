"""Which advocates a colleague's pages show."""

from __future__ import annotations

from django.db.models import Q

from goodword.core.actors import Actor
from goodword.members.policy import is_manager
from goodword.references.models import AdvocateQuerySet, AdvocateState
from goodword.references.policy import looked_after, visible_advocates


def shown_advocates(by: Actor) -> AdvocateQuerySet:
    """Return the advocates whose part in the program this colleague may follow.

    Who takes part is known to all who may know the name; who is only proposed or invited, or has left, to those who
    look after the account. Otherwise a rep who proposes somebody would learn from what follows, or does not, that
    the person is a private reference already.
    """
    seen = visible_advocates(by)
    if is_manager(by):
        return seen
    return seen.filter(Q(state=AdvocateState.ACTIVE) | looked_after(by))
