"""X02 and X08 for written answers: asked, agreed, drafted, looked at, sent, read; without script, by real forms."""

from __future__ import annotations

import re

from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from goodword.desk.queries.answers import drafts_of
from goodword.members.policy import Purpose
from goodword.references import actions as references
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import Company
from tests.desk import writing
from tests.desk.writing import QUESTIONS, WORDS, again, company_that_writes
from tests.web.links.making import browser, call_link, customer_link, digest, link, text_of


def typed(company: Company, ask: Ask, *words: str) -> dict[str, str]:
    with opened(company.workspace):
        return {f"answer-{one.question_id}": text for one, text in zip(drafts_of(ask), words, strict=True)}


def test_the_question_shows_what_is_asked_who_reads_it_and_half_a_call_and_no_time() -> None:
    company = company_that_writes()
    ask = writing.asked(company)
    page = text_of(browser().get(customer_link(company, ask)))
    assert "<h1>Would you answer 3 written questions from Harbourline Logistics?</h1>" in page
    assert all(question in page for question in QUESTIONS)
    assert "Daniel Reyes at Harbourline Logistics, with your name, role and company, and to no other company" in page
    assert "Half a call: with it you are at ½ of 4" in page
    for word in ("minute call", "Suggest other times", "Accept", "Who you'd meet"):
        assert word not in page


def test_a_yes_opens_the_page_to_write_on_and_saving_keeps_a_draft() -> None:
    company = company_that_writes()
    ask = writing.asked(company)
    path, client = customer_link(company, ask), browser()
    assert client.post(path, {"action": "write"}).status_code == 303
    page = text_of(client.get(path))
    assert "Your answers for Harbourline Logistics" in page and page.count("<textarea") == 3 and "Undo" in page
    saved = client.post(path, typed(company, ask, "Nine weeks.\r\nReally.", "", "") | {"action": "save"})
    assert saved.status_code == 303 and saved["Location"].endswith("?view=saved")
    page = text_of(client.get(saved["Location"]))
    assert "Saved. Nobody reads it before you send it." in page and "Nine weeks.\nReally.</textarea>" in page
    assert again(company, ask).state == "accepted"


def test_the_exact_words_are_looked_at_before_they_are_sent_and_can_be_taken_back() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    path, client = customer_link(company, ask), browser()
    looked = client.post(path, typed(company, ask, *WORDS) | {"action": "look"})
    page = text_of(client.get(looked["Location"]))
    assert "This is what Harbourline Logistics reads" in page
    assert WORDS[0] in page and WORDS[2] in page and "Left out" in page and "Send answers" in page
    seal = re.search(r'name="seal" value="(\w+)"', page)
    assert seal is not None
    assert client.post(path, {"action": "send", "seal": seal[1]}).status_code == 303
    page = text_of(client.get(path))
    assert "Thank you for your answers" in page and "Until then you can take them back" in page
    event = re.search(r'name="event" value="([\w-]+)"', page)
    assert event is not None
    assert client.post(path, {"action": "undo", "event": event[1]}).status_code == 303
    assert again(company, ask).state == "booked"
    assert "<textarea" in text_of(client.get(path))


def test_words_changed_since_they_were_looked_at_are_shown_once_more() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    path, client = customer_link(company, ask), browser()
    client.post(path, typed(company, ask, *WORDS) | {"action": "save"})
    answer = client.post(path, {"action": "send", "seal": "of something else"})
    page = text_of(answer)
    assert answer.status_code == 422
    assert "Look at them once more." in page and WORDS[0] in page
    assert again(company, ask).state == "booked"


def test_nothing_written_is_not_looked_over() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    answer = browser().post(customer_link(company, ask), typed(company, ask, "", " ", "") | {"action": "look"})
    assert answer.status_code == 422 and "Write at least one answer first." in text_of(answer)


def test_too_long_an_answer_stays_on_the_page_with_what_to_do() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    answer = browser().post(customer_link(company, ask), typed(company, ask, "x" * 4001, "", "") | {"action": "save"})
    page = text_of(answer)
    assert answer.status_code == 422 and "under 4000 characters" in page and "x" * 4001 in page


def test_who_cannot_write_after_all_says_so_in_two_presses() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    path, client = customer_link(company, ask), browser()
    assert "Not write after all?" in text_of(client.get(f"{path}?view=off"))
    assert client.post(path, {"action": "off"}).status_code == 303
    page = text_of(client.get(path))
    assert "You don't write this time" in page and "Undo" in page and "call" not in page.lower().replace("locally", "")


def test_the_buyer_reads_the_words_and_who_wrote_them_once_they_hold() -> None:
    company = company_that_writes()
    ask = writing.sent(company)
    page = text_of(browser().get(call_link(company, ask)))
    assert "Maya Okafor answered your questions" in page and "Group Controller, Kestrel Freight" in page
    assert WORDS[0] in page and QUESTIONS[1] not in page, "what was left out is not shown"


def test_before_they_hold_the_buyer_reads_nothing() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    with opened(company.workspace):
        writing.write(ask)
    page = text_of(browser().get(call_link(company, ask)))
    assert "still to come" in page and WORDS[0] not in page and "Maya" not in page


def test_withdrawn_answers_are_gone_from_the_buyers_page() -> None:
    company = company_that_writes()
    ask = writing.sent(company)
    path = call_link(company, ask)
    with opened(company.workspace):
        own = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        references.revoke_consent(company.maya, HelpKind.WRITTEN, by=own)
    page = text_of(browser().get(path))
    assert "These answers were withdrawn" in page and WORDS[0] not in page and "Maya" not in page


def test_each_side_is_asked_how_it_was_in_words_that_fit() -> None:
    company = company_that_writes()
    ask = writing.sent(company)
    rep = text_of(browser().get(link(company, Purpose.DEBRIEF, ask, company.ben)))
    assert "Did the answers move Harbourline Logistics?" in rep and "It didn't take place" not in rep
    prospect = text_of(browser().get(link(company, Purpose.DEBRIEF, ask, company.daniel)))
    assert "Were the answers useful?" in prospect and "It didn't take place" not in prospect
    path, client = customer_link(company, ask), browser()
    assert "How was it with Harbourline Logistics?" in text_of(client.get(path))
    assert client.post(path, {"action": "debrief", "answer": "fine"}).status_code == 303
    assert "Thank you for what you wrote to Harbourline Logistics." in text_of(client.get(path))


def test_opening_any_of_the_pages_changes_nothing() -> None:
    company = company_that_writes()
    ask = writing.asked(company)
    path = customer_link(company, ask)
    before = digest()
    for view in ("", "?a=accept", "?a=no", "?view=look", "?view=off", "?view=saved"):
        assert browser().get(path + view).status_code == 200
        assert browser().head(path + view).status_code == 200
    assert digest() == before
