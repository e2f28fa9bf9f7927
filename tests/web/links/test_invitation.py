"""X01: who is asked what, in which words; a yes, a no, a no for ever, and each taken back or followed up."""

from __future__ import annotations

import pytest

from goodword.core import jobs
from goodword.core.models import SignedLink
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.policy import Purpose, actor_of
from goodword.references import actions as references
from goodword.references.models import Advocate
from goodword.references.queries import live_consents, wording_of
from tests import cast
from tests.cast import SETUP, Company
from tests.web.links.making import browser, newest, path_of, signed, text_of

YES = {"action": "yes", "visibility": "colleagues", "per_year": "3", "topics": "prices\nheadcount, our audit"}


def invited(company: Company) -> tuple[Advocate, str]:
    """Invite a person at Kestrel whom Amara nominated; return them and the page of their mail."""
    with opened(company.workspace):
        contact = directory.add_contact(
            company.kestrel, "Sol Ferreira", by=SETUP, email="sol@kestrel.example", time_zone="Europe/Brussels"
        )
        sol = references.nominate(contact, by=actor_of(company.amara), because=["great results"])
        references.invite(sol, by=SETUP)
    jobs.run_due(company.workspace)
    with opened(company.workspace):
        return sol, path_of(SignedLink.objects.get(purpose=Purpose.INVITATION, subject_id=sol.pk))


def fresh(company: Company, advocate: Advocate) -> Advocate:
    with opened(company.workspace):
        return Advocate.objects.select_related("contact").get(pk=advocate.pk)


def kinds(company: Company, advocate: Advocate) -> set[str]:
    with opened(company.workspace):
        return set(live_consents(advocate))


def test_the_page_says_who_thought_of_them_and_shows_the_exact_words() -> None:
    company = cast.company()
    _sol, path = invited(company)
    page = text_of(browser().get(path))
    assert "Amara Diallo thought of you" in page and "For Sol Ferreira" in page
    assert "at most 4 times in twelve months and 30 days apart" in page
    with opened(company.workspace):
        assert wording_of("call") in page
        assert wording_of("speaking") in page
    assert "Yes to reference calls" in page and "Not for me, don't ask again" in page


def test_every_other_kind_is_off_and_colleagues_is_preselected() -> None:
    company = cast.company()
    _sol, path = invited(company)
    page = text_of(browser().get(path))
    toggles = [part.split(">")[0] for part in page.split('type="checkbox"')[1:]]
    assert len(toggles) == 12 and not any("checked" in toggle for toggle in toggles)
    assert 'value="colleagues" id="id_visibility" checked' in page


def test_a_yes_is_consent_to_calls_alone_and_keeps_what_was_set() -> None:
    company = cast.company()
    sol, path = invited(company)
    assert browser().post(path, YES).status_code == 303
    sol = fresh(company, sol)
    assert sol.state == "active" and kinds(company, sol) == {"call"}
    assert sol.off_limits == ["prices", "headcount", "our audit"] and sol.dial_per_year == 3
    with opened(company.workspace):
        consent = sol.consents.get()
        assert consent.act == "given" and consent.wording == wording_of("call") and consent.address_hash
    assert "Thank you, Sol" in text_of(browser().get(path))


def test_a_kind_that_was_switched_on_is_agreed_to_as_well() -> None:
    company = cast.company()
    sol, path = invited(company)
    assert browser().post(path, YES | {"kinds": ["written", "speaking"], "visibility": "masked"}).status_code == 303
    assert kinds(company, sol) == {"call", "written", "speaking"}
    assert fresh(company, sol).visibility == "masked"


def test_what_was_typed_is_kept_when_something_is_missing() -> None:
    company = cast.company()
    sol, path = invited(company)
    answer = browser().post(path, {"action": "yes", "per_year": "0", "topics": "prices", "kinds": ["written"]})
    page = text_of(answer)
    assert answer.status_code == 422 and "There is a problem" in page and "<title>Error: " in page
    assert "Choose who may know your name." in page and "choose “Not for me”" in page
    assert ">\nprices</textarea>" in page and 'value="written" checked' in page
    assert fresh(company, sol).state == "invited"


