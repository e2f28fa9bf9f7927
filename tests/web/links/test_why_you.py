"""Why somebody is asked is said to them, in one sentence."""

from __future__ import annotations

import pytest

from goodword.web.links.why_you import why_you


@pytest.mark.parametrize(
    ("reasons", "sentence"),
    [
        (
            ["Can speak about Leaving spreadsheets", "Can speak about Spare parts on time", "Left Gantry One"],
            "You can speak about “Leaving spreadsheets” and “Spare parts on time”.",
        ),
        (["Can speak about Roll-out", "Left Gantry One"], "You can speak about “Roll-out” and you left “Gantry One”."),
        (["Same industry: Machinery", "In Nordics"], "You are in the same industry and you are in Nordics."),
        (["Can speak about something close: Roll-out", "Uses Shift planner"], "You use “Shift planner”."),
        (["Related industry: Quarries"], ""),
        ([], ""),
    ],
)
def test_what_a_card_says_of_them_is_said_to_them(reasons: list[str], sentence: str) -> None:
    assert why_you(reasons) == sentence
