"""X03: everything a customer agreed to and set is theirs to change. Less holds at once, more takes the code."""

from __future__ import annotations

import re

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.queries.pages import pause_of
from goodword.members.policy import Purpose
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.models import Advocate
from goodword.references.queries import live_consents, wording_of
from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import browser, newest, path_of, signed, text_of


def own_link(company: Company, advocate: Advocate | None = None) -> str:
    with opened(company.workspace):
        who = advocate or company.maya
        return path_of(signed(Purpose.OWN_PAGE, who, who.contact))


def maya(company: Company) -> Advocate:
    with opened(company.workspace):
        return Advocate.objects.select_related("contact", "profile__account").get(pk=company.maya.pk)


def kinds(company: Company) -> set[str]:
    with opened(company.workspace):
        return set(live_consents(company.maya))


def pause(company: Company) -> Hold | None:
    with opened(company.workspace):
        return pause_of(maya(company))


def event_on(page: str) -> str:
    """Return the event that the page's Undo takes back."""
    return re.findall(r'name="event" value="([^"]+)"', page)[0]


# --- what it shows -------------------------------------------------------------------------------------------------


def test_the_page_tells_what_stands_in_the_order_of_the_specification() -> None:
    company = cast.company()
    page = text_of(browser().get(own_link(company)))
    parts = [
        "Nothing planned.",
        "0 of 4 calls used in the last twelve months.",
        "Pause until…",
        "Kinds of help",
        ">Limits<",
        "Off-limits topics",
        "Every ask so far",
        "What you agreed to",
        "Download my data",
        "Leave the reference program",
    ]
    places = [page.index(part) for part in parts]
    assert places == sorted(places)
    with opened(company.workspace):
        assert wording_of("call") in page
    assert "Next ask not before" not in page
    assert "For Maya Okafor" in page and "12 other kinds, all off" in page


def test_a_booked_call_comes_first_and_leads_to_its_own_page() -> None:
    company = cast.company()
    ask = making.booked(company)
    call = making.customer_link(company, ask)
    page = text_of(browser().get(own_link(company)))
    assert "Thu 4 Feb, 15:00, call with Harbourline Logistics" in page
    assert "In 2 days" in page and f'href="{call}"' in page
    assert "Nothing planned" not in page


def test_the_line_of_use_says_from_when_they_can_be_asked_again() -> None:
    company = cast.company()
    path = making.customer_link(company, making.after_the_call(company))
    assert browser().post(path, {"answer": "fine"}).status_code == 303
    company.run(minutes=11)
    page = text_of(browser().get(own_link(company)))
    assert "1 of 4 calls used in the last twelve months. Next ask not before Sat 6 Mar." in page
    assert "Reference call. You helped" in page


def test_a_question_that_waits_is_shown() -> None:
    company = cast.company()
    making.customer_asked(company)
    page = text_of(browser().get(own_link(company)))
    assert "Harbourline Logistics" in page and "Your answer is in the mail we sent" in page


def test_every_ask_is_listed_with_date_company_and_kind_declined_ones_too() -> None:
    company = cast.company()
    path = making.customer_link(company, making.customer_asked(company))
    assert "Nobody has asked you yet." not in text_of(browser().get(own_link(company)))
    browser().post(path, {"action": "decline"})
    company.run(minutes=11)
    page = text_of(browser().get(own_link(company)))
    assert "Harbourline Logistics" in page and "Reference call. Not this time" in page and "Tue 2 Feb" in page


def test_an_ask_that_never_reached_them_is_not_theirs_to_read() -> None:
    company = cast.company()
    making.owner_asked(company)
    page = text_of(browser().get(own_link(company)))
    assert "Harbourline" not in page and "Nobody has asked you yet." in page


def test_the_page_is_for_its_person_alone() -> None:
    company = cast.company()
    with opened(company.workspace):
        foreign = path_of(signed(Purpose.OWN_PAGE, company.maya, company.ingrid.contact))
    assert browser().get(foreign).status_code == 410
    assert browser().post(foreign, {"action": "leave"}).status_code == 410
    assert maya(company).state == "active"


# --- pausing -------------------------------------------------------------------------------------------------------


def test_a_pause_is_one_press_on_a_preset_and_stops_a_waiting_question() -> None:
    company = cast.company()
    ask = making.customer_asked(company)
    path = own_link(company)
    assert browser().post(path, {"action": "pause", "until": "3"}).status_code == 303
    company.run()
    assert making.fresh(company, ask).state == "cancelled"
    page = text_of(browser().get(path))
    assert "You are paused until Sun 2 May." in page and "End the pause" in page


