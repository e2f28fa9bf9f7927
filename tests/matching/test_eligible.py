from __future__ import annotations

from dataclasses import replace

import pytest

from goodword.matching.rules import eligible
from goodword.matching.shapes import Walls
from tests.matching.cast import FJORD, NORDIC_BANK


def test_a_reference_without_walls_may_be_proposed() -> None:
    assert eligible(NORDIC_BANK, FJORD, Walls()).allowed


@pytest.mark.parametrize("wall", ["hidden", "conflict", "no_consent", "protected"])
def test_each_wall_refuses_with_the_callers_reason(wall: str) -> None:
    verdict = eligible(NORDIC_BANK, FJORD, Walls(**{wall: "Because"}))
    assert (verdict.allowed, verdict.code, verdict.reason) == (False, wall, "Because")


def test_a_hidden_reference_gives_no_other_reason_away() -> None:
    assert (
        eligible(NORDIC_BANK, FJORD, Walls(hidden="Not yours", conflict="Competitor", protected="Resting")).code
        == "hidden"
    )


def test_the_kind_of_help_must_be_offered() -> None:
    deal = replace(NORDIC_BANK, help_kind="call")
    assert eligible(deal, replace(FJORD, help_kinds=frozenset({"quote"})), Walls()).code == "help_kind"
    assert eligible(deal, replace(FJORD, help_kinds=frozenset({"quote", "call"})), Walls()).allowed
    assert eligible(deal, FJORD, Walls()).allowed


def test_a_language_must_be_shared_when_both_name_some() -> None:
    deal = replace(NORDIC_BANK, languages=("Norsk", "English"))
    assert eligible(deal, replace(FJORD, languages=frozenset({"Deutsch"})), Walls()).code == "language"
    assert eligible(deal, replace(FJORD, languages=frozenset({"NORSK"})), Walls()).allowed
    assert eligible(deal, FJORD, Walls()).allowed
