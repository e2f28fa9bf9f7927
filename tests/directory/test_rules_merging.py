"""What stands of two entries of one company or person, as plain values."""

from __future__ import annotations

from datetime import date
from typing import Any

from goodword.directory.rules import ACCOUNT_FIELDS, CONTACT_FIELDS, settled, taken, to_choose

TODAY = date(2027, 2, 2)
EMPTY: dict[str, Any] = dict.fromkeys(ACCOUNT_FIELDS, None) | {"health": "unknown", "name": "Kestrel", "city": ""}


def test_what_only_one_says_is_kept_whichever_it_is() -> None:
    stays, away = EMPTY | {"city": "Bruges"}, EMPTY | {"country": "Belgium"}
    assert taken(ACCOUNT_FIELDS, stays, away, [], TODAY) == ["country"]
    assert to_choose(ACCOUNT_FIELDS, stays, away) == []


def test_where_both_say_something_else_it_is_chosen() -> None:
    stays, away = EMPTY | {"city": "Bruges"}, EMPTY | {"city": "Ghent"}
    assert to_choose(ACCOUNT_FIELDS, stays, away) == ["city"]
    assert taken(ACCOUNT_FIELDS, stays, away, [], TODAY) == []
    assert taken(ACCOUNT_FIELDS, stays, away, ["city"], TODAY) == ["city"]


def test_nobody_chooses_the_looser_of_what_protects() -> None:
    stays = EMPTY | {"health": "green", "renewal_on": date(2027, 6, 1), "open_severity": 3}
    away = EMPTY | {"health": "red", "renewal_on": date(2027, 3, 1), "open_severity": 1}
    assert to_choose(ACCOUNT_FIELDS, stays, away) == []
    assert taken(ACCOUNT_FIELDS, stays, away, [], TODAY) == ["health", "renewal_on", "open_severity"]
    assert taken(ACCOUNT_FIELDS, away, stays, ["health", "renewal_on", "open_severity"], TODAY) == []


def test_a_renewal_that_is_past_gives_way_to_the_one_ahead() -> None:
    stays, away = EMPTY | {"renewal_on": date(2026, 6, 1)}, EMPTY | {"renewal_on": date(2027, 6, 1)}
    assert settled(ACCOUNT_FIELDS, stays, away, TODAY) == {"renewal_on": date(2027, 6, 1)}
    both_past = EMPTY | {"renewal_on": date(2025, 6, 1)}
    assert settled(ACCOUNT_FIELDS, stays, both_past, TODAY) == {"renewal_on": date(2026, 6, 1)}


def test_who_is_said_to_have_left_has_left() -> None:
    stays: dict[str, Any] = dict.fromkeys(CONTACT_FIELDS, "") | {"left_on": None}
    away = stays | {"left_on": date(2027, 1, 4)}
    assert taken(CONTACT_FIELDS, stays, away, [], TODAY) == ["left_on"]
    assert taken(CONTACT_FIELDS, away, stays, ["left_on"], TODAY) == []


def test_of_two_standings_the_one_that_keeps_them_from_being_asked_holds() -> None:
    customer, former, prospect = (EMPTY | {"status": status} for status in ("customer", "former", "prospect"))
    assert taken(ACCOUNT_FIELDS, customer, former, [], TODAY) == ["status"]
    assert taken(ACCOUNT_FIELDS, former, customer, ["status"], TODAY) == []
    assert taken(ACCOUNT_FIELDS, prospect, customer, [], TODAY) == ["status"]
    assert to_choose(ACCOUNT_FIELDS, former, customer) == []


def test_who_is_told_is_taken_over_only_where_somebody_chooses_it() -> None:
    stays, away = EMPTY, EMPTY | {"informed": "Carl", "deputy": "Lucia", "owner": "Amara"}
    assert to_choose(ACCOUNT_FIELDS, stays, away) == ["deputy", "informed"]
    assert taken(ACCOUNT_FIELDS, stays, away, [], TODAY) == ["owner"]
    assert taken(ACCOUNT_FIELDS, stays, away, ["informed"], TODAY) == ["owner", "informed"]
    assert taken(ACCOUNT_FIELDS, away, stays, ["informed"], TODAY) == []
