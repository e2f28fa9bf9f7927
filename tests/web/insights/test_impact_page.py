"""The page of figures: plain counts while they are few, never a claim they don't bear, thanks in one press."""

from __future__ import annotations

import csv
import html
import io
import re
from decimal import Decimal

import pytest

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.insights.rules import ENOUGH, Difference, Share, Sides
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.recognition.actions import thank
from goodword.recognition.models import Thanks
from goodword.references import actions as references
from goodword.references.models import ReferenceProfile, Visibility
from goodword.web.impact import sides
from tests import cast
from tests.cast import SETUP, Company
from tests.insights.scenes import another_deal, closed, helped
from tests.web.requests.scenes import signed_in

pytestmark = pytest.mark.usefixtures("collected")


@pytest.fixture
def company() -> Company:
    """A call held, one deal won with it, one without."""
    made = cast.company()
    helped(made)
    closed(made)
    closed(made, another_deal(made, "Wexford Mills"))
    return made


def page(who: Member, path: str = "/impact", status: int = 200) -> str:
    answer = signed_in(who).get(path)
    assert answer.status_code == status, path
    body = answer.getvalue() if answer.streaming else answer.content
    return html.unescape(body.decode("utf-8-sig"))


def text(who: Member, path: str = "/impact") -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page(who, path)).split())


def rows(who: Member, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(page(who, path))))


def test_few_deals_are_counted_and_no_percentage_is_made_of_them(company: Company) -> None:
    said = text(company.elin)
    assert "1 of 2 deals won in Q1 2027 used a reference." in said
    assert f"Not enough yet for a percentage: 2 of {ENOUGH}" in said
    assert "50%" not in said and "Too few to compare yet." in said


def test_no_figure_claims_that_a_reference_was_the_cause(company: Company) -> None:
    for path in ("/impact", "/impact/method"):
        said = text(company.elin, path).lower()
        assert not re.search(r"helped win|caused|thanks to references|drove|generated", said.replace("not caused", ""))


def test_every_figure_says_how_it_is_counted(company: Company) -> None:
    whole = page(company.elin)
    asked = set(re.findall(r'href="/impact/method#([\w-]+)"', whole))
    explained = set(re.findall(r'<section class="card" id="([\w-]+)"', page(company.elin, "/impact/method")))
    assert asked == explained and len(explained) == 16


def test_the_drawing_and_its_table_say_the_same(company: Company) -> None:
    whole = page(company.elin)
    table = re.search(r'<caption class="vh">Won deals by month</caption>.*?</table>', whole, re.DOTALL)
    assert table is not None
    february = re.search(r">February 2027</th>(.*?)</tr>", table[0])
    assert february is not None and re.findall(r">(\d+)</td>", february[1]) == ["1", "1", "2"]
    assert "February 2027: 1 with a reference" in whole and "February 2027: 1 without" in whole


def test_another_period_is_one_press_away_and_one_to_come_is_not(company: Company) -> None:
    whole = page(company.elin)
    assert "?period=2026-Q4" in whole and "?period=2027-Q2" not in whole
    assert "Nothing was counted in Q4 2026" in text(company.elin, "/impact?period=2026-Q4")
    assert "1 of 2 deals won in 2027" in text(company.elin, "/impact?period=2027")


def test_sellers_read_their_own_figures_and_nobody_elses(company: Company) -> None:
    with opened(company.workspace):
        bea = cast.member("Bea Lindt", Role.REP)
        directory.change_opportunity(
            cast.deal("Fernmark Rail", owner=bea, domain="fernmark.example"), by=SETUP, stage="proposal"
        )
    own = text(company.ben)
    assert "1 of 2 deals you won" in own and "By team" not in own and "People to thank" not in own
    assert "Fernmark" not in own and "Fernmark" not in text(company.ben, "/impact/late")
    assert "Fernmark Rail" in text(bea, "/impact/late") and "Wexford" not in text(bea, "/impact/won")
    assert "Your impact" in own and "What you gave and took" in own


def test_the_trend_can_be_read_in_every_currency_the_headline_names() -> None:
    made = cast.company()
    with opened(made.workspace):
        directory.change_opportunity(made.deal, by=SETUP, amount=Decimal(90_000), currency="NZD")
    helped(made)
    closed(made)
    for currency in ("CHF", "EUR", "NOK"):
        closed(made, another_deal(made, f"{currency.title()} Mills", amount=Decimal(900_000), currency=currency))
    whole = page(made.elin)
    assert "Worth NZD\u00a090k when they were won" in whole
    assert set(re.findall(r"unit=(\w+)#trend-h", whole)) == {"deals", "CHF", "EUR", "NOK", "NZD"}
    assert "NZD 90k of NZD 90k won in twelve months" in text(made.elin, "/impact?unit=NZD")


