"""X10: the account owner's page."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask, decline_as_owner, propose
from goodword.members.policy import Purpose, actor_of
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import HelpKind, OwnerMode
from tests import cast
from tests.web.links import making
from tests.web.links.making import browser, newest, owner_asked, owner_link, text_of


def test_the_owner_answers_with_the_mails_button_and_one_confirm() -> None:
    """J-O1: two presses, nothing typed."""
    company = cast.company()
    ask = owner_asked(company)
    path, client = owner_link(company, ask), browser(enforces_csrf=True)
    page = text_of(client.get(path + "?a=yes"))
    assert "Can we ask Maya at Kestrel Freight?" in page
    assert "A 30-minute call for Harbourline Logistics, a $480k deal led by Ben Whitlock." in page
    assert 'value="yes" id="id_answer" checked' in page and "Confirm: yes, ask Maya" in page
    press = {"answer": "yes", "csrfmiddlewaretoken": client.cookies["csrftoken"].value}
    assert client.post(path, press).status_code == 303
    assert making.fresh(company, ask).state == "owner_ok"
    done = text_of(client.get(path))
    assert "Maya will be asked" in done and "Undo" in done and "Amara Diallo answered on Tue 2 Feb, 09:00" in done


def test_the_mails_button_preselects_and_never_acts() -> None:
    company = cast.company()
    ask = owner_asked(company)
    for hint, chosen in (("no", "no"), ("self", "self"), ("yes", "yes"), ("nonsense", "yes"), ("", "yes")):
        page = text_of(browser().get(f"{owner_link(company, ask)}?a={hint}"))
        assert [one for one in ("yes", "self", "no") if is_checked(page, one)] == [chosen]
    assert making.fresh(company, ask).state == "owner_pending"


def test_the_owner_sees_how_rested_the_customer_is_and_what_they_will_see() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_off_limits(
            company.maya, ["prices"], by=cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        )
    ask = owner_asked(company, questions=["What surprised you?", "What would you do again?"])
    page = text_of(browser().get(owner_link(company, ask)))
    assert "Rested" in page and "Being asked" not in page
    assert "Daniel Reyes, Chief Financial Officer" in page
    assert "2 questions, “What surprised you?”" in page
    assert "Not: prices. Their own rule" in page
    assert "If Harbourline Logistics signs, you get the assist" in page


def test_an_answer_acts_once() -> None:
    company = cast.company()
    ask = owner_asked(company)
    path = owner_link(company, ask)
    assert browser().post(path, {"answer": "no"}).status_code == 303
    again = browser().post(path, {"answer": "yes"})
    assert again.status_code == 409
    assert making.fresh(company, ask).state == "owner_no"
    page = text_of(browser().get(path))
    assert "Maya won't be asked" in page


def test_an_answer_can_be_taken_back_for_ten_minutes_and_given_again() -> None:
    company = cast.company()
    ask = owner_asked(company)
    path = owner_link(company, ask)
    browser().post(path, {"answer": "no"})
    event = newest(company, "ask.declined_by_owner")
    assert browser().post(path, {"action": "undo", "event": str(event.pk)}).status_code == 303
    assert making.fresh(company, ask).state == "owner_pending"
    assert "Can we ask Maya" in text_of(browser().get(path))
    assert browser().post(path, {"answer": "yes"}).status_code == 303
    company.run(minutes=11)
    late = newest(company, "ask.approved")
    answer = browser().post(path, {"action": "undo", "event": str(late.pk)})
    assert answer.status_code == 409 and "The ten minutes to undo this are over." in text_of(answer)
    assert "Maya is being asked" in text_of(browser().get(path))


def test_nobody_takes_back_an_answer_of_someone_else() -> None:
    company = cast.company()
    ask = owner_asked(company)
    deputy = making.link(company, Purpose.OWNER_ANSWER, ask, company.lucia)
    browser().post(owner_link(company, ask), {"answer": "yes"})
    event = newest(company, "ask.approved")
    assert "Undo" not in text_of(browser().get(deputy))
    assert browser().post(deputy, {"action": "undo", "event": str(event.pk)}).status_code == 403
    assert making.fresh(company, ask).state == "owner_ok"


def test_a_not_now_may_name_a_day() -> None:
    company = cast.company()
    ask = owner_asked(company)
    path = owner_link(company, ask)
    assert browser().post(path, {"answer": "no", "until": "3"}).status_code == 303
    assert str(making.fresh(company, ask).quiet_until) == "2027-05-02"
    assert "before Sun 2 May" in text_of(browser().get(path))


def test_a_day_that_is_over_or_missing_is_told_and_what_was_typed_is_kept() -> None:
    company = cast.company()
    ask = owner_asked(company)
    path = owner_link(company, ask)
    over = browser().post(path, {"answer": "no", "until": "date", "on": "2027-02-01"})
    assert over.status_code == 422
    page = text_of(over)
    assert "Enter a date after today." in page and 'value="2027-02-01"' in page and is_checked(page, "no")
    assert "<title>Error: Can we ask" in page and "There is a problem" in page
    missing = browser().post(path, {"answer": "no", "until": "date"})
    assert missing.status_code == 422 and "Enter the date, or choose another answer." in text_of(missing)
    assert browser().post(path, {}).status_code == 422
    assert making.fresh(company, ask).state == "owner_pending"
    assert browser().post(path, {"answer": "no", "until": "date", "on": "2027-03-01"}).status_code == 303


def test_a_date_under_an_answer_that_was_not_given_is_nobodys_mistake() -> None:
    company = cast.company()
    ask = owner_asked(company)
    answer = browser().post(owner_link(company, ask), {"answer": "yes", "until": "date", "on": "yesterday"})
    assert answer.status_code == 303
    assert making.fresh(company, ask).state == "owner_ok"


def test_who_asks_in_person_gets_the_words() -> None:
    company = cast.company()
    ask = owner_asked(company)
    path = owner_link(company, ask)
    assert browser().post(path, {"answer": "self"}).status_code == 303
    assert making.fresh(company, ask).owner_asks_personally
    page = text_of(browser().get(path))
    assert "You ask Maya yourself" in page
    assert "Maya, would you give Harbourline Logistics 30 minutes?" in page


def test_next_time_just_tell_me_is_kept() -> None:
    company = cast.company()
    ask = owner_asked(company)
    browser().post(owner_link(company, ask), {"answer": "yes", "tell_me": "on"})
    company.run(minutes=11)
    with opened(company.workspace):
        company.maya.profile.refresh_from_db()
        assert company.maya.profile.owner_mode == OwnerMode.TELL_ME


def test_who_is_only_told_can_stop_it() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_owner_mode(company.maya.profile, OwnerMode.TELL_ME, by=actor_of(company.amara))
    ask = owner_asked(company)
    path = owner_link(company, ask)
    page = text_of(browser().get(path + "?a=no"))
    assert "We'll ask Maya at Kestrel Freight unless you stop it" in page
    assert "Confirm: stop, don't ask Maya" in page and is_checked(page, "no")
    assert browser().post(path, {"answer": "no"}).status_code == 303
    assert making.fresh(company, ask).state == "owner_no"


def test_the_deputy_hears_why_it_comes_to_them_and_can_answer() -> None:
    company = cast.company()
    ask = owner_asked(company)
    company.run(hours=25)
    assert making.fresh(company, ask).turn == 1
    path = making.link(company, Purpose.OWNER_ANSWER, ask, company.lucia)
    assert "Amara hasn't answered yet, so the question comes to you." in text_of(browser().get(path))
    assert browser().post(path, {"answer": "yes"}).status_code == 303
    assert making.fresh(company, ask).state == "owner_ok"


def test_a_second_link_shows_what_the_first_one_answered() -> None:
    company = cast.company()
    ask = owner_asked(company)
    owners, deputys = owner_link(company, ask), making.link(company, Purpose.OWNER_ANSWER, ask, company.lucia)
    browser().post(owners, {"answer": "yes"})
    assert "Amara Diallo answered on" in text_of(browser().get(deputys))
    answer = browser().post(deputys, {"answer": "no"})
    assert making.fresh(company, ask).state in ("owner_ok", "owner_no")
    assert answer.status_code in (303, 409)


def test_a_late_yes_counts_while_the_request_still_needs_one() -> None:
    company = cast.company()
    ask = owner_asked(company)
    company.run(days=3)
    assert making.fresh(company, ask).state == "owner_timeout"
    path = making.link(company, Purpose.OWNER_ANSWER, ask, company.amara)
    assert "The time for an answer is over" in text_of(browser().get(path))
    with opened(company.workspace):
        other = ask.need.asks.get(advocate=company.ingrid)
        approve_ask(other, by=actor_of(company.lucia))
    company.run(minutes=11)
    answer = browser().post(path, {"answer": "yes"})
    assert answer.status_code in (409, 422)
    assert "Someone else is being asked by now." in text_of(answer)


def test_an_answer_given_in_the_app_closes_the_mails_page() -> None:
    company = cast.company()
    ask = owner_asked(company)
    path = owner_link(company, ask)
    with opened(company.workspace):
        decline_as_owner(ask, by=actor_of(company.amara))
    page = text_of(browser().get(path))
    assert "Maya won't be asked" in page and "Amara Diallo answered on" in page
    assert browser().post(path, {"answer": "yes"}).status_code == 409


def test_the_page_follows_the_customers_answer() -> None:
    company = cast.company()
    ask = making.booked(company)
    path = making.link(company, Purpose.OWNER_ANSWER, ask, company.amara, lives=timedelta(days=1))
    assert "Maya said yes" in text_of(browser().get(path))


def is_checked(page: str, answer: str) -> bool:
    tag = page.split(f'name="answer" value="{answer}"')[1].split(">")[0] if f'value="{answer}"' in page else ""
    return "checked" in tag


def test_the_owner_reads_who_asks_past_our_own_gap_and_why() -> None:
    company = cast.company()
    with opened(company.workspace):
        day = clock.now().date() - timedelta(days=10)
        protection.log_elsewhere(company.maya, HelpKind.CALL, by=cast.SETUP, on=day)
        need = company.request(company.ingrid)
        propose(need, company.maya, by=actor_of(company.priya), override="They asked for her by name")
        ask, usual = need.asks.get(advocate=company.maya), need.asks.get(advocate=company.ingrid)
    page = text_of(browser().get(owner_link(company, ask)))
    assert "Priya Nair asks sooner than we usually would: “They asked for her by name”." in page
    assert "sooner than we usually would" not in text_of(
        browser().get(making.link(company, Purpose.OWNER_ANSWER, usual, company.lucia))
    )
