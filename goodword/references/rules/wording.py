"""The exact sentence a person agrees to, for each kind of help. A changed sentence gets a new version."""

from __future__ import annotations

from collections.abc import Mapping

WORDING_VERSION = "1"
_ASKED = "{vendor} may ask me"
_EACH_TIME = " I decide each time, and can stop this on my page whenever I like."
_ACTS: Mapping[str, str] = {
    "call": " to talk with a possible customer for about 30 minutes.",
    "group_call": " to join a call with several possible customers.",
    "site_visit": " to show a possible customer our place.",
    "written": " to answer a possible customer's questions in writing.",
    "peer_chat": " to chat with a peer at a possible customer.",
    "speaking": " to speak at an event.",
    "press": " to talk to the press.",
    "analyst_call": " to talk to an analyst.",
    "review": " to write a review.",
    "quote": " for a quote. My exact words are used only after I approved them.",
    "logo": " to show our logo. Where it is shown is agreed with me first.",
    "case_study": " to take part in a case study. It is published only after I approved it.",
    "video": " to take part in a video. It is published only after I approved it.",
}


def consent_wording(kind: str, vendor: str) -> str:
    """Return the sentence shown beside the button or toggle. Raises KeyError for a kind without one."""
    return _ASKED.format(vendor=vendor) + _ACTS[kind] + _EACH_TIME
