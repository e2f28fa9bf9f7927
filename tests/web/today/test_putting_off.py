from __future__ import annotations

import re
from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import send_request
from goodword.desk.models import Ask, ReferenceRequest
from goodword.members.models import Snooze
from goodword.members.policy import actor_of
from tests import cast
from tests.web.requests.scenes import asked, first_ask, signed_in, text_of

QUESTION = "Can we ask Maya at Kestrel Freight?"
SNOOZED = '<details class="put-off">'


def test_a_card_put_off_until_tomorrow_is_out_of_sight_and_comes_back_by_itself() -> None:
    company = cast.company()
    need = asked(company)
    amara = signed_in(company.amara)
    with opened(company.workspace):
        card = f"ask:{first_ask(need).pk}"
    answer = amara.post("/today/snooze", {"card": card, "until": "tomorrow"})
    assert answer.status_code == 302 and answer.headers["Location"] == "/"
    page = text_of(amara, "/")
    above, below = page.split(SNOOZED)
    assert QUESTION not in above and "Nothing waits for you." in above and "Put off until Wed 3 Feb." in below
    assert "Snoozed (1)" in below and QUESTION in below and "Back on Wed 3 Feb" in below
    # Its clock went on meanwhile: the next day it is the deputy's too, and still hers.
    company.run(hours=23)
    page = text_of(amara, "/")
    assert QUESTION in page and SNOOZED not in page


def test_a_card_is_brought_back_by_hand_by_whoever_put_it_off() -> None:
    company = cast.company()
    need = asked(company)
    amara = signed_in(company.amara)
    with opened(company.workspace):
        card = f"ask:{first_ask(need).pk}"
    amara.post("/today/snooze", {"card": card, "until": "monday"})
    with opened(company.workspace):
        snooze = Snooze.objects.get()
        assert snooze.until.isoweekday() == 1
    assert signed_in(company.lucia).post(f"/today/snoozed/{snooze.pk}/back").status_code == 404
    assert amara.post(f"/today/snoozed/{snooze.pk}/back").status_code == 302
    assert QUESTION in text_of(amara, "/").split("Your assists")[0] and SNOOZED not in text_of(amara, "/")


def test_a_day_of_ones_own_is_taken_and_a_day_that_is_over_says_why_not() -> None:
    company = cast.company()
    amara = signed_in(company.amara)
    need = asked(company)
    with opened(company.workspace):
        card = f"ask:{first_ask(need).pk}"
    for sent, said in (
        ({"until": "day", "day": "2027-02-01"}, "Choose a day after today"),
        ({"until": "day"}, "Choose a day."),
        ({"until": "never"}, "never"),
    ):
        page = amara.post("/today/snooze", {"card": card, **sent}, follow=True).content.decode()
        assert said in page and QUESTION in page
    amara.post("/today/snooze", {"card": card, "until": "day", "day": "2027-02-20"})
    assert "Back on Sat 20 Feb" in text_of(amara, "/")


def test_putting_off_stops_no_clock_and_an_answer_ends_it() -> None:
    company = cast.company()
    need = asked(company)
    amara = signed_in(company.amara)
    with opened(company.workspace):
        ask = first_ask(need)
    amara.post("/today/snooze", {"card": f"ask:{ask.pk}", "until": "monday"})
    company.run(days=1, hours=1)
    assert QUESTION in text_of(signed_in(company.lucia), "/")
    signed_in(company.lucia).post(f"/asks/{ask.pk}/answer", {"answer": "yes", "next": "/"})
    with opened(company.workspace):
        assert Ask.objects.get(pk=ask.pk).state == "owner_ok"
    assert SNOOZED not in text_of(amara, "/")


def test_the_title_counts_what_waits_and_every_card_says_why_it_is_there() -> None:
    company = cast.company()
    asked(company)
    page = text_of(signed_in(company.amara), "/")
    assert "<title>Today (1)" in page and "One thing waits for you." in page
    cards = page.count('<article class="card question"')
    assert cards == page.count("Why I see this") == page.count('action="/today/snooze"') == 1
    assert re.search(r"You look after Kestrel Freight, and nobody asks", page)


def test_a_request_put_off_is_back_when_it_falls_behind() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Will it hold?")
    priya = signed_in(company.priya)
    priya.post("/today/snooze", {"card": f"match:{need.pk}", "until": "day", "day": "2027-03-30"})
    question = "Who should Harbourline Logistics hear from?"
    assert question not in text_of(priya, "/").split(SNOOZED)[0]
    with opened(company.workspace):
        ReferenceRequest.objects.filter(pk=need.pk).update(promised_answer_by=clock.now() - timedelta(hours=1))
    page = text_of(priya, "/")
    assert question in page and "Behind" in page and SNOOZED not in page
