from __future__ import annotations

import re

from django.test import Client

from goodword.core.tenancy import opened
from goodword.desk.actions import propose, send_request
from goodword.desk.models import Ask, ReferenceRequest
from goodword.members.policy import actor_of
from tests import cast
from tests.web.requests import scenes
from tests.web.requests.scenes import asked, first_ask, signed_in, text_of
from tests.web.requests.test_workbench import helped_lately, to_match

LANE = re.compile(r'data-lane="(\w+)"><header><h2[^>]*>[^<]*</h2><span class="n">(\d+)</span>')


def lanes(page: str) -> dict[str, int]:
    return {code: int(count) for code, count in LANE.findall(page)}


def moved(client: Client, need: ReferenceRequest, to: str, verb: str) -> str:
    sent = {"to": to, "verb": verb, "next": "/requests?view=open"}
    return client.post(f"/requests/{need.pk}/move", sent, follow=True).content.decode()


def test_the_program_sees_the_board_with_every_open_request_in_one_lane() -> None:
    company = cast.company()
    scenes.booked(company)
    to_match(company)
    page = text_of(signed_in(company.priya), "/requests")
    assert lanes(page) == {"to_match": 1, "with_owner": 0, "with_customer": 0, "booked": 1, "wrap_up": 0}
    assert "No one waits on owners" in page and 'aria-current="true">Open <span class="n">2</span>' in page


def test_the_shape_one_likes_is_remembered() -> None:
    company = cast.company()
    asked(company)
    ben, priya = signed_in(company.ben), signed_in(company.priya)
    assert 'class="board"' not in text_of(ben, "/requests") and 'class="board"' in text_of(priya, "/requests")
    assert 'class="board"' in text_of(ben, "/requests?as=board") and 'class="board"' in text_of(ben, "/requests")
    text_of(priya, "/requests?as=list")
    assert 'class="board"' not in text_of(priya, "/requests")
    assert 'class="board"' not in text_of(ben, "/requests?view=closed")


def test_a_request_is_moved_to_the_owner_by_asking_whom_the_plan_names() -> None:
    company = cast.company()
    need = to_match(company)
    priya = signed_in(company.priya)
    page = text_of(priya, "/requests")
    assert 'value="propose"' in page and "The owner answers before the customer hears anything." in page
    page = moved(priya, need, "with_owner", "propose")
    assert "With owner now" in page and lanes(page)["with_owner"] == 1
    with opened(company.workspace):
        assert ReferenceRequest.objects.get(pk=need.pk).state == "with_owner"


def test_asking_whom_the_plan_names_is_taken_back_with_one_button_and_leads_back_to_the_board() -> None:
    company = cast.company()
    need = to_match(company)
    priya = signed_in(company.priya)
    page = moved(priya, need, "with_owner", "propose")
    [undo] = re.findall(r'action="(/requests/[^"]*/undo/[^"]+)"', page)
    assert "goes out in ten minutes" in page and 'name="next" value="/requests?view=open"' in page
    answer = priya.post(undo, {"next": "/requests?view=open"}, follow=True)
    assert answer.redirect_chain == [("/requests?view=open", 302)]
    page = answer.content.decode()
    assert "Taken back. Nobody was told." in page
    assert lanes(page)["to_match"] == 1 and 'value="propose"' in page
    late = priya.post(undo)
    assert late.status_code == 409 and "This was undone already." in late.content.decode()


def test_on_the_requests_page_the_choice_is_offered_back_in_a_sentence_until_the_ten_minutes_are_over() -> None:
    company = cast.company()
    need = to_match(company)
    with opened(company.workspace):
        propose(need, company.ingrid, by=actor_of(company.priya))
    priya, path = signed_in(company.priya), f"/requests/{need.pk}"
    page = text_of(priya, path)
    assert "Lucia is asked whether we may ask Ingrid at Nordhaven Shipping. You can take it back until" in page
    assert "You can take it back" not in text_of(signed_in(company.ben), path)
    assert "You can take it back" not in text_of(signed_in(company.lucia), path)
    company.run(minutes=11)
    assert "You can take it back" not in text_of(priya, path)


