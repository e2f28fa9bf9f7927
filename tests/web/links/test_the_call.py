"""X07 and X08: finding a time, and “Your call” for both sides."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import accept_ask, counter_ask, offer_times, propose
from goodword.desk.models import Call
from goodword.directory import actions as directory
from goodword.members.policy import Purpose, actor_of
from goodword.messages.models import Message
from goodword.references import actions as references
from goodword.references.models import Visibility
from tests import cast
from tests.desk.steps import holds_place
from tests.web.links import making
from tests.web.links.making import THREE_TIMES, browser, call_link, customer_link, newest, pick_link, text_of

LATER = [(one.starts_at + timedelta(days=7)).isoformat() for one in THREE_TIMES]


def test_the_same_link_becomes_the_customers_call() -> None:
    company = cast.company()
    ask = making.customer_asked(company)
    path = customer_link(company, ask)
    with opened(company.workspace):
        first = str(ask.need.times.order_by("starts_at")[0].pk)
    browser().post(path, {"action": "accept", "time": first})
    company.run(minutes=11)
    page = text_of(browser().get(path))
    assert "Your call with Harbourline Logistics" in page
    assert "Booked, in 2 days" in page and "Thu 4 Feb, 15:00–15:30, Brussels time." in page
    for words in ("Daniel Reyes", "Add to calendar", "Move it", "Can't make it", "Will the switch hold up month-end?"):
        assert words in page


def test_the_calendar_entry_carries_the_brief_of_the_readers_side_only() -> None:
    company = cast.company()
    ask = making.booked(company)
    mine = browser().get(customer_link(company, ask) + "/call.ics")
    assert mine["Content-Type"].startswith("text/calendar") and "no-store" in mine["Cache-Control"]
    entry = mine.content.decode().replace("\r\n ", "")
    assert "SUMMARY:Call with Daniel Reyes" in entry and "DTSTART:20270204T140000Z" in entry
    theirs = browser().get(call_link(company, ask) + "/call.ics").content.decode().replace("\r\n ", "")
    assert "SUMMARY:Call with Maya Okafor" in theirs
    assert "maya@kestrel.example" not in theirs and "daniel@harbourline.example" not in entry


def test_there_is_no_calendar_entry_before_a_call_is_booked() -> None:
    company = cast.company()
    ask = making.customer_asked(company)
    assert browser().get(customer_link(company, ask) + "/call.ics").status_code == 404
    assert browser().post(customer_link(company, ask) + "/call.ics").status_code == 405


def test_the_customer_moves_a_call_and_the_prospect_picks_anew() -> None:
    company = cast.company()
    ask = making.booked(company)
    path = customer_link(company, ask)
    assert "Thu 4 Feb, 15:00 is given up." in text_of(browser().get(path + "?view=move"))
    assert browser().post(path, {"action": "move"}).status_code == 422
    assert browser().post(path, {"action": "move", "slot": LATER}).status_code == 303
    moved = making.fresh(company, ask)
    assert (moved.state, moved.picker) == ("countered", "prospect")
    picking = pick_link(company, ask)
    page = text_of(browser().get(picking))
    assert "Book Thu 11 Feb, 15:00" in page and "Your time, Amsterdam." in page
    with opened(company.workspace):
        option = str(ask.times.filter(by="advocate").order_by("starts_at")[0].pk)
    assert browser().post(picking, {"action": "pick", "time": option}).status_code == 303
    assert making.fresh(company, ask).state == "booked"
    with opened(company.workspace):
        assert Call.objects.get(called_off_at=None).sequence == 1


def test_the_prospect_moves_a_call_and_the_customer_picks() -> None:
    company = cast.company()
    ask = making.booked(company)
    assert browser().post(call_link(company, ask), {"action": "move", "slot": LATER}).status_code == 303
    moved = making.fresh(company, ask)
    assert (moved.state, moved.picker) == ("countered", "customer")
    path = customer_link(company, ask)
    page = text_of(browser().get(path))
    assert "New times for your call with Harbourline Logistics" in page and "Book Thu 11 Feb, 15:00" in page
    with opened(company.workspace):
        option = str(ask.need.times.filter(by="prospect", ask=ask).order_by("starts_at")[0].pk)
    assert browser().post(path, {"action": "pick", "time": option}).status_code == 303
    assert making.fresh(company, ask).state == "booked"
    assert browser().post(path, {"action": "pick", "time": option}).status_code in (200, 409)


def test_calling_off_is_one_confirm_away_and_can_be_taken_back() -> None:
    company = cast.company()
    ask = making.booked(company)
    for path in (customer_link(company, ask), call_link(company, ask)):
        assert "Call it off?" in text_of(browser().get(path + "?view=off"))
        assert making.fresh(company, ask).state == "booked"
        assert browser().post(path, {"action": "off"}).status_code == 303
        assert making.fresh(company, ask).state == "cancelled"
        page = text_of(browser().get(path))
        assert "The call is off" in page and "Undo" in page
        event = newest(company, "ask.called_off")
        assert browser().post(path, {"action": "undo", "event": str(event.pk)}).status_code == 303
        assert making.fresh(company, ask).state == "booked"


def test_a_yes_that_waits_for_a_time_is_taken_back_in_two_presses_and_we_ask_somebody_else() -> None:
    """UX §2.4.5: withdrawing is as easy as agreeing, and no reason is asked for."""
    company = cast.company()
    ask = making.countered(company)
    path = customer_link(company, ask)
    page = text_of(browser().get(path))
    assert "Undo" not in page and "Not after all" in page and f'href="{path}?view=off"' in page
    confirm = text_of(browser().get(path + "?view=off"))
    assert "Not after all?" in confirm and 'value="decline"' in confirm
    assert making.fresh(company, ask).state == "countered", "looking changes nothing"
    with opened(company.workspace):
        before = clock.now()
    assert browser().post(path, {"action": "decline"}).status_code == 303
    assert making.fresh(company, ask).state == "declined"
    said = text_of(browser().get(path))
    assert "We look for somebody else for Harbourline Logistics" in said and "never learns" not in said
    assert "Nothing is asked of you just now" in text_of(browser().get(pick_link(company, ask)))
    company.run(minutes=14)
    with opened(company.workspace):
        others = ask.need.asks.exclude(pk=ask.pk).values_list("state", flat=True)
        assert "owner_pending" in others, "the next best goes on by itself"
        assert not holds_place(ask)
        told = Message.objects.filter(kind="E15", person_id=company.ben.pk, created_at__gt=before)
        assert told.exists(), "the rep is told"


def test_a_yes_taken_back_by_mistake_stands_again_and_its_times_too() -> None:
    company = cast.company()
    ask = making.countered(company)
    path = customer_link(company, ask)
    browser().post(path, {"action": "decline"})
    event = newest(company, "ask.declined")
    assert browser().post(path, {"action": "undo", "event": str(event.pk)}).status_code == 303
    assert making.fresh(company, ask).state == "countered"
    assert "The times you sent" in text_of(browser().get(path))
    assert "Book" in text_of(browser().get(pick_link(company, ask)))


def test_once_a_call_is_booked_a_yes_ends_by_calling_the_call_off() -> None:
    company = cast.company()
    ask = making.countered(company)
    mine, theirs = customer_link(company, ask), pick_link(company, ask)
    assert "Not after all" not in text_of(browser().get(theirs)), "the buyer never said yes"
    with opened(company.workspace):
        first = str(ask.times.order_by("starts_at")[0].pk)
    browser().post(theirs, {"action": "pick", "time": first})
    assert "Call it off?" in text_of(browser().get(mine + "?view=off"))
    assert browser().post(mine, {"action": "decline"}).status_code == 409
    assert making.fresh(company, ask).state == "booked"


def test_the_prospect_picks_a_time_in_two_taps() -> None:
    """J-B3: the mail's time and one confirm."""
    company = cast.company()
    ask = making.countered(company)
    path = pick_link(company, ask)
    with opened(company.workspace):
        second = str(ask.times.order_by("starts_at")[1].pk)
    page = text_of(browser().get(f"{path}?t={second}"))
    assert f'value="{second}" checked' in page and "Book Fri 5 Feb, 10:00" in page
    assert browser().post(path, {"action": "pick", "time": second}).status_code == 303
    assert making.fresh(company, ask).state == "booked"
    booked = text_of(browser().get(path))
    assert "Your call with Maya Okafor" in booked and "Group Controller, Kestrel Freight" in booked
    assert browser().post(path, {"action": "pick", "time": second}).status_code in (200, 409)


