"""Boxes: OR inside, AND across, counts that are true for this viewer and give nobody away."""

from __future__ import annotations

from urllib.parse import quote

from goodword.core.tenancy import opened
from goodword.references import actions as references
from tests.cast import SETUP
from tests.web.finding.making import DESCRIPTION, Market, boxes, cards, customer_with, market

LOGISTICS, FOOD, MAKING = "Transport & logistics", "Food & drink", "Manufacturing"


def ticked(**groups: tuple[str, ...]) -> str:
    kinds = "&touched=1&kind=call&whole=1&hear=" + quote("Leaving a legacy suite")
    return kinds + "".join(f"&{group}={quote(value)}" for group, values in groups.items() for value in values)


def grown() -> Market:
    """Return the market with three more logistics customers of one size, so that a private one may count among them."""
    company = market()
    with opened(company.workspace):
        for name in ("Ostrava Lines", "Padua Cargo", "Riga Freight"):
            customer_with(company.lucia, name, LOGISTICS, "Nordics", f"{name.split()[0]} Meyer")
    return company


def test_a_box_counts_the_cards_it_leaves() -> None:
    company = grown()
    for group, value in (("industry", LOGISTICS), ("industry", FOOD), ("region", "Benelux"), ("region", "Nordics")):
        text = company.page(company.ben, "&whole=1")
        left = cards(company.page(company.ben, ticked(**{group: (value,)})))
        assert boxes(text)[value] == len(left), (value, left)


def test_boxes_add_within_a_group_and_narrow_across_groups() -> None:
    company = market()
    both = cards(company.page(company.ben, ticked(industry=(FOOD, MAKING))))
    assert both == ["Alderbrook Foods", "Osterley Components"]
    assert cards(company.page(company.ben, ticked(industry=(FOOD, MAKING), region=("Benelux",)))) == [
        "Alderbrook Foods"
    ]


def test_counts_of_a_group_follow_the_other_groups() -> None:
    company = market()
    text = company.page(company.ben, ticked(region=("Benelux",)))
    assert boxes(text)[FOOD] == 1 and MAKING not in boxes(text)
    assert boxes(text)["Nordics"] == 1


def test_an_impossible_choice_names_the_filters_and_offers_to_clear_them() -> None:
    company = market()
    text = company.page(company.ben, ticked(industry=(FOOD,), region=("Nordics",)))
    assert cards(text) == [] and "No one matches these filters" in text
    assert "Food &amp; drink, Nordics" in text and "Clear filters" in text


def test_a_private_profile_never_moves_a_count_below_three() -> None:
    company = market()
    shown = boxes(company.page(company.ben))
    with opened(company.workspace):
        references.leave(company.private, by=SETUP)
    assert shown[LOGISTICS] == boxes(company.page(company.ben))[LOGISTICS] == 2
    assert DESCRIPTION not in cards(company.page(company.ben, ticked(industry=(LOGISTICS,))))


def test_from_three_on_a_private_profile_counts_by_what_its_description_tells() -> None:
    company = grown()
    shown = boxes(company.page(company.ben))
    assert DESCRIPTION in cards(company.page(company.ben, ticked(industry=(LOGISTICS,))))
    assert DESCRIPTION not in cards(company.page(company.ben, ticked(region=("Nordics",))))
    with opened(company.workspace):
        references.leave(company.private, by=SETUP)
    alone = boxes(company.page(company.ben))
    assert shown[LOGISTICS] == alone[LOGISTICS] + 1 and shown["Nordics"] == alone["Nordics"]


def test_who_may_know_the_private_one_counts_it_by_all_of_its_facts() -> None:
    company = market()
    assert boxes(company.page(company.priya))["Nordics"] == boxes(company.page(company.ben))["Nordics"] + 1
