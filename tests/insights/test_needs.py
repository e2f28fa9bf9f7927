"""How requests ended and what customers answered, from the rows the desk leaves."""

from __future__ import annotations

from datetime import timedelta

from goodword.core.tenancy import opened
from goodword.desk.actions import decline_ask, give_debrief, send_request, withdraw_request
from goodword.desk.models import ReferenceRequest
from goodword.insights.queries import needs
from goodword.insights.rules import Share
from goodword.members.policy import actor_of
from tests import cast
from tests.desk.steps import UNDO, ask_of, asked, booked, declined
from tests.insights.scenes import closed, helped, impact, quarter, scope


def test_help_by_the_day_it_was_needed_is_in_time_and_a_day_later_is_late() -> None:
    company = cast.company()
    need = helped(company)
    closed(company)
    with opened(company.workspace):
        held_on = need.calls.get().starts_at.date()
        for need_by, in_time, late in ((held_on, 1, 0), (held_on - timedelta(days=1), 0, 1)):
            ReferenceRequest.objects.filter(pk=need.pk).update(need_by=need_by)
            found = impact(company, company.elin).fulfilment
            assert (found.share, found.late) == (Share(in_time, 1), late)


def test_without_a_day_the_promise_counts_and_without_either_the_help() -> None:
    company = cast.company()
    need = helped(company)
    closed(company)
    with opened(company.workspace):
        held_at = need.calls.get().starts_at
        for promised, in_time in ((held_at, 1), (held_at - timedelta(minutes=1), 0), (None, 1)):
            ReferenceRequest.objects.filter(pk=need.pk).update(need_by=None, promised_help_by=promised)
            assert impact(company, company.elin).fulfilment.share == Share(in_time, 1), promised


def test_a_request_withdrawn_before_anybody_was_asked_is_left_out() -> None:
    company = cast.company()
    with opened(company.workspace):
        early = send_request(company.deal, by=actor_of(company.ben), advocate=None, must_settle="Costs")
        withdraw_request(early, by=actor_of(company.ben))
    after = asked(company)
    with opened(company.workspace):
        withdraw_request(after, by=actor_of(company.ben))
    company.run(**UNDO)
    found = impact(company, company.elin).fulfilment
    assert (found.share, found.left_out, found.other) == (Share(0, 1), 1, 1)


def test_help_after_somebody_could_not_is_by_the_next_best() -> None:
    company = cast.company()
    need = asked(company)
    declined(company, need, company.maya)
    with opened(company.workspace):
        counted = needs.closed_needs(scope(company.elin), quarter(company))
        assert not counted.exists()
        ReferenceRequest.objects.filter(pk=need.pk).update(
            state="closed", close_reason="unfilled", closed_at=need.created_at
        )
        (cell,) = needs.need_cells(scope(company.elin), quarter(company))
        assert (cell.next_best, cell.helped, cell.asked) == (True, False, True)


def test_a_yes_a_no_and_an_ask_that_waits() -> None:
    company = cast.company()
    need = asked(company)
    found = impact(company, company.elin).acceptance
    assert (found.share, found.waiting) == (Share(0, 0), 1)
    with opened(company.workspace):
        ask = ask_of(need, "Maya")
        decline_ask(ask, by=cast.as_customer(ask))
    found = impact(company, company.elin).acceptance
    assert (found.share, found.no, found.waiting) == (Share(0, 1), 1, 0)


def test_a_yes_counts_whatever_became_of_the_call() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        withdraw_request(need, by=actor_of(company.ben))
    company.run(**UNDO)
    assert impact(company, company.elin).acceptance.share == Share(1, 1)


def test_who_was_spared_the_answer_is_on_neither_side() -> None:
    company = cast.company()
    need = asked(company)
    with opened(company.workspace):
        withdraw_request(need, by=actor_of(company.ben))
    company.run(**UNDO)
    found = impact(company, company.elin).acceptance
    assert (found.share, found.spared) == (Share(0, 0), 1)


def test_what_was_said_afterwards_is_the_newest_word_of_each_side() -> None:
    company = cast.company()
    need = helped(company)
    said = {voice.side: voice for voice in impact(company, company.elin).said}
    assert dict(said["rep"].answers)["moved"] == 1 and dict(said["advocate"].answers)["fine"] == 1
    with opened(company.workspace):
        give_debrief(need.asks.get(advocate=company.maya), "rep", "too_early", by=actor_of(company.ben))
    rep = impact(company, company.elin).said[0]
    assert (rep.asked, dict(rep.answers)) == (1, {"moved": 0, "too_early": 1, "no": 0})
    assert impact(company, company.lucia).said[0].asked == 0, "Lucia asked for nothing"
