from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings

from goodword.matching.index import Index
from goodword.matching.shapes import Contribution, Deal, FactKind, Match, Reference, Told
from goodword.matching.weights import WEIGHTS
from tests.matching.cast import CONFIRMED, EVERYBODY, FJORD, INDEX, NORDIC_BANK, TODAY, deals, reference

BY_ID = {reference.id: reference for reference in EVERYBODY}


def less(reference: Reference, cited: str | None) -> Reference:
    return replace(
        reference,
        facts=tuple(fact for fact in reference.facts if fact.id != cited),
        passages=tuple(passage for passage in reference.passages if passage.id != cited),
    )


def found(match: Match | None) -> Match:
    assert match is not None
    return match


def cited_by(match: Match) -> set[str | None]:
    return {reason.cites for reason in match.reasons}


def test_up_to_four_reasons_are_given_each_with_its_source_and_date() -> None:
    match = INDEX.rank(NORDIC_BANK)[0]
    assert len(match.reasons) == 4
    assert {reason.dated_on for reason in match.reasons} == {CONFIRMED}
    assert "Left Oldsuite 7" in {reason.text for reason in match.reasons}
    assert len(cited_by(match)) == 4


@given(deals)
@settings(max_examples=80)
def test_removing_what_a_reason_cites_removes_the_reason_and_lowers_the_score(deal: Deal) -> None:
    for match in INDEX.rank(deal, today=TODAY):
        for reason in match.reasons:
            after = found(INDEX.match(deal, less(BY_ID[match.reference_id], reason.cites), today=TODAY))
            assert after.score < match.score
            assert reason.cites not in cited_by(after)


def test_a_deleted_fact_takes_its_reason_along_when_the_index_is_rebuilt() -> None:
    before = INDEX.rank(NORDIC_BANK)[0]
    for reason in before.reasons:
        after = found(INDEX.with_reference(less(FJORD, reason.cites)).match(NORDIC_BANK, FJORD.id))
        assert after.score < before.score
        assert reason.cites not in cited_by(after)


@given(deals)
@settings(max_examples=60)
def test_reasons_are_true_and_the_gap_is_none_of_them(deal: Deal) -> None:
    for match in INDEX.rank(deal):
        reference = BY_ID[match.reference_id]
        ids = {fact.id for fact in reference.facts} | {passage.id for passage in reference.passages}
        assert all(reason.cites in ids and reason.told in (Told.MATCH, Told.NEAR) for reason in match.reasons)
        assert all(reason.points > 0 and reason.text for reason in match.reasons)
        if match.gap:
            assert match.gap.points < match.gap.possible
            assert match.gap.text


def test_the_gap_is_the_largest_failed_contribution() -> None:
    match = found(INDEX.match(Deal(industry="Banking", region="Brazil", size="3,000 people"), "fjord-bank"))
    assert match.gap is not None
    assert (match.gap.signal, match.gap.text) == ("region", "In Norway, not Brazil")


def test_a_near_fact_as_the_gap_says_what_it_is_not() -> None:
    match = found(INDEX.match(Deal(industry="Banking", region="Norway"), "cover-mutual"))
    assert match.gap is not None
    assert (match.gap.told, match.gap.text) == (Told.NEAR, "Insurance, not Banking")


def test_what_hardly_anybody_has_on_file_is_nobodys_gap() -> None:
    rare = found(INDEX.match(Deal(industry="Insurance", replaces="Oldsuite"), "cover-mutual"))
    common = found(
        INDEX.match(
            Deal(industry="Insurance", size="Enterprise"),
            replace(BY_ID["cover-mutual"], facts=BY_ID["cover-mutual"].facts[:1]),
        )
    )
    assert rare.gap is None or rare.gap.signal != "replaces"
    assert common.gap is not None
    assert common.gap.text == "No size on file"


def test_a_passage_whose_words_stand_elsewhere_too_is_cited_only_if_it_would_be_missed() -> None:
    again = replace(FJORD.passages[1], id="again")
    twice = replace(FJORD, passages=(*FJORD.passages, again))
    match = found(INDEX.match(NORDIC_BANK, twice))
    for reason in match.reasons:
        assert found(INDEX.match(NORDIC_BANK, less(twice, reason.cites))).score < match.score


def test_a_word_that_others_speak_of_and_this_story_lacks_is_named_as_the_gap() -> None:
    match = found(INDEX.match(Deal(use_case="Pay slips for submarines"), "fjord-bank"))
    assert match.gap is not None
    assert match.gap.text == "Nothing said about “pay” or “slips”"


