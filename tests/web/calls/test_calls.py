from __future__ import annotations

import re

from goodword.core.tenancy import opened
from goodword.desk.actions import call_off, give_debrief
from goodword.desk.models import Ask, Call
from goodword.members.policy import actor_of
from tests import cast
from tests.web.asking import queries_of
from tests.web.requests import scenes
from tests.web.requests.scenes import first_ask, signed_in, text_of


def call_of(company: cast.Company) -> Call:
    with opened(company.workspace):
        return Call.objects.get(called_off_at=None)


def test_everyone_around_a_call_finds_it_and_nobody_else() -> None:
    company = cast.company()
    assert "No calls booked yet" in text_of(signed_in(company.ben), "/calls")
    scenes.booked(company)
    for who in (company.ben, company.amara, company.priya, company.elin):
        page = text_of(signed_in(who), "/calls")
        assert "Harbourline Logistics" in page and "Kestrel Freight" in page
        assert 'Upcoming <span class="n">1</span>' in page
    for who in (company.ada,):
        assert "Harbourline" not in text_of(signed_in(who), "/calls")


def test_a_call_that_is_over_asks_how_it_went_and_then_is_past() -> None:
    company = cast.company()
    need = scenes.booked(company)
    company.run(days=2, hours=1)
    ben = signed_in(company.ben)
    page = text_of(ben, "/calls?view=unsettled")
    assert "It moved the deal" in page and "The call did not happen" in page
    assert "It moved the deal" not in text_of(signed_in(company.amara), "/calls?view=unsettled")
    sent = {"answer": "moved", "next": "/calls?view=unsettled"}
    assert ben.post(f"/requests/{need.pk}/debrief", sent).headers["Location"] == "/calls?view=unsettled"
    company.run(minutes=11)
    assert "Everyone has said how it went" in text_of(ben, "/calls?view=unsettled")
    assert "Held" in text_of(ben, "/calls?view=past")


def test_the_rep_moves_a_call_by_giving_the_customer_other_times() -> None:
    company = cast.company()
    scenes.booked(company)
    call = call_of(company)
    assert signed_in(company.amara).get(f"/calls/{call.pk}/move").status_code == 403
    ben = signed_in(company.ben)
    assert "When instead?" in text_of(ben, f"/calls/{call.pk}/move")
    assert ben.post(f"/calls/{call.pk}/move", {}).status_code == 422
    assert ben.post(f"/calls/{call.pk}/move", {"slot": ["2027-02-10T09:00:00+00:00"]}).status_code == 302
    with opened(company.workspace):
        assert Ask.objects.get(pk=call.ask_id).state == "countered"
    assert "No call is ahead" in text_of(ben, "/calls") or "No calls booked yet" in text_of(ben, "/calls")


def test_a_call_is_called_off_with_a_way_back_for_ten_minutes() -> None:
    company = cast.company()
    scenes.booked(company)
    call = call_of(company)
    ben = signed_in(company.ben)
    assert "It costs the customer nothing." in text_of(ben, f"/calls/{call.pk}/off")
    page = ben.post(f"/calls/{call.pk}/off", {"why": "They are ill"}, follow=True).content.decode()
    assert "Called off." in page and "Undo" in page
    assert "Called off" in text_of(ben, "/calls?view=past")
    assert ben.post(f"/calls/{call.pk}/off", {}).status_code == 409


def test_a_private_customer_is_described_in_the_list_and_in_the_calendar_file() -> None:
    company = cast.company()
    scenes.booked(company)
    scenes.masked(company)
    call = call_of(company)
    ben = signed_in(company.ben)
    page, file = text_of(ben, "/calls"), text_of(ben, f"/calls/{call.pk}/call.ics")
    assert "1 private reference" in page and "SUMMARY:Harbourline Logistics talks to a private reference" in file
    for canary in scenes.CANARIES:
        assert canary not in page and canary not in file
    assert "Kestrel Freight" in text_of(signed_in(company.priya), f"/calls/{call.pk}/call.ics")


def test_calls_cost_as_many_queries_however_many_there_are() -> None:
    company = cast.company()
    scenes.booked(company)
    priya = signed_in(company.priya)
    one = queries_of(priya, "/calls")
    with opened(company.workspace):
        call_off(first_ask(call_of(company).need), by=actor_of(company.ben))
    assert queries_of(priya, "/calls?view=past") == one


def figure(page: str, words: str) -> int:
    """Return the figure a page says under these words."""
    found = re.search(rf"<dt>{words}</dt><dd>(\d+)", page)
    assert found is not None, words
    return int(found.group(1))


def test_today_and_the_calls_page_say_the_same_of_calls() -> None:
    company = cast.company()
    scenes.booked(company)
    company.run(days=2, hours=1)
    with opened(company.workspace):
        give_debrief(Ask.objects.get(state="booked"), "rep", "moved", by=actor_of(company.ben))
    company.run(minutes=11)
    calls, today = text_of(signed_in(company.priya), "/calls?view=past"), text_of(signed_in(company.ada), "/")
    assert 'Upcoming <span class="n">0</span>' in calls and "1 held · 0 did not take place · 0 called off" in calls
    assert (figure(today, "Upcoming calls"), figure(today, "Calls held, in all")) == (0, 1)
    assert figure(today, "Requests open") == 1, "nobody has closed it yet: it is no call that is ahead"


def test_a_call_that_is_over_is_not_ahead_for_today_either() -> None:
    company = cast.company()
    scenes.booked(company)
    ada = signed_in(company.ada)
    assert figure(text_of(ada, "/"), "Upcoming calls") == 1
    company.run(days=2, hours=1)
    assert 'Was it held? <span class="n">1</span>' in text_of(signed_in(company.priya), "/calls")
    assert figure(text_of(ada, "/"), "Upcoming calls") == 0
