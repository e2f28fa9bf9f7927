from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.actions import give_debrief, propose, send_request
from goodword.desk.models import Ask, ReferenceRequest, Repair
from goodword.directory.actions import close_opportunity
from goodword.members.models import Role
from goodword.members.policy import Purpose, actor_of
from goodword.references.actions import leave
from tests import cast
from tests.web.requests import scenes
from tests.web.requests.scenes import asked, first_ask, signed_in, text_of


def test_the_owner_answers_from_today_and_is_back_there() -> None:
    company = cast.company()
    need = asked(company)
    amara = signed_in(company.amara)
    page = text_of(amara, "/")
    assert "Can we ask Maya at Kestrel Freight?" in page and page.count("btn primary") == 1
    with opened(company.workspace):
        ask = first_ask(need)
    answer = amara.post(f"/asks/{ask.pk}/answer", {"answer": "yes", "next": "/"})
    assert answer.status_code == 302 and answer.headers["Location"] == "/"
    page = text_of(amara, "/")
    assert "Can we ask Maya" not in page and "Nothing waits for you." in page and "Undo" in page
    with opened(company.workspace):
        assert Ask.objects.get(pk=ask.pk).state == "owner_ok"


def test_the_deputy_is_asked_when_it_is_their_turn() -> None:
    company = cast.company()
    asked(company)
    lucia = signed_in(company.lucia)
    assert "Can we ask Maya" not in text_of(lucia, "/")
    company.run(days=1, hours=1)
    assert "Can we ask Maya" in text_of(lucia, "/")


def test_a_rep_sees_what_moves_and_the_deals_nobody_asked_for() -> None:
    company = cast.company()
    ben = signed_in(company.ben)
    page = text_of(ben, "/")
    assert "Who should Harbourline Logistics hear from?" in page and f"/find?opp={company.deal.pk}" in page
    asked(company)
    page = text_of(ben, "/")
    assert "hear from?" not in page and "With Amara until" in page


def test_after_the_call_the_rep_is_asked_once_how_it_went() -> None:
    company = cast.company()
    need = scenes.booked(company)
    ben = signed_in(company.ben)
    assert "Did the call move" not in text_of(ben, "/")
    company.run(days=2, hours=3)
    assert "Did the call move Harbourline Logistics?" in text_of(ben, "/")
    assert ben.post(f"/requests/{need.pk}/debrief", {"answer": "moved", "next": "/"}).headers["Location"] == "/"
    assert "Did the call move" not in text_of(ben, "/")


def test_the_program_sees_what_to_match_and_who_must_be_talked_to() -> None:
    company = cast.company()
    need = scenes.booked(company)
    company.run(days=2, hours=3)
    with opened(company.workspace):
        ask = first_ask(need)
        give_debrief(ask, "advocate", "not_again", by=cast.as_customer(ask))
    company.run(minutes=11)
    with opened(company.workspace):
        send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Something else")
        assert Repair.objects.count() == 1
    page = text_of(signed_in(company.priya), "/")
    assert "Who should Harbourline Logistics hear from?" in page and "Please talk to Maya" in page
    assert "Please talk to Maya" in text_of(signed_in(company.amara), "/")
    for who in (company.ben, company.lucia, company.elin):
        seen = text_of(signed_in(who), "/")
        assert "Something else" not in seen.split("My requests")[0] and ("Please talk to Maya" in seen) == (
            who == company.lucia
        )


def test_leaders_see_counts_that_are_true_and_a_newcomer_nothing_invented() -> None:
    company = cast.company()
    asked(company)
    page = text_of(signed_in(company.elin), "/")
    assert "Requests open</dt><dd>1" in page and "Calls held, in all</dt><dd>0" in page
    with opened(company.workspace):
        noor = cast.member("Noor Haddad", Role.REP)
    page = text_of(signed_in(noor), "/")
    assert "Nothing waits for you." in page and "Harbourline" not in page and "stats" not in page


def test_an_assist_is_told_to_who_earned_it() -> None:
    company = cast.company()
    need = scenes.booked(company)
    company.run(days=2, hours=3)
    with opened(company.workspace):
        ask = first_ask(need)
        give_debrief(ask, "advocate", "fine", by=cast.as_customer(ask))
    company.run(minutes=11)
    with opened(company.workspace):
        close_opportunity(company.deal, by=actor_of(company.ben), won=True)
    company.run(minutes=11)
    assert "Harbourline" in text_of(signed_in(company.amara), "/").split("Your assists")[1]
    assert "Harbourline" not in text_of(signed_in(company.elin), "/").split("Your assists")[1]


def test_a_private_reference_is_never_named_on_a_reps_today() -> None:
    company = cast.company()
    scenes.masked(company)
    asked(company)
    with opened(company.workspace):
        propose(ReferenceRequest.objects.get(), company.maya, by=actor_of(company.priya))
    page = text_of(signed_in(company.ben), "/")
    assert "1 private reference" in page
    for canary in scenes.CANARIES:
        assert canary not in page


def test_owner_and_program_read_on_today_who_left_once_it_can_not_be_taken_back() -> None:
    company = cast.company()
    company.run(days=8)
    with opened(company.workspace):
        company.maya.refresh_from_db()
        leave(company.maya, by=cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact))
    assert "Good to know" not in text_of(signed_in(company.priya), "/")
    company.run(minutes=11)
    for reader in (company.amara, company.priya):
        page = text_of(signed_in(reader), "/")
        assert "Good to know" in page and "Maya Okafor" in page and "Left the program." in page
    assert "Maya Okafor" not in text_of(signed_in(company.ben), "/")
    company.run(days=8)
    assert "Good to know" not in text_of(signed_in(company.priya), "/")
