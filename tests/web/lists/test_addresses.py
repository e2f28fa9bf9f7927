"""Addresses that long lists say once for all their rows."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.urls import NoReverseMatch, reverse, set_script_prefix

from goodword.web.templatetags._rows import page_of


@pytest.mark.parametrize("name", ["account", "customer", "contact", "advocate", "opportunity", "story", "request-move"])
def test_an_address_is_the_one_that_would_be_looked_up(name: str) -> None:
    one, other = uuid4(), uuid4()
    assert page_of(name, one) == reverse(name, args=[one])
    assert page_of(name, other) == reverse(name, args=[other])


def test_an_address_begins_where_the_program_is_served() -> None:
    key = uuid4()
    assert page_of("account", key) == reverse("account", args=[key])
    set_script_prefix("/references/")
    try:
        assert (
            page_of("account", key) == reverse("account", args=[key]) and page_of("account", key)[1:11] == "references"
        )
    finally:
        set_script_prefix("/")


def test_a_page_that_is_not_there_has_no_address() -> None:
    with pytest.raises(NoReverseMatch):
        page_of("nowhere", uuid4())
