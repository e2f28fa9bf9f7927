"""A slip in a list's search leads to what was meant, as far as its reader may know it."""

from __future__ import annotations

from html import unescape

import pytest

from goodword.core.tenancy import opened
from goodword.references.actions import set_visibility
from goodword.references.models import Visibility
from tests import cast
from tests.cast import SETUP
from tests.web.requests.scenes import signed_in, text_of


@pytest.mark.parametrize(
    ("path", "slip", "meant"),
    [
        ("/accounts?view=all", "kestral", "kestrel"),
        ("/contacts?", "okafr", "okafor"),
        ("/advocates?", "maya+okafr", "maya okafor"),
    ],
)
def test_a_slip_is_asked_back_and_its_link_finds_them(path: str, slip: str, meant: str) -> None:
    company = cast.company()
    client = signed_in(company.priya)
    page = unescape(text_of(client, f"{path}&q={slip}"))
    assert f">{meant}</a>?" in page and "Did you mean" in page
    found = text_of(client, f"{path}&q={meant.replace(' ', '+')}")
    assert "Did you mean" not in found and ("Kestrel" in found or "Okafor" in found)


def test_nothing_is_offered_where_nothing_is_near_or_nothing_would_be_found() -> None:
    company = cast.company()
    client = signed_in(company.priya)
    assert "Did you mean" not in text_of(client, "/accounts?view=all&q=zzyzx")
    assert "Did you mean" not in text_of(client, "/accounts?view=prospects&q=kestral")


def test_a_private_name_is_offered_to_those_alone_who_may_know_it() -> None:
    company = cast.company()
    with opened(company.workspace):
        set_visibility(company.maya.profile, Visibility.MASKED, by=SETUP)
    assert "kestrel</a>?" in text_of(signed_in(company.priya), "/accounts?view=all&q=kestral")
    assert "Did you mean" not in text_of(signed_in(company.ben), "/accounts?view=all&q=kestral")
