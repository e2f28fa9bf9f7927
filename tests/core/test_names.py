from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from goodword.core.names import company_core, domain_of, first_name, folded


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("Maya Okafor", "Maya"),
        ("Dr. Ingebjørg Vik", "Ingebjørg"),
        ("Prof. Dr. Hana Sato", "Hana"),
        ("J. R. Moore", "J."),
        ("Dr.", "Dr."),
        ("  ", ""),
    ],
)
def test_a_person_is_called_by_their_first_name_never_by_a_title(name: str, called: str) -> None:
    assert first_name(name) == called


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Kestrel-Freight, Inc.", "kestrel freight"),
        ("KESTREL FREIGHT GmbH & Co. KG", "kestrel freight"),
        ("Foo S.p.A.", "foo"),
        ("Foo S. p. A.", "foo"),
        ("Żabka Polska Sp. z o.o.", "zabka polska"),
        ("Grupo México S.A.B. de C.V.", "grupo mexico"),
        ("Kiwi A/S", "kiwi"),
        ("The Acme Company Pty. Ltd.", "acme"),
        ("A.B. Dynamics plc", "ab dynamics"),
        ("O’Neill's", "oneills"),
        ("Limited", "limited"),
        ("AS", "as"),
        ("3M Company", "3m"),
        ("Marks & Spencer Group", "marks and spencer group"),
        ("!!!", ""),
    ],
)
def test_a_companys_name_is_told_from_others_without_its_legal_form(name: str, core: str) -> None:
    assert company_core(name) == core


@example("&")
@given(st.text(max_size=60))
def test_what_is_left_of_a_name_is_left_of_that_again(name: str) -> None:
    core = company_core(name)
    assert bool(core) == bool(re.search(r"\w", folded(name)))
    assert not core or company_core(f"{core} Ltd.") == company_core(core)


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.Kestrel.example/about?x=1", "kestrel.example"),
        ("kestrel.example", "kestrel.example"),
        ("http://shop.kestrel.example:8080", "shop.kestrel.example"),
        ("Maya@Kestrel.example", "kestrel.example"),
        ("http://[bad", ""),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_a_domain_is_that_of_a_web_or_a_mail_address(address: str, domain: str) -> None:
    assert domain_of(address) == domain
