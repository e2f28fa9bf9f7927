"""Plain data that goes into matching and comes out of it: no database, no clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class FactKind(StrEnum):
    """Kinds of fact that matching compares; any other kind is read as text only."""

    INDUSTRY = "industry"
    REGION = "region"
    COUNTRY = "country"
    SIZE = "size"
    PRODUCT = "product"
    FEATURE = "feature"
    TECH = "tech"
    USE_CASE = "use_case"
    REPLACED = "replaced"
    ROLE = "role"
    TOPIC = "topic"
    AVOIDS = "avoids"
    HELPED_WITH = "helped_with"


class Told(StrEnum):
    """What the reference's data says about one thing the deal asks for."""

    MATCH = "match"
    NEAR = "near"
    MISMATCH = "mismatch"
    UNKNOWN = "unknown"


class Fit(StrEnum):
    """The word a person sees."""

    STRONG = "Strong"
    GOOD = "Good"
    PARTIAL = "Partial"
    WEAK = "Weak"


@dataclass(frozen=True, slots=True)
class Deal:
    """What is known about the deal that needs a voice; every field may be empty.

    `industry_terms` and `region_terms` are names of the vocabulary's terms, nearest first, ancestors after.
    `ignored` holds what the rep switched off: a field name ("region") or a field and a value ("product:Payments").
    """

    industry: str = ""
    industry_terms: tuple[str, ...] = ()
    region: str = ""
    region_terms: tuple[str, ...] = ()
    size: str = ""
    products: tuple[str, ...] = ()
    persona: str = ""
    replaces: str = ""
    use_case: str = ""
    concerns: str = ""
    topics: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    competitor: str = ""
    help_kind: str = ""
    ignored: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated statement of a reference profile."""

    id: str
    kind: str
    value: str
    label: str = ""
    verified_on: date | None = None

    @property
    def text(self) -> str:
        return self.label or self.value


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a story: title, challenge, solution, results, quote, metric, summary or body."""

    id: str
    story_id: str
    field: str
    text: str
    dated_on: date | None = None


@dataclass(frozen=True, slots=True)
class Reference:
    """One customer reference as matching sees it; `rest` is 0 to 5, `helped` counts delivered uses.

    `counted`: it counts in what is usual and what is rare. A private one under its name does not: it is ranked for those
    who know it, and nothing that others are shown moves with what it says.
    """

    id: str
    name: str = ""
    facts: tuple[Fact, ...] = ()
    passages: tuple[Passage, ...] = ()
    help_kinds: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()
    proof_on: date | None = None
    rest: int = 5
    helped: int = 0
    counted: bool = True


@dataclass(frozen=True, slots=True)
class Walls:
    """Hard verdicts the caller has already taken about one reference; an empty text means no objection."""

    hidden: str = ""
    conflict: str = ""
    no_consent: str = ""
    protected: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a reference may be proposed at all, and the reason when it may not."""

    allowed: bool
    code: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one signal added to a score: `points` of `possible`, and the fact or passage it rests on."""

    signal: str
    points: float
    possible: float
    told: Told
    asked: str = ""
    fact_id: str | None = None
    passage_id: str | None = None
    text: str = ""
    dated_on: date | None = None

    @property
    def cites(self) -> str | None:
        return self.fact_id or self.passage_id


@dataclass(frozen=True, slots=True)
class Match:
    """One reference for one deal. `share` is points over possible, 0 to 1; `reasons` are at most four, best first."""

    reference_id: str
    score: float
    share: float
    word: Fit
    contributions: tuple[Contribution, ...]
    reasons: tuple[Contribution, ...]
    gap: Contribution | None
