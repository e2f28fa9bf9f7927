from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from goodword.core import clock
from goodword.core.models import Event, Program
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, counter_ask, decline_ask, give_debrief, propose
from goodword.desk.models import Ask, ReferenceRequest, Repair
from goodword.members.actions import remove_member
from goodword.members.models import Role
from goodword.members.policy import actor_of
from tests import cast
from tests.web.requests import scenes
from tests.web.requests.scenes import asked, first_ask, signed_in, text_of


def path_of(need: ReferenceRequest, part: str = "") -> str:
    return f"/requests/{need.pk}{part}"


def test_the_page_says_who_has_the_ball_until_when_and_what_then() -> None:
    company = cast.company()
    need = asked(company)
    page = text_of(signed_in(company.ben), path_of(need))
    assert "With Amara until Wed 09:00. Then we ask Lucia." in page
    assert "Kestrel Freight" in page and "Then:" in page and "Ingrid, Nordhaven Shipping" in page
    assert page.index("asked for a reference call") < page.index("In line: Maya"), "its story begins with the request"
    company.run(days=1, hours=1)
    page = text_of(signed_in(company.ben), path_of(need))
    assert "With Lucia until" in page and "Then we ask Ingrid." in page


def test_a_changed_wait_changes_the_promised_dates() -> None:
    company = cast.company()
    need = scenes.asked(company)
    before = text_of(signed_in(company.ben), path_of(need))
    with opened(company.workspace):
        program = Program.here()
        program.rules = {"desk": {"waits": {"customer": 80}}}
        program.save()
    after = text_of(signed_in(company.ben), path_of(need))
    assert "Answer by Fri 5 Feb." in before
    assert "Answer by Wed 17 Feb." in after and "Answer by Fri 5 Feb." not in after


def test_a_request_someone_may_not_see_is_not_there() -> None:
    company, other = cast.company(), cast.company("elsewhere")
    need = asked(company)
    with opened(company.workspace):
        stranger = cast.member("Noor Haddad", Role.REP)
        uninvolved = cast.member("Omar Said", Role.OWNER)
    for who in (company.ben, company.amara, company.priya, company.elin):
        text_of(signed_in(who), path_of(need))
    for who in (stranger, uninvolved, company.ada, other.ben, other.priya):
        for part in ("", "/status", "/brief"):
            text_of(signed_in(who), path_of(need, part), 404)
        assert signed_in(who).post(path_of(need, "/withdraw")).status_code in (403, 404)
    with opened(company.workspace):
        assert ReferenceRequest.objects.get(pk=need.pk).state == "with_owner"


def test_the_owner_of_a_standby_does_not_see_the_request() -> None:
    company = cast.company()
    with opened(company.workspace):
        noor = cast.member("Noor Haddad", Role.OWNER)
        alder = cast.customer("Alderbrook Foods", owner=noor)
        cast.advocate(alder, "Tomasz Zielinski", nominated_by=noor)
    need = asked(company)
    with opened(company.workspace):
        assert need.asks.filter(state="planned", advocate__profile__account=alder).exists()
    text_of(signed_in(noor), path_of(need), 404)


def test_the_owner_answers_on_the_page_and_takes_it_back() -> None:
    company = cast.company()
    need = asked(company)
    amara = signed_in(company.amara)
    page = text_of(amara, path_of(need))
    assert "Can we ask Maya at Kestrel Freight?" in page and page.count("btn primary") == 1
    with opened(company.workspace):
        ask = first_ask(need)
    answered = amara.post(f"/asks/{ask.pk}/answer", {"answer": "yes"}, follow=True)
    assert "Maya will be asked in ten minutes." in answered.content.decode()
    with opened(company.workspace):
        assert first_ask(need).state == "owner_ok"
        event = Event.objects.get(name="ask.approved")
    amara.post(path_of(need, f"/undo/{event.pk}"))
    with opened(company.workspace):
        assert first_ask(need).state == "owner_pending"


def test_a_rep_cannot_answer_for_the_owner() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        ask = first_ask(need)
    assert signed_in(company.ben).post(f"/asks/{ask.pk}/answer", {"answer": "yes"}).status_code == 403
    assert "Can we ask Maya" not in text_of(signed_in(company.ben), path_of(need)).split("What happened")[0]


