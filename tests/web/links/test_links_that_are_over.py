"""X13, and what holds for every page by link: whose it is, that it acts once, that its key stays secret."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest

from goodword.core import clock, links
from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.policy import Purpose
from tests import cast
from tests.web.links import making
from tests.web.links.making import browser, path_of, signed, text_of


def test_a_token_nobody_issued_gets_one_page_that_tells_nothing() -> None:
    cast.company()
    pages = {browser().get(f"/l/{token}").content for token in ("abcdefgh", "x" * 32, "..etc", "%00")}
    answer = browser().get("/l/abcdefgh")
    assert answer.status_code == 404 and "This link leads nowhere" in answer.content.decode()
    assert len(pages) == 1


def test_a_link_of_someone_who_is_gone_leads_nowhere() -> None:
    company = cast.company()
    ask = making.owner_asked(company)
    with opened(company.workspace):
        path = path_of(signed(Purpose.OWNER_ANSWER, ask, company.amara))
        type(company.amara).objects.filter(pk=company.amara.pk).update(active=False)
    assert browser().get(path).status_code == 404


def test_an_expired_link_says_so_and_offers_a_fresh_one_to_the_address_on_file_only() -> None:
    company = cast.company()
    path = expired(company)
    page = browser().get(path)
    assert page.status_code == 410
    text = page.content.decode()
    assert "It worked until Tue 2 Feb, 09:05 Brussels time" in text
    assert "a•••@tidewell.example" in text and "amara@tidewell.example" not in text
    answer = browser().post(path, {"action": "fresh", "to": "mallory@evil.example"})
    assert answer.status_code == 303
    with opened(company.workspace):
        event = Event.objects.get(name="link.renewed")
        old, new = links.find(path.rsplit("/", 1)[1]), SignedLink.objects.get(pk=event.subject_id)
        assert old is not None and old.replaced_by == new and new.person_id == company.amara.pk
        fresh = path_of(new)
        assert links.token(new) not in str(event.data)
    assert "A fresh link is on its way" in browser().get(path).content.decode()
    assert browser().get(fresh).status_code == 200


def test_a_fresh_link_is_not_sent_ten_times() -> None:
    company = cast.company()
    path = expired(company)
    for _press in range(3):
        assert browser().post(path, {"action": "fresh"}).status_code == 303
    with opened(company.workspace):
        assert Event.objects.filter(name="link.renewed").count() == 1
    company.run(minutes=11)
    browser().post(path, {"action": "fresh"})
    with opened(company.workspace):
        assert Event.objects.filter(name="link.renewed").count() == 2


def test_an_expired_link_does_not_answer_even_when_its_form_was_open() -> None:
    company = cast.company()
    ask = making.owner_asked(company)
    path = making.link(company, Purpose.OWNER_ANSWER, ask, company.amara, lives=timedelta(minutes=5))
    assert browser().get(path).status_code == 200
    company.run(minutes=6)
    assert browser().post(path, {"answer": "yes"}).status_code == 410
    assert making.fresh(company, ask).state == "owner_pending"


def test_a_replaced_link_says_so() -> None:
    company = cast.company()
    with opened(company.workspace):
        ask = company.request().asks.get(advocate=company.maya)
        old = signed(Purpose.OWNER_ANSWER, ask, company.amara)
        links.renew(old, expires_at=clock.now() + timedelta(days=5))
    company.run(minutes=11)
    assert "A newer link took its place" in text_of(browser().get(path_of(old)))


def test_a_withdrawn_link_says_so_and_offers_no_fresh_one() -> None:
    company = cast.company()
    with opened(company.workspace):
        ask = company.request().asks.get(advocate=company.maya)
        gone = signed(Purpose.OWNER_ANSWER, ask, company.amara)
        links.withdraw(ask)
    page = text_of(browser().get(path_of(gone)))
    assert "was withdrawn" in page and "Send me a fresh link" not in page
    assert browser().post(path_of(gone), {"action": "fresh"}).status_code in (303, 410)
    with opened(company.workspace):
        assert not Event.objects.filter(name="link.renewed").exists()


def test_a_press_without_the_page_it_belongs_to_is_refused() -> None:
    company = cast.company()
    ask = making.owner_asked(company)
    path, strict = making.owner_link(company, ask), browser(enforces_csrf=True)
    assert strict.post(path, {"answer": "yes"}).status_code == 403
    assert making.fresh(company, ask).state == "owner_pending"
    strict.get(path)
    press = {"answer": "yes", "csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    assert strict.post(path, press).status_code == 303


def test_every_answer_keeps_out_of_caches_searches_and_other_sites() -> None:
    company = cast.company()
    path = making.owner_link(company, making.owner_asked(company))
    answers = [browser().get(path), browser().get("/l/nothing"), browser().options(path), browser().put(path)]
    answers += [browser().post(path, {"answer": "maybe"}), browser().post(path, {"answer": "yes"})]
    assert [answer.status_code for answer in answers] == [200, 404, 204, 405, 422, 303]
    for answer in answers:
        assert answer["Referrer-Policy"] == "same-origin"
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]


def test_the_key_stands_in_no_title_and_in_no_log(caplog: pytest.LogCaptureFixture) -> None:
    company = cast.company()
    ask = making.owner_asked(company)
    path = making.owner_link(company, ask)
    token = path.rsplit("/", 1)[1]
    strict = browser(enforces_csrf=True)
    with caplog.at_level(logging.DEBUG):
        pages = [strict.get(path), strict.post(path, {"answer": "yes"}), browser().post(path, {"answer": "maybe"})]
        browser().get(f"/l/{token[:-1]}")
    logged = [record.getMessage() for record in caplog.records if record.name.startswith("django.")]
    assert any("/l/…" in line for line in logged), "the control: refusals are logged"
    assert not any(token[:-1] in line for line in logged)
    for page in pages:
        title = page.content.decode().split("<title>")[1].split("</title>")[0]
        assert token not in title


def test_someone_who_no_longer_decides_for_the_customer_is_told_nothing_of_it() -> None:
    company = cast.company()
    ask = making.owner_asked(company)
    path = making.link(company, Purpose.OWNER_ANSWER, ask, company.elin)
    text = browser().get(path).content.decode()
    assert "Maya" not in text and "Kestrel" not in text
    assert browser().post(path, {"answer": "yes"}).status_code == 410
    assert making.fresh(company, ask).state == "owner_pending"


def test_another_persons_link_never_shows_the_customers_page() -> None:
    company = cast.company()
    ask = making.customer_asked(company)
    path = making.link(company, Purpose.ASK, ask, company.ingrid)
    assert "Harbourline" not in browser().get(path).content.decode()


def test_odd_names_are_told_as_written_and_change_no_page() -> None:
    company = cast.company()
    odd = "<b>O'Hara & “Söhne”</b> \u202e {{ x }}"
    with opened(company.workspace):
        directory.change_account(company.harbourline, by=cast.SETUP, name=odd)
        directory.change_contact(company.daniel, by=cast.SETUP, name=odd, job_title="<script>alert(1)</script>")
    ask = making.owner_asked(company, questions=[odd], must_settle=odd, times=making.THREE_TIMES)
    pages = [browser().get(making.owner_link(company, ask))]
    making.approved(company, ask)
    pages.append(browser().get(making.customer_link(company, ask)))
    for page in pages:
        text = page.content.decode()
        assert "&lt;b&gt;O&#x27;Hara &amp; “Söhne”&lt;/b&gt;" in text
        assert "<b>O'Hara" not in text and "<script>alert" not in text


def expired(company: cast.Company) -> str:
    path = making.link(
        company, Purpose.OWNER_ANSWER, making.owner_asked(company), company.amara, lives=timedelta(minutes=5)
    )
    company.run(minutes=6)
    return path
