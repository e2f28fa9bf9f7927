"""Words in quotation marks are found exactly so, however a name is punctuated and however small its words are."""

from __future__ import annotations

import pytest

from tests.matching.cast import reference
from tests.matching.search.making import best_first

MOODY = reference("Moody's Analytics", story="Ratings.")
ACME = reference("Acme-Corp, Inc", story="Bolts.")
PLATFORM = reference("Platform House", story="It is the customer's data platform. Plan B was never needed.")
LIVE = reference("Slow Start", story="We went live in a week: nobody could go live sooner, with no downtime at all.")
CHAT = reference("Chatty", story="Live chat was added. Live chat cut downtime. Live again.")
EVERYBODY = (MOODY, ACME, PLATFORM, LIVE, CHAT)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ('"Moody\'s Analytics"', "Moody's Analytics"),
        ('"Moody’s Analytics"', "Moody's Analytics"),
        ('"Acme-Corp"', "Acme-Corp, Inc"),
        ('"Corp, Inc"', "Acme-Corp, Inc"),
        ('"customer\'s data platform"', "Platform House"),
        ('"plan b"', "Platform House"),
        ("customer's data platform", "Platform House"),
        ("plan b", "Platform House"),
        ('"go live"', "Slow Start"),
        ('"no downtime"', "Slow Start"),
    ],
)
def test_exact_words_find_those_alone_who_say_them(typed: str, found: str) -> None:
    assert best_first(typed, *EVERYBODY) == [found]


def test_exact_words_are_not_taken_for_others_that_begin_like_them() -> None:
    assert best_first('"went lively"', *EVERYBODY) == best_first('"chats"', *EVERYBODY) == []
    assert best_first('"Acme Corporation"', *EVERYBODY) == []


def test_one_letter_of_a_script_without_spaces_is_a_word() -> None:
    bank = reference("東京銀行", story="移行しました。")
    assert best_first("行 bank", bank, CHAT) == ["東京銀行"]
