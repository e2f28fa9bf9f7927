from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import send_request
from goodword.desk.models import Ask
from goodword.directory import actions as directory
from goodword.members.actions import invite_member
from goodword.members.models import Role
from goodword.members.policy import Purpose, actor_of
from goodword.proof import actions as proof
from goodword.proof.models import Clearance
from goodword.references import actions as references
from goodword.references.models import Advocate, AdvocateState, HelpKind, ReferenceProfile
from tests import cast
from tests.cast import SETUP
from tests.web.requests import scenes
from tests.web.requests.scenes import signed_in, text_of


def test_the_program_asks_the_best_owner_with_one_press_and_is_back_on_today() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Will it hold?")
        first = need.asks.select_related("advocate__profile__account__owner", "advocate__contact").get(rank=0)
        owner, name = first.advocate.profile.account.owner, first.advocate.contact.first_name
        assert owner is not None
    priya = signed_in(company.priya)
    assert f"Ask {owner.first_name} for {name}" in text_of(priya, "/")
    sent = {"advocate": str(first.advocate_id), "next": "/"}
    page = priya.post(f"/requests/{need.pk}/match", sent, follow=True).content.decode()
    assert (
        f"{owner.first_name} is asked: the mail goes out in ten minutes." in page and "Nothing waits for you." in page
    )
    with opened(company.workspace):
        assert Ask.objects.get(pk=first.pk).state == "owner_pending"


def test_a_private_first_choice_is_not_asked_from_today_but_looked_at() -> None:
    company = cast.company()
    scenes.masked(company)
    with opened(company.workspace):
        send_request(company.deal, by=actor_of(company.ben), advocate=company.maya, must_settle="Will it hold?")
    page = text_of(signed_in(company.priya), "/")
    assert "See who fits" in page and "for Maya" not in page


def test_an_owner_confirms_a_customer_with_one_press_once_four_months_went_by() -> None:
    company = cast.company()
    amara = signed_in(company.amara)
    assert "still right?" not in text_of(amara, "/")
    company.run(days=121)
    assert "Is Kestrel Freight still right?" in text_of(amara, "/")
    assert "Kestrel Freight still right?" not in text_of(signed_in(company.lucia), "/")
    answer = amara.post(f"/customers/{company.kestrel.pk}/confirm", {"next": "/"})
    assert answer.headers["Location"] == "/" and "still right?" not in text_of(amara, "/")
    with opened(company.workspace):
        assert ReferenceProfile.objects.get(account=company.kestrel).confirmed_by == "Amara Diallo"


def test_several_customers_are_confirmed_with_one_press_and_none_if_one_is_somebody_elses() -> None:
    company = cast.company()
    with opened(company.workspace):
        second = cast.customer("Second Freight", owner=company.amara)
        cast.advocate(second, "Tess Holm", nominated_by=company.amara)
        ids = [str(profile.pk) for profile in ReferenceProfile.objects.filter(account__owner=company.amara)]
        other = str(ReferenceProfile.objects.get(account=company.nordhaven).pk)
    company.run(days=121)
    amara, noor = signed_in(company.amara), signed_in(company.ben)
    assert "All 2 are still right" in text_of(amara, "/")
    assert noor.post("/today/still-right", {"profile": ids}).status_code == 403
    with opened(company.workspace):
        directory.set_owners(company.nordhaven, by=actor_of(company.priya), owner=company.priya)
    assert amara.post("/today/still-right", {"profile": [*ids, other]}).status_code == 403
    assert "All 2 are still right" in text_of(amara, "/")
    page = amara.post("/today/still-right", {"profile": ids}, follow=True).content.decode()
    assert "All 2 confirmed as of today." in page and "still right?" not in page


def test_a_customer_that_changed_hands_asks_its_new_owner_and_nobody_else() -> None:
    company = cast.company()
    with opened(company.workspace):
        directory.set_owners(company.kestrel, by=actor_of(company.priya), owner=company.lucia, deputy=company.amara)
    question = "Kestrel Freight is yours now. Is everything still right?"
    lucia = signed_in(company.lucia)
    assert question in text_of(lucia, "/")
    assert question not in text_of(signed_in(company.amara), "/")
    lucia.post(f"/customers/{company.kestrel.pk}/confirm", {"next": "/"})
    assert question not in text_of(lucia, "/")


def test_who_was_proposed_is_taken_up_and_then_invited_from_today() -> None:
    company = cast.company()
    with opened(company.workspace):
        sol = directory.add_contact(company.kestrel, "Sol Ferreira", by=SETUP, email="sol@kestrel.example")
        one = references.nominate(sol, by=actor_of(company.ben), because=["great results"])
    priya = signed_in(company.priya)
    for keeper in (priya, signed_in(company.amara)):
        page = text_of(keeper, "/")
        assert "Could Sol Ferreira at Kestrel Freight help?" in page and "Ben Whitlock proposed them." in page
    for who in (company.ben, company.elin):
        assert "Sol Ferreira" not in text_of(signed_in(who), "/")
    assert priya.post(f"/advocates/{one.pk}/decide", {"fit": "yes", "next": "/"}).headers["Location"] == "/"
    assert "Shall we invite Sol Ferreira at Kestrel Freight?" in text_of(priya, "/")
    assert priya.post(f"/advocates/{one.pk}/invite", {"next": "/"}).headers["Location"] == "/"
    assert "Sol Ferreira" not in text_of(priya, "/").split("Your assists")[0]
    with opened(company.workspace):
        assert Advocate.objects.get(pk=one.pk).state == AdvocateState.INVITED


