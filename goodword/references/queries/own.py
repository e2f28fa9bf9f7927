"""What an advocate finds on their own page about what they agreed to and set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from goodword.core.models import Program
from goodword.references.models import Advocate, Consent, HelpKind
from goodword.references.queries.agreed import acts_of, consents_of, is_live
from goodword.references.rules import Dial, consent_wording


@dataclass(frozen=True, slots=True)
class KindSetting:
    """One kind of help on the page: on or off, since when, in which words. `claimed`: someone said so for them."""

    kind: HelpKind
    on: bool
    claimed: bool
    since: datetime | None
    wording: str


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Consents and settings of one person; what was asked and done comes from protection and desk."""

    advocate: Advocate
    kinds: tuple[KindSetting, ...]
    dial: Dial
    visibility: str
    off_limits: tuple[str, ...]
    languages: tuple[str, ...]
    record: tuple[Consent, ...]


def own_page(advocate: Advocate, now: datetime) -> OwnPage:
    """Return what the person agreed to and set, every kind of help in its fixed order."""
    vendor, newest = Program.here().vendor_name, consents_of(advocate)
    return OwnPage(
        advocate=advocate,
        kinds=tuple(_setting(kind, newest.get(kind), vendor, now) for kind in HelpKind),
        dial=Dial(advocate.dial_per_year, advocate.dial_per_quarter, advocate.dial_gap_days),
        visibility=advocate.visibility,
        off_limits=tuple(advocate.off_limits),
        languages=tuple(advocate.languages),
        record=tuple(acts_of(advocate).newest_first()),
    )


def _setting(kind: HelpKind, newest: Consent | None, vendor: str, now: datetime) -> KindSetting:
    on = newest is not None and is_live(newest, now)
    return KindSetting(
        kind=kind,
        on=on,
        claimed=newest is not None and on and newest.act == Consent.Act.CLAIMED,
        since=newest.at if newest is not None else None,
        wording=newest.wording if newest is not None and on else consent_wording(kind, vendor),
    )
