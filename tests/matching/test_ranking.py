from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from goodword.matching.index import Index
from goodword.matching.shapes import Deal, Fact, FactKind, Fit, Reference, Told
from tests.matching.cast import COVER, EVERYBODY, FJORD, HARVEST, INDEX, NORDIC_BANK, SILENT, TODAY, deals, reference


def test_the_customer_who_had_the_same_problem_comes_first() -> None:
    matches = INDEX.rank(NORDIC_BANK)
    assert [match.reference_id for match in matches][:2] == ["fjord-bank", "cover-mutual"]
    assert matches[0].word is Fit.STRONG


def test_nobody_fits_is_said_when_it_is_true() -> None:
    deal = Deal(industry="Aerospace", region="Japan", use_case="Wind-tunnel measurements of supersonic wings")
    assert {match.word for match in INDEX.rank(deal)} == {Fit.WEAK}


def test_only_the_eligible_are_ranked_and_no_more_than_asked_for() -> None:
    assert [match.reference_id for match in INDEX.rank(NORDIC_BANK, eligible_ids={"harvest-foods", "nobody"})] == [
        "harvest-foods"
    ]
    assert len(INDEX.rank(NORDIC_BANK, top=2)) == 2
    assert INDEX.rank(NORDIC_BANK, top=0) == []
    assert INDEX.rank(NORDIC_BANK, eligible_ids=()) == []


@given(deals)
@settings(max_examples=60)
def test_a_score_is_the_sum_of_its_contributions(deal: Deal) -> None:
    for match in INDEX.rank(deal, today=TODAY):
        assert match.score == pytest.approx(sum(part.points for part in match.contributions))
        assert 0.0 <= match.share <= 1.0


@given(deals, st.permutations(EVERYBODY))
@settings(max_examples=40)
def test_order_does_not_depend_on_how_references_came_in(deal: Deal, shuffled: list[Reference]) -> None:
    first = [match.reference_id for match in INDEX.rank(deal)]
    assert first == [match.reference_id for match in Index.build(shuffled).rank(deal)]


def test_equal_references_are_ordered_by_id() -> None:
    twins = [replace(FJORD, id=key) for key in ("c", "a", "b")]
    assert [match.reference_id for match in Index.build(twins).rank(NORDIC_BANK)] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("kind", "wrong"),
    [
        (FactKind.INDUSTRY, "Farming"),
        (FactKind.COUNTRY, "Brazil"),
        (FactKind.SIZE, "3 employees"),
        (FactKind.PRODUCT, "Payroll One"),
        (FactKind.REPLACED, "Paper"),
        (FactKind.ROLE, "CFO"),
    ],
)
def test_missing_data_is_better_than_a_mismatch_and_worse_than_a_match(kind: str, wrong: str) -> None:
    deal = replace(NORDIC_BANK, persona="Head of SRE")
    right = next((fact.value for fact in FJORD.facts if fact.kind == kind), "Platform lead")
    rest = tuple(fact for fact in FJORD.facts if fact.kind != kind)
    silent, matching, failing = (
        replace(FJORD, facts=rest),
        replace(FJORD, facts=(*rest, Fact("x", kind, right))),
        replace(FJORD, facts=(*rest, Fact("x", kind, wrong))),
    )
    index = Index.build([*EVERYBODY, matching])
    shares = [found.share for one in (matching, silent, failing) if (found := index.match(deal, one))]
    assert shares[0] > shares[1] > shares[2]


def test_what_no_reference_here_has_on_file_is_not_asked_for() -> None:
    index = Index.build([replace(FJORD, facts=tuple(fact for fact in FJORD.facts if fact.kind != FactKind.SIZE))])
    assert "size" not in {part.signal for part in index.rank(NORDIC_BANK)[0].contributions}
    assert "size" in {part.signal for part in INDEX.rank(NORDIC_BANK)[0].contributions}


def test_a_topic_somebody_cannot_discuss_earns_nothing() -> None:
    match = INDEX.match(Deal(topics=("Data residency",)), "harvest-foods")
    assert match is not None
    topic = next(part for part in match.contributions if part.signal == "topics")
    assert (topic.points, topic.told, topic.text) == (0.0, Told.MISMATCH, "Can't discuss Data residency")


def test_what_the_rep_switched_off_counts_no_more() -> None:
    everything = {part.asked for part in INDEX.rank(NORDIC_BANK)[0].contributions}
    less = replace(NORDIC_BANK, ignored=frozenset({"region", "products:Ledger Cloud"}))
    left = {part.asked for part in INDEX.rank(less)[0].contributions}
    assert {"Nordics", "Ledger Cloud"} <= everything
    assert not {"Nordics", "Ledger Cloud"} & left


def test_fresh_proof_counts_only_when_the_day_is_given() -> None:
    fresh, stale = (
        replace(FJORD, id="fresh", proof_on=TODAY),
        replace(FJORD, id="stale", proof_on=TODAY.replace(year=2024)),
    )
    index = Index.build([fresh, stale, replace(FJORD, id="dateless")])
    ranked = index.rank(NORDIC_BANK, today=TODAY)
    assert [match.reference_id for match in ranked] == ["fresh", "dateless", "stale"]
    assert len({match.score for match in index.rank(NORDIC_BANK)}) == 1


def test_facts_alone_are_enough_for_a_word() -> None:
    deal = Deal(
        industry="Banking", region="Norway", size="2,000 people", products=("Ledger Cloud",), topics=("Data residency",)
    )
    facts_only = [replace(one, passages=()) for one in EVERYBODY]
    words = {match.reference_id: match.word for match in Index.build(facts_only).rank(deal)}
    assert words["fjord-bank"] is Fit.STRONG
    assert words["harvest-foods"] is Fit.WEAK


def test_a_name_typed_into_a_deal_finds_nobody() -> None:
    masked = reference("Zyxwv Holding", (FactKind.INDUSTRY, "Banking"))
    index = Index.build([masked, COVER])
    nameless = index.match(Deal(use_case="a bank"), masked.id)
    named = index.match(Deal(use_case="a bank like Zyxwv Holding"), masked.id)
    assert nameless is not None
    assert named is not None
    assert named.share <= nameless.share


def test_an_empty_workspace_has_no_matches() -> None:
    assert Index.build([]).rank(NORDIC_BANK) == []
    assert Index.build([SILENT]).rank(NORDIC_BANK)[0].reasons == ()
    assert HARVEST.id in {match.reference_id for match in INDEX.rank(Deal())}
