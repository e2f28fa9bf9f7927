"""The request page for what is no plain call: how to join, written answers, something else instead, proof alone."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.actions import decline_as_owner
from goodword.desk.models import Call, ReferenceRequest
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import Company
from tests.desk import writing
from tests.desk.writing import QUESTIONS, WORDS, company_that_writes
from tests.web.requests import scenes
from tests.web.requests.scenes import signed_in, text_of


def path_of(need: ReferenceRequest, part: str = "") -> str:
    return f"/requests/{need.pk}{part}"


def nobody_left(company: Company) -> ReferenceRequest:
    need = scenes.asked(company)
    for advocate, owner in ((company.maya, company.amara), (company.ingrid, company.lucia)):
        with opened(company.workspace):
            decline_as_owner(need.asks.get(advocate=advocate), by=actor_of(owner))
        company.run(minutes=15)
    return need


def a_writer(company: Company) -> None:
    """Somebody else who fits and answers in writing only."""
    with opened(company.workspace):
        noor = cast.member("Noor Haddad", Role.OWNER)
        tern = cast.customer("Tern Maritime", owner=noor)
        cast.advocate(tern, "Sol Viken", nominated_by=noor, kinds=("written",))


def test_the_rep_says_how_to_join_and_both_sides_have_it() -> None:
    company = cast.company()
    need = scenes.booked(company)
    ben = signed_in(company.ben)
    assert "not said yet" in text_of(ben, path_of(need))
    wrong = ben.post(path_of(need, "/joining"), {"how": "javascript:alert(1)"})
    assert wrong.status_code == 422 and "begins with https://" in wrong.content.decode()
    assert ben.post(path_of(need, "/joining"), {"how": "https://meet.example/ben"}).status_code == 302
    page = text_of(ben, path_of(need))
    assert '<a href="https://meet.example/ben"' in page and "said how to join; both sides have it" in page
    with opened(company.workspace):
        assert Call.objects.get().how_to_join == "https://meet.example/ben"


def test_who_does_not_run_the_request_cannot_say_how_to_join() -> None:
    company = cast.company()
    need = scenes.booked(company)
    for who in (company.amara, company.elin):
        assert path_of(need, "/joining") not in text_of(signed_in(who), path_of(need))
        answer = signed_in(who).post(path_of(need, "/joining"), {"how": "+32 2 555 01 00"})
        assert answer.status_code in (403, 409)
    with opened(company.workspace):
        assert Call.objects.get().how_to_join == ""


def test_my_settings_keep_a_place_for_all_my_calls() -> None:
    company = cast.company()
    ben = signed_in(company.ben)
    said = {"name": "Ben Whitlock", "time_zone": "Europe/Brussels"}
    assert "How to join your calls" in text_of(ben, "/me")
    assert "How to join your calls" not in text_of(signed_in(company.elin), "/me"), "leaders ask for no calls"
    wrong = ben.post("/me", said | {"how_to_join": "ftp://files.example"})
    assert wrong.status_code == 422 and "begins with https://" in wrong.content.decode()
    assert ben.post("/me", said | {"how_to_join": "+32 2 555 01 00"}).status_code == 302
    with opened(company.workspace):
        assert Member.objects.get(pk=company.ben.pk).how_to_join == "+32 2 555 01 00"


def test_proof_was_enough_closes_with_undo() -> None:
    company = cast.company()
    need = scenes.asked(company)
    ben = signed_in(company.ben)
    assert "Proof was enough…" in text_of(ben, path_of(need))
    assert "nobody's time is spent" in text_of(ben, path_of(need, "/proof"))
    toast = ben.post(path_of(need, "/proof"), follow=True).content.decode()
    assert "Closed: proof was enough" in toast and "Closed: Proof only" in toast and "Undo" in toast
    assert "closed it: proof was enough" in toast
    assert signed_in(company.amara).post(path_of(need, "/proof")).status_code in (403, 404)
    with opened(company.workspace):
        need.refresh_from_db()
        assert (need.state, need.close_reason) == ("closed", "proof_only")


def test_with_nobody_left_the_rep_asks_for_written_answers_with_one_press() -> None:
    company = cast.company()
    a_writer(company)
    need = nobody_left(company)
    ben = signed_in(company.ben)
    page = text_of(ben, path_of(need))
    assert "Nobody is left to call in time" in page
    assert "Sol at Tern Maritime fits and could answer your questions in writing." in page
    answer = ben.post(path_of(need, "/kind"), {"kind": "written"}, follow=True).content.decode()
    assert "It asks for this now: written answers." in answer and "asks for this instead: written answers" in answer
    assert "With Noor until" in answer and "Nobody is left to call" not in answer


def test_the_workbench_changes_the_kind_and_leads_to_whom_to_win() -> None:
    company = cast.company()
    a_writer(company)
    need = nobody_left(company)
    priya = signed_in(company.priya)
    page = text_of(priya, path_of(need))
    assert "Written answers instead" in page and "Sol Viken, Tern Maritime" in page
    page = priya.post(path_of(need, "/kind"), {"kind": "written"}, follow=True).content.decode()
    assert "Ask Noor, the account owner" in page
    with opened(company.workspace):
        need.refresh_from_db()
        assert (need.help_kind, need.state) == ("written", "to_match")


def test_a_kind_that_is_none_is_refused_in_words() -> None:
    company = cast.company()
    need = nobody_left(company)
    answer = signed_in(company.ben).post(path_of(need, "/kind"), {"kind": "sculpture"})
    assert answer.status_code in (409, 422)
    with opened(company.workspace):
        need.refresh_from_db()
        assert need.help_kind == HelpKind.CALL


def test_the_page_speaks_of_answers_where_answers_are_asked_for() -> None:
    company = company_that_writes()
    ask = writing.writing(company)
    page = text_of(signed_in(company.ben), path_of(ask.need))
    assert "With Maya until" in page and "Then Priya steps in." in page
    assert "Agreed" in page and "Answered" in page and "Who reads it" in page and "Maya writes the answers" in page
    for word in ("On the call", "30 minutes", "How to join", "Call by"):
        assert word not in page, word


def test_the_rep_reads_the_answers_and_says_whether_they_moved_the_deal() -> None:
    company = company_that_writes()
    ask = writing.sent(company)
    ben = signed_in(company.ben)
    page = text_of(ben, path_of(ask.need))
    assert "Their answers" in page and WORDS[0] in page and QUESTIONS[0] in page
    assert "Did the answers move Harbourline Logistics?" in page and "The call did not happen" not in page
    assert "Did the answers move Harbourline Logistics?" in text_of(ben, "/")
    assert ben.post(path_of(ask.need, "/debrief"), {"answer": "moved"}).status_code == 302
    assert "Did the answers move" not in text_of(ben, "/")


def test_answers_are_for_the_deal_the_program_and_their_keepers() -> None:
    company = company_that_writes()
    ask = writing.sent(company)
    for who, reads in ((company.priya, True), (company.amara, True), (company.elin, False)):
        assert (WORDS[0] in text_of(signed_in(who), path_of(ask.need))) is reads, who.name
