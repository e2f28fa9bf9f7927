"""X02: the customer's page about one ask."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core.models import SignedLink
from goodword.core.tenancy import opened
from goodword.desk.actions import decline_ask, withdraw_request
from goodword.desk.models import Ask
from goodword.directory import actions as directory
from goodword.members.policy import Purpose, actor_of
from goodword.protection import actions as protection
from goodword.protection.models import Hold
from goodword.references import actions as references
from goodword.references.models import AdvocateState, Consent, HelpKind
from goodword.references.queries import wording_of
from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import THREE_TIMES, browser, customer_asked, customer_link, newest, text_of


def test_the_customer_accepts_with_the_mails_button_and_one_confirm() -> None:
    """J-C1: two taps, nothing typed."""
    company = cast.company()
    ask = customer_asked(company)
    path, client = customer_link(company, ask), browser(enforces_csrf=True)
    second = times_of(company, ask)[1]
    page = text_of(client.get(f"{path}?a=accept&t={second}"))
    assert "Would you take a 30-minute call with Harbourline Logistics?" in page
    assert f'value="{second}" checked' in page and "Accept Fri 5 Feb, 10:00" in page
    press = {"action": "accept", "time": second, "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(path, press).status_code == 303
    assert making.fresh(company, ask).state == "accepted"
    done = text_of(client.get(path))
    assert "Your call with Harbourline Logistics" in done and "Fri 5 Feb, 10:00, Brussels time." in done
    assert "Undo" in done
    company.run(minutes=11)
    assert making.fresh(company, ask).state == "booked"


def test_other_times_take_five_taps_and_no_typing() -> None:
    """J-C2: the mail's button, three ticks, one press."""
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    page = text_of(browser().get(path + "?a=other"))
    offered = ticks(page)
    assert len(offered) >= 6 and not any("checked" in tick for tick in offered)
    chosen = [tick.split('value="')[1].split('"')[0] for tick in offered[:3]]
    assert browser().post(path, {"action": "counter", "slot": chosen}).status_code == 303
    assert making.fresh(company, ask).state == "countered"
    with opened(company.workspace):
        assert [one.starts_at.isoformat() for one in ask.times.filter(by="advocate")] == chosen
    assert "Harbourline Logistics picks one of your times." in text_of(browser().get(path))


def test_without_the_prospects_times_three_are_ticked_and_one_press_sends_them() -> None:
    company = cast.company()
    ask = customer_asked(company, times=())
    path = customer_link(company, ask)
    page = text_of(browser().get(path))
    chosen = [tick.split('value="')[1].split('"')[0] for tick in ticks(page) if "checked" in tick]
    assert len(chosen) == 3 and "Send these times" in page
    assert browser().post(path, {"action": "counter", "slot": chosen}).status_code == 303
    assert making.fresh(company, ask).state == "countered"


def test_everything_stands_before_the_yes_in_its_order() -> None:
    company = cast.company()
    with opened(company.workspace):
        person = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        references.set_off_limits(company.maya, ["prices", "headcount"], by=person)
    ask = customer_asked(company, questions=["What surprised you most?"])
    page = text_of(browser().get(customer_link(company, ask)))
    order = [
        "Your answer by",
        "Would you take a",
        "From Priya Nair, with Amara Diallo",
        "Your time, Brussels. They can do any of these.",
        "Who you'd meet",
        "Chief Financial Officer, Harbourline Logistics",
        "Nobody from Tidewell joins.",
        "What surprised you most?",
        "prices or headcount",
        "This would be call 1 of 4",
        "Don't ask me again until…",
        "I'd rather not do calls",
        "My history and limits",
        "Leave the reference program",
        "sees your name, role and company only after you accept",
        "Not this time",
    ]
    body = page.split("<body")[1]
    places = [body.find(words) for words in order]
    assert places == sorted(places) and -1 not in places, list(zip(order, places, strict=True))
    assert "480" not in page, "the deal's size is no customer's business"


