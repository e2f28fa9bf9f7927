"""What the bar under a list offers to do to the rows that are ticked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.core.actors import Actor
from goodword.members.policy import Permission, may
from goodword.upkeep.models import Act

BUTTONS: dict[str, dict[Act, str | Promise]] = {
    "accounts": {Act.OWNER: _("Change owner"), Act.DEPUTY: _("Change deputy"), Act.HOLD_CUSTOMER: _("Hold")},
    "contacts": {},
    "advocates": {
        Act.CHECK_IN: _("Check-in"),
        Act.HOLD_ADVOCATE: _("Hold"),
        Act.INVITE: _("Invite"),
        Act.TAG: _("Tag"),
    },
}


@dataclass(frozen=True, slots=True)
class Bar:
    page: str
    acts: Sequence[tuple[str, str | Promise]]


def bar(page: str, by: Actor) -> Bar | None:
    """Return the bar for those who look after customers; None for everybody else."""
    return Bar(page, list(BUTTONS[page].items())) if may(by, Permission.REFERENCE_EDIT) else None
