"""What one was told by mail, again in one list that leads to it."""

from __future__ import annotations

from goodword.core.tenancy import opened
from tests import cast
from tests.web.asking import queries_of
from tests.web.requests.scenes import signed_in, text_of


def test_an_owner_sees_what_they_were_asked_and_is_led_there() -> None:
    company = cast.company()
    with opened(company.workspace):
        need = company.request(advocate=company.maya)
    company.run()
    amara = signed_in(company.amara)
    assert "Notifications, 2 new" in amara.get("/").content.decode()
    page = amara.get("/notifications").content.decode()
    assert f'href="/requests/{need.pk}"' in page and "Can we ask Maya" in page
    assert "Can we ask Maya" not in text_of(signed_in(company.ben), "/notifications")


def test_looking_changes_nothing_and_marking_does() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request(advocate=company.maya)
    company.run()
    amara = signed_in(company.amara)
    amara.get("/notifications")
    assert ' new"' in amara.get("/").content.decode()
    assert amara.post("/notifications/seen").status_code == 302
    assert ' new"' not in amara.get("/").content.decode()
    assert "Can we ask Maya" in text_of(amara, "/notifications")


def test_nobody_was_told_anything_yet() -> None:
    company = cast.company()
    assert "Nothing yet" in text_of(signed_in(company.elin), "/notifications")


def test_the_list_asks_the_same_number_of_questions_however_long() -> None:
    company = cast.company()
    amara = signed_in(company.amara)
    with opened(company.workspace):
        company.request(advocate=company.maya)
    company.run()
    few = queries_of(amara, "/notifications")
    company.run(days=2)
    assert queries_of(amara, "/notifications") == few