def test_a_quote_is_an_exact_piece_of_the_passage_it_cites() -> None:
    texts = {passage.id: passage.text for passage in FJORD.passages}
    quotes = [reason for reason in INDEX.rank(NORDIC_BANK)[0].reasons if reason.passage_id]
    assert quotes
    for reason in quotes:
        assert reason.passage_id is not None
        assert reason.text.strip("“”") in texts[reason.passage_id]


def test_a_long_sentence_is_cut_between_words_around_what_matters() -> None:
    long = replace(FJORD.passages[0], text="so " * 200 + "the closing of the books takes days " + "and on " * 200)
    told = found(INDEX.match(NORDIC_BANK, replace(FJORD, facts=(), passages=(long,))))
    quote = next(reason.text for reason in told.reasons if reason.passage_id)
    assert len(quote) < 180
    assert "closing of the books" in quote
    assert quote.strip("“” …") in long.text


def test_what_everybody_has_is_no_reason_where_something_tells_more() -> None:
    everybody = [
        replace(FJORD, id=f"fjord-{at}", facts=FJORD.facts[3:4] + FJORD.facts[at : at + 1]) for at in (0, 1, 4)
    ]
    for match in Index.build(everybody).rank(replace(NORDIC_BANK, topics=())):
        assert match.reasons
        assert "products" not in {reason.signal for reason in match.reasons}


def test_a_single_reference_still_has_its_reasons() -> None:
    assert "Uses Ledger Cloud" in {
        reason.text for reason in Index.build([FJORD]).rank(Deal(products=("Ledger Cloud",)))[0].reasons
    }


def test_one_common_word_in_a_story_is_no_reason() -> None:
    match = found(INDEX.match(Deal(use_case="They count days until the submarines return"), "fjord-bank"))
    assert not [reason for reason in match.reasons if reason.passage_id]


def test_two_facts_saying_the_same_are_one_reason() -> None:
    twice = replace(FJORD, facts=(*FJORD.facts, replace(FJORD.facts[0], id="again")))
    match = found(Index.build([twice, *EVERYBODY[1:]]).match(NORDIC_BANK, FJORD.id))
    industry: list[Contribution] = [reason for reason in match.reasons if reason.signal == "industry"]
    assert len(industry) <= 1
    for reason in match.reasons:
        assert (
            found(INDEX.match(NORDIC_BANK, less(twice, reason.cites))).score
            < found(INDEX.match(NORDIC_BANK, twice)).score
        )


def test_another_branch_of_the_sector_is_called_related_and_only_the_same_the_same() -> None:
    rail = reference("Northline", (FactKind.INDUSTRY, "Rail & transit"))
    ports = reference("Quayside", (FactKind.INDUSTRY, "Ports & shipping"))
    wind = reference("Highfell", (FactKind.INDUSTRY, "Wind & solar"))
    index = Index.build([rail, ports, wind], WEIGHTS)
    asked = Deal(industry="Ports & shipping", industry_terms=("Ports & shipping", "Transport & logistics"))
    said = {match.reference_id: [reason.text for reason in match.reasons] for match in index.rank(asked)}
    assert said["quayside"] == ["Same industry: Ports & shipping"]
    assert said["northline"] == ["Related industry: Rail & transit"]
    assert said["highfell"] == []
    in_other_words = Deal(industry="Container terminals", industry_terms=("Ports & shipping",))
    assert index.rank(in_other_words)[0].reasons[0].text == "Same industry: Ports & shipping"


def test_what_is_on_file_but_cannot_be_compared_is_never_called_missing() -> None:
    kiln = reference("Stonecut", (FactKind.ROLE, "Kiln whisperer"), (FactKind.INDUSTRY, "Banking"))
    silent = reference("Highfell", (FactKind.INDUSTRY, "Banking"))
    index = Index.build([kiln, silent], WEIGHTS)
    asked = Deal(industry="Banking", persona="Chief Financial Officer")
    gaps = {match.reference_id: match.gap.text for match in index.rank(asked) if match.gap}
    assert gaps == {"stonecut": "Role on file: Kiln whisperer", "highfell": "No role on file"}


def test_an_industry_found_through_the_group_above_is_never_as_near_as_the_same_one() -> None:
    """A workspace's own word for an industry is in no built-in tree; what is above it may be."""
    quarry = reference("Stonecut", (FactKind.INDUSTRY, "Quarries"))
    wind = reference("Highfell", (FactKind.INDUSTRY, "Wind & solar"))
    index = Index.build([quarry, wind], WEIGHTS)
    asked = Deal(industry="Quarries", industry_terms=("Quarries", "Energy & utilities"))
    first, second = index.rank(asked)
    assert [one.text for one in first.reasons] == ["Same industry: Quarries"]
    assert [one.text for one in second.reasons] == ["Related industry: Wind & solar"]
    assert first.score > second.score > 0
