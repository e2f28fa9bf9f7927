"""Every mail this release writes, from the event that makes it to the parts a reader gets."""

from __future__ import annotations

import email
import email.policy
import re
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest

from goodword.core import clock, jobs
from goodword.core.tenancy import opened
from goodword.messages import smtp
from goodword.messages.models import Message
from tests.messages.house import TUESDAY_CALL, House, built
from tests.messages.stories import STORIES

DAY = timedelta(days=1)
ODD_NAMES = {
    "long and not Latin": ("شركة الصقر للشحن 🦅🚚 " * 10, "מאיה \u202eאוקפור 👩🏽\u200d💼 " + "Okafor" * 40),
    "quotes and markup": ('Kestrel "Fast" & <b>Co</b>', 'Maya O\'Kafor "May" <maya@evil.example>'),
    "lines and marks": (
        "[[link:yes]] Freight\r\nBcc: evil@evil.example",
        "Maya[[link:no]] %(company)s\nSubject: hi\r\n\r\nX",
    ),
}
TYPED_BY_PEOPLE = ("%(company)s", "")
UNFILLED = re.compile(r"\[\[|\{\{|\{%|%\(\w+\)s|\bNone\b(?! of these)")


@pytest.mark.parametrize("story", STORIES)
def test_a_mail_has_a_text_and_an_html_part_and_nothing_left_unfilled(story: str) -> None:
    tell, kinds = STORIES[story]
    house = built()
    with opened(house.workspace):
        tell(house)
    jobs.run_due(house.workspace, until=TUESDAY_CALL + DAY if story == "the call is booked" else _shortly(house))
    with opened(house.workspace):
        mails = house.mails()
        assert {mail.kind for mail in mails} == kinds
        for mail in mails:
            _must_be_sound(mail)
            assert len(mail.subject) <= 60, mail.subject


@pytest.mark.parametrize("names", ODD_NAMES)
@pytest.mark.parametrize("story", STORIES)
def test_odd_names_break_no_mail_and_forge_no_header(story: str, names: str) -> None:
    tell, kinds = STORIES[story]
    company, person = ODD_NAMES[names]
    house = built(customer=company[:300], advocate=person[:300])
    with opened(house.workspace):
        tell(house)
    jobs.run_due(house.workspace, until=_shortly(house))
    with opened(house.workspace):
        mails = house.mails()
        assert {mail.kind for mail in mails} >= kinds - {"E10"}
        for mail in mails:
            _must_be_sound(mail)


def _must_be_sound(mail: Message) -> None:
    parsed = email.message_from_bytes(smtp.compose(mail).body, policy=email.policy.default)
    assert isinstance(parsed, EmailMessage)
    assert parsed["Bcc"] is None
    assert [parsed.get_all(name) and len(parsed.get_all(name) or []) for name in ("Subject", "To", "From")] == [1, 1, 1]
    assert [address.addr_spec for address in parsed["To"].addresses] == [mail.to_address]
    assert [address.addr_spec for address in parsed["From"].addresses] == ["references@tidewell.example"]
    assert parsed["Message-ID"] == f"<{mail.pk}@tidewell.example>"
    assert parsed["Auto-Submitted"] == "auto-generated"
    assert parsed["Date"] is not None
    plain, html = parsed.get_body(("plain",)), parsed.get_body(("html",))
    assert plain is not None and html is not None
    text, page = plain.get_content(), html.get_content()
    assert '<html lang="en"' in page
    assert 'name="color-scheme" content="light dark"' in page and "prefers-color-scheme: dark" in page
    assert "<img" not in page and "<script" not in page and "<b>Co</b>" not in page
    for body in (text, page):
        assert not UNFILLED.search(body.replace(*TYPED_BY_PEOPLE)), body
    links_in_page = set(re.findall(r'href="(http[^"]+)"', page))
    for link in links_in_page:
        assert link.replace("&amp;", "&") in text, f"{mail.kind} hides {link} from its text part"


def _shortly(house: House) -> datetime:
    with opened(house.workspace):
        return clock.now() + timedelta(minutes=5)
