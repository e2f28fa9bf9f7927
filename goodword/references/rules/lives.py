"""The life of a nomination and of the advocate it becomes, as data."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class AdvocateVerb(StrEnum):
    NOMINATE_AGAIN = "nominate_again"
    QUALIFY = "qualify"
    NOT_A_FIT = "not_a_fit"
    INVITE = "invite"
    ACCEPT = "accept"
    ENROL = "enrol"
    DECLINE = "decline"
    LAPSE = "lapse"
    LEAVE = "leave"


_V = AdvocateVerb
# What is decided about a nomination, by its events, and what taking each back within ten minutes is called.
DECISIONS: Mapping[str, str] = {
    "advocate.qualified": "advocate.qualify_undone",
    "advocate.not_a_fit": "advocate.not_a_fit_undone",
}
ADVOCATE_ENDS = frozenset({"not_a_fit", "declined", "lapsed", "left"})

# Every move an advocate knows. Whoever declined or left comes back by a new invitation alone.
ADVOCATE_TRANSITIONS: Mapping[tuple[str, str], str] = {
    ("nominated", _V.QUALIFY): "qualifying",
    ("nominated", _V.NOT_A_FIT): "not_a_fit",
    ("nominated", _V.INVITE): "invited",
    ("nominated", _V.ENROL): "active",
    ("nominated", _V.LEAVE): "left",
    ("qualifying", _V.NOT_A_FIT): "not_a_fit",
    ("qualifying", _V.INVITE): "invited",
    ("qualifying", _V.ENROL): "active",
    ("qualifying", _V.LEAVE): "left",
    ("invited", _V.ACCEPT): "active",
    ("invited", _V.ENROL): "active",
    ("invited", _V.DECLINE): "declined",
    ("invited", _V.LAPSE): "lapsed",
    ("invited", _V.LEAVE): "left",
    ("active", _V.LEAVE): "left",
    ("not_a_fit", _V.NOMINATE_AGAIN): "nominated",
    ("lapsed", _V.NOMINATE_AGAIN): "nominated",
    ("lapsed", _V.INVITE): "invited",
    ("lapsed", _V.ENROL): "active",
    ("declined", _V.INVITE): "invited",
    ("left", _V.INVITE): "invited",
}