def test_a_rep_reads_of_the_call_of_tomorrow_and_picks_times_for_a_buyer_who_told_them() -> None:
    company = cast.company()
    need = scenes.booked(company)
    ben = signed_in(company.ben)
    assert "Booked for Harbourline Logistics" in text_of(ben, "/")
    company.run(hours=20)
    page = text_of(ben, "/")
    assert "Harbourline Logistics talks to Kestrel Freight" in page and f"/requests/{need.pk}/brief" in page
    other = cast.company("elsewhere")
    scenes.countered(other)
    page = text_of(signed_in(other.ben), "/")
    assert "Which time suits Harbourline Logistics?" in page and "Pick a time" in page


def test_a_leader_reads_what_is_behind_and_what_it_is_worth_and_a_rep_does_not() -> None:
    company = cast.company()
    scenes.asked(company)
    elin = signed_in(company.elin)
    assert "than promised" not in text_of(elin, "/")
    company.run(days=4)
    page = text_of(elin, "/")
    assert "One deal waits longer for its reference than promised" in page and "Worth $480k together." in page
    assert "than promised" not in text_of(signed_in(company.ben), "/")


def test_an_admin_reads_who_was_invited_and_never_came() -> None:
    company = cast.company()
    with opened(company.workspace):
        noah = invite_member("noah@tidewell.example", "Noah Weil", [Role.REP], by=actor_of(company.ada))
    ada = signed_in(company.ada)
    assert "Noah Weil" not in text_of(ada, "/")
    company.run(days=3)
    assert "Has Noah Weil found the way in?" in text_of(ada, "/")
    assert ada.post(f"/settings/people/{noah.pk}/invite", {"next": "/"}).headers["Location"] == "/"
    assert "Noah Weil" not in text_of(ada, "/").split("Where the program stands")[0]


def test_the_program_reads_which_clearance_runs_out_and_whom_nobody_looks_after() -> None:
    company = cast.company()
    with opened(company.workspace):
        profile = company.maya.profile
        soon = clock.now().date() + timedelta(days=20)
        proof.add_quote(profile, "We closed in two days.", by=SETUP, clearance=Clearance.PUBLIC, expires_on=soon)
        directory.set_owners(company.nordhaven, by=actor_of(company.priya), owner=None)
    page = text_of(signed_in(company.priya), "/")
    assert "may we go on using this quote?" in page and "Who looks after Nordhaven Shipping?" in page
    assert "Nordhaven" not in text_of(signed_in(company.ben), "/")


def test_an_agreement_that_runs_out_soon_is_shown_to_who_looks_after_them() -> None:
    company = cast.company()
    with opened(company.workspace):
        ends = clock.now() + timedelta(days=20)
        by = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        references.give_consent(company.maya, HelpKind.QUOTE, by=by, expires_at=ends)
        by = cast.link_actor(Purpose.OWN_PAGE, company.ingrid, company.ingrid.contact)
        references.give_consent(company.ingrid, HelpKind.QUOTE, by=by, expires_at=ends + timedelta(days=90))
    question = "Will Maya Okafor at Kestrel Freight go on helping?"
    for who in (company.amara, company.lucia, company.priya):
        page = text_of(signed_in(who), "/")
        assert question in page and "Ingrid Solheim at Nordhaven Shipping go on" not in page
    assert question not in text_of(signed_in(company.ben), "/")
    with opened(company.workspace):
        by = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        references.give_consent(company.maya, HelpKind.QUOTE, by=by)
    assert question not in text_of(signed_in(company.priya), "/"), "they agreed anew, for good"


def test_what_one_person_agreed_to_and_ends_soon_is_one_question() -> None:
    company = cast.company()
    with opened(company.workspace):
        by = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        for kind, days in ((HelpKind.CALL, 10), (HelpKind.WRITTEN, 10), (HelpKind.QUOTE, 12), (HelpKind.LOGO, 90)):
            references.give_consent(company.maya, kind, by=by, expires_at=clock.now() + timedelta(days=days))
    page = text_of(signed_in(company.amara), "/")
    assert "Will Maya Okafor at Kestrel Freight go on helping?" in page and "Today (1)" in page
    assert "until Fri 12 Feb: reference call, written answers." in page.replace("\xa0", " "), page
    assert "until Sun 14 Feb: quote. After that nobody" in page.replace("\xa0", " ")
    assert "go on helping" not in text_of(signed_in(company.ben), "/")
