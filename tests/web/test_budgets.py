"""What a job may cost, in a browser: presses counted, and nothing to type. Those of a request's whole life are in journeys.

J-R2 proof while waiting 3 · J-R5 nominate 3 · J-O3 hold 3 · J-O5 what came of it 1 · J-P1 match 3 · J-P2 a private one
one more · J-L2 how it is counted 1 · J-L3 what is late 1 · J-L4 thank 1 and its confirmation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, expect

from goodword.core.tenancy import opened
from goodword.desk.actions import send_request
from goodword.desk.models import Ask, ReferenceRequest
from goodword.directory import actions as directory
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.proof.models import Sharing
from goodword.protection.models import Hold
from goodword.recognition.models import Thanks
from goodword.references.models import Advocate
from tests import cast
from tests.insights.scenes import closed, helped
from tests.web.finding.making import market
from tests.web.finding.test_in_a_browser import COUNTING, page_of


@contextmanager
def job(chromium: Browser, site: str, who: Member, path: str, *, at_most: int) -> Iterator[Page]:
    """Open the page a job begins on; what is pressed from there counts, and a typed character is one too many."""
    with page_of(chromium, site, who) as page:
        page.add_init_script(COUNTING)
        page.goto(site + path)
        yield page
        pressed, typed = (page.evaluate(f"Number(sessionStorage.getItem('{name}'))") for name in ("pressed", "typed"))
        assert 0 < pressed <= at_most
        assert typed == 0


def test_proof_is_copied_and_its_sending_noted_in_three(site: str, chromium: Browser) -> None:
    company = market()
    with job(chromium, site, company.ben, f"/opportunities/{company.deal.pk}", at_most=3) as page:
        page.get_by_role("link", name="Find a reference").last.click()
        page.get_by_role("button", name="Copy the quote").first.click()
        page.get_by_role("button", name="I sent it").first.click()
        expect(page.get_by_text("Sent Tue 2 Feb by Ben").first).to_be_visible()
    with opened(company.workspace):
        assert Sharing.objects.get().opportunity == company.deal


def test_a_happy_customer_is_proposed_in_three(site: str, chromium: Browser) -> None:
    company = cast.company()
    with opened(company.workspace):
        happy = directory.add_contact(company.kestrel, "Yusuf Demir", by=cast.SETUP, job_title="Treasurer")
    with job(chromium, site, company.ben, f"/customers/{company.kestrel.pk}", at_most=3) as page:
        page.get_by_role("link", name="Propose Yusuf Demir").click()
        page.get_by_role("button", name="Propose").click()
        page.wait_for_url(re.compile("/(customers|advocates)/[^/]+$"))
    with opened(company.workspace):
        assert Advocate.objects.get(contact=happy).nominated_by == company.ben


def test_a_customer_is_put_on_hold_in_three(site: str, chromium: Browser) -> None:
    company = cast.company()
    with job(chromium, site, company.amara, f"/customers/{company.kestrel.pk}", at_most=3) as page:
        page.get_by_role("link", name="Hold…").click()
        page.get_by_role("button", name="Put on hold").click()
        expect(page.get_by_text("On hold").first).to_be_visible()
    with opened(company.workspace):
        assert Hold.objects.get().account == company.kestrel


def test_an_owner_sees_what_came_of_lending_in_one(site: str, chromium: Browser) -> None:
    company = cast.company()
    helped(company)
    closed(company)
    with job(chromium, site, company.amara, "/", at_most=1) as page:
        page.get_by_role("link", name="Impact", exact=True).click()
        expect(page.get_by_text("What you gave and took")).to_be_visible()
        expect(page.locator(".stats div", has_text="Assists you got")).to_contain_text("1")


def test_a_request_is_matched_in_three(site: str, chromium: Browser) -> None:
    company = cast.company()
    need = unmatched(company)
    with job(chromium, site, company.priya, "/", at_most=3) as page:
        page.get_by_role("link", name=re.compile("^See who fits")).click()
        page.locator("#bench .cand", has_text="Kestrel Freight").click()
        page.get_by_role("button", name="Ask Amara, the account owner").click()
        expect(page.get_by_text("Amara").first).to_be_visible()
    with opened(company.workspace):
        assert Ask.objects.get(need=need, owner=company.amara).advocate == company.maya


def test_a_private_reference_is_brokered_in_one_more(site: str, chromium: Browser) -> None:
    company = market()
    need = unmatched(company)
    with job(chromium, site, company.priya, "/", at_most=4) as page:
        page.get_by_role("link", name=re.compile("^See who fits")).click()
        if page.get_by_role("link", name=re.compile("^See all")).count():
            page.get_by_role("link", name=re.compile("^See all")).click()
        page.locator("#bench .cand", has_text="Umbral Freight").click()
        expect(page.get_by_role("heading", name="Who sees what")).to_be_visible()
        page.get_by_role("button", name="Ask Xanthe, the account owner").click()
        expect(page.get_by_text("Umbral Freight").first).to_be_visible()
    with opened(company.workspace):
        assert Ask.objects.get(need=need, owner=company.xanthe).advocate == company.private


def test_a_leader_reads_how_it_is_counted_down_to_the_deals_and_what_is_late_in_one_each(
    site: str, chromium: Browser
) -> None:
    company = cast.company()
    helped(company)
    closed(company)
    with job(chromium, site, company.elin, "/impact", at_most=1) as page:
        page.get_by_role("link", name=re.compile("^See the deal")).first.click()
        expect(page.get_by_text("Harbourline Logistics").first).to_be_visible()
    with job(chromium, site, company.elin, "/impact", at_most=1) as page:
        page.get_by_role("link", name="How we count").first.click()
        expect(page.get_by_role("heading", name="How we count")).to_be_visible()
    with job(chromium, site, company.elin, "/", at_most=1) as page:
        page.get_by_role("link", name="Impact", exact=True).click()
        expect(page.get_by_role("heading", name="Late deals without a reference")).to_be_visible()


def test_thanking_is_one_press_and_what_it_did_is_said(site: str, chromium: Browser) -> None:
    company = cast.company()
    helped(company)
    closed(company)
    with job(chromium, site, company.elin, "/impact", at_most=2) as page:
        page.get_by_role("button", name="Thank Amara Diallo").click()
        expect(page.locator("#thanks").get_by_text("Thanked Mon")).to_be_visible()
    with opened(company.workspace):
        assert Thanks.objects.get().member == company.amara


def unmatched(company: cast.Company) -> ReferenceRequest:
    """Return a request that leaves the choice to the program."""
    with opened(company.workspace):
        return send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Will it hold?")
