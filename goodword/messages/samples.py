"""What each mail would say in a story of our own invention: for whoever wants to see the mails before one goes out.

A sample holds what the templates print, as the reactions fill it in. Nothing of it is in the database.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from goodword.messages.person import Person
from goodword.messages.subjects import SUBJECTS

NOBODY = UUID(int=0)
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
DAY = timedelta(days=1)
CALL_AT = NOW + 8 * DAY + timedelta(hours=4)
QUESTION = "What surprised you most in the first three months?"

_ADVOCATE = Person("contact", NOBODY, "Noor Haddad", "Noor", "noor@brightwater.example", "Europe/Brussels", "en")
_BUYER = Person("contact", NOBODY, "Helene Brandt", "Helene", "helene@lindqvist.example", "Europe/Stockholm", "en")
_OWNER = Person("member", NOBODY, "Chiara Valenti", "Chiara", "chiara@company.example", "Europe/Brussels", "en")
_DEPUTY = Person("member", NOBODY, "Tom Achterberg", "Tom", "tom@company.example", "Europe/Brussels", "en")
_REP = Person("member", NOBODY, "Sam Ortega", "Sam", "sam@company.example", "Europe/London", "en")
_PROGRAM = Person("member", NOBODY, "Mina Park", "Mina", "mina@company.example", "Europe/Brussels", "en")

_SCENE: Mapping[str, Any] = {
    "advocate": "Noor",
    "advocate_name": "Noor Haddad",
    "advocate_title": "Finance Director",
    "amount": 480_000,
    "answer_by": NOW + timedelta(hours=8),
    "asked": "A 30-minute call for Lindqvist Paper",
    "attendees": [{"company": "Lindqvist Paper", "name": "Helene Brandt", "title": "Chief Financial Officer"}],
    "company": "Brightwater Foods",
    "currency": "EUR",
    "days_since": 96,
    "exception": {},
    "kind": "call",
    "minutes": 30,
    "must_settle": "Is it quick to start?",
    "named": True,
    "off_limits": ["Pricing"],
    "own_limit": 4,
    "owner": "Chiara",
    "prospect": "Lindqvist Paper",
    "questions": [QUESTION, "Who did the work on your side?"],
    "rep": "Sam Ortega",
    "rep_first": "Sam",
    "time": "19:00",
    "times_this_year": 1,
    "variant": "",
    "vendor_joins": False,
    "what": "A 30-minute call",
    "who": "Noor",
    "writes": False,
    "from_whom": "Chiara Valenti",
    "times": [],
    "until": "Tue 24 Nov",
    "deadline": NOW + DAY,
    "help": "call",
    "need_by": date(2026, 12, 4),
    "next": "Jonas",
    "noes": [],
    "passed_on_until": None,
    "personally": False,
    "picker": "Helene",
    "proof": [],
    "is_owner": True,
    "line": "",
}
_IN_WRITING: Mapping[str, Any] = {
    "asked": "2 written questions from Lindqvist Paper",
    "help": "answers",
    "kind": "written",
    "what": "2 written questions",
    "writes": True,
}
_TWO_TIMES = [{"name": f"time_{nth}", "starts_at": CALL_AT + nth * DAY} for nth in range(2)]
_BOOKED: Mapping[str, Any] = {
    "call": SimpleNamespace(how_to_join="https://meet.example/lindqvist", joining=None),
    "for_advocate": True,
    "other": "Helene Brandt",
    "starts_at": CALL_AT,
    "time": "Tue 1 Dec, 15:00",
}
_PROOF = [
    {"name": "proof_0", "title": "“We closed in five days instead of twelve.”", "company": "Brightwater Foods"},
    {"name": "proof_1", "title": "How two plants moved in one quarter", "company": "Halden Timber"},
]
_STATUS_BY: Mapping[str, Any] = {"answer_by": "Tue 24 Nov"}
_WAY_BACK = SimpleNamespace(at=NOW, actor_label="Noor Haddad")


def _change(what: str, *, nth: int = 0, **more: Any) -> dict[str, Any]:
    change = {"what": what, "kind": "", "noted_by": "", "until": None, "event": _WAY_BACK} | more
    return {"name": f"undo_{nth}", "change": SimpleNamespace(**change)}


_LIMITS = _change("limits", limits=[{"name": "per_year", "before": 4, "after": 2}])
_PAUSE = _change("pause")


@dataclass(frozen=True, slots=True)
class Sample:
    """One mail of the story: who reads it, what it says beside the scene, which links it carries."""

    to: Person
    links: tuple[str, ...] = ("open",)
    says: Mapping[str, Any] | None = None

    def context(self, variant: str) -> dict[str, Any]:
        """Return what its templates print."""
        return {**_SCENE, **(self.says or {}), "variant": variant}


_ASKED = Sample(_OWNER, ("no", "self", "yes"), {"deputy": "Tom Achterberg", "owner": "Chiara Valenti"})
_TOLD = {"goes_at": NOW + DAY, "time": "11:00 on Tue"}
_STATUS = Sample(_REP, says=_STATUS_BY)
_CALLED = Sample(_ADVOCATE, ("page",), _BOOKED)
_GONE = Sample(_ADVOCATE, (), _BOOKED)
_PROPOSED = Sample(_PROGRAM, says={"nominator": "Sam Ortega"})


def _no(how: str = "") -> Sample:
    return Sample(_REP, says={**_STATUS_BY, "noes": [{"how": how, "name": "Noor"}], "who": "Noor"})


def _own_will(*changes: dict[str, Any], what: str = "") -> Sample:
    links = ("page", *(one["name"] for one in changes))
    return Sample(_ADVOCATE, links, {"changes": list(changes), "what": what, "expires_at": NOW + 7 * DAY})


# A kind's first sample stands for all of its variants that say the same in other words.
_OF_A_KIND: Mapping[str, Sample] = {
    "E01": _ASKED,
    "E02": Sample(_OWNER, ("stop",), _TOLD),
    "E03": _ASKED,
    "E05": Sample(_OWNER, says={"lent": True}),
    "E06": Sample(_ADVOCATE, ("page",), {"expires_at": NOW + 30 * DAY, "sender": "Chiara Valenti"}),
    "E07": Sample(_ADVOCATE, ("no", "other", "time_0", "time_1"), {"times": _TWO_TIMES}),
    "E08": Sample(_ADVOCATE, ("no", "other")),
    "E09": _CALLED,
    "E10": Sample(_ADVOCATE, ("page",), {**_BOOKED, "day": "Tue 1 Dec", "time": "15:00"}),
    "E11": Sample(_ADVOCATE, ("fine", "not_again", "not_expected")),
    "E15": _STATUS,
    "E16": Sample(_REP, says={"who": "", "noes": [{"how": "", "name": "Noor"}]}),
    "E17": Sample(_REP, ("moved", "no", "not_held", "too_early")),
    "E19": Sample(_BUYER, ("page", "time_0", "time_1"), {"times": _TWO_TIMES, "until": "Wed 2 Dec"}),
    "E20": Sample(_BUYER, ("did_not_help", "helped_a_lot", "helped_some")),
    "E22": Sample(_OWNER, says={"line": "It ran over by half an hour."}),
    "E24": Sample(_ADVOCATE, (), {"code": "274 913"}),
    "E25": Sample(_REP, ("page",), {"expires_at": NOW + 7 * DAY, "roles": ["Sales rep"], "sender": "Mina Park"}),
    "E26": Sample(_REP, ("page",)),
    "E27": Sample(_OWNER, ("page",)),
    "E28": Sample(_ADVOCATE, ("page",)),
    "E29": _own_will(_PAUSE),
    "E30": Sample(_OWNER, says={"kinds": ["Reference call", "Written answers"], "never": False, "why": ""}),
    "E31": Sample(_OWNER, says={"colleague": "", "ended": [{"moment": "", "prospect": "Lindqvist Paper"}]}),
    "E32": Sample(_ADVOCATE, ("page",), _IN_WRITING),
    "E33": Sample(_BUYER, ("page",), {**_IN_WRITING, "writer": "Noor Haddad, Finance Director, Brightwater Foods"}),
    "E34": Sample(_PROGRAM, says={"still": True, "until": NOW + DAY}),
    "E35": _PROPOSED,
    "E37": Sample(
        _ADVOCATE,
        ("yes", "one", "stop"),
        {
            "title": "How two plants moved in one quarter",
            "words": "We closed in five days instead of twelve.",
            "is_quote": True,
            "is_public": True,
            "ran_out": False,
            "expires_on": date(2026, 12, 31),
            "until": date(2027, 12, 31),
            "expires_at": NOW + 30 * DAY,
        },
    ),
    "E38": Sample(_PROGRAM),
    "E04": Sample(
        _OWNER,
        says={"askers": ["Mina Park"], "companies": ["Brightwater Foods"], "count": 1, "more": 0},
    ),
    "E39": Sample(_OWNER, says={"companies": ["Brightwater Foods"], "count": 1, "more": 0}),
    "E36": Sample(_OWNER, says={"giver": "Sam Ortega", "deals": ["Lindqvist Paper"], "more": 0}),
}
_OF_A_VARIANT: Mapping[tuple[str, str], Sample] = {
    ("E01", "deputy"): Sample(_DEPUTY, _ASKED.links, _ASKED.says),
    ("E02", "informed"): Sample(_DEPUTY, says=_TOLD),
    ("E02", "stood_by"): Sample(_OWNER, says=_TOLD),
    ("E04", "several"): Sample(
        _OWNER,
        says={"askers": ["Mina Park"], "companies": ["Brightwater Foods", "Calder Print"], "count": 2, "more": 0},
    ),
    ("E39", "several"): Sample(
        _OWNER, says={"companies": ["Brightwater Foods", "Calder Print"], "count": 2, "more": 0}
    ),
    ("E05", "won_nominated"): Sample(_REP, says={"lent": False}),
    ("E05", "lost"): Sample(_DEPUTY, says={"lent": False}),
    ("E07", "writing"): Sample(_ADVOCATE, ("no", "yes"), _IN_WRITING),
    ("E09", "moving"): _GONE,
    ("E09", "off"): _GONE,
    ("E09", "not_held"): _GONE,
    ("E09", "not_needed"): Sample(_ADVOCATE, (), {"call": None, "other": "Lindqvist Paper"}),
    ("E09", "not_needed_writing"): Sample(_ADVOCATE, (), {**_IN_WRITING, "call": None, "other": "Lindqvist Paper"}),
    ("E15", "answered"): Sample(_REP, says={**_STATUS_BY, **_IN_WRITING}),
    ("E15", "writing"): Sample(_REP, says={**_STATUS_BY, **_IN_WRITING}),
    ("E15", "booked"): Sample(_REP, says={**_STATUS_BY, "starts_at": CALL_AT, "time": "Tue 1 Dec, 14:00"}),
    ("E15", "moved"): Sample(_REP, says={**_STATUS_BY, "starts_at": CALL_AT, "time": "Tue 1 Dec, 14:00"}),
    ("E15", "handed_over"): Sample(_REP, says={"from": "Tom Achterberg"}),
    ("E15", "passed_on"): Sample(_REP, says={"passed_on_until": NOW + DAY, "who": ""}),
    ("E15", "looking"): _no(),
    ("E15", "looking_off"): _no("off"),
    ("E15", "looking_missed"): _no("missed"),
    ("E15", "next_owner"): _no(),
    ("E15", "next_asked"): _no(),
    ("E15", "next_owner_off"): _no("off"),
    ("E15", "next_asked_off"): _no("off"),
    ("E15", "next_owner_missed"): _no("missed"),
    ("E15", "next_asked_missed"): _no("missed"),
    ("E16", ""): Sample(
        _REP, ("open", "proof_0", "proof_1"), {"who": "", "noes": [{"how": "", "name": "Noor"}], "proof": _PROOF}
    ),
    ("E17", "writing"): Sample(_REP, ("moved", "no", "too_early"), _IN_WRITING),
    ("E25", "nobody"): Sample(_REP, ("page",), {"expires_at": NOW + 7 * DAY, "roles": ["Sales rep"], "sender": ""}),
    ("E29", "limits"): _own_will(_LIMITS),
    ("E29", "off_limits"): _own_will(_change("off_limits", before=[], after=["Pricing"])),
    ("E29", "visibility"): _own_will(_change("visibility", before="colleagues", after="masked")),
    ("E29", "stopped"): _own_will(_change("stopped", kind="Reference call"), what="Reference call"),
    ("E29", "left"): _own_will(_change("left")),
    ("E29", "several"): _own_will(_LIMITS, _change("pause", nth=1)),
    ("E30", "declined"): Sample(_OWNER, says={"never": True, "why": "", "kinds": []}),
    ("E30", "not_a_fit"): Sample(_REP, says={"is_owner": False, "never": False, "why": "Another time.", "kinds": []}),
    ("E34", "time"): Sample(_PROGRAM, says={"still": False, "until": NOW + DAY}),
    ("E35", "qualified"): Sample(_OWNER, says={"nominator": ""}),
    ("E35", "qualified_private"): Sample(_REP, says={"nominator": ""}),
}


def sample_of(kind: str, variant: str) -> Sample:
    """Return the sample of a mail. Raises KeyError for one there is not."""
    if (kind, variant) not in SUBJECTS:
        raise KeyError(kind, variant)
    return _OF_A_VARIANT.get((kind, variant), _OF_A_KIND[kind])


def sampled() -> dict[str, tuple[str, ...]]:
    """Return every kind of mail that is written, and its variants, in the order of their subjects."""
    kinds: dict[str, list[str]] = {}
    for kind, variant in SUBJECTS:
        if kind in _OF_A_KIND:
            kinds.setdefault(kind, []).append(variant)
    return {kind: tuple(kinds[kind]) for kind in sorted(kinds)}
