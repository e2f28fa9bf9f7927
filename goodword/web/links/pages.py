"""Which page answers a link of which purpose."""

from __future__ import annotations

from collections.abc import Mapping

from goodword.members.policy import Purpose
from goodword.web.links import (
    ask,
    debrief,
    invitation,
    own_page,
    owner_answer,
    pick_time,
    prospect_call,
    renewal,
    take_back,
)
from goodword.web.links.kit import LinkPage
from goodword.web.members import by_link

PAGES: Mapping[Purpose, LinkPage] = {
    **by_link.PURPOSES,
    Purpose.OWNER_ANSWER: owner_answer.page,
    Purpose.ASK: ask.page,
    Purpose.INVITATION: invitation.page,
    Purpose.OWN_PAGE: own_page.page,
    Purpose.DEBRIEF: debrief.page,
    Purpose.PICK_TIME: pick_time.page,
    Purpose.PROSPECT_CALL: prospect_call.page,
    Purpose.RENEWAL: renewal.page,
    Purpose.TAKE_BACK: take_back.page,
}
# These tell by themselves that their link is used up or over: they lead to the sign-in.
OWN_STANDING = frozenset(by_link.PURPOSES)