def test_none_of_these_offers_ones_own() -> None:
    company = cast.company()
    ask = making.countered(company)
    path = pick_link(company, ask)
    assert "None of these suits" in text_of(browser().get(path))
    assert "When could you?" in text_of(browser().get(path + "?view=other"))
    assert browser().post(path, {"action": "other", "slot": LATER[:2]}).status_code == 303
    assert making.fresh(company, ask).picker == "customer"
    page = text_of(browser().get(path))
    assert "The times you sent" in page and "Thu 11 Feb, 15:00–15:30" in page


def test_the_prospects_clock_is_their_own_and_the_customers_is_named() -> None:
    company = cast.company()
    with opened(company.workspace):
        directory.change_contact(company.daniel, by=cast.SETUP, time_zone="America/New_York")
    ask = making.countered(company)
    page = text_of(browser().get(pick_link(company, ask)))
    assert "Your time, New York." in page and "Thu 4 Feb, 09:00–09:30" in page and "15:00 in Brussels" in page


def test_a_private_name_is_not_told_before_the_yes_can_no_longer_be_taken_back() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_visibility(company.maya.profile, Visibility.MASKED, by=actor_of(company.priya))
        need = company.request(advocate=company.maya, times=())
        ask = need.asks.filter(advocate=company.maya).first()
        assert ask is not None
        propose(need, company.maya, by=actor_of(company.priya))
        ask.refresh_from_db()
    making.approved(company, ask)
    early = pick_link(company, ask), call_link(company, ask)
    canaries = ("Maya", "Okafor", "Kestrel", "Group Controller", "maya@")
    for path in early:
        assert not any(word in text_of(browser().get(path)) for word in canaries)
        assert not any(word in browser().get(path + "/call.ics").content.decode() for word in canaries)
    with opened(company.workspace):
        counter_ask(ask, THREE_TIMES, by=cast.as_customer(ask))
    for path in early:
        assert not any(word in text_of(browser().get(path)) for word in canaries), "while it can be taken back"
    company.run(minutes=11)
    assert "Maya Okafor" in text_of(browser().get(early[0])), "the control: named after the yes"