def test_the_owners_spoken_yes_is_noted_and_the_customer_asked_after_ten_minutes() -> None:
    company = cast.company()
    need = asked(company)
    page = moved(signed_in(company.priya), need, "with_customer", "approve")
    assert "The yes is noted." in page and "Undo" in page and lanes(page)["with_owner"] == 1
    company.run(minutes=11)
    assert lanes(text_of(signed_in(company.priya), "/requests"))["with_customer"] == 1


def test_a_no_of_either_side_is_noted_from_the_board() -> None:
    company = cast.company()
    need = scenes.approved(company)
    page = moved(signed_in(company.priya), need, "to_match", "customer_no")
    assert "The no is noted." in page
    with opened(company.workspace):
        assert first_ask(need).state == "declined"


def test_a_move_that_stands_no_more_changes_nothing() -> None:
    company = cast.company()
    need = scenes.approved(company)
    priya = signed_in(company.priya)
    # The card was drawn while the owner was being asked; by now "back to match" would be the customer's no.
    for to, verb in (("to_match", "owner_no"), ("with_owner", "propose"), ("booked", ""), ("nowhere", "approve")):
        assert priya.post(f"/requests/{need.pk}/move", {"to": to, "verb": verb}).status_code == 409
    with opened(company.workspace):
        assert first_ask(need).state == "customer_pending"


def test_a_rep_sees_their_own_board_and_moves_nobody() -> None:
    company = cast.company()
    need = asked(company)
    ben = signed_in(company.ben)
    page = text_of(ben, "/requests?as=board")
    assert lanes(page)["with_owner"] == 1 and "The account owner answers this." in page and 'name="verb"' not in page
    assert ben.post(f"/requests/{need.pk}/move", {"to": "with_customer", "verb": "approve"}).status_code == 403
    with opened(company.workspace):
        assert first_ask(need).state == "owner_pending"


def test_an_owner_answers_on_the_board_for_their_own_customer() -> None:
    company = cast.company()
    need = asked(company)
    amara = signed_in(company.amara)
    assert "Amara said yes: ask Maya" in text_of(amara, "/requests?as=board")
    moved(amara, need, "with_customer", "approve")
    with opened(company.workspace):
        assert first_ask(need).state == "owner_ok"


def test_a_private_reference_is_described_on_a_reps_board_and_no_view_of_theirs_counts_it() -> None:
    company = cast.company()
    scenes.masked(company)
    need = to_match(company)
    with opened(company.workspace):
        propose(need, company.maya, by=actor_of(company.priya))
    page = text_of(signed_in(company.ben), "/requests?as=board&view=private")
    assert "1 private reference" in page and "?view=private" not in page
    for canary in scenes.CANARIES:
        assert canary not in page
    assert "Kestrel Freight" in text_of(signed_in(company.priya), "/requests?view=private")


def test_beside_the_board_the_workbench_asks_and_leads_back_to_the_board() -> None:
    company = cast.company()
    need = to_match(company)
    priya = signed_in(company.priya)
    page = text_of(priya, f"/requests?need={need.pk}&pick={company.ingrid.pk}")
    assert "Who should we ask?" in page and "Ask Lucia, the account owner" in page and page.count("btn primary") == 1
    sent = {"advocate": str(company.ingrid.pk), "next": f"/requests?need={need.pk}"}
    answer = priya.post(f"/requests/{need.pk}/match", sent)
    assert answer.headers["Location"] == f"/requests?need={need.pk}"
    away = priya.post(f"/requests/{need.pk}/match", sent | {"next": "https://elsewhere.example/"})
    assert "elsewhere" not in away.headers.get("Location", "")


def test_a_spoken_yes_is_written_down_with_the_question() -> None:
    company = cast.company()
    need = to_match(company)
    sent = {"advocate": str(company.ingrid.pk), "spoken": "on"}
    said = signed_in(company.priya).post(f"/requests/{need.pk}/match", sent, follow=True).content.decode()
    assert "Lucia&#x27;s yes is noted. Ingrid will be asked in ten minutes." in said
    with opened(company.workspace):
        assert Ask.objects.get(need=need, advocate=company.ingrid).state == "owner_ok"