def test_a_yes_acts_once() -> None:
    company = cast.company()
    sol, path = invited(company)
    browser().post(path, YES)
    assert browser().post(path, {"action": "no"}).status_code == 409
    assert fresh(company, sol).state == "active"


def test_the_thank_you_page_takes_closer_limits_and_languages() -> None:
    company = cast.company()
    sol, path = invited(company)
    browser().post(path, YES)
    more = {"action": "room", "per_quarter": "1", "gap_days": "60", "languages": ["en", "pt"]}
    assert browser().post(path, more).status_code == 303
    sol = fresh(company, sol)
    assert (sol.dial_per_quarter, sol.dial_gap_days, sol.languages) == (1, 60, ["en", "pt"])
    assert sol.dial_per_year == 3
    assert "Kept. It holds from now on." in text_of(browser().get(path))


def test_the_thank_you_page_raises_nothing_without_the_code() -> None:
    company = cast.company()
    sol, path = invited(company)
    browser().post(path, YES)
    browser().post(path, {"action": "room", "per_quarter": "1", "gap_days": "60"})
    answer = browser().post(path, {"action": "room", "per_quarter": "2", "gap_days": "60"})
    assert answer.status_code == 422 and "it takes a code we send you" in text_of(answer)
    assert fresh(company, sol).dial_per_quarter == 1


def test_the_thank_you_page_leads_to_the_own_page() -> None:
    company = cast.company()
    _sol, path = invited(company)
    browser().post(path, YES)
    answer = browser().post(path, {"action": "own_page"})
    assert answer.status_code == 303 and answer.headers["Location"] != path
    assert "Your reference page" in text_of(browser().get(answer.headers["Location"]))


def test_who_said_yes_can_leave_from_the_same_page() -> None:
    company = cast.company()
    sol, path = invited(company)
    browser().post(path, YES)
    assert "Leave the reference program?" in text_of(browser().get(path + "?view=leave"))
    assert browser().post(path, {"action": "leave"}).status_code == 303
    assert fresh(company, sol).state == "left" and kinds(company, sol) == set()
    page = text_of(browser().get(path))
    assert "You have left the program" in page and "Undo" in page


@pytest.mark.parametrize("answer", ["no", "never"])
def test_a_no_needs_no_reason_and_can_be_taken_back_for_ten_minutes(answer: str) -> None:
    company = cast.company()
    sol, path = invited(company)
    assert browser().post(path, {"action": answer}).status_code == 303
    assert fresh(company, sol).state == "declined"
    assert (fresh(company, sol).never_ask_since is not None) == (answer == "never")
    page = text_of(browser().get(path))
    assert "That's fine. Thank you for your answer" in page
    assert ("Nobody at Tidewell invites you again" in page) == (answer == "never")
    event = newest(company, "advocate.declined")
    assert browser().post(path, {"action": "undo", "event": str(event.pk)}).status_code == 303
    sol = fresh(company, sol)
    assert sol.state == "invited" and sol.never_ask_since is None
    assert browser().post(path, YES).status_code == 303
    assert fresh(company, sol).state == "active"


def test_a_no_stays_after_ten_minutes() -> None:
    company = cast.company()
    sol, path = invited(company)
    browser().post(path, {"action": "no"})
    event = newest(company, "advocate.declined")
    company.run(minutes=11)
    answer = browser().post(path, {"action": "undo", "event": str(event.pk)})
    assert answer.status_code == 409 and "The ten minutes to undo this are over." in text_of(answer)
    assert fresh(company, sol).state == "declined"


def test_an_invitation_of_somebody_else_is_not_theirs_to_answer() -> None:
    company = cast.company()
    sol, _path = invited(company)
    with opened(company.workspace):
        foreign = path_of(signed(Purpose.INVITATION, sol, company.maya.contact))
    assert browser().get(foreign).status_code == 410
    assert browser().post(foreign, YES).status_code == 410
    assert fresh(company, sol).state == "invited"


def test_an_invitation_that_lapsed_offers_nothing_to_press() -> None:
    company = cast.company()
    _sol, path = invited(company)
    company.run(days=31)
    answer = browser().get(path)
    assert answer.status_code == 410 and "Yes to reference calls" not in text_of(answer)
