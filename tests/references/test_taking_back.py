"""Taking back within ten minutes what was said of a nomination or a customer: it stands as it stood."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from goodword.references import actions
from goodword.references.models import Advocate, AdvocateState, Fact, FactKind
from tests import cast
from tests.cast import Company
from tests.references.people import company


def proposed(tidewell: Company) -> Advocate:
    olu = directory.add_contact(tidewell.kestrel, "Olu Bright", by=cast.SETUP, email="olu@kestrel.example")
    return actions.nominate(olu, by=actor_of(tidewell.ben))


def fact_of(tidewell: Company, value: str = "Closed 14 sites") -> Fact:
    fact = actions.add_fact(tidewell.maya.profile, FactKind.RESULT, by=cast.SETUP, value=value)
    assert fact is not None
    return fact


def mails_to_ben(tidewell: Company) -> list[str]:
    with opened(tidewell.workspace):
        mails = Message.objects.filter(kind="E35", person_id=tidewell.ben.pk)
        return list(mails.values_list("subject", flat=True))


def test_a_proposal_taken_up_by_mistake_waits_again_and_nobody_hears_of_it() -> None:
    tidewell = cast.company()
    with opened(tidewell.workspace):
        olu = proposed(tidewell)
        event = actions.qualify(olu, by=actor_of(tidewell.priya))
    tidewell.run(minutes=9)
    with opened(tidewell.workspace):
        actions.take_back_decision(event, by=actor_of(tidewell.priya))
        assert Advocate.objects.get(pk=olu.pk).state == AdvocateState.NOMINATED
        with pytest.raises(TooLate, match="undone already"):
            actions.take_back_decision(event, by=actor_of(tidewell.priya))
    tidewell.run(days=1)
    assert mails_to_ben(tidewell) == []


def test_the_nominator_hears_that_it_was_taken_up_once_that_is_final() -> None:
    tidewell = cast.company()
    with opened(tidewell.workspace):
        event = actions.qualify(proposed(tidewell), by=actor_of(tidewell.priya))
    tidewell.run(minutes=9)
    assert mails_to_ben(tidewell) == []
    tidewell.run(minutes=2)
    assert mails_to_ben(tidewell) == ["Olu at Kestrel Freight is taken up"]
    with opened(tidewell.workspace), pytest.raises(TooLate, match="ten minutes"):
        actions.take_back_decision(event, by=actor_of(tidewell.priya))


def test_a_proposal_that_went_on_is_not_taken_back_behind_the_persons_back() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        olu = proposed(tidewell)
        event = actions.qualify(olu, by=actor_of(tidewell.priya))
        actions.invite(olu, by=actor_of(tidewell.amara))
        with pytest.raises(TooLate, match="It went on meanwhile, so it can't be taken back: invited"):
            actions.take_back_decision(event, by=actor_of(tidewell.priya))
        assert Advocate.objects.get(pk=olu.pk).state == AdvocateState.INVITED


def test_a_proposal_taken_up_and_closed_within_ten_minutes_is_told_as_closed_alone() -> None:
    tidewell = cast.company()
    with opened(tidewell.workspace):
        olu = proposed(tidewell)
        actions.qualify(olu, by=actor_of(tidewell.priya))
        actions.not_a_fit(olu, by=actor_of(tidewell.priya), why="Enough people there help.")
    tidewell.run(days=1)
    assert mails_to_ben(tidewell) == []


def test_a_proposal_whose_decision_was_taken_back_is_heard_of_when_nobody_decides_again() -> None:
    tidewell = cast.company()
    with opened(tidewell.workspace):
        olu = proposed(tidewell)
    tidewell.run(days=3, minutes=-5)
    with opened(tidewell.workspace):
        event = actions.qualify(olu, by=actor_of(tidewell.priya))
    tidewell.run(minutes=8)
    with opened(tidewell.workspace):
        actions.take_back_decision(event, by=actor_of(tidewell.priya))
        overdue = Event.objects.filter(name="advocate.overdue", subject_id=olu.pk)
        # Its three days ended while it counted as taken up.
        assert not overdue.exists()
    tidewell.run(days=7)
    with opened(tidewell.workspace):
        assert [event.data["state"] for event in overdue] == ["nominated"]


def test_only_who_looks_after_the_customer_takes_a_decision_or_a_confirmation_back() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        decided = actions.qualify(proposed(tidewell), by=actor_of(tidewell.priya))
        confirmed = actions.confirm_profile(tidewell.maya.profile, by=actor_of(tidewell.amara))
        with pytest.raises(NotAllowed):
            actions.take_back_decision(decided, by=actor_of(tidewell.ben))
        with pytest.raises(NotAllowed):
            actions.take_back_confirmation(confirmed, by=actor_of(tidewell.ben))
        with pytest.raises(TooLate, match="can't be taken back"):
            actions.take_back_confirmation(decided, by=actor_of(tidewell.priya))
        with pytest.raises(TooLate, match="can't be taken back"):
            actions.take_back_decision(confirmed, by=actor_of(tidewell.priya))


def test_a_confirmation_taken_back_leaves_every_date_and_name_as_it_was() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile, fact = tidewell.maya.profile, fact_of(tidewell)
        actions.confirm_profile(profile, by=actor_of(tidewell.lucia))
        stood = (profile.confirmed_at, "Lucia Ferro")
    clock.move(tidewell.workspace, timedelta(days=130))
    with opened(tidewell.workspace):
        event = actions.confirm_profile(profile, by=actor_of(tidewell.amara))
        fact.refresh_from_db()
        assert (fact.verified_at, fact.verified_by) == (clock.now(), "Amara Diallo")
        actions.take_back_confirmation(event, by=actor_of(tidewell.amara))
        profile.refresh_from_db()
        fact.refresh_from_db()
        assert (profile.confirmed_at, profile.confirmed_by) == stood
        assert (fact.verified_at, fact.verified_by) == stood


def test_a_first_confirmation_taken_back_was_never_made() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        assert profile.confirmed_at is None
        event = actions.confirm_profile(profile, by=actor_of(tidewell.amara))
        actions.take_back_confirmation(event, by=actor_of(tidewell.amara))
        profile.refresh_from_db()
        assert (profile.confirmed_at, profile.confirmed_by) == (None, "")


def test_a_customer_confirmed_again_since_keeps_the_newer_word() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        event = actions.confirm_profile(tidewell.maya.profile, by=actor_of(tidewell.amara))
    clock.move(tidewell.workspace, timedelta(minutes=3))
    with opened(tidewell.workspace):
        again = actions.confirm_profile(tidewell.maya.profile, by=actor_of(tidewell.lucia))
        with pytest.raises(TooLate, match="confirmed again since"):
            actions.take_back_confirmation(event, by=actor_of(tidewell.amara))
        actions.take_back_confirmation(again, by=actor_of(tidewell.lucia))
        # With the newer word gone, the older one is the newest, and still within its ten minutes.
        actions.take_back_confirmation(event, by=actor_of(tidewell.amara))
        tidewell.maya.profile.refresh_from_db()
        assert tidewell.maya.profile.confirmed_at is None


def test_a_fact_confirmed_by_itself_meanwhile_stays_when_the_whole_is_taken_back() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        one, other = fact_of(tidewell), fact_of(tidewell, "Left the old suite")
        before = other.verified_at
    clock.move(tidewell.workspace, timedelta(days=1))
    with opened(tidewell.workspace):
        event = actions.confirm_profile(tidewell.maya.profile, by=actor_of(tidewell.amara))
    clock.move(tidewell.workspace, timedelta(minutes=3))
    with opened(tidewell.workspace):
        actions.verify_fact(one, by=actor_of(tidewell.lucia))
        actions.take_back_confirmation(event, by=actor_of(tidewell.amara))
        one.refresh_from_db()
        other.refresh_from_db()
        assert (one.verified_at, one.verified_by) == (clock.now(), "Lucia Ferro")
        assert other.verified_at == before


def test_one_fact_is_taken_back_by_itself_and_only_within_ten_minutes() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        fact = fact_of(tidewell)
        before = fact.verified_at
    clock.move(tidewell.workspace, timedelta(days=1))
    with opened(tidewell.workspace):
        event = actions.verify_fact(fact, by=actor_of(tidewell.amara))
        actions.take_back_confirmation(event, by=actor_of(tidewell.amara))
        fact.refresh_from_db()
        assert fact.verified_at == before
        late = actions.verify_fact(fact, by=actor_of(tidewell.amara))
    clock.move(tidewell.workspace, timedelta(minutes=10))
    with opened(tidewell.workspace), pytest.raises(TooLate, match="ten minutes"):
        actions.take_back_confirmation(late, by=actor_of(tidewell.amara))
