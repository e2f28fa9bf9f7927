"""Names stand where people look for them, and are found however they are typed."""

from __future__ import annotations

import pytest
from django.db import connection

from goodword.core.names import folded
from goodword.core.tenancy import opened
from goodword.directory import queries
from goodword.directory.actions import add_contact, change_account
from goodword.directory.models import Account, Contact
from goodword.references.actions import nominate
from goodword.references.models import Advocate
from tests import cast
from tests.cast import SETUP, Company


@pytest.fixture
def made() -> Company:
    return cast.company()


def accounts(words: str) -> list[str]:
    return list(Account.objects.filter(queries.companies_by_words(words)).values_list("name", flat=True))


def people(words: str) -> list[str]:
    found = Contact.objects.filter(queries.people_by_words(words))
    return list(found.values_list("name", flat=True))


def advocates(words: str) -> list[str]:
    found = Advocate.objects.filter(queries.advocates_by_words(words)).order_by("contact__sort_key")
    return list(found.values_list("contact__name", flat=True))


def test_an_accent_is_no_letter_of_its_own() -> None:
    assert folded("Île-de-Rail") == "ile-de-rail"
    assert folded("  Łódź   STRASSE ") == folded("lodz straße")
    assert folded("Ølund & Ægir") == "olund & aegir"
    assert folded("مايا") == "مايا" and folded("田中") == "田中"


def test_names_are_sorted_as_people_read_them(made: Company) -> None:
    with opened(made.workspace):
        for name in ("Zoo Rail", "Île-de-Rail", "alpine works", "Östgöta Hamn"):
            cast.customer(name, owner=made.amara)
        names = list(Account.objects.customers().values_list("name", flat=True))
    assert names == [
        "alpine works",
        "Île-de-Rail",
        "Kestrel Freight",
        "Nordhaven Shipping",
        "Östgöta Hamn",
        "Zoo Rail",
    ]


def test_a_new_name_takes_a_new_place(made: Company) -> None:
    with opened(made.workspace):
        change_account(made.kestrel, by=SETUP, name="Ångström Freight")
        assert accounts("angstrom") == ["Ångström Freight"]
        assert accounts("kestrel") == []


@pytest.mark.parametrize("rare", [queries.RARE, 1])
def test_a_search_finds_the_same_whether_the_word_is_rare_or_common(
    made: Company, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "RARE", rare)
    with opened(made.workspace):
        cast.customer("Île-de-Rail 100%", owner=made.amara)
        add_contact(made.kestrel, "Li Ångström", by=SETUP, email="li_a@kestrel.example")
        assert accounts("ILE") == accounts("de-rail") == accounts("100%") == ["Île-de-Rail 100%"]
        assert accounts("1%0") == []
        assert people("li") == ["Li Ångström"], "two letters are the beginning of a word"
        assert people("ngstrom kestrel") == ["Li Ångström"], "every word, in the name or the company's"
        assert people("angstrom li") == ["Li Ångström"], "in any order"
        assert people("li_a@") == ["Li Ångström"]
        assert people("lixa@") == []
        assert sorted(people("kestrel")) == ["Li Ångström", "Maya Okafor"]


@pytest.mark.parametrize("rare", [queries.RARE_ADVOCATES, 1])
def test_advocates_are_found_among_themselves_as_people_are_among_all(
    made: Company, rare: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(queries, "RARE_ADVOCATES", rare)
    with opened(made.workspace):
        add_contact(made.kestrel, "Maya Lindqvist", by=SETUP)
        assert advocates("maya") == advocates("okafor kestrel") == advocates("ma") == ["Maya Okafor"]
        assert advocates("lindqvist") == [], "who never took part"
        change_account(made.kestrel, by=SETUP, name="Ångström Freight")
        assert advocates("angstrom") == ["Maya Okafor"], "by the new name of their company"


def test_who_was_read_before_they_took_part_is_found_after_a_write(made: Company) -> None:
    with opened(made.workspace):
        person = add_contact(made.kestrel, "Li Ångström", by=SETUP)
        assert advocates("angstrom") == []
        nominate(Contact.objects.get(pk=person.pk), by=SETUP)
        person.save()  # as it was read
        assert advocates("angstrom") == ["Li Ångström"]


def test_a_search_sees_one_workspace_only(made: Company) -> None:
    other = cast.company("umbrella")
    with opened(other.workspace):
        assert people("maya") == ["Maya Okafor"]
        with connection.cursor() as cursor:
            for kind in ("contact", "advocate"):
                cursor.execute("SELECT * FROM goodword_named(%s, '{%%okafor%%}', '{%%okafor%%}', 10)", [kind])
                assert [pk for (pk,) in cursor.fetchall()] == [other.maya.contact_id]


def test_rare_words_are_looked_up_by_their_letters(made: Company) -> None:
    """The server has the index; what it is worth is measured with a million names (docs/performance.md)."""
    with connection.cursor() as cursor:
        for index in ("directory_contact_words", "contact_taking_part_words"):
            cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [index])
            assert "gin_trgm_ops" in cursor.fetchone()[0]