def test_someone_who_is_not_on_the_call_sees_nothing_of_it() -> None:
    company = cast.company()
    ask = making.booked(company)
    with opened(company.workspace):
        stranger = directory.add_contact(
            company.harbourline, "Otto Stone", by=cast.SETUP, email="otto@harbourline.example"
        )
    for purpose in (Purpose.PICK_TIME, Purpose.PROSPECT_CALL, Purpose.DEBRIEF):
        path = making.link(company, purpose, ask, stranger)
        page = text_of(browser().get(path))
        assert "Maya" not in page and "Kestrel" not in page
        assert browser().get(path + "/call.ics").status_code == 404


def test_times_that_are_over_are_no_choice() -> None:
    company = cast.company()
    ask = making.countered(company)
    path = pick_link(company, ask)
    company.run(hours=30)
    with opened(company.workspace):
        offer_times(ask, THREE_TIMES[1:], by=cast.as_customer(ask))
    page = text_of(browser().get(path))
    assert "Thu 4 Feb" not in page and "Fri 5 Feb" in page


def test_after_ten_minutes_a_yes_is_booked_and_the_undo_is_gone() -> None:
    company = cast.company()
    ask = making.customer_asked(company)
    path = customer_link(company, ask)
    with opened(company.workspace):
        option = ask.need.times.order_by("starts_at")[0]
        accept_ask(ask, option, by=cast.as_customer(ask))
    company.run(minutes=11)
    assert "Undo" not in text_of(browser().get(path))
