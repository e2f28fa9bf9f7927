"""A press on Today when nothing comes back: the card stays and says so, and what is pressed again is done once."""

from __future__ import annotations

from playwright.sync_api import Browser, Page, Route, expect

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from tests import cast
from tests.cast import Company
from tests.web.finding.test_in_a_browser import page_of
from tests.web.requests.scenes import asked, first_ask, signed_in

QUESTION = "Can we ask Maya at Kestrel Freight?"
YES = "Yes, ask Maya"
FAILED = "[data-unsent]"


def company_asked() -> Company:
    """Return the cast with a question on Amara's Today."""
    company = cast.company()
    asked(company)
    return company


def answers(company: Company) -> int:
    with opened(company.workspace):
        return Event.objects.filter(name="ask.approved").count()


def presses(page: Page, name: str = YES) -> None:
    page.get_by_role("button", name=name).first.click()


def says_it_failed(page: Page, pressed: str = YES) -> None:
    """Hold that the card is there with what failed, and that focus is where the press was."""
    card = page.locator("article.card", has_text=QUESTION)
    expect(card.locator(FAILED)).to_contain_text("That didn’t get through")
    expect(card.get_by_role("alert")).to_be_visible()
    assert page.evaluate("document.activeElement.textContent").strip() == pressed


def test_offline_the_card_stays_and_trying_again_answers_once(site: str, chromium: Browser) -> None:
    company = company_asked()
    with page_of(chromium, site, company.amara) as page:
        page.goto(site)
        page.context.set_offline(True)
        presses(page)
        says_it_failed(page)
        presses(page, "Try again")
        says_it_failed(page, "Try again")
        assert page.locator(FAILED).count() == 1 and answers(company) == 0
        page.context.set_offline(False)
        presses(page, "Try again")
        expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
        expect(page.get_by_role("button", name="Undo")).to_be_visible()
    assert answers(company) == 1


def test_an_answer_that_was_lost_on_its_way_back_is_not_given_twice(site: str, chromium: Browser) -> None:
    company = company_asked()

    def loses_the_answer(route: Route) -> None:
        route.fetch()
        route.abort()

    with page_of(chromium, site, company.amara) as page:
        page.goto(site)
        page.route("**/answer", loses_the_answer)
        presses(page)
        says_it_failed(page)
        assert answers(company) == 1, "it came through, and nobody heard of it"
        page.unroute("**/answer")
        presses(page, "Try again")
        expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert answers(company) == 1


def test_a_server_that_fails_is_said_in_its_own_words_and_the_card_stays(site: str, chromium: Browser) -> None:
    company = company_asked()
    broken = '<main data-say="That didn’t work. Nothing was changed."></main>'
    with page_of(chromium, site, company.amara) as page:
        page.goto(site)
        page.route("**/answer", lambda route: route.fulfill(status=503, content_type="text/html", body=broken))
        presses(page)
        expect(page.locator(FAILED)).to_contain_text("That didn’t work. Nothing was changed.")
        expect(page.get_by_text(QUESTION)).to_be_visible()
    assert answers(company) == 0


def test_while_a_press_is_on_its_way_it_is_not_sent_again(site: str, chromium: Browser) -> None:
    company, waiting = company_asked(), []
    with page_of(chromium, site, company.amara) as page:
        page.goto(site)
        page.route("**/answer", lambda route: waiting.append(route))
        presses(page)
        presses(page)
        expect(page.locator("button[aria-busy=true]")).to_have_count(1)
        assert len(waiting) == 1
        waiting.pop().continue_()
        expect(page.get_by_text("Nothing waits for you.")).to_be_visible()
    assert answers(company) == 1


def test_a_card_is_put_off_and_a_mistake_in_a_form_is_shown_as_ever(site: str, chromium: Browser) -> None:
    company = company_asked()
    with page_of(chromium, site, company.amara) as page:
        page.goto(site)
        page.locator("article.card summary", has_text="Not now").click()
        page.get_by_label("Until when?").fill("2020-01-01")
        page.get_by_role("button", name="Not before that day").click()
        expect(page).to_have_url(f"{site}/asks/{ask_of(company)}/answer")
        page.goto(site)
        page.locator("article.card summary", has_text="Later").click()
        page.get_by_role("button", name="Tomorrow").click()
        expect(page.get_by_text("Snoozed (1)")).to_be_visible()
    assert answers(company) == 0


def ask_of(company: Company) -> str:
    with opened(company.workspace):
        return str(first_ask(Ask.objects.all()[0].need).pk)


def test_a_press_by_script_is_told_where_to_go_and_any_other_is_led_there() -> None:
    company = company_asked()
    amara, path = signed_in(company.amara), f"/asks/{ask_of(company)}/answer"
    told = amara.post(path, {"answer": "yes", "next": "/"}, headers={"X-Goodword-Press": "1"})
    assert (told.status_code, told.headers["X-Goodword-Leads-To"], told.content) == (204, "/", b"")
    assert "Location" not in told.headers
    refused = amara.post(path, {"answer": "yes", "next": "/"}, headers={"X-Goodword-Press": "1"})
    assert refused.status_code == 409 and "X-Goodword-Leads-To" not in refused.headers
    company = cast.company("second")
    asked(company)
    led = signed_in(company.amara).post(f"/asks/{ask_of(company)}/answer", {"answer": "yes", "next": "/"})
    assert (led.status_code, led.headers["Location"]) == (302, "/")
