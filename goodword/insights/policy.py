"""Whose figures somebody sees: leaders and the program everybody's, sellers their own."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed
from goodword.members.policy import Permission, may


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted for a viewer: everything, or one member's own deals and requests."""

    by: Actor
    member_id: UUID | None = None

    @property
    def whole(self) -> bool:
        return self.member_id is None


def scope_of(by: Actor) -> Scope:
    """Return what is counted for an actor. Raises NotAllowed for whoever has no deals and may not see the whole."""
    if may(by, Permission.IMPACT_SEE):
        return Scope(by)
    if may(by, Permission.REQUEST_SEND) and by.person_kind == "member":
        return Scope(by, by.person_id)
    raise NotAllowed("These figures are for whoever sells, and for those who look at the whole.")


def must_see_the_whole(by: Actor) -> Scope:
    """Return the whole as scope; raises NotAllowed for whoever sees only their own."""
    scope = scope_of(by)
    if not scope.whole:
        raise NotAllowed("Only leaders and the program see everybody's figures.")
    return scope