def test_an_owner_who_sells_nothing_reads_what_their_customers_did(company: Company) -> None:
    with opened(company.workspace):
        thank(company.amara, by=actor_of(company.elin))
    whole, own = page(company.amara), text(company.amara)
    assert "Nothing to count yet" not in own and "your deals close" not in own
    assert "Times your customers helped 1" in own and "Assists you got 1" in own and "Times you were thanked 1" in own
    assert f'href="/customers/{company.maya.profile.account_id}"' in whole and "You lent your customer" in own
    assert "Harbourline Logistics" in own, "the deal the assist is for"
    assert "Kestrel Freight" not in text(company.lucia), "another owner's customer"


def test_an_owners_figures_count_a_deal_with_a_private_customer_and_do_not_name_it(company: Company) -> None:
    with opened(company.workspace):
        buyer = references.start_profile(company.harbourline, by=SETUP)
        references.set_visibility(buyer, Visibility.MASKED, by=SETUP, described_by=["industry"])
    own = text(company.amara)
    assert "Assists you got 1" in own and "Harbourline" not in own


def test_an_owner_whose_customers_did_nothing_yet_is_told_what_will_be_here() -> None:
    company = cast.company()
    assert "your customers help" in text(company.amara)


def test_admins_have_no_figures_of_their_own_nor_a_way_to_them(company: Company) -> None:
    page(company.ada, status=403)
    assert "/impact" not in page(company.ada, "/")
    assert 'href="/impact"' in page(company.elin, "/") and 'href="/impact"' in page(company.ben, "/")


def test_an_empty_program_is_told_what_will_appear_and_when() -> None:
    empty = cast.company()
    said = text(empty.elin)
    assert "Late deals without a reference" in said, "what is open needs no closed deal"
    assert "Nothing to count yet" in said and "What will be here, and when" in said
    assert f"From {ENOUGH} of each on." in said and "%" not in said


def test_thanking_is_one_press_and_shows(company: Company) -> None:
    assert "Thank Amara Diallo" in text(company.elin)
    answer = signed_in(company.elin).post(f"/impact/thank/{company.amara.pk}", {"period": "2027-Q1"}, follow=True)
    assert answer.redirect_chain == [("/impact?period=2027-Q1#thanks", 302)]
    said = " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())
    assert "Amara hears it by mail." in said and "Thanked" in said and "Thank Amara Diallo" not in said
    with opened(company.workspace):
        assert Thanks.objects.get().giver == company.elin
    assert "Thank Amara Diallo" in text(company.priya), "who has not thanked yet still can"


def test_the_files_hold_what_the_page_says(company: Company) -> None:
    figures = {row["Figure"]: row for row in rows(company.elin, "/impact/numbers.csv")}
    won = figures["Won deals that used a reference"]
    assert (won["Count"], won["Of"], won["Percent"], won["From"], won["Until"]) == (
        "1",
        "2",
        "",
        "2027-01-01",
        "2027-03-31",
    )
    (used,) = rows(company.elin, "/impact/used.csv")
    assert (used["Buyer"], used["Amount"], used["Currency"]) == ("Harbourline Logistics", "480000.00", "USD")
    assert used["Who helped"] == "Kestrel Freight"
    assert len(rows(company.elin, "/impact/won.csv")) == 2
    (answered,) = rows(company.elin, "/impact/answers.csv")
    assert answered["Answer"] == "Yes" and "Maya Okafor" in answered["Who was asked"]
    (closed_one,) = rows(company.elin, "/impact/requests.csv")
    assert closed_one["How it ended"] == "Fulfilled"


def test_a_buyer_called_like_a_formula_is_a_text_in_the_file(company: Company) -> None:
    with opened(company.workspace):
        directory.change_account(company.harbourline, by=SETUP, name="=HYPERLINK(1)")
    assert rows(company.elin, "/impact/used.csv")[0]["Buyer"] == "'=HYPERLINK(1)"


def test_a_private_reference_is_described_in_lists_and_files(company: Company) -> None:
    with opened(company.workspace):
        references.set_visibility(company.maya.profile, Visibility.MASKED, by=SETUP, description="", described_by=())
        assert ReferenceProfile.objects.filter(visibility=Visibility.MASKED).exists()
    for path in (
        "/impact",
        "/impact/used",
        "/impact/answers",
        "/impact/used.csv",
        "/impact/answers.csv",
        "/impact/numbers.csv",
    ):
        for who in (company.elin, company.ben):
            assert not re.search("Kestrel|Maya|Okafor", page(who, path)), path
    assert "A private reference" in page(company.elin, "/impact/used")
    assert "Kestrel Freight" in page(company.priya, "/impact/used")