def test_not_now_before_a_day_of_yesterday_is_corrected_in_place() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        ask = first_ask(need)
    sent = {"answer": "no", "until": "2027-02-01"}
    answer = signed_in(company.amara).post(f"/asks/{ask.pk}/answer", sent)
    assert answer.status_code == 422 and "Enter a date after today." in answer.content.decode()
    sent["until"] = "2027-03-01"
    assert signed_in(company.amara).post(f"/asks/{ask.pk}/answer", sent).status_code == 302
    with opened(company.workspace):
        assert first_ask(need).state == "owner_no"


def test_a_rep_withdraws_after_a_confirm_and_takes_it_back() -> None:
    company = cast.company()
    need = asked(company)
    ben = signed_in(company.ben)
    assert "in ten minutes" in text_of(ben, path_of(need, "/withdraw"))
    with opened(company.workspace):
        assert ReferenceRequest.objects.get(pk=need.pk).state == "with_owner"
    page = ben.post(path_of(need, "/withdraw"), follow=True).content.decode()
    assert "Closed: Withdrawn" in page and "You can take it back until" in page
    with opened(company.workspace):
        event = Event.objects.get(name="request.withdrawn")
    ben.post(path_of(need, f"/undo/{event.pk}"))
    with opened(company.workspace):
        assert ReferenceRequest.objects.get(pk=need.pk).state == "with_owner"


def test_a_new_date_is_shown_and_one_that_is_over_is_refused() -> None:
    company = cast.company()
    need = asked(company)
    ben = signed_in(company.ben)
    refused = ben.post(path_of(need, "/need-by"), {"need_by": "2027-01-05"})
    assert refused.status_code == 422 and "Enter a date after today." in refused.content.decode()
    page = ben.post(path_of(need, "/need-by"), {"need_by": "2027-02-03"}, follow=True).content.decode()
    assert "Needed by Wed 3 Feb." in page and "which is after the day it is needed" in page


def test_the_rep_books_one_of_the_customers_times() -> None:
    company = cast.company()
    need = scenes.countered(company)
    ben = signed_in(company.ben)
    page = text_of(ben, path_of(need))
    assert "Book this time" in page
    with opened(company.workspace):
        option = first_ask(need).times.first()
        assert option is not None
    page = ben.post(path_of(need, "/time"), {"option": str(option.pk)}, follow=True).content.decode()
    assert "Booked: Fri 5 Feb" in page
    assert ben.post(path_of(need, "/time"), {"option": str(option.pk)}).status_code == 409


def test_the_program_sends_other_times_for_the_buyer() -> None:
    company = cast.company()
    need = scenes.countered(company)
    ben = signed_in(company.priya)
    assert "Send these times" in text_of(ben, path_of(need, "/times"))
    nothing = ben.post(path_of(need, "/times"), {})
    assert nothing.status_code == 422 and "Choose at least one time." in nothing.content.decode()
    with opened(company.workspace):
        moment = clock.now() + timedelta(days=6)
    assert ben.post(path_of(need, "/times"), {"slot": moment.isoformat()}).status_code == 302
    with opened(company.workspace):
        assert first_ask(need).picker == "customer"


def test_after_the_call_the_rep_says_how_it_went_and_all_three_sides_are_shown() -> None:
    company = cast.company()
    need = scenes.booked(company)
    ben = signed_in(company.ben)
    assert "Did the call move Harbourline" not in text_of(ben, path_of(need))
    company.run(days=2, hours=3)
    assert "Did the call move Harbourline Logistics?" in text_of(ben, path_of(need))
    ben.post(path_of(need, "/debrief"), {"answer": "moved", "line": "They stopped asking."})
    with opened(company.workspace):
        ask = first_ask(need)
        give_debrief(ask, "advocate", "not_again", by=cast.as_customer(ask), line="Too many people on the call")
    page = text_of(ben, path_of(need))
    assert "Moved the deal" in page and "They stopped asking." in page and "no answer yet" in page
    assert "Not again" in page and "Too many people on the call" not in page
    assert "Too many people on the call" in text_of(signed_in(company.amara), path_of(need))


