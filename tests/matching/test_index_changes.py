from __future__ import annotations

from dataclasses import replace

from goodword.matching.index import Index
from tests.matching.cast import COVER, EVERYBODY, FJORD, HARVEST, INDEX, NORDIC_BANK


def test_adding_one_reference_equals_building_with_it() -> None:
    grown = Index.build(EVERYBODY[1:]).with_reference(FJORD)
    assert grown.rank(NORDIC_BANK) == INDEX.rank(NORDIC_BANK)


def test_removing_one_reference_equals_building_without_it() -> None:
    assert INDEX.without_reference(FJORD.id).rank(NORDIC_BANK) == Index.build(EVERYBODY[1:]).rank(NORDIC_BANK)
    assert INDEX.without_reference("nobody").rank(NORDIC_BANK) == INDEX.rank(NORDIC_BANK)


def test_a_changed_reference_replaces_the_earlier_one_and_the_old_index_stays() -> None:
    emptied = replace(FJORD, facts=(), passages=())
    changed = INDEX.with_reference(emptied)
    assert len(changed.ids) == len(EVERYBODY)
    assert changed.rank(NORDIC_BANK)[0].reference_id == COVER.id
    assert INDEX.rank(NORDIC_BANK)[0].reference_id == FJORD.id


def test_a_match_by_id_is_the_one_in_the_ranking() -> None:
    ranked = {match.reference_id: match for match in INDEX.rank(NORDIC_BANK)}
    assert INDEX.match(NORDIC_BANK, HARVEST.id) == ranked[HARVEST.id]
    assert INDEX.match(NORDIC_BANK, HARVEST) == ranked[HARVEST.id]
    assert INDEX.match(NORDIC_BANK, "nobody") is None
