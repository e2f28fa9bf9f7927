from __future__ import annotations

import pytest

from goodword.matching.text import LONGEST_TEXT, phrase, stems, words


@pytest.mark.parametrize(
    ("one", "other"), [("São Paulo", "sao paulo"), ("MÜNCHEN", "munchen"), ("ﬁnance", "finance"), ("Ａ１", "a1")]
)
def test_accents_capitals_and_wide_letters_make_no_difference(one: str, other: str) -> None:
    assert words(one) == words(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("deployments", "deploying"),
        ("migrated", "migration"),
        ("banks", "banking"),
        ("policies", "policy"),
        ("testing", "tests"),
    ],
)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


def test_different_words_keep_different_stems() -> None:
    assert len({stems(word)[0] for word in ("bank", "payment", "release", "region", "retail")}) == 5


def test_small_words_tell_nothing_in_stories_but_something_in_names() -> None:
    assert stems("it is in the cloud") == stems("cloud")
    assert phrase("IT services") == ("it", phrase("services")[0])


def test_names_of_technologies_survive() -> None:
    assert stems("C++, C# and .NET") == ["c++", "c#", ".net"]


@pytest.mark.parametrize("text", ["", "   ", "\x00\x1b", "🙂", "…—"])
def test_text_without_words_has_none(text: str) -> None:
    assert words(text) == []


def test_other_scripts_are_words_too() -> None:
    assert words("שלום עולם") == ["שלום", "עולם"]
    assert words("日本 銀行") == ["日本", "銀行"]


def test_a_text_is_read_up_to_its_limit() -> None:
    assert "late" in words("late".rjust(LONGEST_TEXT))
    assert "late" not in words(" " * LONGEST_TEXT + "late")
