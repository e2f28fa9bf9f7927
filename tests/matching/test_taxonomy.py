from __future__ import annotations

import pytest

from goodword.matching.taxonomy import industries, names, plain_words, regions, roles, sizes
from goodword.matching.text import stems


def near(asked: str, told: str) -> float:
    value = industries.nearness(asked, told)
    assert value is not None
    return value


def test_industries_are_nearer_in_their_branch_than_in_their_sector_than_next_door_than_far_away() -> None:
    same = near("Retail banking", "Banking")
    sector = near("Retail banking", "Payments")
    neighbour = near("Retail banking", "Insurance")
    far = near("Retail banking", "Farming")
    assert same == 1.0
    assert same > sector > neighbour > far == 0.0


@pytest.mark.parametrize("name", sorted(industries.SECTORS))
def test_every_sector_is_found_by_its_own_name(name: str) -> None:
    assert industries.places_of(name) == {(name, "")}


@pytest.mark.parametrize("pair", industries.NEIGHBOURS)
def test_neighbours_are_sectors(pair: tuple[str, str]) -> None:
    assert set(pair) <= set(industries.SECTORS)


def test_an_unknown_industry_says_nothing_unless_it_is_the_same() -> None:
    assert industries.nearness("Falconry", "Banking") is None
    assert industries.nearness("Falconry", "falconry") == 1.0


@pytest.mark.parametrize(
    ("asked", "told", "value"),
    [
        ("Norway", "Norway", 1.0),
        ("Nordics", "Norway", 0.8),
        ("Norway", "Denmark", 0.8),
        ("Norway", "Spain", 0.5),
        ("Norway", "Brazil", 0.0),
        ("EMEA", "Germany", 0.5),
        ("UK", "United Kingdom", 1.0),
        ("Türkiye", "Turkey", 1.0),
        ("LATAM", "Peru", 0.5),
    ],
)
def test_places_are_near_by_country_area_and_continent(asked: str, told: str, value: float) -> None:
    assert regions.nearness(asked, told) == value


def test_an_unknown_place_says_nothing() -> None:
    assert regions.nearness("Atlantis", "Norway") is None
    assert regions.nearness("Norway", "Global") is None
    assert regions.nearness("Atlantis", "atlantis") == 1.0


@pytest.mark.parametrize(
    ("phrase", "band"),
    [
        ("7 employees", "micro"),
        ("50-60", "small"),
        ("20 000+", "enterprise"),
        ("4,000+ employees", "large"),
        ("over 1,700 employees", "large"),
        ("Start-up, 80 people", "small"),
        ("Mid-size", "mid"),
        ("Enterprise", "enterprise"),
        ("Very large, >100M monthly players", "enterprise"),
    ],
)
def test_sizes_are_read_from_counts_and_words(phrase: str, band: str) -> None:
    found = sizes.band_of(phrase)
    assert found is not None
    assert sizes.BANDS[found] == band


@pytest.mark.parametrize("phrase", ["", "Millions of citizens served", "a vendor"])
def test_a_size_that_cannot_be_read_says_nothing(phrase: str) -> None:
    assert sizes.band_of(phrase) is None
    assert sizes.nearness(phrase, "Enterprise") is None


def test_the_next_size_band_counts_half() -> None:
    assert sizes.nearness("Mid-size", "300 employees") == 1.0
    assert sizes.nearness("Mid-size", "3,000 employees") == 0.5
    assert sizes.nearness("Mid-size", "30,000 employees") == 0.0


def test_roles_meet_in_families() -> None:
    assert roles.nearness("Head of SRE", "Platform lead") == 1.0
    assert roles.nearness("Head of SRE", "CFO") == 0.0
    assert roles.nearness("Head of SRE", "Falconer") is None


def test_names_meet_by_their_words() -> None:
    assert names.nearness("Oldsuite", "Oldsuite 7") == 1.0
    assert names.nearness("Oldsuite", "Newsuite") == 0.0
    assert names.nearness("", "Oldsuite") is None


def test_plain_words_meet_trade_words() -> None:
    assert set(stems("cloud")) <= set(plain_words.kin_of("they are rented by the hour")[stems("rented")[0]])
    assert set(stems("retention")) <= set(plain_words.kin_of("keep several years")[stems("years")[0]])
    assert not any(plain_words.kin_of("zzz").values())
