"""Charts say what they show to whoever listens, fill any width, carry no style of their own, and end on round numbers."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.insights.rules import Share
from goodword.web.charts import Column, Row, bar, columns, intervals, scale, spark

SVG = "{http://www.w3.org/2000/svg}"
MONTHS = [
    Column("Jan", "January 2027", (3, 1)),
    Column("Feb", "February 2027", (0, 0)),
    Column("Mar", "March 2027", (0, 2)),
]


def say(number: float) -> str:
    return f"{number:.0f}"


def drawn(data: list[Column] = MONTHS) -> str:
    return columns("won", "Won deals", "4 of 6 used one", data, ("with", "without"), say)


def test_a_chart_has_a_name_and_a_description_for_whoever_listens() -> None:
    root = ElementTree.fromstring(drawn())
    assert root.get("role") == "img" and root.get("aria-labelledby") == "won-t won-d"
    assert {one.get("id"): one.text for one in root if one.get("id")} == {
        "won-t": "Won deals",
        "won-d": "4 of 6 used one",
    }


def test_every_part_names_its_month_and_its_number_and_an_empty_month_draws_nothing() -> None:
    titles = [one.text for one in ElementTree.fromstring(drawn()).iter("title")][1:]
    assert titles == ["January 2027: 3 with", "January 2027: 1 without", "March 2027: 2 without"]


def test_no_chart_brings_a_style_or_a_script() -> None:
    rows = [Row("Helped", "50%", Share(10, 20), 1)]
    for svg in (drawn(), intervals("x", "T", "D", rows), spark([1, 2, 3], 1), bar([3, 2, 1])):
        assert not re.search(r"style|<script|\bon\w+=", svg)


def test_what_is_named_by_people_stays_text() -> None:
    svg = columns("x", "<b>", "</svg>", [Column("<i>", '"&', (1,))], ("<u>",), say)
    assert "<b>" not in svg and ElementTree.fromstring(svg) is not None


@pytest.mark.parametrize(
    ("highest", "top"), [(0, 1), (1, 1), (3, 3), (4, 4), (5, 6), (9, 10), (12, 15), (41, 60), (1_234_567, 1_500_000)]
)
def test_an_axis_ends_on_a_round_number(highest: float, top: float) -> None:
    assert scale(highest)[0] == top


@given(st.floats(0.01, 1e12))
def test_an_axis_holds_its_highest_in_at_most_four_steps(highest: float) -> None:
    top, ticks = scale(highest)
    assert top >= highest and ticks[0] == 0 and ticks[-1] == top and 2 <= len(ticks) <= 5


def test_intervals_stay_inside_the_drawing() -> None:
    svg = intervals("x", "T", "D", [Row("All", "", Share(20, 20), 1), Row("None", "", Share(0, 20), 5)])
    places = [float(one) for one in re.findall(r'\b(?:x1|x2|cx|x)="([\d.]+)%"', svg)]
    assert places and min(places) >= 0 and max(places) <= 100


def test_nothing_drawn_is_no_error() -> None:
    assert ElementTree.fromstring(drawn([])) is not None and spark([], 0) and bar([0, 0, 0])