def test_times_are_told_in_the_readers_zone_and_named_where_the_other_clock_differs() -> None:
    company = cast.company()
    with opened(company.workspace):
        directory.change_contact(company.daniel, by=cast.SETUP, time_zone="America/New_York")
    page = text_of(browser().get(customer_link(company, customer_asked(company))))
    assert "Your time, Brussels" in page and "Thu 4 Feb, 15:00–15:30" in page and "09:00 in New York" in page
    near = cast.company("near")
    assert "in Amsterdam" not in text_of(browser().get(customer_link(near, customer_asked(near))))


def test_not_this_time_is_one_press_and_can_be_taken_back() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    assert 'value="decline"' in text_of(browser().get(path + "?a=no"))
    assert browser().post(path, {"action": "decline"}).status_code == 303
    page = text_of(browser().get(path))
    assert "That's fine. Thank you for your answer" in page and "Pause for a while?" not in page
    event = newest(company, "ask.declined")
    assert browser().post(path, {"action": "undo", "event": str(event.pk)}).status_code == 303
    assert making.fresh(company, ask).state == "customer_pending"
    assert browser().post(path, {"action": "accept", "time": times_of(company, ask)[0]}).status_code == 303


def test_the_second_no_in_ninety_days_asks_whether_to_pause() -> None:
    company = cast.company()
    first = customer_asked(company)
    with opened(company.workspace):
        decline_ask(first, by=cast.as_customer(first))
        another = cast.deal("Bluefern", owner=company.ben, domain="bluefern.example")
        buyer = another.contacts.get()
    company.run(minutes=11)
    company.deal = another
    ask = customer_asked(company, attendees=[buyer])
    path = customer_link(company, ask)
    browser().post(path, {"action": "decline"})
    assert "Pause for a while?" in text_of(browser().get(path))
    assert browser().post(path, {"action": "pause", "until": "3"}).status_code == 303
    with opened(company.workspace):
        assert Hold.objects.get(kind=Hold.Kind.PAUSE).advocate_id == company.maya.pk
    assert "You are paused until Sun 2 May" in text_of(browser().get(path))


def test_dont_ask_me_until_is_a_no_and_a_pause() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    assert "Don't ask me again until…" in text_of(browser().get(path + "?view=until"))
    assert browser().post(path, {"action": "until", "until": "3"}).status_code == 303
    assert making.fresh(company, ask).state == "declined"
    with opened(company.workspace):
        assert Hold.objects.get(kind=Hold.Kind.PAUSE).until is not None
    assert "You are paused until Sun 2 May" in text_of(browser().get(path))


def test_a_day_that_is_over_is_told_and_kept() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    answer = browser().post(path, {"action": "until", "until": "date", "on": "2027-02-01"})
    page = text_of(answer)
    assert answer.status_code == 422 and "Enter a date after today." in page and 'value="2027-02-01"' in page
    assert browser().post(path, {"action": "until", "until": ""}).status_code == 422
    assert making.fresh(company, ask).state == "customer_pending"


def test_rather_no_calls_takes_effect_at_once() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    assert "No more reference calls?" in text_of(browser().get(path + "?view=kinds"))
    assert browser().post(path, {"action": "stop_kind"}).status_code == 303
    assert making.fresh(company, ask).state == "declined"
    with opened(company.workspace):
        newest_consent = company.maya.consents.newest_first().first()
        assert newest_consent is not None and newest_consent.act == Consent.Act.REVOKED
    assert "You get no more questions about calls." in text_of(browser().get(path))


def test_leaving_is_one_confirm_away_and_at_once() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    assert "Leave the reference program?" in text_of(browser().get(path + "?view=leave"))
    with opened(company.workspace):
        company.maya.refresh_from_db()
        assert company.maya.state == AdvocateState.ACTIVE, "looking is not leaving"
    assert browser().post(path, {"action": "leave"}).status_code == 303
    with opened(company.workspace):
        company.maya.refresh_from_db()
        assert company.maya.state == AdvocateState.LEFT
    assert "You have left the program" in text_of(browser().get(path))
    company.run(minutes=1)
    assert making.fresh(company, ask).state == "cancelled"
    assert "You have left the program" in text_of(browser().get(path))


