"""Taking back whom the program chose to ask: nobody was written to, and the request waits as it did."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask, decline_as_owner, propose, undo
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.promises import measured_waits
from goodword.desk.rules.promise import Leg
from goodword.desk.rules.states import PROPOSALS
from goodword.members.policy import actor_of
from goodword.messages.models import Message, MessageState
from goodword.references import actions as references
from goodword.references.models import OwnerMode
from tests import cast
from tests.cast import Company
from tests.desk.steps import about_at, ask_of, asked, asks, fresh, holds_place, newest
from tests.web.requests.test_workbench import to_match


def chosen(company: Company, need: ReferenceRequest) -> Event:
    """Have the program ask Lucia for Ingrid; return what can be taken back."""
    with opened(company.workspace):
        propose(fresh(need), company.ingrid, by=actor_of(company.priya))
        return Event.objects.filter(subject_id=ask_of(need, "Ingrid").pk, name__in=PROPOSALS).latest("number")


def written(company: Company, kind: str = "E01") -> list[str]:
    """Return whom a mail of this kind went out to."""
    with opened(company.workspace):
        sent = Message.objects.filter(kind=kind).exclude(state=MessageState.DROPPED).order_by("created_at")
        return list(sent.values_list("to_name", flat=True))


def test_the_owner_is_written_to_once_the_choice_can_not_be_taken_back_any_more() -> None:
    company = cast.company()
    event = chosen(company, to_match(company))
    company.run(minutes=9)
    assert written(company) == []
    company.run(minutes=2)
    assert written(company) == ["Lucia Ferro"]
    with opened(company.workspace), pytest.raises(TooLate, match="ten minutes"):
        undo(event, by=actor_of(company.priya))


def test_a_choice_taken_back_waits_in_line_and_the_request_has_as_much_time_as_was_left() -> None:
    company = cast.company()
    need = to_match(company)
    company.run(hours=2)
    with opened(company.workspace):
        due, since = fresh(need).deadline_at, fresh(need).state_since
        assert due is not None
    event = chosen(company, need)
    company.run(minutes=6)
    with opened(company.workspace):
        assert fresh(need).state == "with_owner" and holds_place(ask_of(need, "Ingrid"))
        undo(event, by=actor_of(company.priya))
        ingrid, stands = ask_of(need, "Ingrid"), fresh(need)
        assert (ingrid.state, ingrid.owner_mode, ingrid.from_program) == ("planned", "", False)
        assert not holds_place(ingrid)
        assert (stands.state, stands.state_since) == ("to_match", since)
        assert about_at(stands.deadline_at, due + timedelta(minutes=6))
    company.run(minutes=30)
    assert written(company) == [] and written(company, "E15") == []
    again = chosen(company, need)
    company.run(minutes=11)
    assert again != event and written(company) == ["Lucia Ferro"]


def test_a_choice_the_owner_answered_meanwhile_is_not_taken_back_silently() -> None:
    company = cast.company()
    need = to_match(company)
    event = chosen(company, need)
    with opened(company.workspace):
        decline_as_owner(ask_of(need, "Ingrid"), by=actor_of(company.lucia))
        with pytest.raises(TooLate, match="It moved on meanwhile, so it can't be taken back: owner said not now"):
            undo(event, by=actor_of(company.priya))
        assert asks(need)["Ingrid"] == "owner_no"


def test_only_the_program_takes_its_choice_back_and_only_once() -> None:
    company = cast.company()
    need = to_match(company)
    event = chosen(company, need)
    with opened(company.workspace):
        for somebody in (company.ben, company.lucia):
            with pytest.raises(NotAllowed):
                undo(event, by=actor_of(somebody))
        undo(event, by=actor_of(company.priya))
        with pytest.raises(TooLate, match="undone already"):
            undo(event, by=actor_of(company.priya))


def test_what_was_asked_by_itself_is_nobodys_choice_to_take_back() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request()
        event = newest("ask.owner_asked")
        with pytest.raises(TooLate, match="ten minutes"):
            undo(event, by=actor_of(company.priya))


def test_a_yes_written_down_with_the_question_goes_first_then_the_question() -> None:
    company = cast.company()
    need = to_match(company)
    event = chosen(company, need)
    with opened(company.workspace):
        approve_ask(ask_of(need, "Ingrid"), by=actor_of(company.priya))
        with pytest.raises(TooLate, match="owner said yes"):
            undo(event, by=actor_of(company.priya))
        undo(newest("ask.approved"), by=actor_of(company.priya))
        assert asks(need)["Ingrid"] == "owner_pending"
        undo(event, by=actor_of(company.priya))
        assert asks(need)["Ingrid"] == "planned" and fresh(need).state == "to_match"
    company.run(minutes=30)
    assert written(company) == []


@pytest.mark.parametrize(
    ("mode", "event", "state"),
    [(OwnerMode.TELL_ME, "ask.owner_told", "owner_pending"), (OwnerMode.PRE_APPROVED, "ask.pre_approved", "owner_ok")],
)
def test_an_owner_who_is_only_told_is_told_nothing_of_a_choice_taken_back(
    mode: OwnerMode, event: str, state: str
) -> None:
    company = cast.company()
    need = to_match(company)
    with opened(company.workspace):
        references.set_owner_mode(company.nordhaven.profiles.get(), mode, by=actor_of(company.lucia))
    done = chosen(company, need)
    with opened(company.workspace):
        assert (done.name, asks(need)["Ingrid"]) == (event, state)
        undo(done, by=actor_of(company.priya))
    company.run(hours=6)
    with opened(company.workspace):
        assert "ask.customer_asked" not in Event.objects.filter(thread=need.pk).values_list("name", flat=True)
    assert written(company, "E02") == [] and written(company, "E07") == []


def test_the_deputy_of_an_owner_who_is_away_hears_nothing_of_a_choice_taken_back() -> None:
    company = cast.company()
    need = to_match(company)
    with opened(company.workspace):
        company.lucia.away_until = clock.now().date() + timedelta(days=5)
        company.lucia.save(update_fields=["away_until"])
    event = chosen(company, need)
    company.run(minutes=5)
    with opened(company.workspace):
        assert newest("ask.deputy_asked").subject_id == ask_of(need, "Ingrid").pk
        undo(event, by=actor_of(company.priya))
    company.run(minutes=30)
    assert written(company) == []


def test_beside_another_owner_the_choice_is_taken_back_alone() -> None:
    company = cast.company()
    need = asked(company)
    event = chosen(company, need)
    with opened(company.workspace):
        undo(event, by=actor_of(company.priya))
        assert asks(need) == {"Maya": "customer_pending", "Ingrid": "planned"}
        assert fresh(need).state == "with_customer"


def test_a_choice_taken_back_says_nothing_of_how_long_owners_take() -> None:
    company = cast.company()
    need = to_match(company)
    with opened(company.workspace):
        before = measured_waits()
    event = chosen(company, need)
    with opened(company.workspace):
        undo(event, by=actor_of(company.priya))
    company.run(hours=3)
    chosen(company, need)
    with opened(company.workspace):
        approve_ask(Ask.objects.get(need=need, advocate=company.ingrid), by=actor_of(company.lucia))
        took = measured_waits()[Leg.OWNER].median
        assert Leg.OWNER not in before and took < timedelta(minutes=5)
