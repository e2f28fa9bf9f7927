"""Undo as a colleague has it: a button in the message and, for ten minutes, on the page."""

from __future__ import annotations

import re
from datetime import timedelta

from goodword.core import clock
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.policy import actor_of
from goodword.references import actions as references
from goodword.references.models import Advocate, Fact, ReferenceProfile
from tests import cast
from tests.cast import SETUP, Company
from tests.web.requests import scenes
from tests.web.requests.scenes import signed_in, text_of

UNDO = re.compile(r'action="([^"]*/undo/[^"]+)"')


def ways_back(page: str) -> list[str]:
    return UNDO.findall(page)


def proposed(company: Company) -> Advocate:
    olu = directory.add_contact(company.kestrel, "Olu Bright", by=SETUP, email="olu@kestrel.example")
    return references.nominate(olu, by=actor_of(company.ben))


def test_taking_up_a_proposal_is_taken_back_from_today_and_the_card_is_there_again() -> None:
    company = cast.company()
    with opened(company.workspace):
        olu = proposed(company)
    priya = signed_in(company.priya)
    card = f"/advocates/{olu.pk}/decide"
    assert card in text_of(priya, "/")
    page = priya.post(card, {"next": "/"}, follow=True).content.decode()
    assert "Taken up." in page and card not in page
    [undo] = ways_back(page)
    answer = priya.post(undo, {"next": "/"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "Taken back. The proposal stands as it was." in answer.content.decode() and card in answer.content.decode()


def test_the_page_of_whoever_was_taken_up_offers_the_undo_for_ten_minutes() -> None:
    company = cast.company()
    with opened(company.workspace):
        olu = proposed(company)
        event = references.qualify(olu, by=actor_of(company.priya))
    priya, path = signed_in(company.priya), f"/advocates/{olu.pk}"
    assert ways_back(text_of(priya, path)) == [f"{path}/undo/{event.pk}"]
    assert "The proposal was taken up." in text_of(priya, path)
    company.run(minutes=11)
    assert ways_back(text_of(priya, path)) == []
    answer = priya.post(f"{path}/undo/{event.pk}")
    assert answer.status_code == 409 and "ten minutes" in answer.content.decode()


def test_an_undo_that_comes_too_late_says_how_it_went_on() -> None:
    company = cast.company()
    with opened(company.workspace):
        olu = proposed(company)
        event = references.qualify(olu, by=actor_of(company.priya))
        references.invite(olu, by=actor_of(company.amara))
    answer = signed_in(company.priya).post(f"/advocates/{olu.pk}/undo/{event.pk}")
    assert answer.status_code == 409 and "so it can&#x27;t be taken back: invited." in answer.content.decode()


def test_still_right_is_taken_back_from_the_customers_page_and_asked_again() -> None:
    company = cast.company()
    company.run(days=121)
    amara, path = signed_in(company.amara), f"/customers/{company.kestrel.pk}"
    page = amara.post(f"{path}/confirm", follow=True).content.decode()
    # In the message, and on the page itself for as long as it can be taken back.
    assert len(ways_back(page)) == 2 and len(set(ways_back(page))) == 1
    assert "Everything was confirmed as still right." in page
    page = amara.post(ways_back(page)[0], follow=True).content.decode()
    assert "Taken back." in page and "Not confirmed yet" in page and ways_back(page) == []
    assert "Is Kestrel Freight still right?" in text_of(amara, "/")


def test_a_fact_confirmed_by_a_slip_says_again_who_confirmed_it_before() -> None:
    company = cast.company()
    with opened(company.workspace):
        fact = Fact.objects.select_related("term").get(profile=company.maya.profile, kind="topic")
        before = (fact.verified_at, fact.verified_by)
    company.run(days=1)
    amara = signed_in(company.amara)
    page = amara.post(f"/facts/{fact.pk}/verify", follow=True).content.decode()
    assert f"“{fact}” was confirmed." in page
    amara.post(ways_back(page)[0])
    with opened(company.workspace):
        fact.refresh_from_db()
        assert (fact.verified_at, fact.verified_by) == before


def test_one_press_takes_back_all_that_one_press_confirmed_and_says_what_was_confirmed_again() -> None:
    company = cast.company()
    with opened(company.workspace):
        second = cast.customer("Second Freight", owner=company.amara)
        cast.advocate(second, "Tess Holm", nominated_by=company.amara)
        mine = list(ReferenceProfile.objects.filter(account__owner=company.amara))
    company.run(days=121)
    amara = signed_in(company.amara)
    page = amara.post("/today/still-right", {"profile": [str(one.pk) for one in mine]}, follow=True).content.decode()
    [undo] = ways_back(page)
    clock.move(company.workspace, timedelta(minutes=2))
    with opened(company.workspace):
        references.confirm_profile(second.profiles.get(), by=actor_of(company.priya))
    page = amara.post(undo, {"next": "/"}, follow=True).content.decode()
    assert "Taken back." in page and "Second Freight: It was confirmed again since" in page
    assert "Is Kestrel Freight still right?" in page and "Is Second Freight still right?" not in page
    # Pressed once more, there is nothing left that it could take back, and it says so.
    assert amara.post(undo, {"next": "/today"}).status_code == 409


def test_nobody_else_takes_it_back_and_a_private_customer_is_not_there_at_all() -> None:
    company = cast.company()
    with opened(company.workspace):
        directory.set_owners(company.kestrel, by=actor_of(company.priya), owner=company.amara, deputy=None)
        references.confirm_profile(company.maya.profile, by=actor_of(company.amara))
        event = Event.objects.get(name="profile.confirmed")
    paths = (f"/customers/{company.kestrel.pk}/undo/{event.pk}", f"/today/still-right/undo/{event.pk}")
    lucia = signed_in(company.lucia)
    assert [lucia.post(path).status_code for path in paths] == [403, 403]
    assert ways_back(text_of(lucia, f"/customers/{company.kestrel.pk}")) == []
    scenes.masked(company)
    assert [lucia.post(path).status_code for path in paths] == [404, 404]
