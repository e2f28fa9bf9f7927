"""Whoever said some words decides about them, alone, at once, and for ten minutes may think better of it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.members.policy import Purpose, actor_of
from goodword.proof import actions
from goodword.proof.actions import own_words
from goodword.proof.actions.clearing import standing_of
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import proof_for
from goodword.proof.rules import a_year_after, runs_out
from goodword.references import actions as references
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import link_actor
from tests.proof.words import WORDS, days_ahead, hers, quote
from tests.references.people import company


def test_a_year_ends_on_the_same_day_and_a_leap_year_on_its_last_of_february() -> None:
    assert a_year_after(date(2027, 2, 2)) == date(2028, 2, 2)
    assert a_year_after(date(2028, 2, 29)) == date(2029, 2, 28)
    assert runs_out(date(2027, 4, 2), date(2027, 2, 1)) and not runs_out(date(2027, 4, 3), date(2027, 2, 1))
    assert not runs_out(None, date(2027, 2, 1))


def test_words_renewed_are_used_for_a_year_by_the_same_readers_or_by_fewer() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said = quote(tidewell, expires_on=days_ahead(-1))
        assert proof_for(tidewell.deal, actor_of(tidewell.ben)) == []
        actions.renew_own_words(said, by=hers(tidewell))
        said.refresh_from_db()
        assert (said.clearance, said.expires_on) == (Clearance.PUBLIC, a_year_after(days_ahead(0)))
        assert (said.cleared_by, said.cleared_because) == ("Maya Okafor", own_words.BY_THEMSELVES)
        assert [one.story.text for one in proof_for(tidewell.deal, actor_of(tidewell.ben))] == [WORDS]
        with pytest.raises(Refused) as refused:
            actions.renew_own_words(said, by=hers(tidewell))
        assert refused.value.code == "not_due"
        other = quote(tidewell)
        actions.renew_own_words(other, by=hers(tidewell), one_buyer_at_a_time=True)
        other.refresh_from_db()
        assert other.clearance == Clearance.ONE_TO_ONE


def test_words_stopped_are_gone_at_once_and_stand_again_as_they_did_when_that_is_taken_back() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said, by = quote(tidewell), hers(tidewell)
        before = Story.objects.get(pk=said.pk)
        event = actions.stop_using(said, by=by)
        assert proof_for(tidewell.deal, actor_of(tidewell.ben)) == []
        with pytest.raises(TooLate):
            actions.stop_using(said, by=by)
        own_words.take_back(event, by=by)
        after = Story.objects.get(pk=said.pk)
        assert standing_of(before) == standing_of(after)
        assert len(proof_for(tidewell.deal, actor_of(tidewell.ben))) == 1
        with pytest.raises(TooLate):
            own_words.take_back(event, by=by)


def test_a_renewal_is_taken_back_by_the_same_link_within_ten_minutes_and_not_once_it_was_cleared_anew() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said = quote(tidewell)
        by = hers(tidewell, Purpose.RENEWAL, said)
        event = actions.renew_own_words(said, by=by)
        assert "isn't" not in own_words.why_not(event, by) and own_words.why_not(event, by) == ""
        with pytest.raises(NotAllowed):
            own_words.take_back(event, by=hers(tidewell))
        own_words.take_back(event, by=by)
        said.refresh_from_db()
        assert said.expires_on == days_ahead(10)
        again = actions.renew_own_words(said, by=by)
        said.refresh_from_db()
        actions.clear(said, Clearance.ONE_TO_ONE, by=actor_of(tidewell.priya))
        assert own_words.why_not(again, by) == "It was changed again since."
        with pytest.raises(TooLate):
            own_words.take_back(again, by=by)
    clock.move(tidewell.workspace, timedelta(minutes=11))
    with opened(tidewell.workspace):
        assert own_words.why_not(again, by) == "The ten minutes to undo this are over."


def test_nobody_else_decides_about_somebodys_words() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said = quote(tidewell)
        ingrid = link_actor(Purpose.OWN_PAGE, tidewell.ingrid, tidewell.ingrid.contact)
        for by in (actor_of(tidewell.priya), actor_of(tidewell.amara), ingrid, cast.SETUP):
            for verb in (actions.renew_own_words, actions.stop_using):
                with pytest.raises(NotAllowed):
                    verb(said, by=by)
        published = actions.add_quote(tidewell.maya.profile, "Nobody's", by=cast.SETUP)
        with pytest.raises(NotAllowed):
            actions.stop_using(published, by=hers(tidewell))


def test_no_renewal_stands_for_the_yes_to_this_kind_of_use() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said = quote(tidewell)
        references.revoke_consent(tidewell.maya, HelpKind.QUOTE, by=hers(tidewell))
        with pytest.raises(Refused) as refused:
            actions.renew_own_words(said, by=hers(tidewell))
        assert refused.value.code == "no_consent"
        actions.stop_using(said, by=hers(tidewell))


def test_what_the_program_withdrew_it_brings_back_within_ten_minutes_and_what_was_stopped_never() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said, priya = quote(tidewell), actor_of(tidewell.priya)
        event = actions.withdraw(said, by=priya)
        assert event is not None
        with pytest.raises(NotAllowed):
            actions.restore(event, by=actor_of(tidewell.ben))
        actions.restore(event, by=priya)
        said.refresh_from_db()
        assert said.withdrawn_at is None and said.clearance == Clearance.PUBLIC
        with pytest.raises(NotAllowed):
            actions.restore(actions.stop_using(said, by=hers(tidewell)), by=priya)
        other = quote(tidewell)
        late = actions.withdraw(other, by=priya)
        assert late is not None
    clock.move(tidewell.workspace, timedelta(minutes=11))
    with opened(tidewell.workspace), pytest.raises(TooLate):
        actions.restore(late, by=priya)


def test_a_colleague_says_how_it_is_known_where_no_advocate_agreed() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said, priya = actions.add_quote(tidewell.maya.profile, "Heard", by=cast.SETUP), actor_of(tidewell.priya)
        with pytest.raises(Refused):
            actions.clear(said, Clearance.PUBLIC, by=priya)
        actions.clear(said, Clearance.PUBLIC, by=priya, because="Their press release of 3 May")
        said.refresh_from_db()
        assert said.cleared_because == "Their press release of 3 May"
        assert Event.objects.filter(name="story.cleared").count() == 1
