"""X05 and X09: three sides say how the call went."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.models import Ask, Debrief, Repair
from goodword.desk.queries.outcome import newest_debriefs
from goodword.directory.models import Contact
from goodword.members.models import Member
from goodword.members.policy import Purpose
from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import browser, customer_link, newest, text_of


def test_the_customers_page_asks_how_it_was_once_the_call_is_over() -> None:
    """J-C5: two taps."""
    company = cast.company()
    ask = making.after_the_call(company)
    path = making.link(company, Purpose.DEBRIEF, ask, company.maya)
    page = text_of(browser().get(path + "?a=fine"))
    assert "How was it with Harbourline Logistics?" in page and "Send: it was fine" in page
    assert 'value="fine" id="id_answer" checked' in page
    assert browser().post(path, {"answer": "fine", "line": "Good questions."}).status_code == 303
    assert given(company, ask) == {"advocate": ("fine", "Good questions.")}
    done = text_of(browser().get(path))
    assert "Thank you" in done and "Good questions." in done and "Undo" in done


def test_the_link_of_the_ask_becomes_the_same_question() -> None:
    company = cast.company()
    ask = making.customer_asked(company)
    path = customer_link(company, ask)
    with opened(company.workspace):
        first = str(ask.need.times.order_by("starts_at")[0].pk)
    browser().post(path, {"action": "accept", "time": first})
    company.run(days=2, hours=8)
    assert "How was it with Harbourline Logistics?" in text_of(browser().get(path))
    assert browser().post(path, {"answer": "fine"}).status_code == 303
    assert browser().post(path, {"answer": "not_again"}).status_code == 409, "it was answered already"
    assert given(company, ask) == {"advocate": ("fine", "")}


def test_each_side_has_its_own_answers() -> None:
    company = cast.company()
    ask = making.after_the_call(company)
    sides: dict[str, Contact | Member] = {"helped_a_lot": company.daniel, "moved": company.ben}
    for answer, who in sides.items():
        path = making.link(company, Purpose.DEBRIEF, ask, who)
        assert browser().post(path, {"answer": "fine"}).status_code == 422, "that is the customer's word"
        assert browser().post(path, {"answer": answer}).status_code == 303
    assert given(company, ask) == {"prospect": ("helped_a_lot", ""), "rep": ("moved", "")}


def test_not_again_is_thanked_and_opens_a_repair_after_the_undo() -> None:
    company = cast.company()
    ask = making.after_the_call(company)
    path = making.link(company, Purpose.DEBRIEF, ask, company.maya)
    browser().post(path, {"answer": "not_again", "line": "They were rude."})
    assert "Nobody asks you for anything until one of us has talked with you." in text_of(browser().get(path))
    with opened(company.workspace):
        assert not Repair.objects.exists()
    company.run(minutes=11)
    with opened(company.workspace):
        assert Repair.objects.filter(ask=ask).exists()


def test_an_answer_can_be_taken_back_and_given_anew() -> None:
    company = cast.company()
    ask = making.after_the_call(company)
    path = making.link(company, Purpose.DEBRIEF, ask, company.maya)
    browser().post(path, {"answer": "not_again"})
    event = newest(company, "debrief.given")
    assert browser().post(path, {"action": "undo", "event": str(event.pk)}).status_code == 303
    assert given(company, ask) == {}
    assert "How was it with" in text_of(browser().get(path))
    assert browser().post(path, {"answer": "fine"}).status_code == 303
    assert given(company, ask) == {"advocate": ("fine", "")}


def test_no_answer_is_told_at_its_place_and_the_line_is_kept() -> None:
    company = cast.company()
    ask = making.after_the_call(company)
    path = making.link(company, Purpose.DEBRIEF, ask, company.maya)
    answer = browser().post(path, {"line": "A <b>line</b> of mine"})
    page = answer.content.decode()
    assert answer.status_code == 422 and "Choose an answer." in page and "<title>Error:" in page
    assert "A &lt;b&gt;line&lt;/b&gt; of mine" in page


def test_nothing_is_asked_before_the_call() -> None:
    company = cast.company()
    ask = making.booked(company)
    path = making.link(company, Purpose.DEBRIEF, ask, company.maya)
    assert "The call is still to come" in text_of(browser().get(path))
    assert browser().post(path, {"answer": "fine"}).status_code == 422
    with opened(company.workspace):
        assert not Debrief.objects.exists()


def given(company: Company, ask: Ask) -> dict[str, tuple[str, str]]:
    with opened(company.workspace):
        return {side: (one.answer, one.line) for side, one in newest_debriefs(ask).items()}
