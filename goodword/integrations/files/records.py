"""Read one line of a file of published references into a record, or say in a sentence why it is none."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from goodword.integrations.files.text import cleaned, one_line

ID_AT_MOST, URL_AT_MOST, LICENCE_AT_MOST = 300, 1000, 60
WORDS_FOR = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "a text",
    list: "a list",
    dict: "an object",
}


class RecordRefused(ValueError):
    """A line that is no reference record; its text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Quote:
    text: str
    speaker: str = ""
    job_title: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One published reference; texts are clean, and empty where the source says nothing."""

    id: str
    program: str = ""
    customer: str = ""
    anonymous: bool = False
    title: str = ""
    industry: str = ""
    industry_normalised: str = ""
    location: str = ""
    country: str = ""
    region: str = ""
    company_size: str = ""
    replaced: tuple[str, ...] = ()
    products: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    tech_stack: tuple[str, ...] = ()
    use_cases: tuple[str, ...] = ()
    challenge: str = ""
    solution: str = ""
    results: str = ""
    quotes: tuple[Quote, ...] = ()
    metrics: tuple[str, ...] = ()
    body: str = ""
    url: str = ""
    published: date | None = None
    source_repo: str = ""
    source_path: str = ""
    source_commit: str = ""
    licence: str = ""
    attribution: str = ""


def record_of(line: str) -> Record:
    """Return the record of one line of JSON; raises RecordRefused."""
    fields = _object(line)
    record_id = _id(fields)
    customer = _short(fields, "customer_name")
    record = Record(
        id=record_id,
        program=_short(fields, "vendor_program"),
        customer=customer,
        anonymous=_flag(fields, "customer_anonymous") or not customer,
        title=_short(fields, "title"),
        industry=_short(fields, "industry"),
        industry_normalised=_short(fields, "industry_normalised"),
        location=_short(fields, "location"),
        country=_short(fields, "country"),
        region=_short(fields, "region"),
        company_size=_short(fields, "company_size"),
        replaced=_list_or_text(fields, "replaced"),
        products=_list(fields, "products"),
        features=_list(fields, "features"),
        tech_stack=_list(fields, "tech_stack"),
        use_cases=_list(fields, "use_cases"),
        challenge=_text(fields, "challenge"),
        solution=_text(fields, "solution"),
        results=_text(fields, "results"),
        quotes=_quotes(fields),
        metrics=_list(fields, "metrics"),
        body=_text(fields, "body"),
        url=_url(fields),
        published=_day(fields, "published"),
        source_repo=_short(fields, "source_repo"),
        source_path=_short(fields, "source_path"),
        source_commit=_short(fields, "source_commit"),
        licence=_at_most(_short(fields, "licence"), "licence", LICENCE_AT_MOST),
        attribution=_text(fields, "attribution"),
    )
    _must_tell(record)
    return record


def _must_tell(record: Record) -> None:
    told = (record.title, record.challenge, record.solution, record.results, record.body, *record.metrics)
    if not any(told) and not record.quotes:
        raise RecordRefused("The record tells nothing: title, sections, quotes, metrics and body are all empty.")


def _object(line: str) -> Mapping[str, Any]:
    try:
        fields = json.loads(line)
    except json.JSONDecodeError as error:
        raise RecordRefused(f"Not JSON: {error.msg} at character {error.colno}.") from None
    except (ValueError, RecursionError):
        raise RecordRefused("Not JSON that can be read: a number or a nesting is too large.") from None
    if not isinstance(fields, dict):
        raise RecordRefused(f"Not a JSON object but {_kind(fields)}.")
    return fields


def _id(fields: Mapping[str, Any]) -> str:
    value = fields.get("id")
    if value is None and "org" in fields and "project" in fields:
        raise RecordRefused("“id” is missing: this is an entry of an adopters list, not a reference record.")
    if value is None:
        raise RecordRefused("“id” is missing.")
    if not isinstance(value, str):
        raise RecordRefused(f"“id” must be a text, not {_kind(value)}.")
    if not value.strip():
        raise RecordRefused("“id” is empty.")
    if one_line(value) != value.strip():
        raise RecordRefused("“id” holds control characters or runs of spaces.")
    return _at_most(value.strip(), "id", ID_AT_MOST)


def _text(fields: Mapping[str, Any], name: str) -> str:
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise RecordRefused(f"“{name}” must be a text or null, not {_kind(value)}.")
    return cleaned(value)


def _short(fields: Mapping[str, Any], name: str) -> str:
    return one_line(_text(fields, name))


def _flag(fields: Mapping[str, Any], name: str) -> bool:
    value = fields.get(name)
    if value is None:
        return False
    if not isinstance(value, bool):
        raise RecordRefused(f"“{name}” must be true, false or null, not {_kind(value)}.")
    return value


def _list(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    """Return the texts of a list, each once; null is none and an empty text says nothing."""
    value = fields.get(name)
    if value is None:
        return ()
    if not isinstance(value, list):
        raise RecordRefused(f"“{name}” must be a list of texts or null, not {_kind(value)}.")
    for position, item in enumerate(value, 1):
        if item is not None and not isinstance(item, str):
            raise RecordRefused(f"“{name}” must be a list of texts; item {position} is {_kind(item)}.")
    return tuple(dict.fromkeys(filter(None, (one_line(item) for item in value if item is not None))))


def _list_or_text(fields: Mapping[str, Any], name: str) -> tuple[str, ...]:
    if isinstance(fields.get(name), str):
        return tuple(filter(None, [_short(fields, name)]))
    return _list(fields, name)


def _quotes(fields: Mapping[str, Any]) -> tuple[Quote, ...]:
    value = fields.get("quotes")
    if value is None:
        return ()
    if not isinstance(value, list):
        raise RecordRefused(f"“quotes” must be a list or null, not {_kind(value)}.")
    quotes = []
    for position, item in enumerate(value, 1):
        if not isinstance(item, dict):
            raise RecordRefused(f"“quotes” must be a list of objects; item {position} is {_kind(item)}.")
        try:
            quotes.append(Quote(_text(item, "text"), _short(item, "speaker"), _short(item, "job_title")))
        except RecordRefused as refusal:
            raise RecordRefused(f"Quote {position}: {refusal}") from None
    return tuple(dict.fromkeys(quote for quote in quotes if quote.text))


def _url(fields: Mapping[str, Any]) -> str:
    text = _at_most(_short(fields, "url"), "url", URL_AT_MOST)
    try:
        parts = urlsplit(text)
    except ValueError:
        raise RecordRefused("“url” is no address.") from None
    if text and (parts.scheme not in ("http", "https") or not parts.netloc or " " in text):
        raise RecordRefused("“url” must be an address that starts with http:// or https://.")
    return text


def _day(fields: Mapping[str, Any], name: str) -> date | None:
    text = _short(fields, name)
    if not text:
        return None
    try:
        day = date.fromisoformat(text[:10])
    except ValueError:
        day = None
    if day is None or day.year < 1900 or (len(text) > 10 and text[10] not in "T "):
        raise RecordRefused(f"“{name}” must be a date such as 2026-01-31 or null, not “{text[:40]}”.")
    return day


def _at_most(text: str, name: str, most: int) -> str:
    if len(text) > most:
        raise RecordRefused(f"“{name}” has {len(text):,} characters; at most {most:,} are kept.")
    return text


def _kind(value: object) -> str:
    return "null" if value is None else WORDS_FOR.get(type(value), type(value).__name__)
