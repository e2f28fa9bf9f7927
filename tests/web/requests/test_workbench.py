from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask, decline_as_owner, decline_ask, propose, send_request
from goodword.desk.models import Ask, ReferenceRequest
from goodword.members.policy import Purpose, actor_of
from goodword.protection.actions import lift_hold, log_elsewhere, pause, place_hold
from goodword.protection.models import Override
from goodword.references.actions import withdraw_fact
from goodword.references.models import Advocate
from tests import cast
from tests.web.requests import scenes
from tests.web.requests.scenes import signed_in, text_of


def to_match(company: cast.Company) -> ReferenceRequest:
    with opened(company.workspace):
        return send_request(
            company.deal,
            by=actor_of(company.ben),
            advocate=None,
            must_settle="Will it hold?",
            attendees=[company.daniel],
        )


def helped_lately(company: cast.Company, *advocates: Advocate) -> None:
    with opened(company.workspace):
        for advocate in advocates:
            day = clock.now().date() - timedelta(days=5)
            log_elsewhere(advocate, "call", by=actor_of(company.priya), on=day)


def card_of(one: Advocate) -> str:
    return f'id="cand-{one.pk}"'


def test_the_program_matches_a_request_in_three_clicks() -> None:
    company = cast.company()
    need = to_match(company)
    priya = signed_in(company.priya)
    page = text_of(priya, f"/requests/{need.pk}")
    assert "Who should we ask?" in page and page.count("btn primary") == 1
    picked = text_of(priya, f"/requests/{need.pk}?pick={company.ingrid.pk}")
    assert "Ask Lucia, the account owner" in picked and "we ask Maya." in picked
    said = priya.post(f"/requests/{need.pk}/match", {"advocate": str(company.ingrid.pk)}, follow=True)
    assert "Lucia is asked: the mail goes out in ten minutes." in said.content.decode()
    with opened(company.workspace):
        assert Ask.objects.get(need=need, advocate=company.ingrid).state == "owner_pending"


def test_only_the_program_has_the_workbench() -> None:
    company = cast.company()
    need = to_match(company)
    for who in (company.ben, company.elin):
        assert "Who should we ask?" not in text_of(signed_in(who), f"/requests/{need.pk}")
        answer = signed_in(who).post(f"/requests/{need.pk}/match", {"advocate": str(company.ingrid.pk)})
        assert answer.status_code == 403
    with opened(company.workspace):
        assert not Ask.objects.filter(need=need).exclude(state="planned").exists()


def test_a_private_candidate_comes_with_who_sees_what() -> None:
    company = cast.company()
    scenes.masked(company)
    need = to_match(company)
    page = text_of(signed_in(company.priya), f"/requests/{need.pk}?pick={company.maya.pk}")
    assert "Who sees what" in page and "Name, role, company. Never phone or e-mail" in page
    page = text_of(signed_in(company.priya), f"/requests/{need.pk}?pick={company.ingrid.pk}")
    assert "Who sees what" not in page
    row = page[page.index(card_of(company.maya)) :]
    said = "Until the yes, Ben sees “A private reference” and Harbourline Logistics nothing."
    assert said in row[: row.index("</li>")] and page.count("Until the yes") == 1, "hers alone says so, picked or not"


def test_where_no_one_is_rested_an_owner_is_asked_with_a_reason_alone() -> None:
    company = cast.company()
    helped_lately(company, company.maya, company.ingrid)
    need = to_match(company)
    priya = signed_in(company.priya)
    assert "No one rested fits." in text_of(priya, f"/requests/{need.pk}")
    page = text_of(priya, f"/requests/{need.pk}?pick={company.maya.pk}")
    assert "Why ask them although they rest" in page
    sent = {"advocate": str(company.maya.pk), "override": ""}
    refused = priya.post(f"/requests/{need.pk}/match", sent)
    assert refused.status_code == 422 and "Say why they should be asked" in refused.content.decode()
    sent["override"] = "They offered it themselves last week."
    assert priya.post(f"/requests/{need.pk}/match", sent).status_code == 302
    with opened(company.workspace):
        assert Ask.objects.get(need=need, advocate=company.maya).state == "owner_pending"
        assert Override.objects.get().reason == sent["override"]