def test_a_deal_with_a_private_customer_is_counted_and_not_listed(company: Company) -> None:
    with opened(company.workspace):
        profile = references.start_profile(company.harbourline, by=SETUP)
        references.set_visibility(profile, Visibility.MASKED, by=SETUP, description="", described_by=())
    assert "1 of 2 deals won" in text(company.elin)
    said = text(company.elin, "/impact/won")
    assert "one more is with a private customer, and not listed" in said
    for path in ("/impact", "/impact/won", "/impact/won.csv", "/impact/requests", "/impact/requests.csv"):
        assert "Harbourline" not in page(company.elin, path), path
    assert "Harbourline" in page(company.priya, "/impact/won") and "Harbourline" in page(company.ben, "/impact/won")


def test_another_list_is_not_there(company: Company) -> None:
    page(company.elin, "/impact/nothing", status=404)
    page(company.elin, "/impact/nothing.csv", status=404)


def test_a_private_references_side_is_told_to_the_program_and_to_leaders_only_from_three_on(company: Company) -> None:
    with opened(company.workspace):
        references.set_visibility(company.maya.profile, Visibility.MASKED, by=SETUP, description="", described_by=())
    said, theirs = text(company.priya), text(company.elin)
    assert "Private and named references" in said and "Too few to compare yet." in said
    assert "Deals won, of closed deals with a voice 1 of 1" in said
    assert "Fewer than three private customers helped" in theirs and "Deals won, of closed deals" not in theirs
    assert "private references" not in page(company.elin, "/impact/numbers.csv")
    figures = {row["Figure"]: row for row in rows(company.priya, "/impact/numbers.csv")}
    asked = figures["Customers who say yes (private references)"]
    assert (asked["Count"], asked["Of"], asked["Percent"], asked["From"]) == ("1", "1", "", "2026-03-01")
    assert "Private and named" not in text(company.ben), "one seller's are too few, and would name who it was"


def test_enough_on_both_sides_is_drawn_with_its_range_and_a_chance_is_called_one() -> None:
    won = Difference(Share(20, 40), Share(55, 100))
    shown = sides.shown(Sides(customers=9, won=won))
    assert shown is not None and shown.drawing is not None
    assert shown.answer == "No difference that couldn’t be chance."
    assert shown.drawing.message == "−5 points; the truth may lie between −23 and +13"
    assert "With a private one: 50%" in shown.drawing.svg and 'class="dot t4"' in shown.drawing.svg
    (line,) = [one for one in shown.lines if one.title == "Deals won, of closed deals with a voice"]
    assert (line.private.value, line.named.value) == ("50%", "55%") and "20 of 40" in line.private.note
    assert line.between.value == shown.drawing.message and line.between.note == "That may be chance."


def test_a_difference_that_is_none_of_chance_is_said_and_twenty_nine_are_too_few() -> None:
    worse = sides.shown(Sides(customers=9, won=Difference(Share(5, 40), Share(80, 100))))
    assert worse is not None and worse.answer == "Deals with a private reference were won less often."
    few = sides.shown(Sides(customers=9, won=Difference(Share(5, 29), Share(80, 100))))
    assert few is not None and few.drawing is None and few.answer == "Too few to compare yet."


def test_owners_and_assists_are_listed_for_whoever_looks_at_the_whole(company: Company) -> None:
    for path in ("/impact/owners", "/impact/assists", "/impact/owners.csv", "/impact/assists.csv"):
        page(company.ben, path, status=403)
        assert company.amara.name in page(company.elin, path), path
    (credited,) = rows(company.elin, "/impact/assists.csv")
    assert (credited["Won deals"], credited["Lent their customer"], credited["Brokered"]) == ("1", "1", "0")
    assert "Owners who take part" in text(company.elin) and "2 of 2" in text(company.elin)
    assert "Owners who take part" not in text(company.ben)


def test_room_is_said_in_calls_while_few_people_help(company: Company) -> None:
    assert "Room used 1 of 8 calls of 2 people in a year 0 have no room left" in text(company.elin)
    room = {row["Figure"]: row for row in rows(company.elin, "/impact/numbers.csv")}["Room used"]
    assert (room["Count"], room["Of"], room["Percent"]) == ("1", "8", "")