def test_a_pause_until_they_end_it_and_until_a_day() -> None:
    company = cast.company()
    path = own_link(company)
    browser().post(path, {"action": "pause", "until": ""})
    assert "You are paused until you end it." in text_of(browser().get(path))
    browser().post(path, {"action": "pause", "until": "date", "on": "2027-03-01"})
    assert "You are paused until Mon 1 Mar." in text_of(browser().get(path))


def test_a_day_that_is_over_is_told_and_kept() -> None:
    company = cast.company()
    answer = browser().post(own_link(company), {"action": "pause", "until": "date", "on": "2027-01-01"})
    page = text_of(answer)
    assert answer.status_code == 422 and "Enter a date after today." in page and 'value="2027-01-01"' in page
    assert "<title>Error: " in page and pause(company) is None


def test_a_pause_is_taken_back_or_ended() -> None:
    company = cast.company()
    path = own_link(company)
    browser().post(path, {"action": "pause", "until": "1"})
    event = event_on(text_of(browser().get(path)))
    assert browser().post(path, {"action": "undo", "event": event}).status_code == 303
    assert pause(company) is None
    browser().post(path, {"action": "pause", "until": "1"})
    assert browser().post(path, {"action": "end_pause"}).status_code == 303
    assert pause(company) is None
    assert "Your pause is over." in text_of(browser().get(path))


# --- kinds of help -------------------------------------------------------------------------------------------------


def test_a_kind_is_stopped_at_once_and_can_be_taken_back() -> None:
    company = cast.company()
    path = own_link(company)
    assert browser().post(path, {"action": "stop", "kind": "call"}).status_code == 303
    assert kinds(company) == set()
    page = text_of(browser().get(path))
    assert "Stopped: Reference call." in page and "None is on." in page
    assert browser().post(path, {"action": "undo", "event": event_on(page)}).status_code == 303
    assert kinds(company) == {"call"}
    with opened(company.workspace):
        acts = list(company.maya.consents.newest_first().values_list("act", flat=True))
    assert acts == ["given", "revoked", "given"]


def test_a_stopped_kind_takes_a_booked_call_with_it() -> None:
    company = cast.company()
    ask = making.booked(company)
    browser().post(own_link(company), {"action": "stop", "kind": "call"})
    company.run()
    assert making.fresh(company, ask).state == "cancelled"


def test_a_yes_to_another_kind_is_a_consent_in_the_words_shown() -> None:
    company = cast.company()
    path = own_link(company)
    with opened(company.workspace):
        words = wording_of("written")
    assert words in text_of(browser().get(path))
    assert browser().post(path, {"action": "allow", "kind": "written"}).status_code == 303
    assert kinds(company) == {"call", "written"}
    with opened(company.workspace):
        consent = company.maya.consents.get(help_kind="written")
        assert consent.act == "given" and consent.wording == words
    assert browser().post(path, {"action": "allow", "kind": "dance"}).status_code == 422


# --- limits --------------------------------------------------------------------------------------------------------


def test_a_lower_limit_holds_at_once_without_a_code() -> None:
    company = cast.company()
    path = own_link(company)
    answer = browser().post(path, {"action": "limits", "per_year": "2"})
    assert answer.status_code == 303 and maya(company).dial_per_year == 2
    page = text_of(browser().get(answer.headers["Location"]))
    assert "Your limits hold from now on." in page and "0 of 2 calls used" in page


def test_a_longer_gap_holds_at_once_too() -> None:
    company = cast.company()
    assert browser().post(own_link(company), {"action": "limits", "gap_days": "60"}).status_code == 303
    assert maya(company).dial_gap_days == 60


def test_a_lowered_limit_is_put_back_by_undo_without_a_code() -> None:
    company = cast.company()
    path = own_link(company)
    with opened(company.workspace):
        references.set_dial(company.maya, by=cast.SETUP, per_year=3)
    answer = browser().post(path, {"action": "limits", "per_year": "1"})
    page = text_of(browser().get(answer.headers["Location"]))
    press = {"action": "undo", "event": event_on(page)}
    assert browser().post(path, press).status_code == 303
    assert maya(company).dial_per_year == 3
    assert browser().post(path, press).status_code == 409


def test_an_old_undo_never_raises_a_limit_that_was_set_since() -> None:
    company = cast.company()
    path = own_link(company)
    first = browser().post(path, {"action": "limits", "per_year": "3"})
    page = text_of(browser().get(first.headers["Location"]))
    browser().post(path, {"action": "limits", "per_year": "1"})
    assert browser().post(path, {"action": "undo", "event": event_on(page)}).status_code == 409
    assert maya(company).dial_per_year == 1