def test_leaving_is_taken_back_within_ten_minutes_and_the_question_stays_ended() -> None:
    company = cast.company()
    path = customer_link(company, customer_asked(company))
    browser().post(path, {"action": "leave"})
    company.run(minutes=1)
    page = text_of(browser().get(path))
    assert "You can take it back for ten minutes. Calls that were booked stay off." in page
    press = {"action": "undo", "event": str(making.newest(company, "advocate.left").pk)}
    assert browser().post(path, press).status_code == 303
    with opened(company.workspace):
        company.maya.refresh_from_db()
        assert company.maya.state == AdvocateState.ACTIVE
    assert "You are back in the program" in text_of(browser().get(path))
    assert browser().post(path, press).status_code == 409


def test_leaving_is_not_taken_back_here_after_ten_minutes() -> None:
    company = cast.company()
    path = customer_link(company, customer_asked(company))
    browser().post(path, {"action": "leave"})
    company.run(minutes=11)
    assert "Undo" not in text_of(browser().get(path))
    press = {"action": "undo", "event": str(making.newest(company, "advocate.left").pk)}
    assert browser().post(path, press).status_code == 409


def test_the_own_page_is_reached_by_a_press_and_by_a_link_of_its_own() -> None:
    company = cast.company()
    path = customer_link(company, customer_asked(company))
    with opened(company.workspace):
        before = SignedLink.objects.filter(purpose=Purpose.OWN_PAGE).count()
    answer = browser().post(path, {"action": "own_page"})
    assert answer.status_code == 303 and answer["Location"].startswith("/l/") and answer["Location"] != path
    with opened(company.workspace):
        assert SignedLink.objects.filter(purpose=Purpose.OWN_PAGE).count() == before + 1
        assert (
            SignedLink.objects.filter(purpose=Purpose.OWN_PAGE).latest("issued_at").person_id == company.maya.contact_id
        )


@pytest.mark.parametrize(("lasting", "thread"), [("once", True), ("good", False)])
def test_a_claimed_agreement_is_taken_with_the_yes_in_the_words_shown(lasting: str, thread: bool) -> None:
    company = cast.company()
    ask = claimed_ask(company)
    path = making.link(company, Purpose.ASK, ask, ask.advocate)
    page = text_of(browser().get(path))
    with opened(company.workspace):
        wording = wording_of(HelpKind.CALL)
    assert wording in page and "For this one call" in page
    press = {"action": "accept", "time": times_of(company, ask)[0], "lasting": lasting}
    assert browser().post(path, press).status_code == 303
    with opened(company.workspace):
        given = ask.advocate.consents.newest_first().first()
        assert given is not None and given.act == Consent.Act.GIVEN and given.wording == wording
        assert (given.only_thread == ask.need_id) is thread


def test_who_agreed_already_is_not_asked_again() -> None:
    company = cast.company()
    page = text_of(browser().get(customer_link(company, customer_asked(company))))
    assert "For this one call" not in page


def test_times_that_cannot_be_sent_are_told_and_what_was_chosen_stays() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    none = browser().post(path, {"action": "counter"})
    assert none.status_code == 422 and "Choose at least one time." in text_of(none)
    assert "<title>Error: " in text_of(none)
    four = [(THREE_TIMES[0].starts_at + timedelta(days=days)).isoformat() for days in range(4)]
    many = browser().post(path, {"action": "counter", "slot": four})
    assert many.status_code == 422 and "Choose at most three times." in text_of(many)
    assert sum("checked" in tick for tick in ticks(text_of(many))) == 4
    past = browser().post(path, {"action": "counter", "own_1": "2027-02-01T10:00"})
    assert past.status_code == 422 and "still ahead" in text_of(past) and 'value="2027-02-01T10:00"' in text_of(past)
    odd = browser().post(path, {"action": "counter", "own_1": "tomorrow-ish"})
    assert odd.status_code == 422 and "Enter a date and a time, like 1 Dec, 15:00." in text_of(odd)
    assert making.fresh(company, ask).state == "customer_pending"


