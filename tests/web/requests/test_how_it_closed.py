"""A closed request says how far it came and how it ended, and promises no step any more."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from goodword.core.tenancy import opened
from goodword.desk.actions import close_with_proof, withdraw_request
from goodword.desk.models import ReferenceRequest
from goodword.members.policy import actor_of
from tests import cast
from tests.web.requests import scenes
from tests.web.requests.scenes import signed_in, text_of

STEP = re.compile(r'<li class="(\w+)"[^>]*><span>(\w+)<span class="vh">, ([\w ]+)</span>')
Way = Callable[[cast.Company], ReferenceRequest]


def steps(page: str) -> list[str]:
    """Return the steps that are done; every other one must be said not to have been reached."""
    found = STEP.findall(page[: page.index("</ol>", page.index('<ol class="steps"'))])
    assert len(found) == 5 and {word for state, _name, word in found if state != "done"} <= {"not reached"}
    return [name for state, name, _word in found if state == "done"]


def withdrawn(company: cast.Company, need: ReferenceRequest) -> None:
    with opened(company.workspace):
        withdraw_request(need, by=actor_of(company.ben))


@pytest.mark.parametrize(
    ("way", "came_to"),
    [
        (scenes.asked, ["Matched"]),
        (scenes.approved, ["Matched", "Owner"]),
        (scenes.countered, ["Matched", "Owner", "Customer"]),
        (scenes.booked, ["Matched", "Owner", "Customer", "Booked"]),
    ],
)
def test_a_withdrawn_request_came_as_far_as_it_had_come(way: Way, came_to: list[str]) -> None:
    company = cast.company()
    need = way(company)
    withdrawn(company, need)
    ben = signed_in(company.ben)
    for minutes in (0, 11):
        company.run(minutes=minutes)
        page = text_of(ben, f"/requests/{need.pk}")
        assert steps(page) == came_to and "Closed: Withdrawn" in page and "picked yet" not in page
    assert steps(text_of(ben, "/requests?as=list&view=closed")) == came_to


def test_a_buyer_who_picked_no_time_withdrew_nothing() -> None:
    company = cast.company()
    need = scenes.countered(company)
    company.run(days=12)
    for who in (company.ben, company.priya):
        page = text_of(signed_in(who), f"/requests/{need.pk}")
        assert steps(page) == ["Matched", "Owner", "Customer"]
        assert "Closed: No time was picked" in page and "Closed: the buyer picked no time" in page
        assert "ithdrawn" not in page
        rows = text_of(signed_in(who), "/requests?as=list&view=closed")
        assert "No time was picked, " in rows and "Withdrawn" not in rows


def test_proof_that_was_enough_takes_no_step_back() -> None:
    company = cast.company()
    need = scenes.approved(company)
    with opened(company.workspace):
        close_with_proof(need, by=actor_of(company.ben))
    company.run(minutes=11)
    page = text_of(signed_in(company.ben), f"/requests/{need.pk}")
    assert steps(page) == ["Matched", "Owner"] and "Closed: Proof only" in page
    assert "Nobody is asked any more." in page
    assert "Nothing is booked" in page and "A time is found after the yes" not in page and "How to join" not in page
