"""Weights are changed with a look at what they would have changed for the requests of late."""

from __future__ import annotations

from typing import Any

from goodword.core.models import Event, Program
from goodword.core.tenancy import opened
from goodword.matching.actions import CHANGED
from goodword.matching.rules.weighing import SETTINGS, values_from
from goodword.web.settings.rules import SEEN, field_name
from tests import cast
from tests.web.members.people import signed_in

PAGE, EFFECT = "/settings/matching", "/settings/matching/effect"


def typed(**changes: Any) -> dict[str, Any]:
    """Return the form as the page of untouched weights sends it, with these values typed in."""
    usual = {field_name(key): f"{value:g}" for key, value in values_from({}).items()}
    return {f"{SEEN}{name}": value for name, value in usual.items()} | usual | changes


def test_only_the_program_and_admins_open_the_weights() -> None:
    company = cast.company()
    for who, status in ((company.priya, 200), (company.ada, 200), (company.ben, 403), (company.elin, 403)):
        assert signed_in(who).get(PAGE).status_code == status


def test_every_weight_is_on_the_page() -> None:
    page = signed_in(cast.company().ada).get(PAGE).content.decode()
    for key in SETTINGS:
        assert f'name="{field_name(key)}"' in page, key
    assert "All of them are as they come." in page and "Version 2" in page


def test_the_effect_on_recent_requests_is_shown_and_nothing_is_saved() -> None:
    company = cast.company()
    none_yet = signed_in(company.priya).post(EFFECT, typed(**{"facts-industry": "4"})).content.decode()
    assert "There was no request in the last 90 days to try it on." in none_yet
    with opened(company.workspace):
        company.request()
    page = signed_in(company.priya).post(EFFECT, typed(**{"facts-industry": "4"})).content.decode()
    assert "1.5 → 4" in page and "Requests looked at" in page
    with opened(company.workspace):
        assert Program.here().rules == {} and not Event.objects.filter(name=CHANGED).exists()


def test_saved_weights_hold_and_are_told_on_the_page() -> None:
    company = cast.company()
    assert signed_in(company.ada).post(PAGE, typed(**{"facts-region": "2.5"})).status_code == 302
    page = signed_in(company.priya).get(PAGE).content.decode()
    assert "One weight is your own." in page and 'value="2.5"' in page
    with opened(company.workspace):
        assert Program.here().rules == {"matching": {"facts.region": 2.5}}


def test_a_value_out_of_bounds_is_said_at_its_field() -> None:
    client = signed_in(cast.company().priya)
    for wrong in ("9", "-1", "much", "nan", "1e999"):
        for where in (PAGE, EFFECT):
            answer = client.post(where, typed(**{"facts-region": wrong}))
            assert answer.status_code == 422
            assert "Region: enter a number from 0 to 4." in answer.content.decode()


def test_a_change_made_meanwhile_is_told_and_not_overwritten() -> None:
    company = cast.company()
    signed_in(company.ada).post(PAGE, typed(**{"facts-region": "2"}))
    late = signed_in(company.priya).post(PAGE, typed(**{"facts-industry": "3"}))
    assert late.status_code == 422 and "Somebody changed the weights meanwhile." in late.content.decode()
