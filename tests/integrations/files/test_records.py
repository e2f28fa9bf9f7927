from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from goodword.integrations.files.records import RecordRefused, record_of
from tests.integrations.files.made import record


def refused(line: str) -> str:
    with pytest.raises(RecordRefused) as refusal:
        record_of(line)
    return str(refusal.value)


def refused_with(**changes: Any) -> str:
    return refused(json.dumps(record(**changes)))


def test_a_whole_record_is_read() -> None:
    read = record_of(json.dumps(record()))
    assert read.id == "ledgerly/fjordline" and read.customer == "Fjordline Ferries" and not read.anonymous
    assert read.published == date(2024, 5, 1)
    assert read.quotes[0].speaker == "Solveig Aune"


def test_nulls_and_missing_fields_say_nothing() -> None:
    read = record_of('{"id": "ledgerly/a", "title": "A story", "industry": null, "products": null, "quotes": null}')
    assert (read.industry, read.products, read.quotes, read.published) == ("", (), (), None)


def test_a_record_without_a_name_is_of_an_anonymous_customer() -> None:
    assert record_of(json.dumps(record(customer_name=None))).anonymous
    assert record_of(json.dumps(record(customer_name="  \u0000 "))).anonymous


def test_unknown_fields_are_no_trouble() -> None:
    assert record_of(json.dumps(record(weather="rain"))).id == "ledgerly/fjordline"


def test_control_characters_and_lone_surrogates_are_taken_out() -> None:
    read = record_of(json.dumps(record(customer_name="Fjord\u0000line\u0007 \ud800", body="a\r\nb\u0000c")))
    assert read.customer == "Fjord line \ufffd"
    assert read.body == "a\nb c"


def test_other_scripts_and_emoji_stay_as_they_are() -> None:
    for name in ("شركة النور", "株式会社みらい", "Café 👩‍🚀 Ångström"):
        assert record_of(json.dumps(record(customer_name=name))).customer == name


def test_a_name_can_not_turn_the_text_around_it() -> None:
    assert record_of(json.dumps(record(customer_name="Fjord\u202eenil"))).customer == "Fjordenil"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": None}, "“id” is missing."),
        ({"id": 7}, "“id” must be a text, not a number."),
        ({"id": "  "}, "“id” is empty."),
        ({"id": "a\u0000b"}, "“id” holds control characters or runs of spaces."),
        ({"id": "x" * 301}, "“id” has 301 characters; at most 300 are kept."),
        ({"title": 12}, "“title” must be a text or null, not a number."),
        ({"customer_anonymous": "no"}, "“customer_anonymous” must be true, false or null, not a text."),
        ({"products": "Close"}, "“products” must be a list of texts or null, not a text."),
        ({"products": ["Close", 3]}, "“products” must be a list of texts; item 2 is a number."),
        ({"quotes": ["yes"]}, "“quotes” must be a list of objects; item 1 is a text."),
        ({"quotes": [{"text": ["a"]}]}, "Quote 1: “text” must be a text or null, not a list."),
        ({"published": "May 2024"}, "“published” must be a date such as 2026-01-31 or null, not “May 2024”."),
        ({"published": "2024-02-30"}, "“published” must be a date such as 2026-01-31 or null, not “2024-02-30”."),
        ({"url": "javascript:alert(1)"}, "“url” must be an address that starts with http:// or https://."),
        ({"url": "http://[1"}, "“url” is no address."),
        ({"licence": "L" * 61}, "“licence” has 61 characters; at most 60 are kept."),
    ],
)
def test_a_wrong_field_is_named_with_its_reason(changes: dict[str, Any], sentence: str) -> None:
    assert refused_with(**changes) == sentence


def test_what_is_no_record_is_said_so() -> None:
    assert refused("{") == "Not JSON: Expecting property name enclosed in double quotes at character 2."
    assert refused("[1]") == "Not a JSON object but a list."
    assert refused("null") == "Not a JSON object but null."
    assert "too large" in refused("[" * 100_000)
    assert refused('{"id": "a/b"}').startswith("The record tells nothing")


def test_an_entry_of_an_adopters_list_is_refused_for_its_missing_id() -> None:
    line = '{"org": "Fjordline", "project": "Ledgerly", "description": "Uses it."}'
    assert refused(line) == "“id” is missing: this is an entry of an adopters list, not a reference record."
