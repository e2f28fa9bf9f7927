"""The pages of this area in a real browser: axe at two widths in both themes, the status that follows, the picked one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Page

from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask, give_debrief, send_request
from goodword.desk.models import Ask, ReferenceRequest
from goodword.directory import actions as directory
from goodword.members.actions import change_self
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from tests import cast
from tests.web.looking import shuts_out
from tests.web.requests import scenes
from tests.web.requests.scenes import first_ask, signed_in

WORDS_IN_LINES = """link => {
  const text = link.firstChild, found = {};
  for (const word of text.data.split(" ")) {
    const range = document.createRange();
    range.setStart(text, text.data.indexOf(word));
    range.setEnd(text, text.data.indexOf(word) + word.length);
    found[word] = range.getClientRects().length;
  }
  return found;
}"""


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce")
    yield context.new_page()
    context.close()


def walk_in(page: Page, site: str, member: Member) -> None:
    client: Client = signed_in(member)
    assert Session.objects.exists()
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])


def must_be_accessible(page: Page, site: str, path: str) -> None:
    found = shuts_out(page, site + path)
    assert not found, "\n".join([path, *found])


def two_to_match(company: cast.Company) -> list[ReferenceRequest]:
    with opened(company.workspace):
        return [
            send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle=f"Will it hold {nth}?")
            for nth in range(2)
        ]


def focused(page: Page) -> str:
    return str(page.evaluate("document.activeElement.id"))


def test_no_page_of_a_request_has_an_accessibility_fault(page: Page, site: str) -> None:
    company = cast.company()
    need = scenes.booked(company)
    with opened(company.workspace):
        second = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Will it hold?")
    here, other = f"/requests/{need.pk}", f"/requests/{second.pk}"
    walk_in(page, site, company.priya)
    for path in (
        "/",
        "/requests",
        "/requests?q=nobody",
        here,
        other,
        f"{other}?all=1&pick={company.ingrid.pk}",
        f"{here}/brief",
    ):
        must_be_accessible(page, site, path)
    company.run(days=2, hours=3)
    with opened(company.workspace):
        ask = first_ask(need)
        give_debrief(ask, "advocate", "not_again", by=cast.as_customer(ask))
    company.run(minutes=11)
    walk_in(page, site, company.ben)
    for path in ("/", here, f"{here}/withdraw", f"{other}/need-by"):
        must_be_accessible(page, site, path)
    walk_in(page, site, company.amara)
    for path in ("/", here):
        must_be_accessible(page, site, path)
    walk_in(page, site, company.ada)
    must_be_accessible(page, site, "/")


def test_the_owners_question_and_the_outbox_have_no_accessibility_fault(page: Page, site: str) -> None:
    company = cast.company()
    need = scenes.asked(company)
    company.run()
    walk_in(page, site, company.amara)
    for path in ("/", f"/requests/{need.pk}"):
        must_be_accessible(page, site, path)
    with opened(company.workspace):
        mail = Message.objects.get(kind="E01")
    walk_in(page, site, company.priya)
    for path in ("/outbox", f"/outbox/{mail.pk}", "/outbox?q=nobody"):
        must_be_accessible(page, site, path)


def test_the_program_picks_and_asks_in_three_presses_without_typing(page: Page, site: str) -> None:
    company = cast.company()
    with opened(company.workspace):
        need = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Will it hold?")
    walk_in(page, site, company.priya)
    page.goto(f"{site}/requests")
    page.get_by_role("link", name="Harbourline Logistics").click()
    page.locator("a.cand", has_text="Nordhaven").click()
    page.get_by_role("button", name="Ask Lucia, the account owner").click()
    page.get_by_text("Lucia is asked: the mail goes out in ten minutes.").wait_for()
    with opened(company.workspace):
        assert ReferenceRequest.objects.get(pk=need.pk).state == "with_owner"


def test_the_status_follows_without_taking_the_focus(page: Page, site: str) -> None:
    company = cast.company()
    need = scenes.asked(company)
    walk_in(page, site, company.ben)
    page.clock.install()
    page.goto(f"{site}/requests/{need.pk}")
    focused = page.get_by_text("What comes next")
    focused.focus()
    with opened(company.workspace):
        approve_ask(first_ask(need), by=actor_of(company.amara))
    page.clock.run_for(21_000)
    page.get_by_text("Something happened since you opened this page.").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "What comes next"


def test_a_card_is_moved_by_a_key_by_its_menu_and_by_dragging(page: Page, site: str) -> None:
    company = cast.company()
    needs = two_to_match(company)
    walk_in(page, site, company.priya)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}/requests")
    # Where it can't go, it says why, and stays.
    page.locator(".tcard h3 a").first.focus()
    page.keyboard.press("4")
    page.get_by_role("status").get_by_text("The owner answers before the customer hears anything.").wait_for()
    page.locator(".tcard h3 a").first.focus()
    page.keyboard.press("2")
    page.get_by_text("With owner now").wait_for()
    page.locator("[data-lane=with_owner] .tcard").wait_for()
    # Dragging presses the same: whom the second one's plan names is being asked by now, so it leads to the others.
    page.locator("[data-lane=to_match] .tcard").drag_to(page.locator("[data-lane=with_owner]"))
    page.get_by_role("heading", name="Who should we ask?").wait_for()
    page.locator(".toast.error").wait_for()
    # And on by the menu, opened with a key.
    page.goto(f"{site}/requests")
    page.locator("[data-lane=with_owner] .tcard h3 a").first.focus()
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.textContent").strip() == "Open the request"
    page.locator("[data-lane=with_owner] .tcard").first.get_by_role("button", name="said yes: ask").click()
    page.get_by_text("The yes is noted.").wait_for()
    with opened(company.workspace):
        states = sorted(
            ReferenceRequest.objects.filter(pk__in=[need.pk for need in needs]).values_list("state", flat=True)
        )
        assert states == ["to_match", "with_owner"]
        assert Ask.objects.get(state="owner_ok").need_id in [need.pk for need in needs]


def test_keys_work_from_anywhere_on_the_page_and_lead_through_the_panel(page: Page, site: str) -> None:
    company = cast.company()
    two_to_match(company)
    walk_in(page, site, company.priya)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{site}/requests")
    first, second = (str(link.get_attribute("id")) for link in page.locator(".tcard h3 a").all())
    for key, card in (("j", first), ("j", second), ("k", first)):
        page.keyboard.press(key)
        assert focused(page) == card
    page.keyboard.press("Enter")
    heading = page.locator("#side").get_by_role("heading", name="Harbourline Logistics")
    heading.wait_for()
    page.keyboard.press("]")
    page.wait_for_url(f"**/requests?need={second.removeprefix('card-')}#side")
    page.keyboard.press("[")
    page.wait_for_url(f"**/requests?need={first.removeprefix('card-')}#side")
    # The picked card is the one that moves, wherever the focus is beside it.
    page.keyboard.press("4")
    page.get_by_role("status").get_by_text("The owner answers before the customer hears anything.").wait_for()
    page.keyboard.press("Escape")
    page.wait_for_url(lambda url: url.endswith(f"#{first}"))
    assert not page.locator("#side").count()
    page.wait_for_function(f"document.activeElement.id === '{first}'")
    page.keyboard.press("m")
    assert page.evaluate("document.activeElement.textContent").strip() == "Open the request"
    page.keyboard.press("Escape")
    assert not page.locator("details.menu[open]").count()


def test_a_key_in_a_field_is_a_letter_and_single_keys_can_be_switched_off(page: Page, site: str) -> None:
    company = cast.company()
    need = two_to_match(company)[0]
    walk_in(page, site, company.priya)
    page.goto(f"{site}/requests?need={need.pk}")
    page.get_by_role("searchbox").press_sequentially("jk]1")
    assert page.get_by_role("searchbox").input_value() == "jk]1" and f"need={need.pk}" in page.url
    with opened(company.workspace):
        change_self(
            company.priya, name="Priya", time_zone="UTC", language="en", single_keys=False, by=actor_of(company.priya)
        )
    page.goto(f"{site}/requests?need={need.pk}")
    before = focused(page)
    for key in ("j", "]", "2"):
        page.keyboard.press(key)
    assert focused(page) == before and f"need={need.pk}" in page.url
    with opened(company.workspace):
        assert not Ask.objects.exclude(state="planned").exists()


@pytest.mark.parametrize("width", [1440, 1600])
def test_beside_the_panel_words_stay_whole_and_its_button_is_in_sight(page: Page, site: str, width: int) -> None:
    company = cast.company()
    needs = two_to_match(company)
    with opened(company.workspace):
        directory.change_account(company.deal.account, by=cast.SETUP, name="Switzerlandia Northgate")
    walk_in(page, site, company.priya)
    page.set_viewport_size({"width": width, "height": 560})
    page.goto(f"{site}/requests?need={needs[0].pk}")
    lines = page.locator(".tcard h3 a").first.evaluate(WORDS_IN_LINES)
    assert lines == {"Switzerlandia": 1, "Northgate": 1}
    button = page.get_by_role("button", name="the account owner")
    box = button.bounding_box()
    assert box is not None and box["y"] + box["height"] <= 560


def test_on_a_phone_the_first_card_is_on_the_first_screen_and_views_are_a_press_away(page: Page, site: str) -> None:
    company = cast.company()
    two_to_match(company)
    walk_in(page, site, company.priya)
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/requests")
    card = page.locator(".tcard").first.bounding_box()
    assert card is not None and card["y"] < 600
    tab = page.get_by_role("link", name="At risk")
    assert not tab.is_visible()
    page.get_by_role("button", name="Views and filters").click()
    tab.click()
    page.get_by_text("Nothing in “At risk”").wait_for()
    assert not tab.is_visible()


def test_an_owner_answers_and_confirms_with_one_press_each_on_today(page: Page, site: str) -> None:
    company = cast.company()
    scenes.asked(company)
    walk_in(page, site, company.amara)
    page.goto(f"{site}/")
    page.get_by_role("button", name="Yes, ask Maya").click()
    page.get_by_text("Maya will be asked in ten minutes.").wait_for()


def test_a_card_is_put_off_with_two_presses_and_brought_back_with_one(page: Page, site: str) -> None:
    company = cast.company()
    scenes.asked(company)
    walk_in(page, site, company.amara)
    page.goto(f"{site}/")
    page.locator("summary", has_text="Later").click()
    page.get_by_role("button", name="Tomorrow").click()
    page.get_by_role("heading", name="Nothing waits for you.").wait_for()
    page.get_by_role("status").get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="Can we ask Maya").wait_for()