def test_a_pause_the_customer_set_is_passed_over_by_nobody() -> None:
    company = cast.company()
    with opened(company.workspace):
        by = cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact)
        pause(company.maya, by=by)
    need = to_match(company)
    priya = signed_in(company.priya)
    assert "Why ask them although they rest" not in text_of(priya, f"/requests/{need.pk}?pick={company.maya.pk}")
    sent = {"advocate": str(company.maya.pk), "override": "I insist"}
    assert priya.post(f"/requests/{need.pk}/match", sent).status_code == 409
    with opened(company.workspace):
        assert not Ask.objects.filter(need=need, advocate=company.maya).exclude(state="planned").exists()


def for_a_private_one(company: cast.Company) -> ReferenceRequest:
    """The rep picked Maya, who is private: the program is to ask, and Ingrid stands by."""
    scenes.masked(company)
    return scenes.asked(company, advocate=company.maya)


def in_line(need: ReferenceRequest) -> list[Ask]:
    return list(Ask.objects.filter(need=need, state="planned").in_order())


def test_the_workbench_picks_whom_the_board_would_ask_and_names_whom_goodword_asks_next() -> None:
    company = cast.company()
    need = to_match(company)
    with opened(company.workspace):
        # The plan was made when it was sent; its order stays, whatever fits best by now.
        for nth, ask in enumerate(reversed(in_line(need))):
            Ask.objects.filter(pk=ask.pk).update(rank=nth)
        assert [ask.advocate for ask in in_line(need)] == [company.ingrid, company.maya]
    page = text_of(signed_in(company.priya), f"/requests?need={need.pk}")
    assert "Ask Lucia, for Ingrid" in page and "Ask Lucia, the account owner" in page
    assert "we ask Maya." in page


def test_a_private_one_the_rep_picked_is_first_in_line_and_asked_only_at_the_workbench() -> None:
    company = cast.company()
    need = for_a_private_one(company)
    priya = signed_in(company.priya)
    page = text_of(priya, f"/requests?need={need.pk}")
    assert "Ask Amara, the account owner" in page and "Who sees what" in page and "we ask Ingrid." in page
    assert "Choose whom to ask…" in page and 'value="propose"' not in page
    sent = {"to": "with_owner", "verb": "propose"}
    assert priya.post(f"/requests/{need.pk}/move", sent).status_code == 409
    with opened(company.workspace):
        assert {ask.state for ask in Ask.objects.filter(need=need)} == {"planned"}


def test_whoever_can_be_asked_stands_before_those_who_fit_better_and_rest() -> None:
    company = cast.company()
    need = to_match(company)
    priya = signed_in(company.priya)
    with opened(company.workspace):
        best, other = (ask.advocate for ask in in_line(need))
    cards = [f'id="cand-{one.pk}"' for one in (best, other)]
    page = text_of(priya, f"/requests/{need.pk}")
    assert page.index(cards[0]) < page.index(cards[1])
    helped_lately(company, best)
    page = text_of(priya, f"/requests/{need.pk}")
    assert page.index(cards[1]) < page.index(cards[0])


def test_nobody_is_told_that_a_private_one_comes_next_by_itself() -> None:
    company = cast.company()
    need = for_a_private_one(company)
    with opened(company.workspace):
        propose(need, company.ingrid, by=actor_of(company.priya))
    for path in ("/requests", f"/requests/{need.pk}"):
        page = text_of(signed_in(company.priya), path)
        assert "Then we ask Maya" not in page and "Then: Maya" not in page


def test_private_is_one_thing_on_the_tab_and_on_the_card() -> None:
    company = cast.company()
    need = for_a_private_one(company)
    priya = signed_in(company.priya)
    tag, tab = '<span class="tag private">', 'Private <span class="n">%d</span>'
    page = text_of(priya, "/requests")
    assert tag in page and tab % 1 in page
    with opened(company.workspace):
        propose(need, company.ingrid, by=actor_of(company.priya))
    page = text_of(priya, "/requests")
    assert tag not in page and tab % 0 in page
    with opened(company.workspace):
        propose(need, company.maya, by=actor_of(company.priya))
    page = text_of(priya, "/requests")
    assert tag in page and tab % 1 in page


