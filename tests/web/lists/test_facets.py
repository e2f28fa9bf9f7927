"""Boxes beside a list: what they leave, what they count, and nothing of what the viewer may not know."""

from __future__ import annotations

import re

import pytest

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Term, Vocabulary
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.protection.actions import place_hold
from goodword.references.actions import revoke_consent, set_visibility
from goodword.references.models import HelpKind, Visibility
from goodword.web.lists import facets
from tests import cast
from tests.cast import SETUP, Company
from tests.web.requests.scenes import signed_in, text_of


@pytest.fixture
def made() -> Company:
    """Return the company with a bank beside its two freight customers."""
    company = cast.company()
    with opened(company.workspace):
        bank = cast.customer("Fjord Bank", owner=company.lucia)
        banking = directory.term(Vocabulary.INDUSTRY, "Banking", by=SETUP)
        directory.change_account(bank, by=SETUP, industry=banking)
    return company


def word(made: Company, name: str) -> str:
    with opened(made.workspace):
        return str(Term.objects.get(name=name).pk)


def counts(member: Member, path: str) -> dict[str, str]:
    """Return the figure beside each box's words."""
    page = text_of(signed_in(member), path)
    boxes = re.findall(r'<span class="wrap-any">([^<]*)</span><span class="n"><span class="vh">, </span>(\d+)', page)
    return dict(boxes)


def names(member: Member, path: str) -> list[str]:
    return re.findall(r'<th scope="row">(?:<a[^>]*>)([^<]*)</a>', text_of(signed_in(member), path))


def test_a_box_leaves_its_rows_and_counts_them(made: Company) -> None:
    path = f"/accounts?view=customers&industry={word(made, 'Banking')}"
    assert names(made.priya, path) == ["Fjord Bank"]
    figures = counts(made.priya, path)
    assert figures["Banking"] == "1"
    assert figures["Transport &amp; logistics"] == "2", "within a group boxes add up: what the other would bring"
    assert figures["Lucia Ferro"] == "1" and "Amara Diallo" not in figures, "across groups they narrow"


def test_boxes_of_one_group_add_up(made: Company) -> None:
    both = f"industry={word(made, 'Banking')}&industry={word(made, 'Transport & logistics')}"
    assert len(names(made.priya, f"/accounts?view=customers&{both}")) == 3
    assert names(made.priya, f"/accounts?view=customers&{both}&owner={made.amara.pk}") == ["Kestrel Freight"]


def test_a_chip_takes_one_box_off_and_leaves_the_rest(made: Company) -> None:
    path = f"/accounts?view=customers&industry={word(made, 'Banking')}&standing=none&q=fjord"
    page = text_of(signed_in(made.priya), path)
    assert "Industry: Banking" in page and "Clear filters" in page
    assert 'href="?view=customers&amp;standing=none&amp;q=fjord"' in page


def test_a_private_customer_is_in_nobody_elses_figures(made: Company) -> None:
    assert counts(made.ben, "/accounts?view=customers")["Amara Diallo"] == "1"
    with opened(made.workspace):
        set_visibility(made.maya.profile, Visibility.MASKED, by=actor_of(made.priya))
    assert "Amara Diallo" not in counts(made.ben, "/accounts?view=customers")
    assert counts(made.ben, "/accounts?view=customers")["Transport &amp; logistics"] == "1"
    assert counts(made.priya, "/accounts?view=customers")["Private"] == "1"
    assert counts(made.ben, "/contacts")["Helps"] == "1"
    assert names(made.ben, "/accounts?view=customers&standing=private") == []


def test_what_stops_asks_is_a_box(made: Company) -> None:
    assert counts(made.priya, "/advocates")["Nothing stops asks"] == "2"
    with opened(made.workspace):
        place_hold(made.kestrel, by=SETUP)
        place_hold(made.ingrid, by=SETUP)
    assert names(made.priya, "/accounts?view=customers&standing=held") == ["Kestrel Freight"]
    assert names(made.priya, "/advocates?stop=held") == ["Ingrid Solheim", "Maya Okafor"]
    assert names(made.priya, "/advocates?stop=free") == []
    assert "Nothing stops asks" not in counts(made.priya, "/advocates")


def test_a_box_that_says_the_opposite_of_another_counts_what_that_leaves(made: Company) -> None:
    assert names(made.priya, "/accounts?view=customers&standing=none") == ["Fjord Bank"]
    figures = counts(made.priya, "/accounts?view=customers")
    assert (figures["Somebody helps"], figures["Nobody yet"]) == ("2", "1")


def test_a_kind_of_help_that_was_withdrawn_is_not_offered(made: Company) -> None:
    assert len(names(made.priya, "/advocates?kind=call")) == 2
    with opened(made.workspace):
        revoke_consent(made.maya, HelpKind.CALL, by=SETUP)
    assert names(made.priya, "/advocates?kind=call") == ["Ingrid Solheim"]
    assert counts(made.priya, "/advocates")["Reference call"] == "1"


def test_people_are_narrowed_by_their_company_and_their_part(made: Company) -> None:
    assert names(made.priya, "/contacts?company=prospect") == ["Daniel Reyes"]
    assert names(made.priya, "/contacts?standing=none") == ["Daniel Reyes"]
    assert names(made.priya, f"/contacts?owner={made.amara.pk}") == ["Maya Okafor"]


def test_what_an_address_says_of_no_box_is_left_out(made: Company) -> None:
    assert len(names(made.priya, "/accounts?view=customers&industry=x&standing=y&owner=0")) == 3


def test_of_a_long_list_boxes_give_no_figure_rather_than_a_wrong_one(
    made: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(facets, "FEW", 2)
    assert counts(made.priya, "/accounts?view=customers") == {}
    assert "Transport &amp; logistics" in text_of(signed_in(made.priya), "/accounts?view=customers")
    assert names(made.priya, f"/accounts?view=customers&owner={made.amara.pk}") == ["Kestrel Freight"]


def test_a_list_of_nothing_has_no_boxes_beside_it(made: Company) -> None:
    assert 'id="filters"' in text_of(signed_in(made.priya), "/accounts?view=customers")
    assert 'id="filters"' not in text_of(signed_in(made.priya), "/accounts?view=customers&q=nobodyhere")
