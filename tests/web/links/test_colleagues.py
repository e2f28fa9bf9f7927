"""A colleague who is signed in looks at another person's page and answers nothing there, but in a demo or a test."""

from __future__ import annotations

import pytest

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from goodword.members.actions import invite_member
from goodword.members.models import Role
from goodword.members.policy import Purpose
from tests import cast
from tests.cast import SETUP, Company
from tests.web.links import making
from tests.web.links.making import browser, customer_asked, customer_link, owner_asked, owner_link, text_of
from tests.web.requests.scenes import signed_in

NO = {"action": "decline"}


def state(company: Company, ask: Ask) -> str:
    return making.fresh(company, ask).state


def written(company: Company) -> int:
    with opened(company.workspace):
        return Event.objects.count()


def test_a_colleague_looks_at_the_customers_page_and_has_nothing_to_press() -> None:
    company = cast.company()
    ask = customer_asked(company)
    cast.gone_live(company)
    path = customer_link(company, ask)
    seen, own = text_of(signed_in(company.priya).get(path)), text_of(browser().get(path))
    assert "You look at Maya Okafor's page as Priya Nair. Only Maya Okafor answers here." in seen
    assert '<fieldset class="looked-at" disabled>' in seen and "sticky-act" not in seen
    assert "You look at" not in own and "looked-at" not in own and "sticky-act" in own


@pytest.mark.parametrize("who", ["priya", "ada", "amara", "ben"])
def test_a_colleague_cannot_answer_in_the_customers_name(who: str) -> None:
    company = cast.company()
    ask = customer_asked(company)
    cast.gone_live(company)
    path, before = customer_link(company, ask), written(company)
    refused = signed_in(getattr(company, who)).post(path, NO)
    assert refused.status_code == 403
    assert "This page is Maya's" in text_of(refused) and "nothing was changed" in text_of(refused)
    assert state(company, ask) == "customer_pending" and written(company) == before
    assert browser().post(path, NO).status_code == 303
    assert state(company, ask) == "declined"


@pytest.mark.parametrize("action", ["leave", "own_page", "fresh", "undo"])
def test_no_other_press_gets_through_either(action: str) -> None:
    company = cast.company()
    ask = customer_asked(company)
    cast.gone_live(company)
    path, before = customer_link(company, ask), written(company)
    assert signed_in(company.priya).post(path, {"action": action}).status_code == 403
    assert written(company) == before


def test_who_looks_with_a_session_of_another_company_is_a_stranger_like_any_other() -> None:
    company, other = cast.company(), cast.company("elsewhere")
    ask = customer_asked(company)
    cast.gone_live(company)
    assert signed_in(other.priya).post(customer_link(company, ask), NO).status_code == 303
    assert state(company, ask) == "declined"


def test_where_one_person_plays_everybody_a_press_counts() -> None:
    company = cast.company()
    ask = customer_asked(company)
    path = customer_link(company, ask)
    assert "You look at" not in text_of(signed_in(company.priya).get(path))
    assert signed_in(company.priya).post(path, NO).status_code == 303
    assert state(company, ask) == "declined"


def test_an_owner_answers_their_own_link_signed_in_and_a_colleague_cannot() -> None:
    company = cast.company()
    ask = owner_asked(company)
    cast.gone_live(company)
    path = owner_link(company, ask)
    assert signed_in(company.lucia).post(path, {"answer": "yes"}).status_code == 403
    assert state(company, ask) == "owner_pending"
    assert signed_in(company.amara).post(path, {"answer": "yes"}).status_code == 303
    assert state(company, ask) == "owner_ok"


def test_whoever_passes_an_invitation_on_cannot_use_it_up() -> None:
    company = cast.company()
    cast.gone_live(company)
    with opened(company.workspace):
        noa = invite_member("noa@tidewell.example", "Noa Levi", [Role.REP], by=SETUP)
        link = making.path_of(making.signed(Purpose.MEMBER_INVITATION, noa, noa))
    password = {"password": "correct horse battery"}
    for answer in (signed_in(company.ada).get(link), signed_in(company.ada).post(link, password)):
        assert answer.status_code == 403 and "This page is Noa's" in text_of(answer)
    assert browser().post(link, password).status_code == 302
    noa.user.refresh_from_db()
    assert noa.user.check_password(password["password"])


def test_where_mails_go_by_hand_no_code_pretends_to_prove_anything() -> None:
    company = cast.company()
    cast.gone_live(company)
    with opened(company.workspace):
        own = making.path_of(making.signed(Purpose.OWN_PAGE, company.maya, company.maya.contact))
    answer = browser().post(own, {"action": "download"})
    assert "no mail leaves here yet" in text_of(answer)
    assert answer["Content-Type"].startswith("text/html")
