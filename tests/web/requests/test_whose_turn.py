"""Who is said to have the ball is who really has it: nobody steps in who isn't there, nobody is waited for who answered."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.actions import give_debrief, send_request, undo
from goodword.desk.models import ReferenceRequest
from goodword.members.models import Role
from goodword.members.policy import Purpose, actor_of
from goodword.protection.actions import place_hold
from tests import cast
from tests.desk.steps import ask_of, newest
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


def test_who_runs_the_program_alone_gets_a_reminder_since_nobody_stands_behind_them() -> None:
    company = cast.company()
    path = f"/requests/{to_match(company).pk}"
    for who, said in ((company.priya, "Then you get a reminder."), (company.ben, "Then Priya gets a reminder.")):
        page = text_of(signed_in(who), path)
        assert said in page and "program lead" not in page
    company.run(hours=5)
    assert "With you until" in text_of(signed_in(company.priya), path)
    assert "With Priya until" in text_of(signed_in(company.ben), path)


def test_of_two_who_run_the_program_the_lead_steps_in() -> None:
    company = cast.company()
    with opened(company.workspace):
        cast.member("Noor Haddad", Role.MANAGER)
    path = f"/requests/{to_match(company).pk}"
    for who in (company.priya, company.ben):
        assert "Then the program lead steps in." in text_of(signed_in(who), path)
    company.run(hours=5)
    assert "With the program lead until" in text_of(signed_in(company.priya), path)


def test_lists_and_the_page_name_as_next_only_somebody_who_can_be_asked() -> None:
    company = cast.company()
    need = scenes.asked(company)
    company.run(days=1, hours=1)
    ben = signed_in(company.ben)
    pages = ("/", "/requests", f"/opportunities/{company.deal.pk}", f"/requests/{need.pk}")
    for path in pages:
        assert "Then we ask Ingrid." in text_of(ben, path), path
    with opened(company.workspace):
        place_hold(company.ingrid, by=actor_of(company.priya))
    for path in pages:
        page = text_of(ben, path)
        assert "With Lucia until" in page and "Then we ask Ingrid" not in page, path


def after_the_call(company: cast.Company) -> ReferenceRequest:
    need = scenes.booked(company)
    company.run(days=2, hours=1)
    return need


def test_after_a_call_the_page_and_the_lists_name_who_has_still_to_say_how_it_went() -> None:
    company = cast.company()
    need = after_the_call(company)
    paths = [f"/requests/{need.pk}", "/requests?as=list"]
    for path in paths:
        assert "With both sides until" in text_of(signed_in(company.ben), path)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        give_debrief(maya, "advocate", "fine", by=cast.as_customer(maya))
    company.run(minutes=11)
    for path in paths:
        assert "With Daniel and you until" in text_of(signed_in(company.ben), path)
        assert "With Daniel and Ben until" in text_of(signed_in(company.priya), path)
    with opened(company.workspace):
        give_debrief(ask_of(need, "Maya"), "rep", "moved", by=actor_of(company.ben))
    for path in paths:
        assert "With Daniel until" in text_of(signed_in(company.ben), path)
    with opened(company.workspace):
        undo(newest("debrief.given"), by=actor_of(company.ben))
    assert "With Daniel and you until" in text_of(signed_in(company.ben), paths[0])


def test_one_sides_word_that_it_did_not_happen_leaves_the_other_to_speak() -> None:
    company = cast.company()
    need = after_the_call(company)
    with opened(company.workspace):
        maya = ask_of(need, "Maya")
        by = cast.as_prospect(maya, company.daniel, Purpose.DEBRIEF)
        give_debrief(maya, "prospect", "not_held", by=by)
    assert "With Maya until" in text_of(signed_in(company.ben), f"/requests/{need.pk}")


def test_a_private_customer_who_has_still_to_speak_is_not_named_in_a_list() -> None:
    company = cast.company()
    need = after_the_call(company)
    with opened(company.workspace):
        give_debrief(ask_of(need, "Maya"), "rep", "moved", by=actor_of(company.ben))
    company.run(minutes=11)
    scenes.masked(company)
    page = text_of(signed_in(company.ben), "/requests?as=list")
    assert "With Daniel and the customer until" in page and "Maya" not in page
