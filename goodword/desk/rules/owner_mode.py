"""What the owner of a reference account has to do before their customer hears anything."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from goodword.desk.rules.states import AskVerb


class OwnerMode(StrEnum):
    """The same words as a profile's stored mode."""

    ASK_ME = "ask_me"
    TELL_ME = "tell_me"
    PRE_APPROVED = "pre_approved"


class Why(StrEnum):
    """Why this step was chosen; the pages have a sentence for each."""

    OWN_ACCOUNT = "own_account"
    PRE_APPROVED = "pre_approved"
    PRE_APPROVAL_USED_UP = "pre_approval_used_up"
    TELL_ME = "tell_me"
    ASK_ME = "ask_me"
    YES_NEEDED = "yes_needed"


@dataclass(frozen=True, slots=True)
class OwnerStep:
    """Name the verb that starts an ask, the mode its clock runs in, and why."""

    verb: AskVerb
    mode: OwnerMode
    why: Why

    @property
    def waits(self) -> bool:
        """Say if anybody is waited for."""
        return self.verb is not AskVerb.PRE_APPROVE


def owner_step(
    mode: str,
    *,
    requester_decides: bool = False,
    used_this_quarter: int = 0,
    pre_approved_a_quarter: int = 0,
    needs_owner_yes: bool = False,
) -> OwnerStep:
    """Return how this ask begins.

    `requester_decides`: the requester is the one who decides for this account, so asking is their yes.
    `used_this_quarter`: asks that went by the standing yes in the rolling 90 days, against `pre_approved_a_quarter`.
    `needs_owner_yes`: the agreement is only claimed, or a manager overrode our gap; no mode stands for a yes then.
    """
    if requester_decides:
        return OwnerStep(AskVerb.PRE_APPROVE, OwnerMode.PRE_APPROVED, Why.OWN_ACCOUNT)
    chosen = OwnerMode(mode)
    if needs_owner_yes and chosen is not OwnerMode.ASK_ME:
        return OwnerStep(AskVerb.ASK_OWNER, OwnerMode.ASK_ME, Why.YES_NEEDED)
    if chosen is OwnerMode.TELL_ME:
        return OwnerStep(AskVerb.TELL_OWNER, OwnerMode.TELL_ME, Why.TELL_ME)
    if chosen is OwnerMode.PRE_APPROVED and used_this_quarter < pre_approved_a_quarter:
        return OwnerStep(AskVerb.PRE_APPROVE, OwnerMode.PRE_APPROVED, Why.PRE_APPROVED)
    if chosen is OwnerMode.PRE_APPROVED:
        return OwnerStep(AskVerb.ASK_OWNER, OwnerMode.ASK_ME, Why.PRE_APPROVAL_USED_UP)
    return OwnerStep(AskVerb.ASK_OWNER, OwnerMode.ASK_ME, Why.ASK_ME)