def test_a_time_of_ones_own_is_read_on_ones_own_clock() -> None:
    company = cast.company()
    with opened(company.workspace):
        directory.change_contact(company.maya.contact, by=cast.SETUP, time_zone="America/New_York")
    ask = customer_asked(company)
    path = customer_link(company, ask)
    assert browser().post(path, {"action": "counter", "own_1": "2027-02-05T09:30"}).status_code == 303
    with opened(company.workspace):
        own = ask.times.get(by="advocate")
        assert own.starts_at.isoformat() == "2027-02-05T14:30:00+00:00"
        assert (own.zone, own.wall) == ("America/New_York", "2027-02-05T09:30")


def test_a_time_of_another_request_is_no_choice_here() -> None:
    company, other = cast.company(), cast.company("two")
    ask, theirs = customer_asked(company), customer_asked(other)
    path = customer_link(company, ask)
    for time in (times_of(other, theirs)[0], "nonsense", ""):
        assert browser().post(path, {"action": "accept", "time": time}).status_code == 422
    assert making.fresh(company, ask).state == "customer_pending"


def test_an_answer_acts_once_whatever_is_pressed_next() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    assert browser().post(path, {"action": "decline"}).status_code == 303
    for press in ({"action": "decline"}, {"action": "accept", "time": times_of(company, ask)[0]}):
        again = browser().post(path, press)
        assert again.status_code == 409
    assert making.fresh(company, ask).state == "declined"


def test_a_withdrawn_request_says_so_and_takes_no_answer() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    with opened(company.workspace):
        withdraw_request(ask.need, by=actor_of(company.ben))
    company.run(minutes=11)
    page = text_of(browser().get(path))
    assert "This call isn't needed any more" in page and "Accept" not in page
    assert browser().post(path, {"action": "accept", "time": times_of(company, ask)[0]}).status_code == 409
    assert making.fresh(company, ask).state == "cancelled"


def test_a_late_yes_is_welcome_while_they_still_need_one() -> None:
    company = cast.company()
    # The one standby can't be asked, so the request goes on looking.
    with opened(company.workspace):
        protection.place_hold(company.nordhaven, by=actor_of(company.lucia))
    ask = customer_asked(company)
    company.run(hours=50)
    late = making.fresh(company, ask)
    assert late.state == "expired"
    path = making.link(company, Purpose.ASK, ask, company.maya)
    assert "The time for this is over" in text_of(browser().get(path))
    option = times_of(company, ask)[-1]
    assert browser().post(path, {"action": "accept", "time": option}).status_code == 303
    assert making.fresh(company, ask).state == "accepted"


def times_of(company: Company, ask: Ask) -> list[str]:
    with opened(company.workspace):
        return [str(one.pk) for one in ask.need.times.filter(by="prospect").order_by("starts_at")]


def ticks(page: str) -> list[str]:
    return [
        f"name{part.split('>')[0]}" for part in page.split('<input type="checkbox" name')[1:] if 'slot"' in part[:8]
    ]


def claimed_ask(company: Company) -> Ask:
    """Bring an ask to a customer whose agreement is only said to have been given."""
    with opened(company.workspace):
        noor = directory.add_contact(
            company.kestrel, "Noor Haddad", by=cast.SETUP, email="noor@kestrel.example", job_title="Treasurer"
        )
        keeper = actor_of(company.amara)
        person = references.nominate(noor, by=keeper)
        references.accept_invitation(person, [HelpKind.CALL], by=keeper, evidence="Said so at our user day, 12 Jan")
        ask = company.request(advocate=person, times=THREE_TIMES).asks.get(advocate=person)
    return making.approved(company, ask)