def test_nonsense_for_a_limit_is_told() -> None:
    company = cast.company()
    answer = browser().post(own_link(company), {"action": "limits", "per_year": "-1"})
    assert answer.status_code == 422 and "Enter 0 or more." in text_of(answer)
    assert maya(company).dial_per_year is None


# --- topics and visibility -----------------------------------------------------------------------------------------


def test_off_limits_topics_are_kept_one_a_line() -> None:
    company = cast.company()
    path = own_link(company)
    assert browser().post(path, {"action": "topics", "topics": "prices\n our audit \n\nprices"}).status_code == 303
    assert maya(company).off_limits == ["prices", "our audit"]
    assert ">\nprices\nour audit</textarea>" in text_of(browser().get(path))


def test_too_many_words_are_told_and_kept() -> None:
    company = cast.company()
    answer = browser().post(own_link(company), {"action": "topics", "topics": "y" * 4001})
    assert answer.status_code == 422 and "y" * 4001 in text_of(answer)
    assert maya(company).off_limits == []


def test_being_known_to_fewer_holds_at_once() -> None:
    company = cast.company()
    assert browser().post(own_link(company), {"action": "visibility", "visibility": "masked"}).status_code == 303
    assert maya(company).visibility == "masked"
    assert browser().post(own_link(company), {"action": "visibility"}).status_code == 422


# --- leaving -------------------------------------------------------------------------------------------------------


def test_leaving_is_one_confirm_and_ends_everything_at_once() -> None:
    company = cast.company()
    ask = making.booked(company)
    path = own_link(company)
    page = text_of(browser().get(path + "?view=leave"))
    assert "Leave the reference program?" in page and "Stay" in page
    assert maya(company).state == "active"
    assert browser().post(path, {"action": "leave"}).status_code == 303
    assert maya(company).state == "left" and kinds(company) == set()
    company.run()
    assert making.fresh(company, ask).state == "cancelled"
    page = text_of(browser().get(path))
    assert "You have left the program" in page and "Kinds of help" not in page


def test_leaving_is_taken_back_within_ten_minutes_with_everything_agreed() -> None:
    company = cast.company()
    path = own_link(company)
    browser().post(path, {"action": "allow", "kind": "written"})
    browser().post(path, {"action": "leave"})
    event = event_on(text_of(browser().get(path)))
    assert browser().post(path, {"action": "undo", "event": event}).status_code == 303
    assert maya(company).state == "active" and kinds(company) == {"call", "written"}
    assert "You are back in the program" in text_of(browser().get(path))
    assert browser().post(path, {"action": "undo", "event": event}).status_code == 409


def test_who_left_stays_away_after_ten_minutes() -> None:
    company = cast.company()
    path = own_link(company)
    browser().post(path, {"action": "leave"})
    event = str(newest(company, "advocate.left").pk)
    company.run(minutes=11)
    assert "Undo" not in text_of(browser().get(path))
    assert browser().post(path, {"action": "undo", "event": event}).status_code == 409
    assert maya(company).state == "left"


def test_nobody_takes_back_what_another_link_did() -> None:
    company = cast.company()
    browser().post(own_link(company), {"action": "pause", "until": "1"})
    event = str(newest(company, "hold.placed").pk)
    ingrids = own_link(company, company.ingrid)
    assert browser().post(ingrids, {"action": "undo", "event": event}).status_code == 403
    assert pause(company) is not None


def test_nothing_on_the_page_acts_for_who_left() -> None:
    company = cast.company()
    path = own_link(company)
    browser().post(path, {"action": "leave"})
    browser().post(path, {"action": "allow", "kind": "call"})
    browser().post(path, {"action": "topics", "topics": "prices"})
    assert kinds(company) == set() and maya(company).off_limits == []


# --- each act once on the timeline ---------------------------------------------------------------------------------


def test_every_change_is_one_event_by_their_link() -> None:
    company = cast.company()
    path = own_link(company)
    for press, name in (
        ({"action": "topics", "topics": "prices"}, "dial.set"),
        ({"action": "limits", "per_year": "2"}, "dial.set"),
        ({"action": "stop", "kind": "call"}, "consent.revoked"),
        ({"action": "allow", "kind": "call"}, "consent.given"),
        ({"action": "pause", "until": "1"}, "hold.placed"),
        ({"action": "leave"}, "advocate.left"),
    ):
        with opened(company.workspace):
            before = Event.objects.count()
        assert browser().post(path, press).status_code == 303
        with opened(company.workspace):
            assert Event.objects.count() == before + 1
            event = Event.objects.order_by("-number").first()
            assert event is not None and (event.name, event.actor_kind) == (name, "link")