def test_not_again_asks_the_owner_to_talk_to_them_and_closes_with_a_line() -> None:
    company = cast.company()
    need = scenes.booked(company)
    company.run(days=2, hours=3)
    with opened(company.workspace):
        ask = first_ask(need)
        give_debrief(ask, "advocate", "not_again", by=cast.as_customer(ask))
    company.run(minutes=11)
    amara = signed_in(company.amara)
    assert "Please talk to Maya" in text_of(amara, path_of(need))
    assert "Please talk to Maya" not in text_of(signed_in(company.ben), path_of(need))
    with opened(company.workspace):
        repair = Repair.objects.get()
    empty = amara.post(f"/repairs/{repair.pk}", {"note": ""})
    assert empty.status_code == 422 and "Say in a line what came of it" in empty.content.decode()
    assert signed_in(company.ben).post(f"/repairs/{repair.pk}", {"note": "fine"}).status_code == 403
    page = amara.post(f"/repairs/{repair.pk}", {"note": "She was tired of us."}, follow=True).content.decode()
    assert "She was tired of us." in page and "Please talk to Maya" not in page


def test_messages_are_shown_as_sent_and_without_the_customers_link() -> None:
    company = cast.company()
    need = scenes.approved(company)
    page = text_of(signed_in(company.ben), path_of(need))
    assert "To Maya Okafor: A 30-minute call with Harbourline" in page
    assert "/l/" not in page.replace("/l/[", "")


@pytest.mark.parametrize("answer", ["declines", "agrees"])
def test_a_private_name_reaches_the_rep_only_with_the_yes(answer: str) -> None:
    company = cast.company()
    scenes.masked(company)
    with opened(company.workspace):
        need = company.request(company.maya)
        propose(need, company.maya, by=actor_of(company.priya))
    ben, elin = signed_in(company.ben), signed_in(company.elin)
    assert_private(ben, need)
    with opened(company.workspace):
        ask = Ask.objects.get(need=need, advocate=company.maya)
    signed_in(company.amara).post(f"/asks/{ask.pk}/answer", {"answer": "yes"})
    company.run(minutes=11)
    assert_private(ben, need)
    assert "Maya" in text_of(signed_in(company.priya), path_of(need))
    assert "Maya" in text_of(signed_in(company.amara), path_of(need))
    with opened(company.workspace):
        ask.refresh_from_db()
        if answer == "declines":
            decline_ask(ask, by=cast.as_customer(ask))
        else:
            offers = [Offer(clock.now() + timedelta(days=3), "Europe/Brussels")]
            counter_ask(ask, offers, by=cast.as_customer(ask))
    # It can still be taken back, so it is no yes yet.
    assert_private(ben, need)
    company.run(minutes=11)
    # The next in line is Lucia's, whose deputy Amara may be named.
    assert_private(elin, need, besides=("Amara", "Group Controller"))
    assert_private(ben, need, besides=("Amara", "Group Controller")) if answer == "declines" else None
    if answer == "agrees":
        page = text_of(ben, path_of(need))
        assert "Maya Okafor" in page and "Kestrel Freight" in page
        for listed in ("/requests", "/requests?view=mine"):
            for canary in scenes.CANARIES:
                assert canary not in text_of(ben, listed)


def assert_private(client: Client, need: ReferenceRequest, *, besides: tuple[str, ...] = ()) -> None:
    for path in (path_of(need), path_of(need, "/status"), path_of(need, "/brief"), "/requests"):
        page = text_of(client, path)
        for canary in set(scenes.CANARIES) - set(besides):
            assert canary not in page, (canary, path, page[max(0, page.index(canary) - 200) : page.index(canary) + 60])


def test_the_status_says_when_the_page_is_behind() -> None:
    company = cast.company()
    need = asked(company)
    ben = signed_in(company.ben)
    with opened(company.workspace):
        newest = Event.objects.filter(thread=need.pk).order_by("-number").first()
        assert newest is not None
    current = text_of(ben, path_of(need, f"/status?seen={newest.number}"))
    assert "Something happened" not in current and "With Amara" in current
    with opened(company.workspace):
        ask = first_ask(need)
    signed_in(company.amara).post(f"/asks/{ask.pk}/answer", {"answer": "yes"})
    assert "Something happened" in text_of(ben, path_of(need, f"/status?seen={newest.number}"))


def test_whoever_took_a_request_over_reads_how_and_so_does_who_has_the_customer_now() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        remove_member(company.ben, successor=company.lucia, by=cast.SETUP)
        remove_member(company.amara, successor=company.priya, by=cast.SETUP)
    company.run(minutes=1)
    page = text_of(signed_in(company.lucia), path_of(need))
    assert "Lucia Ferro takes the request over from Ben Whitlock" in page
    assert "Maya at Kestrel Freight is in other hands now, and the question with them" in page
    assert "With you until" in text_of(signed_in(company.priya), path_of(need))
