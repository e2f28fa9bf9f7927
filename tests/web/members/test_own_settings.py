from __future__ import annotations

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.members.models import Member
from tests.web.members.people import PASSWORD, browser, company, signed_in

NEW = "seven lanterns on the quay"


def test_my_name_and_zone_are_mine_to_change() -> None:
    workspace, priya = company()
    answer = signed_in(priya).post("/me", {"name": "Priya N. Nair", "time_zone": "Asia/Kolkata"})
    assert answer.status_code == 302
    with opened(workspace):
        changed = Member.objects.get(pk=priya.pk)
        assert (changed.name, changed.time_zone, changed.language) == ("Priya N. Nair", "Asia/Kolkata", "en")
        assert Event.objects.filter(name="member.changed", subject_id=priya.pk).exists()


def test_a_form_that_lacks_something_keeps_the_rest() -> None:
    _, priya = company()
    page = signed_in(priya).post("/me", {"name": "", "time_zone": "Asia/Kolkata"})
    text = page.content.decode()
    assert page.status_code == 422
    assert "There is a problem" in text and "Enter your name." in text and "<title>Error: " in text
    assert '<option value="Asia/Kolkata" selected>' in text


def test_my_password_changes_only_for_who_knows_the_present_one() -> None:
    _, priya = company()
    client, elsewhere = signed_in(priya), signed_in(priya)
    wrong = client.post("/me/password", {"current": "guess", "password": NEW})
    assert wrong.status_code == 422 and "present password" in wrong.content.decode()
    assert client.post("/me/password", {"current": PASSWORD, "password": NEW}).status_code == 302
    assert client.get("/me").status_code == 200, "I stay signed in here"
    assert elsewhere.get("/me").status_code == 302, "and nowhere else"
    assert browser().post("/login", {"login": priya.email, "password": NEW}).status_code == 302


def test_the_present_password_cannot_be_guessed_without_end() -> None:
    _, priya = company()
    client = signed_in(priya)
    answers = [client.post("/me/password", {"current": f"guess {n}", "password": NEW}).status_code for n in range(8)]
    assert answers[0] == 422 and answers[-1] == 429
