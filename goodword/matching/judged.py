"""Read the lines of a file of judged deals."""

from __future__ import annotations

import json
from typing import Any

from goodword.matching.shapes import Deal

TEXTS = (
    "prospect_industry",
    "prospect_industry_normalised",
    "prospect_region",
    "prospect_size",
    "use_case_text",
    "migration_from",
    "persona",
    "concerns_text",
)


class JudgedLineError(ValueError):
    """A line that is no judged deal; its text says what is wrong with it."""


def deal_from_line(line: str) -> tuple[str, Deal]:
    """Return the id and the deal of one line of JSON; raise JudgedLineError with a sentence when it is none."""
    record = record_of(line)
    qid = record.get("qid")
    if not isinstance(qid, str) or not qid.strip():
        raise JudgedLineError("“qid” is missing or no text.")
    texts = {name: text_of(record, name) for name in TEXTS}
    normalised = texts["prospect_industry_normalised"]
    return qid, Deal(
        industry=texts["prospect_industry"] or normalised,
        industry_terms=(normalised,) if normalised else (),
        region=texts["prospect_region"],
        size=texts["prospect_size"],
        products=products_of(record),
        persona=texts["persona"],
        replaces=texts["migration_from"],
        use_case=texts["use_case_text"],
        concerns=texts["concerns_text"],
    )


def record_of(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise JudgedLineError(f"Not JSON: {error}.") from error
    if not isinstance(record, dict):
        raise JudgedLineError("Not a JSON object.")
    return record


def text_of(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise JudgedLineError(f"“{name}” must be a text or null.")
    return value.strip()


def products_of(record: dict[str, Any]) -> tuple[str, ...]:
    value = record.get("product_interest") or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise JudgedLineError("“product_interest” must be a list of texts.")
    return tuple(item.strip() for item in value if item.strip())
