"""The fast way over all references says what the plain way over each says: every score, every rarity, the same order."""

from __future__ import annotations

from dataclasses import replace
from math import log1p

import pytest

from goodword.matching.index import ENOUGH, Index
from goodword.matching.rules.score import score
from goodword.matching.shapes import Deal, Reference
from goodword.matching.text import stems
from tests.bench.matching.made import MadeUp, text_of

MADE = MadeUp(3)
WHOLE = MADE.references(400)
DEALS = [one.deal for one in MADE.deals(WHOLE, 12)]
REFERENCES = [
    replace(one, counted=n % 9 != 0, passages=() if n % 7 == 0 else one.passages) for n, one in enumerate(WHOLE)
]
INDEX = Index.build(REFERENCES)
ODD = [
    Deal(),
    Deal(topics=("Audit and safety records", "Spare parts on time")),
    replace(DEALS[0], use_case="", concerns="", topics=()),
    replace(DEALS[1], products=("Work orders", "Crew app", "Unheard of"), industry_terms=("Utilities",)),
]


@pytest.mark.parametrize("deal", [*DEALS, *ODD])
def test_every_score_is_the_one_of_the_reference_looked_at_alone(deal: Deal) -> None:
    reading, scores = INDEX.weighed(deal, None)
    plainly = [score(INDEX.documents[key], reading).score for key in INDEX.ids]
    assert scores == pytest.approx(plainly, abs=1e-6)


@pytest.mark.parametrize("deal", [*DEALS, *ODD])
def test_the_best_are_those_of_the_whole_list_in_order(deal: Deal) -> None:
    _, scores = INDEX.weighed(deal, None)
    whole = sorted(range(len(scores)), key=lambda place: (-round(float(scores[place]) / ENOUGH), INDEX.ids[place]))
    assert INDEX.best_places(scores, None, 20) == whole[:20]
    some = set(INDEX.ids[::3])
    assert INDEX.best_places(scores, some, 20) == [place for place in whole if INDEX.ids[place] in some][:20]
    few = {*INDEX.ids[::97], "nobody"}
    assert INDEX.best_places(scores, few, 3) == [place for place in whole if INDEX.ids[place] in few][:3]
    assert INDEX.best_places(scores, None, len(whole) + 5) == whole
    assert INDEX.best_places(scores, some, 0) == []


def test_what_is_usual_is_counted_over_those_who_count() -> None:
    counted = [one for one in REFERENCES if one.counted]
    for deal in DEALS[:3]:
        reading = INDEX.read(deal)
        alone = [score(INDEX.documents[one.id], reading) for one in counted]
        for at, ask in enumerate(reading.asks):
            assert reading.usual_facts[at] == pytest.approx(sum(one.heard[at][1].share for one in alone) / len(alone))
            kinds = [any(fact.kind in ask.kinds for fact in one.facts) for one in counted]
            assert reading.coverage[at] == pytest.approx(sum(kinds) / len(kinds))


def test_a_word_is_as_rare_as_those_who_count_hold_it_seldom() -> None:
    counted = [one for one in REFERENCES if one.counted]
    texts = [set(stems(text_of(one))) for one in counted]
    for word in sorted(set.union(*texts))[::50]:
        held_by = sum(word in text for text in texts)
        rare = log1p((len(counted) - held_by + 0.5) / (held_by + 0.5))
        assert INDEX.postings.rarity_of(word) == pytest.approx(rare)


def test_what_only_the_uncounted_hold_is_as_rare_as_what_nobody_holds() -> None:
    told = Reference("a", passages=REFERENCES[1].passages)
    secret = Reference("b", passages=(replace(REFERENCES[1].passages[0], text="zeppelins"),), counted=False)
    postings = Index.build([told, secret]).postings
    assert postings.rarity_of("zeppelin") == postings.rarity_of("nobody says this") == postings.unheld


def test_a_gap_names_no_word_that_only_the_uncounted_hold() -> None:
    deal = Deal(use_case="Zeppelins over the harbour")
    quiet, told = (Reference(key, passages=REFERENCES[1].passages) for key in "ab")
    flying = replace(told, passages=(replace(REFERENCES[1].passages[0], text="Zeppelins fly."),))
    for counts, said in ((True, "Nothing said about “zeppelins”"), (False, "Little said about the use case")):
        match = Index.build([quiet, replace(flying, counted=counts)]).match(deal, quiet.id)
        assert match is not None and match.gap is not None and match.gap.text.casefold() == said.casefold()
