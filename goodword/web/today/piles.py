"""Where the cards of somebody's Today come from, by what they may do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from goodword.core.actors import Actor
from goodword.members.models import Role
from goodword.members.policy import Permission, is_manager, may
from goodword.web.today import agreements, deputies, leading, owner, program, rep
from goodword.web.today.cards import Day, Group, Pile

Source = tuple[Callable[[Actor], bool], Callable[[Day], Pile]]


def _can(permission: Permission) -> Callable[[Actor], bool]:
    return lambda by: may(by, permission)


def _leads(by: Actor) -> bool:
    return Role.LEADER in by.roles


# In the order they are drawn: first what somebody waits for by the hour.
SOURCES: Sequence[Source] = (
    (_can(Permission.REPAIR_CLOSE), owner.to_repair),
    (_can(Permission.ASK_APPROVE), owner.to_answer),
    (_can(Permission.DEBRIEF_GIVE), rep.to_debrief),
    (_can(Permission.REQUEST_SEND), rep.calls_soon),
    (_can(Permission.TIME_PICK), rep.times_to_pick),
    (_can(Permission.REQUEST_SEND), rep.nobody_left),
    (is_manager, program.overdue_to_match),
    (is_manager, program.to_match),
    (is_manager, program.behind_or_stuck),
    (_can(Permission.ADVOCATE_INVITE), owner.proposed),
    (_can(Permission.MESSAGE_DELIVER), program.mails_to_check),
    (_leads, leading.at_risk),
    (_can(Permission.REFERENCE_EDIT), owner.came_to_you),
    (_can(Permission.REFERENCE_EDIT), deputies.left_alone),
    (_can(Permission.REFERENCE_EDIT), owner.still_right),
    (_can(Permission.REFERENCE_FIND), rep.deals_without),
    (is_manager, program.runs_out),
    (_can(Permission.REFERENCE_EDIT), agreements.run_out),
    (is_manager, program.nobodys),
    (_leads, leading.to_thank),
    (_can(Permission.MEMBER_INVITE), leading.never_came),
    (_can(Permission.REQUEST_SEND), rep.came_of_it),
)


def piles_of(day: Day) -> list[Pile]:
    """Return the piles of somebody's day, in the order they are drawn."""
    return [source(day) for allowed, source in SOURCES if allowed(day.by)]


def waiting_in(piles: Iterable[Pile]) -> int:
    """Return how many cards want to be done; what is only to know waits for nobody."""
    return sum(pile.total for pile in piles if pile.cards and pile.cards[0].group is not Group.KNOW)
