from __future__ import annotations

from dataclasses import replace
from random import Random

from goodword.matching.index import Index
from goodword.matching.rules.document import document_of
from goodword.matching.shapes import Fact, FactKind, Reference
from tests.matching.cast import COVER, EVERYBODY, FJORD, HARVEST, INDEX, NORDIC_BANK, assert_same_index, reference

SAYINGS = ("close the books", "audit the ledger", "pay the pickers", "settle claims", "overnight", "on paper")
COMPANIES = [reference(f"Company {n:02}") for n in range(25)]


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


def test_whatever_comes_and_goes_the_index_is_the_one_built_from_nothing() -> None:
    chance, standing, index = Random(5), dict[str, Reference](), Index.build([])
    for _ in range(60):
        came = {one.id: told_by(one, chance) for one in chance.sample(COMPANIES, chance.randrange(0, 4))}
        gone = set(chance.sample(sorted(standing), min(len(standing), chance.randrange(0, 3)))) - came.keys()
        standing = {key: one for key, one in standing.items() if key not in gone} | came
        index = index.changed({key: document_of(one) for key, one in came.items()}, gone)
        assert_same_index(index, Index.build(standing.values()), NORDIC_BANK)


def told_by(company: Reference, chance: Random) -> Reference:
    """Give a company other facts, another story or none, and let it count or not."""
    several = (FactKind.PRODUCT, FactKind.TOPIC, FactKind.COUNTRY, FactKind.AVOIDS)
    values = ("Ledger Cloud", "Payroll One", "Data residency", "Norway", "Denmark")
    facts = [
        Fact(f"{company.id}/{n}", chance.choice(several), chance.choice(values)) for n in range(chance.randrange(0, 5))
    ]
    story = " ".join(chance.choices(SAYINGS, k=chance.randrange(0, 6)))
    told = reference(company.name, story=story)
    return replace(told, facts=tuple(facts), counted=chance.random() < 0.7)
