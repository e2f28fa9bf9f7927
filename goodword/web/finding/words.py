"""Sentences of the find page: where a fact is from, who decides and how long that takes, what else can be done."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core.working_time import WORKING_DAY
from goodword.desk.queries.finding import Found, Standing, Told
from goodword.desk.rules.promise import Measured
from goodword.directory.models import Vouched
from goodword.matching import shapes
from goodword.matching.queries.reading import is_stated
from goodword.matching.shapes import Contribution
from goodword.members.models import Member
from goodword.references.models import OwnerMode, ReferenceProfile

LEAST_MEASURED = 5
DONT = frozenset({"no_consent", "not_offered"})
RESTING = frozenset(
    {"gap", "gap_customer", "asks_default", "asks_customer", "limit_account", "limit_group"}
    | {f"limit_{whose}_{window}" for whose in ("customer", "default") for window in ("year", "quarter")}
)
HELD = frozenset({"held", "held_until", "health", "escalation", "renewal", "blackout"})


@dataclass(frozen=True, slots=True)
class Reason:
    """A reason or the gap on a card, and the fact it rests on. `source` is empty where nothing may be told of it."""

    text: str
    fact: str
    source: str


def reason_of(part: Contribution, told: Told) -> Reason:
    """Return a reason with its source. A private reference's fact is named by its field alone: its id gives it away."""
    cited, found = part.cites or "", told.found
    company = told.profile.account.name
    whose = found.face.first_name if found.face else company
    source = source_words(part.fact_id or "", part.dated_on, known=found.known, whose=whose, company=company)
    if not found.known:
        return Reason(part.text, f"described:{cited.rpartition(':')[2]}" if cited else "", source)
    return Reason(part.text, cited, source if cited else "")


def gap_of(told: Told) -> Reason | None:
    """Return what is missing, if anything is: a fact that matches is no gap, however little is missing to the full."""
    gap = told.match.gap
    if gap is None or (gap.told is shapes.Told.MATCH and gap.fact_id):
        return None
    return reason_of(gap, told)


def source_words(fact_id: str, day: date | None, *, known: bool, whose: str, company: str) -> str:
    """Say where a fact, or a passage where there is none, is from: “From Ingrid's profile, confirmed 3 Nov 2026”.

    What is on file and nobody confirmed says since when it is. Of a private reference only the description is told.
    """
    if not known:
        return _("From the description")
    if not fact_id:
        words = _("From a story of %(company)s") % {"company": company}
        return f"{words}, {_day(day)}" if day else words
    words = _("From %(whose)s's profile") % {"whose": whose}
    if not day:
        return words
    said = _("%(words)s, confirmed %(day)s") if is_stated(fact_id) else _("%(words)s, on file since %(day)s")
    return said % {"words": words, "day": _day(day)}


def _day(day: date | None) -> str:
    return date_format(day, "j M Y") if day else ""


def provenance_words(row: Vouched) -> tuple[str, str]:
    """Return where a row's values come from and when the newest was set (ISO): ("Salesforce", "2026-11-20T…")."""
    newest: Mapping[str, str] = max(row.provenance.values(), key=lambda said: said.get("at", ""), default={})
    source = newest.get("source", row.source)
    return (newest.get("by", "") or _("hand")) if source == "hand" else source, newest.get("at", "")


def lasting(time: timedelta) -> str:
    """Say a stretch of working time roughly: “about 5 h”, “about 2 days”."""
    hours = max(1, round(time.total_seconds() / 3600))
    days = -(-time // WORKING_DAY)
    if time < WORKING_DAY:
        return _("about %(n)s h") % {"n": hours}
    return ngettext("about %(n)s day", "about %(n)s days", days) % {"n": days}


def usually(leg: str, wait: timedelta, measured: Mapping[str, Measured]) -> str:
    """Say how long a leg takes: what was measured here where that is enough to go by, else its limit."""
    seen = measured.get(leg)
    if seen is not None and seen.n >= LEAST_MEASURED:
        return lasting(seen.median)
    return _("within %(time)s") % {"time": lasting(wait).removeprefix("about ")}


def owner_words(profile: ReferenceProfile, viewer: Member, takes: str) -> str:
    """Say who decides about a customer, and how long that takes; for those who may know the customer."""
    account = profile.account
    if account.owner_id == viewer.pk:
        return _("You own this account")
    if account.owner is None:
        return _("No owner: the program decides")
    owner = {"owner": account.owner.name, "takes": takes}
    if profile.owner_mode == OwnerMode.PRE_APPROVED:
        return _("Pre-approved by %(owner)s") % owner
    if profile.owner_mode == OwnerMode.TELL_ME:
        return _("%(owner)s is told, and may stop it") % owner
    return _("%(owner)s decides, %(takes)s") % owner


def later_words(cards: Sequence[Found]) -> str:
    """Say why some can't be asked now, counted: “3 resting (first free 4 Dec) · 2 don't take calls · 1 on hold”."""
    counts = Counter(group_of(one) for one in cards)
    free = min((one.free_on for one in cards if group_of(one) == "resting" and one.free_on), default=None)
    n = counts.get
    parts = [
        _resting(n("resting", 0), free),
        ngettext("%(n)s doesn't do this", "%(n)s don't do this", n("kind", 0)) % {"n": n("kind", 0)},
        ngettext("%(n)s on hold", "%(n)s on hold", n("held", 0)) % {"n": n("held", 0)},
        ngettext("%(n)s paused", "%(n)s paused", n("paused", 0)) % {"n": n("paused", 0)},
        ngettext("%(n)s being asked", "%(n)s being asked", n("asked", 0)) % {"n": n("asked", 0)},
        ngettext("%(n)s for another reason", "%(n)s for other reasons", n("other", 0)) % {"n": n("other", 0)},
    ]
    order = ("resting", "kind", "held", "paused", "asked", "other")
    return " · ".join(part for name, part in zip(order, parts, strict=True) if counts.get(name))


def group_of(one: Found) -> str:
    """Return the heap a card that can't be asked now is counted in, by its most lasting reason."""
    first = one.verdict.first if one.verdict is not None else None
    code = first.code if first is not None else ""
    if code in DONT:
        return "kind"
    if code in RESTING:
        return "resting"
    if code in HELD:
        return "held"
    return {"paused": "paused", "paused_until": "paused", "asked_now": "asked"}.get(code, "other")


def why_not(one: Found) -> str:
    """Say why this one can't be asked now; of a private one the rest word only."""
    if one.verdict is None or one.verdict.first is None:
        return ""
    if not one.known:
        return _("Not free now.")
    if one.standing is Standing.OTHER_KIND and one.kinds:
        return f"{one.verdict.first.sentence} {_('Helps with other things.')}"
    return one.verdict.first.sentence


def names_of(people: Iterable[Found]) -> str:
    """Return first names as a list: “Ingrid, then Tomasz”."""
    return _(", then ").join(one.face.first_name for one in people if one.face is not None and one.face.known)


def _resting(count: int, free: date | None) -> str:
    words = ngettext("%(n)s resting", "%(n)s resting", count) % {"n": count}
    return _("%(words)s (first free %(day)s)") % {"words": words, "day": date_format(free, "j M")} if free else words
