"""Decide what one record says about whom: account, facts, story, passages, quotes. Pure: no database, no clock."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from goodword.directory.models import Vocabulary
from goodword.integrations.files.records import Record
from goodword.integrations.files.text import digest, name_key, one_line, shortened, squeezed
from goodword.proof.models import Clearance
from goodword.references.models import FactKind

MAPPING = "1"
"""Raise it when a record is read differently, so that every story is brought up to date by the next import."""
SOURCE = "references"
NAME_AT_MOST, TITLE_AT_MOST, VALUE_AT_MOST, COUNTRY_AT_MOST = 300, 500, 300, 120
TERM_AT_MOST, EXTERNAL_ID_AT_MOST, STORY_SOURCE_AT_MOST, FACT_SOURCE_AT_MOST, LABEL_AT_MOST = 200, 200, 300, 200, 200
PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Said:
    """One fact the record states; with a vocabulary it is one of the workspace's terms."""

    kind: FactKind
    value: str
    vocabulary: Vocabulary | None = None


@dataclass(frozen=True, slots=True)
class PlannedQuote:
    """A quote whose speaker is named, to be kept apart from its story."""

    text: str
    speaker: str
    speaker_title: str
    digest: str


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to stand in the workspace once the record is in."""

    record: Record
    account_name: str
    external_id: str
    name_key: str
    facts: tuple[Said, ...]
    title: str
    text: str
    passages: tuple[tuple[str, str], ...]
    quotes: tuple[PlannedQuote, ...]
    clearance: Clearance
    source: str
    fact_source: str
    verified_by: str
    verified_at: datetime | None
    digest: str


def plan_of(record: Record) -> Plan:
    """Return the plan for one record. `name_key` is empty for a customer without a name, who is never matched by it."""
    passages = tuple(_passages(record))
    key = "" if record.anonymous else name_key(record.customer)
    source = "/".join(filter(None, (record.source_repo, record.source_path)))
    at_commit = f"@{record.source_commit[:12]}" if record.source_commit else ""
    return Plan(
        record=record,
        account_name=shortened(_account_name(record), NAME_AT_MOST),
        external_id=_external_id("name", key) if key else _external_id("record", record.id),
        name_key=key,
        facts=tuple(said for said in _facts(record) if len(said.value) <= _most(said)),
        title=shortened(record.title or record.id, TITLE_AT_MOST),
        text=record.body or "\n\n".join(text for _, text in passages),
        passages=passages,
        quotes=tuple(_quotes(record)),
        # A licence is what lets others pass the words on; without one they stay among colleagues.
        clearance=Clearance.PUBLIC if record.licence else Clearance.INTERNAL,
        source=shortened(source, STORY_SOURCE_AT_MOST - len(at_commit)) + at_commit,
        fact_source=shortened(source or SOURCE, FACT_SOURCE_AT_MOST),
        verified_by=shortened(one_line(record.attribution) or source or record.id, LABEL_AT_MOST),
        verified_at=datetime(*record.published.timetuple()[:3], tzinfo=UTC) if record.published else None,
        digest=digest(MAPPING, json.dumps(asdict(record), sort_keys=True, default=str)),
    )


def _account_name(record: Record) -> str:
    """Return the name, or the published description, or a label that claims nothing."""
    if record.customer:
        return record.customer
    known = ", ".join(filter(None, (record.industry_normalised or record.industry, record.country)))
    return f"Unnamed customer ({known})" if known else f"Customer of “{record.title or record.id}”"


def _external_id(kind: str, text: str) -> str:
    plain = f"{kind}:{text}"
    return plain if len(plain) <= EXTERNAL_ID_AT_MOST else f"{kind}:{digest(text)}"


def _facts(record: Record) -> Iterator[Said]:
    yield from _once(FactKind.INDUSTRY, record.industry, record.industry_normalised, listed=Vocabulary.INDUSTRY)
    yield from _once(FactKind.REGION, record.location, record.region, listed=Vocabulary.REGION)
    if record.country:
        yield Said(FactKind.COUNTRY, record.country)
    if record.company_size:
        yield Said(FactKind.SIZE, record.company_size)
    yield from (Said(FactKind.PRODUCT, product, Vocabulary.PRODUCT) for product in record.products)
    yield from (Said(FactKind.FEATURE, feature) for feature in record.features)
    yield from (Said(FactKind.TECHNOLOGY, technology) for technology in record.tech_stack)
    yield from (Said(FactKind.USE_CASE, use_case) for use_case in record.use_cases)
    yield from (Said(FactKind.REPLACED, system, Vocabulary.REPLACED) for system in record.replaced)


def _once(kind: FactKind, as_given: str, normalised: str, *, listed: Vocabulary) -> Iterator[Said]:
    """Yield the source's own word and the normalised one; only the latter is a term of the workspace's list."""
    if as_given and name_key(as_given) != name_key(normalised):
        yield Said(kind, as_given)
    if normalised:
        yield Said(kind, normalised, listed)


def _most(said: Said) -> int:
    return TERM_AT_MOST if said.vocabulary else VALUE_AT_MOST


def _passages(record: Record) -> Iterator[tuple[str, str]]:
    """Yield each thing the record tells once: title, sections, quotes, then what only figures or the body add."""
    sections = [
        ("title", record.title),
        ("challenge", record.challenge),
        ("solution", record.solution),
        ("results", record.results),
        *(("quote", quote.text) for quote in record.quotes),
        # A tag too long to be a fact is a sentence.
        *(("summary", said.value) for said in _facts(record) if len(said.value) > _most(said)),
    ]
    told = [(field, text) for field, text in sections if text]
    yield from told
    body = [paragraph.strip() for paragraph in PARAGRAPH.split(record.body) if paragraph.strip()]
    yield from (("metric", metric) for metric in _untold(record.metrics, [*told, ("body", record.body)]))
    yield from (("body", paragraph) for paragraph in _untold(body, told))


def _untold(texts: Iterable[str], told: list[tuple[str, str]]) -> Iterator[str]:
    """Yield the texts that no passage says already, spacing aside."""
    known = squeezed(" ".join(text for _, text in told))
    yield from (text for text in texts if squeezed(text) not in known)


def _quotes(record: Record) -> Iterator[PlannedQuote]:
    for quote in record.quotes:
        if quote.speaker:
            speaker, title = shortened(quote.speaker, NAME_AT_MOST), shortened(quote.job_title, NAME_AT_MOST)
            yield PlannedQuote(quote.text, speaker, title, digest(MAPPING, quote.text, speaker, title))