def test_nobody_is_offered_whose_owner_said_not_now_and_the_page_says_what_was_said() -> None:
    company = cast.company()
    with opened(company.workspace):
        ana = cast.advocate(company.kestrel, "Ana Brandt", nominated_by=company.amara)
    need = to_match(company)
    priya = signed_in(company.priya)
    page = text_of(priya, f"/requests/{need.pk}")
    assert card_of(ana) in page and card_of(company.maya) in page and "Asked already" not in page
    with opened(company.workspace):
        ask = propose(need, company.maya, by=actor_of(company.priya))
        decline_as_owner(ask, by=actor_of(company.amara))
    for path in (f"/requests/{need.pk}", f"/requests/{need.pk}?pick={ana.pk}", f"/requests?need={need.pk}"):
        page = text_of(priya, path)
        assert card_of(company.ingrid) in page and card_of(ana) not in page and card_of(company.maya) not in page
        assert f'name="advocate" value="{company.ingrid.pk}"' in page
        said = page[page.index("Asked already") :]
        assert "<b>Maya Okafor</b>" in said and "Owner said not now" in said
        assert "<b>Ana Brandt</b>" in said and "Their owner, asked about Maya, said not now" in said
        assert "Ask Amara" not in page


def test_a_press_for_somebody_who_said_no_meanwhile_is_refused_with_what_to_do() -> None:
    company = cast.company()
    need = to_match(company)
    priya = signed_in(company.priya)
    with opened(company.workspace):
        ask = propose(need, company.maya, by=actor_of(company.priya))
        approve_ask(ask, by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        ask.refresh_from_db()
        decline_ask(ask, by=cast.as_customer(ask))
    refused = priya.post(f"/requests/{need.pk}/match", {"advocate": str(company.maya.pk)})
    said = refused.content.decode()
    assert refused.status_code == 409
    assert "Maya said no for this deal on" in said and "ask somebody else" in said
    company.run(minutes=11)
    page = text_of(priya, f"/requests/{need.pk}")
    assert "Customer said not this time" in page[page.index("Asked already") :]


def knows_less(of: Advocate) -> None:
    """Leave nothing of a customer but its industry, so that it fits less than the others."""
    for fact in of.profile.facts.exclude(kind="industry"):
        withdraw_fact(fact, by=cast.SETUP)


def test_the_stored_line_says_since_when_it_stands_and_who_fits_better_and_is_free_now() -> None:
    company = cast.company()
    priya = actor_of(company.priya)
    with opened(company.workspace):
        knows_less(company.ingrid)
        hold = place_hold(company.maya, by=priya)
    need = to_match(company)
    client = signed_in(company.priya)
    page = text_of(client, f"/requests/{need.pk}")
    assert 'id="cand-' in page and "fits better" not in page, "while Maya is held nobody fits better"
    with opened(company.workspace):
        assert [ask.advocate for ask in in_line(need)] == [company.ingrid]
        lift_hold(hold, by=priya)
    page = text_of(client, f"/requests/{need.pk}")
    assert f'name="advocate" value="{company.ingrid.pk}"' in page, "the plan's own is picked, as the board asks it"
    assert "Maya fits better and is free now." in page and f'href="?pick={company.maya.pk}"' in page
    assert "Chosen on" in page and ">Pick Maya</a>" in page
    page = text_of(client, f"/requests/{need.pk}?pick={company.maya.pk}")
    assert "Ask Amara, the account owner" in page and "we ask Ingrid." in page


def what_follows(page: str) -> str:
    return page[page.index("If ") : page.index("</span></p>", page.index("If "))]


def test_the_page_says_what_really_follows_a_no() -> None:
    company = cast.company()
    need = to_match(company)
    client, path = signed_in(company.priya), f"/requests/{need.pk}"
    assert what_follows(text_of(client, path)).endswith("we ask Ingrid.")
    with opened(company.workspace):
        Ask.objects.filter(need=need, advocate=company.ingrid).delete()
    assert what_follows(text_of(client, path)).endswith("we ask Ingrid."), "the list is made anew once"
    with opened(company.workspace):
        ReferenceRequest.objects.filter(pk=need.pk).update(reranked=True)
    assert "nobody is in line: it comes back to you" in text_of(client, path), "and not a second time"
    with opened(company.workspace):
        propose(need, company.maya, by=actor_of(company.priya))
    page = text_of(client, path)
    assert "If Ingrid says no" in page and "it goes on with Maya, who is being asked too." in page
