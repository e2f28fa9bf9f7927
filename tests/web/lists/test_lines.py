"""A line of a list is drawn from plain values, once for all who read the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override

from goodword.web.directory.lines import CompanyLine, PersonLine
from goodword.web.templatetags._lines import Meter, line

PERSON = PersonLine(
    picked=True,
    key=uuid4(),
    name="Ingrid <b>Solberg</b>",
    company=uuid4(),
    company_name="Fjordline",
    job_title="",
    left=False,
    advocate=None,
    helps=False,
    state="",
)


def drawn(said: PersonLine) -> SafeString:
    return line("directory/_person.html", said)


def test_a_line_says_what_it_is_told_and_escapes_it() -> None:
    assert "Ingrid &lt;b&gt;Solberg&lt;/b&gt;" in drawn(PERSON) and f"/contacts/{PERSON.key}" in drawn(PERSON)


def test_the_same_words_are_drawn_once_and_others_are_not_taken_for_them() -> None:
    assert drawn(PERSON) is drawn(replace(PERSON))
    left = drawn(replace(PERSON, left=True))
    assert "Left the company" in left and "Left the company" not in drawn(PERSON)


def test_nobody_who_may_not_choose_rows_is_handed_those_of_somebody_who_may() -> None:
    assert 'type="checkbox"' in drawn(PERSON) and 'type="checkbox"' not in drawn(replace(PERSON, picked=False))


def test_a_line_is_drawn_for_each_language() -> None:
    with override("de"):
        german = drawn(PERSON)
    assert german is not drawn(PERSON)


@dataclass(frozen=True, slots=True)
class Dated:
    day: Any


@pytest.mark.parametrize("value", [date(2026, 1, 2), SafeString("<i>safe</i>"), (SafeString("x"),), 1.5])
def test_what_would_differ_by_viewer_or_skip_escaping_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="plain values"):
        line("directory/_person.html", Dated(value))


def test_a_meter_is_plain() -> None:
    company = CompanyLine(
        picked=False,
        key=uuid4(),
        name="A",
        sorted_by="",
        status="customer",
        active=2,
        proposed=0,
        masked=False,
        held=False,
        check_in_due=False,
        rest=Meter(4, "Rested", ""),
        last_helped="",
        owner="",
        deputising=False,
        renewal="",
    )
    assert "Rested" in line("directory/_company.html", company)