def test_where_no_one_is_rested_every_other_way_out_is_offered() -> None:
    company = cast.company()
    helped_lately(company, company.maya, company.ingrid)
    need = to_match(company)
    page = text_of(signed_in(company.priya), f"/requests/{need.pk}")
    for offered in ("can be asked again from", "A later date…", "Proof to send", "Proof only…"):
        assert offered in page


def test_the_board_is_narrowed_by_kind_and_by_who_asked() -> None:
    company = cast.company()
    asked(company)
    with opened(company.workspace):
        send_request(
            company.deal, by=actor_of(company.priya), advocate=None, must_settle="In words", help_kind="written"
        )
    priya = signed_in(company.priya)
    assert sum(lanes(text_of(priya, "/requests")).values()) == 2
    assert lanes(text_of(priya, "/requests?kind=written"))["to_match"] == 1
    page = text_of(priya, f"/requests?by={company.ben.pk}")
    assert sum(lanes(page).values()) == 1 and "Only Ben Whitlock." in page
    assert sum(lanes(text_of(priya, "/requests?q=nowhere")).values()) == 0


def test_every_open_request_waits_for_the_program_for_others_or_for_its_call() -> None:
    company = cast.company()
    to_match(company)
    scenes.booked(company)
    priya = signed_in(company.priya)
    assert standing(priya) == {"Waiting for you": 1, "Waiting for others": 0, "Calls in the next 7 days": 1}
    company.run(days=2, hours=1)
    assert standing(priya)["Waiting for others"] == 1, "whether the call was held is for both sides to say"
    company.run(days=5)
    assert "silent about Harbourline" in text_of(priya, "/")
    assert standing(priya)["Waiting for others"] == 0
    assert standing(priya)["Waiting for you"] >= 1


def standing(client: Client) -> dict[str, int]:
    found = re.findall(r"<dt>([^<]+)</dt><dd>(\d+)", text_of(client, "/requests"))
    return {words: int(count) for words, count in found if words != "Later than promised"}


def test_a_view_that_is_empty_says_so_by_name_and_nothing_of_the_lanes() -> None:
    company = cast.company()
    asked(company)
    priya = signed_in(company.priya)
    for view, name in (("late", "At risk"), ("due", "Due this week"), ("mine", "Mine"), ("private", "Private")):
        for shape in ("board", "list"):
            page = text_of(priya, f"/requests?view={view}&as={shape}")
            assert f"Nothing in “{name}”" in page and "Clear filters" in page and "No customer has said yes" not in page
    page = text_of(priya, "/requests?kind=written&as=board")
    assert "No request in “Open” matches Written answers." in page and "Clear filters" in page


def test_a_lane_left_empty_by_a_filter_claims_nothing_of_the_others() -> None:
    company = cast.company()
    asked(company)
    priya = signed_in(company.priya)
    assert "No customer has said yes yet." in text_of(priya, "/requests")
    page = text_of(priya, f"/requests?by={company.ben.pk}")
    assert lanes(page)["with_owner"] == 1 and "No customer has said yes" not in page and "None of these here." in page


def test_the_lane_after_the_yes_says_which_calls_have_a_time_and_which_look_for_one() -> None:
    company = cast.company()
    scenes.countered(company)
    priya = signed_in(company.priya)
    page = text_of(priya, "/requests")
    assert lanes(page)["booked"] == 1 and ">Agreed</h2>" in page and ">Booked</h2>" not in page
    assert '<span class="tag">Finding a time</span>' in page and "Booked: " not in page


def test_a_call_with_a_time_is_said_to_be_booked_and_looks_for_none() -> None:
    company = cast.company()
    scenes.booked(company)
    page = text_of(signed_in(company.priya), "/requests")
    assert lanes(page)["booked"] == 1 and "Booked: " in page and "Finding a time" not in page
