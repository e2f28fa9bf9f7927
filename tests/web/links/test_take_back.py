"""The page behind the Undo of a notice: opening it changes nothing, a press takes just that back."""

from __future__ import annotations

from datetime import timedelta

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.queries.pages import pause_of
from goodword.directory.models import Contact
from goodword.members.policy import Purpose
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import Advocate
from goodword.references.queries import live_consents
from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import browser, newest, path_of, signed, text_of

PRESS = {"action": "take_back"}


def own_link(company: Company) -> str:
    with opened(company.workspace):
        return path_of(signed(Purpose.OWN_PAGE, company.maya, company.maya.contact))


def undo_link(company: Company, name: str, *, lives: timedelta = timedelta(days=7)) -> str:
    """Return the mailed Undo of the newest event of a name."""
    return making.link(
        company, Purpose.TAKE_BACK, newest(company, name), contact_of(company, company.maya), lives=lives
    )


def contact_of(company: Company, advocate: Advocate) -> Contact:
    with opened(company.workspace):
        return advocate.contact


def maya(company: Company) -> Advocate:
    with opened(company.workspace):
        return Advocate.objects.select_related("contact", "profile__account").get(pk=company.maya.pk)


def test_a_pause_is_taken_back_days_later_and_the_page_then_says_so() -> None:
    company = cast.company()
    browser().post(own_link(company), {"action": "pause", "until": "6"})
    path = undo_link(company, "hold.placed")
    company.run(days=3)
    page = text_of(browser().get(path))
    assert "A pause began: nobody asks you for anything before" in page and "Undo the pause" in page
    assert "It came by a link we had sent to Maya Okafor" in page and "This works until Tue 9 Feb" in page
    assert browser().post(path, PRESS).status_code == 303
    with opened(company.workspace):
        assert pause_of(maya(company)) is None
    page = text_of(browser().get(path))
    assert "It is back as it was" in page and "Undo the pause" not in page
    before = making.digest()
    assert browser().post(path, PRESS).status_code == 303
    assert making.digest() == before


def test_a_pause_that_replaced_another_gives_way_to_it() -> None:
    company = cast.company()
    path = own_link(company)
    browser().post(path, {"action": "pause", "until": "6"})
    company.run(minutes=30)
    browser().post(path, {"action": "pause", "until": "1"})
    browser().post(undo_link(company, "hold.placed"), PRESS)
    with opened(company.workspace):
        pause = pause_of(maya(company))
    assert pause is not None and pause.until is not None and pause.until.month == 8
    lifted = newest(company, "hold.lifted")
    assert lifted.data["stands_again"]


def test_limits_lowered_step_by_step_come_back_in_one_press_without_a_code() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_dial(maya(company), by=cast.SETUP, per_year=4)
    page = own_link(company)
    for calls in ("3", "2", "1"):
        browser().post(page, {"action": "limits", "per_year": calls})
    path = undo_link(company, "dial.set")
    assert "at most: 1 instead of 4." in text_of(browser().get(path))
    assert browser().post(path, PRESS).status_code == 303
    assert maya(company).dial_per_year == 4
    with opened(company.workspace):
        assert newest(company, "dial.set").undoes_id is not None


def test_what_was_changed_again_since_is_left_alone_and_the_page_says_so() -> None:
    company = cast.company()
    browser().post(own_link(company), {"action": "limits", "per_year": "3"})
    path = undo_link(company, "dial.set")
    browser().post(own_link(company), {"action": "limits", "per_year": "1"})
    page = text_of(browser().get(path))
    assert "There is nothing to take back here" in page and "It was changed again since." in page
    assert 'value="take_back"' not in page
    assert browser().post(path, PRESS).status_code == 409
    assert maya(company).dial_per_year == 1


def test_topics_and_the_name_come_back_as_they_were() -> None:
    company = cast.company()
    path = own_link(company)
    browser().post(path, {"action": "topics", "topics": "prices"})
    browser().post(undo_link(company, "dial.set"), PRESS)
    assert maya(company).off_limits == []
    browser().post(path, {"action": "visibility", "visibility": "masked"})
    browser().post(undo_link(company, "dial.set"), PRESS)
    assert maya(company).visibility == "colleagues"


def test_a_stopped_kind_comes_back_as_it_stood_but_not_for_who_left_since() -> None:
    company = cast.company()
    browser().post(own_link(company), {"action": "stop", "kind": "call"})
    path = undo_link(company, "consent.revoked")
    browser().post(own_link(company), {"action": "leave"})
    assert "You have left the program since." in text_of(browser().get(path))
    assert browser().post(path, PRESS).status_code == 409
    browser().post(undo_link(company, "advocate.left"), PRESS)
    assert maya(company).state == "active"
    assert browser().post(path, PRESS).status_code == 303
    with opened(company.workspace):
        assert set(live_consents(maya(company))) == {"call"}


def test_who_left_comes_back_with_everything_agreed_unless_invited_anew_meanwhile() -> None:
    company = cast.company()
    browser().post(own_link(company), {"action": "leave"})
    path = undo_link(company, "advocate.left")
    assert browser().post(path, PRESS).status_code == 303
    with opened(company.workspace):
        assert maya(company).state == "active" and set(live_consents(maya(company))) == {"call"}
    browser().post(own_link(company), {"action": "leave"})
    path = undo_link(company, "advocate.left")
    with opened(company.workspace):
        references.invite(maya(company), by=cast.SETUP)
    assert browser().post(path, PRESS).status_code == 409
    assert maya(company).state == "invited"


def test_the_link_is_its_persons_its_events_and_over_after_its_time() -> None:
    company = cast.company()
    browser().post(own_link(company), {"action": "pause", "until": "6"})
    event = newest(company, "hold.placed")
    foreign = making.link(company, Purpose.TAKE_BACK, event, contact_of(company, company.ingrid))
    assert browser().post(foreign, PRESS).status_code == 410
    short = undo_link(company, "hold.placed", lives=timedelta(minutes=20))
    company.run(minutes=30)
    page = browser().get(short)
    assert page.status_code == 410 and "Send me a fresh link" not in text_of(page)
    assert browser().post(short, PRESS).status_code == 410
    assert browser().post(short, {"action": "fresh"}).status_code == 303
    with opened(company.workspace):
        assert not Event.objects.filter(name="link.renewed").exists()
    with opened(company.workspace):
        assert pause_of(maya(company)) is not None


def test_a_hold_of_the_owner_is_not_the_customers_to_take_back() -> None:
    company = cast.company()
    with opened(company.workspace):
        protection.place_hold(maya(company), by=cast.SETUP)
    assert browser().get(undo_link(company, "hold.placed")).status_code == 404


def test_the_way_to_everything_else_is_one_press() -> None:
    company = cast.company()
    browser().post(own_link(company), {"action": "limits", "per_year": "3"})
    answer = browser().post(undo_link(company, "dial.set"), {"action": "own_page"})
    assert answer.status_code == 303
    assert "Your reference page" in text_of(browser().get(answer["Location"]))
    with opened(company.workspace):
        assert Event.objects.filter(name="dial.set").count() == 1
