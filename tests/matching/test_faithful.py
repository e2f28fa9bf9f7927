"""The check of explanations finds nothing wrong with ours, and finds each fault where one is made on purpose."""

from __future__ import annotations

from dataclasses import replace

import pytest

from goodword.matching.evaluation.bench import Bench, Case
from goodword.matching.evaluation.faithful import Fault, check, faults_of
from goodword.matching.shapes import Contribution, Match, Told
from tests.matching.cast import EVERYBODY, INDEX, NORDIC_BANK


def ours() -> Match:
    return INDEX.rank(NORDIC_BANK)[0]


def found_in(match: Match) -> set[Fault]:
    return set(faults_of(match, NORDIC_BANK, INDEX))


QUOTED = next(reason for reason in ours().reasons if reason.passage_id)


def with_reason(reason: Contribution) -> Match:
    return replace(ours(), reasons=(reason,))


def test_every_explanation_of_the_cast_is_true() -> None:
    grades = {reference.id: 0 for reference in EVERYBODY}
    checked = check(Bench([Case("a", "ours", NORDIC_BANK, grades)], {"ours": INDEX}))
    assert (checked.pairs, checked.gaps, checked.faults) == (len(EVERYBODY), len(EVERYBODY), ())
    assert checked.reasons >= 4


@pytest.mark.parametrize("cited", [None, "nobody/passage-7"])
def test_a_reason_that_cites_nothing_is_found(cited: str | None) -> None:
    assert found_in(with_reason(QUOTED)) == set()
    assert found_in(with_reason(replace(QUOTED, passage_id=cited))) == {Fault.CITES_NOTHING}


def test_a_reason_whose_fact_nobody_would_miss_is_found() -> None:
    match = ours()
    idle = replace(match.reasons[0], fact_id="fjord-bank/idle", passage_id=None)
    reference = INDEX.documents["fjord-bank"].reference
    fact = replace(reference.facts[0], id="fjord-bank/idle", kind="unheard of", value="zzz")
    index = INDEX.with_reference(replace(reference, facts=(*reference.facts, fact)))
    again = index.match(NORDIC_BANK, "fjord-bank")
    assert again is not None
    faults = set(faults_of(replace(again, reasons=(idle,)), NORDIC_BANK, index))
    assert faults == {Fault.WOULD_NOT_BE_MISSED}


@pytest.mark.parametrize("said", ["“They closed the books in one day.”", "“" + "so " * 200 + "”"])
def test_a_quote_that_is_not_exact_or_not_short_is_found(said: str) -> None:
    assert found_in(with_reason(replace(QUOTED, text=said))) == {Fault.NOT_A_QUOTE}


def test_a_gap_that_is_not_the_largest_is_found_and_so_is_a_missing_one() -> None:
    match = INDEX.match(NORDIC_BANK, "harvest-foods")
    assert match is not None and match.gap is not None
    assert found_in(match) == set()
    small = Contribution("size", 0.9, 1.0, Told.NEAR, text="Next size band")
    assert found_in(replace(match, gap=small)) == {Fault.NOT_THE_GAP}
    assert found_in(replace(match, gap=None)) == {Fault.NO_GAP}
