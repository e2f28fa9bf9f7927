"""Verbs about the people who work here, their workspace, the views they keep of its lists, and what they put off."""

from goodword.members.actions.leaving import change_roles, remove_member, why_they_stay
from goodword.members.actions.people import (
    INVITATION_LIVES,
    ask_password_reset,
    change_days_off,
    change_program,
    change_self,
    close_first_steps,
    create_workspace,
    invite_again,
    invite_member,
    make_way_in,
    must_be_readable,
    say_name,
    see_notices,
    set_password,
)
from goodword.members.actions.snoozing import bring_card_back, snooze_card
from goodword.members.actions.views import change_view, remove_view, save_view

__all__ = [
    "INVITATION_LIVES",
    "ask_password_reset",
    "bring_card_back",
    "change_days_off",
    "change_program",
    "change_roles",
    "change_self",
    "change_view",
    "close_first_steps",
    "create_workspace",
    "invite_again",
    "invite_member",
    "make_way_in",
    "must_be_readable",
    "remove_member",
    "remove_view",
    "save_view",
    "say_name",
    "see_notices",
    "set_password",
    "snooze_card",
    "why_they_stay",
]
