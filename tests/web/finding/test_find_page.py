"""S02: who could help with a deal, in what order and why, and why some can't be asked now."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import quote

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core import clock
from goodword.core.models import Program
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Account, Stage, Vocabulary
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import Fact, FactKind, HelpKind
from tests import cast
from tests.cast import SETUP
from tests.web.finding.making import cards, customer_with, market, signed_in, term


def test_the_page_says_what_the_deal_is_and_where_that_is_from() -> None:
    company = market()
    text = company.page(company.ben)
    assert "References for Harbourline Logistics" in text
    assert "Finance platform" in text and "480,000" in text and "Proposal" in text and "closes Sat 3 Apr" in text
    assert "From Goodword" in text


def test_the_cards_stand_by_fit_then_rest_then_times_helped_then_name() -> None:
    company = market()
    assert cards(company.page(company.ben))[:4] == [
        "Kestrel Freight",
        "Nordhaven Shipping",
        "Alderbrook Foods",
        "Osterley Components",
    ]
    with opened(company.workspace):
        day = clock.now().date() - timedelta(days=60)
        protection.log_elsewhere(company.maya, HelpKind.CALL, by=SETUP, on=day)
    text = company.page(company.ben)
    assert cards(text)[:2] == ["Nordhaven Shipping", "Kestrel Freight"]
    assert "Last call 60 days ago · 1 of 4 this year" in text


def test_a_card_says_who_decides_and_what_stands_behind_each_reason() -> None:
    company = market()
    text = company.page(company.ben)
    assert "Amara Diallo decides, answers within 1 day" in text and "Pre-approved by Lucia Ferro" in text
    with opened(company.workspace):
        fact = Fact.objects.get(profile=company.ingrid.profile, kind=FactKind.REPLACED)
    assert f'data-fact="{fact.pk}" title="From Ingrid&#x27;s profile, confirmed 2 Feb 2027"' in text
    assert "In Nordics, not Benelux" in text
    for reasons in re.findall(r'<ul class="why".*?</ul>', text, re.DOTALL):
        assert reasons.count("<li data-fact") <= 4 and reasons.count('class="gap"') <= 1


def test_the_owner_reads_that_the_account_is_theirs() -> None:
    company = market()
    with opened(company.workspace):
        deal = directory.add_opportunity(company.harbourline, "More seats", by=actor_of(company.amara))
    text = signed_in(company.amara).get(f"/find?opp={deal.pk}").content.decode()
    assert "You own this account" in text and "Amara Diallo decides" not in text


def test_withdrawing_a_fact_takes_its_reason_off_the_page() -> None:
    company = market()
    with opened(company.workspace):
        fact = Fact.objects.get(profile=company.ingrid.profile, kind=FactKind.REPLACED)
    assert f'data-fact="{fact.pk}"' in company.page(company.ben)
    with opened(company.workspace):
        references.withdraw_fact(fact, by=actor_of(company.lucia))
    text = company.page(company.ben)
    assert f'data-fact="{fact.pk}"' not in text and "Left Legacy suite" not in text


def test_what_they_need_to_hear_starts_with_the_deals_topics_and_can_be_switched() -> None:
    company = market()
    with opened(company.workspace):
        term(Vocabulary.TOPIC, "Month-end close time")
    text = company.page(company.ben)
    assert 'value="Leaving a legacy suite" checked' in text
    assert 'value="Month-end close time" checked' not in text and 'value="Month-end close time"' in text
    switched = company.page(company.ben, f"&touched=1&kind=call&hear={quote('Month-end close time')}")
    assert 'value="Month-end close time" checked' in switched
    assert 'value="Leaving a legacy suite" checked' not in switched
    assert "Can speak about Leaving a legacy suite" not in switched


def test_own_words_are_kept_in_the_address_and_go_on_to_the_request() -> None:
    company = market()
    text = company.page(company.ben, "&own=closing+fourteen+sites")
    assert 'value="closing fourteen sites"' in text and "own=closing+fourteen+sites" in text


def test_a_chip_taken_away_ranks_no_more_and_can_be_put_back() -> None:
    company = market()
    text = company.page(company.ben)
    assert 'aria-label="Replaces Legacy suite. Remove from the ranking"' in text and "Left Legacy suite" in text
    without = company.page(company.ben, "&ignored=replaces")
    assert "Left Legacy suite" not in without
    assert 'aria-label="Replaces Legacy suite. Left out. Put back into the ranking"' in without
    assert set(cards(without)) == set(cards(text))


def test_who_cannot_be_asked_now_is_listed_with_the_reason_and_the_day() -> None:
    company = market()
    with opened(company.workspace):
        day = clock.now().date() - timedelta(days=10)
        protection.log_elsewhere(company.maya, HelpKind.CALL, by=SETUP, on=day)
        protection.place_hold(company.ingrid, by=actor_of(company.lucia), reason="Renewal talks")
        customer_with(company.lucia, "Silent Docks", "Transport & logistics", "Benelux", "Olga Brandt", ("written",))
    text = company.page(company.ben)
    assert "Kestrel Freight" not in cards(text) and "Nordhaven Shipping" not in cards(text)
    row = text[text.index('id="later"') : text.index("</details>", text.index('id="later"'))]
    assert "3 more fit but can't be asked now" in row.replace("&#x27;", "'")
    assert "1 resting (first free 22 Feb)" in row and "1 on hold" in row and "1 doesn&#x27;t do this" in row
    assert "Free from Mon 22 Feb." in row and "Olga has not agreed to this kind of help." in row
    assert "Request Maya" not in text and "Request Ingrid" not in text


def test_other_kinds_of_help_are_found_by_their_box() -> None:
    company = market()
    with opened(company.workspace):
        customer_with(company.lucia, "Silent Docks", "Transport & logistics", "Benelux", "Olga Brandt", ("written",))
    assert "Silent Docks" in cards(company.page(company.ben, "&touched=1&kind=written"))
    both = company.page(company.ben, "&touched=1&kind=call&kind=written&whole=1")
    assert {"Silent Docks", "Kestrel Freight"} <= set(cards(both))
    assert "Ask Olga to write" in both


def test_when_no_one_fits_there_is_proof_and_a_next_step() -> None:
    company = cast.company()
    with opened(company.workspace):
        for advocate in (company.maya, company.ingrid):
            protection.place_hold(advocate, by=SETUP, reason="Migration")
    text = signed_in(company.ben).get(f"/find?opp={company.deal.pk}").content.decode()
    assert "No one fits yet" in text and "Nominate someone" in text and "Let the program look" in text
    assert "2 more fit but can&#x27;t be asked now" in text or "2 more fit but can't be asked now" in text


def test_an_early_deal_gets_proof_first_and_the_program() -> None:
    company = market()
    with opened(company.workspace):
        directory.change_opportunity(company.deal, by=SETUP, stage=Stage.DISCOVERY)
    text = company.page(company.ben)
    assert "early or small for a live call" in text and "Request Maya" not in text and "Ask the program" in text
    assert "Request Maya" in company.page(company.priya)


def test_if_you_request_today_is_computed_from_this_paths_waits() -> None:
    company = market()
    before = re.findall(r'<ol class="eta">.*?</ol>', company.page(company.ben), re.DOTALL)[0]
    assert "Amara answers, or we ask the deputy." in before and "days before close." in before
    with opened(company.workspace):
        program = Program.here()
        program.rules = {"desk": {"waits": {"owner": 80}}}
        program.save()
    after = re.findall(r'<ol class="eta">.*?</ol>', company.page(company.ben), re.DOTALL)[0]
    assert before != after and "Tue 16 Feb" in after


def test_a_buyers_own_company_and_its_competitors_are_never_asked() -> None:
    company = market()
    with opened(company.workspace):
        directory.name_rivals(company.kestrel, company.harbourline, by=SETUP)
    text = company.page(company.ben)
    assert "Kestrel Freight" not in cards(text) and "The buyer competes with this customer." in text


def test_without_a_deal_the_page_asks_which_one() -> None:
    company = market()
    text = signed_in(company.ben).get("/find").content.decode()
    assert f"/find?opp={company.deal.pk}" in text and "Add a deal" in text and "Your open deals" in text
    assert str(company.deal.pk) not in signed_in(company.lucia).get("/find").content.decode()


def test_a_deal_that_is_not_theirs_to_see_is_not_there() -> None:
    company = market()
    other = market("elsewhere")
    for who in (company.lucia, other.ben):
        assert signed_in(who).get(f"/find?opp={company.deal.pk}").status_code == 404
        assert signed_in(who).get(f"/find/request?opp={company.deal.pk}").status_code == 404
    assert signed_in(company.ben).get("/find?opp=nonsense").status_code == 404
    assert signed_in(company.elin).get(f"/find?opp={company.deal.pk}").status_code == 403
    assert signed_in(company.priya).get(f"/find?opp={company.deal.pk}").status_code == 200


def test_a_closed_deal_asks_nobody() -> None:
    company = market()
    with opened(company.workspace):
        directory.close_opportunity(company.deal, by=actor_of(company.ben), won=True)
    text = company.page(company.ben)
    assert "This deal is closed" in text and "Request Maya" not in text and "Let the program pick" not in text


def test_a_swap_answers_with_the_pages_part_and_its_address() -> None:
    company = market()
    client = signed_in(company.ben, HTTP_HX_REQUEST="true")
    answer = client.get(f"/find?opp={company.deal.pk}&touched=1&kind=call&own=&region=Benelux")
    text = answer.content.decode()
    assert text.lstrip().startswith('<div class="cols" id="find"') and "<html" not in text
    assert 'data-announce="2 people can help"' in text
    pushed = answer.headers["HX-Push-Url"]
    assert "region=Benelux" in pushed and "own=" not in pushed
    assert "HX-Request" in answer.headers["Vary"]


def test_thirty_references_cost_as_many_queries_as_three() -> None:
    few, many = market(), market("crowded")
    with opened(many.workspace):
        for nth in range(26):
            customer_with(many.lucia, f"Customer {nth:02d}", "Transport & logistics", "Benelux", f"Person{nth:02d} Doe")
    assert queries(many.ben, many.deal.pk) == queries(few.ben, few.deal.pk)
    assert len(cards(many.page(many.ben, "&whole=1"))) >= 30


def queries(who: Member, deal: object, path: str = "/find") -> int:
    client = signed_in(who)
    client.get(f"{path}?opp={deal}")
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{path}?opp={deal}").status_code == 200
    return len(asked)


def test_a_prospect_added_by_hand_is_found_for() -> None:
    company = market()
    with opened(company.workspace):
        prospect = directory.add_account("Fresh Lines", by=actor_of(company.ben), status=Account.Status.PROSPECT)
        deal = directory.add_opportunity(prospect, "Planning", by=actor_of(company.ben))
    assert signed_in(company.ben).get(f"/find?opp={deal.pk}").status_code == 200


def test_a_leader_does_not_look_for_references_but_one_who_also_sells_does() -> None:
    company = market()
    with opened(company.workspace):
        both = cast.member("Noor Haddad", Role.LEADER, Role.REP)
    assert signed_in(both).get(f"/find?opp={company.deal.pk}").status_code == 200
