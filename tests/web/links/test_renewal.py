"""Words of one's own: let them be used on, by fewer, or no more; by mail and on one's own page."""

from __future__ import annotations

import re

import pytest

from goodword.core.tenancy import opened
from goodword.members.policy import Purpose
from goodword.messages.models import Message
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import a_year_after
from tests import cast
from tests.cast import Company
from tests.proof.words import WORDS, days_ahead, quote
from tests.web.links import making
from tests.web.links.making import browser, newest, path_of, signed, text_of


@pytest.fixture
def company() -> Company:
    return cast.company()


def said(company: Company, days: int = -1, **fields: str) -> Story:
    with opened(company.workspace):
        return quote(company, expires_on=days_ahead(days), **fields)


def renewal(company: Company, story: Story) -> str:
    with opened(company.workspace):
        return path_of(signed(Purpose.RENEWAL, story, company.maya.contact))


def own_page(company: Company) -> str:
    with opened(company.workspace):
        return path_of(signed(Purpose.OWN_PAGE, company.maya, company.maya.contact))


def now(company: Company, story: Story) -> Story:
    with opened(company.workspace):
        return Story.objects.get(pk=story.pk)


def undo(path: str) -> int:
    event = re.findall(r'name="event" value="([^"]+)"', browser().get(path).content.decode())[0]
    return browser().post(path, {"action": "undo", "event": event}).status_code


def test_the_page_shows_the_words_and_the_mails_answer_preselected(company: Company) -> None:
    path = renewal(company, said(company))
    page = text_of(browser().get(path + "?a=no"))
    assert WORDS in page and "Ran out on" in page and "For Maya Okafor" in page
    assert re.search(r'value="no" checked', page) and "Only for one buyer at a time" in page
    narrow = renewal(company, said(company, clearance=Clearance.ONE_TO_ONE))
    assert "Only for one buyer at a time" not in text_of(browser().get(narrow))
    assert browser().post(path, {}).status_code == 422


def test_a_yes_lasts_a_year_is_told_on_the_page_and_can_be_taken_back(company: Company) -> None:
    story = said(company)
    path = renewal(company, story)
    assert browser().post(path, {"answer": "one"}).status_code == 303
    with opened(company.workspace):
        assert now(company, story).expires_on == a_year_after(days_ahead(0))
    assert now(company, story).clearance == Clearance.ONE_TO_ONE
    page = text_of(browser().get(path))
    assert "Your words may be used on" in page and "Answered on" in page and 'name="answer"' not in page
    assert undo(path) == 303
    assert now(company, story).clearance == Clearance.PUBLIC
    assert 'name="answer"' in text_of(browser().get(path))


def test_a_no_takes_them_away_and_the_notice_to_the_address_on_file_brings_them_back(company: Company) -> None:
    story = said(company, days=10)
    path = renewal(company, story)
    assert browser().post(path, {"answer": "no"}).status_code == 303
    assert now(company, story).withdrawn_at is not None
    assert "Your words are used no more" in text_of(browser().get(path))
    company.run(minutes=30)
    with opened(company.workspace):
        notice = Message.objects.get(kind="E29")
        assert "Your words are used no more" in notice.subject and WORDS in notice.text
        maya = company.maya.contact
    back = making.link(company, Purpose.TAKE_BACK, newest(company, "story.stopped"), maya)
    assert WORDS in text_of(browser().get(back))
    assert browser().post(back, {"action": "take_back"}).status_code == 303
    assert now(company, story).withdrawn_at is None


def test_the_link_is_whose_words_they_are_alone(company: Company) -> None:
    story = said(company)
    with opened(company.workspace):
        foreign = path_of(signed(Purpose.RENEWAL, story, company.ingrid.contact))
    assert browser().get(foreign).status_code == 410
    assert browser().post(foreign, {"answer": "no"}).status_code == 410
    assert now(company, story).withdrawn_at is None


def test_on_their_own_page_words_are_stopped_after_a_look_and_renewed_in_one_press(company: Company) -> None:
    due, other = said(company), said(company, days=200)
    path = own_page(company)
    page = text_of(browser().get(path))
    assert page.count("Stop using") >= 2 and page.count("Yes, a year more") >= 1
    assert "Nobody is shown them now" in page
    look = text_of(browser().get(f"{path}?view=stop&words={other.pk}"))
    assert "Stop using these words?" in look and WORDS in look
    assert browser().post(path, {"action": "stop_words", "words": str(other.pk)}).status_code == 303
    assert now(company, other).withdrawn_at is not None
    assert "Stopped. Nobody is shown these words any more." in text_of(browser().get(path))
    assert undo(path) == 303 and now(company, other).withdrawn_at is None
    assert browser().post(path, {"action": "renew_words", "words": str(due.pk)}).status_code == 303
    assert "Thank you. Your words may be shown until" in text_of(browser().get(path))
    assert browser().post(path, {"action": "renew_words", "words": str(other.pk)}).status_code == 422
    assert browser().post(path, {"action": "stop_words", "words": "x"}).status_code == 409


def test_two_words_stopped_at_once_are_told_in_one_notice_each_with_its_way_back(company: Company) -> None:
    first, second = said(company, days=20), said(company, days=200)
    path = own_page(company)
    for story in (first, second):
        browser().post(path, {"action": "stop_words", "words": str(story.pk)})
    company.run(minutes=10)
    with opened(company.workspace):
        notice = Message.objects.get(kind="E29")
        assert notice.text.count("Undo: my words may be used as before") == 2
