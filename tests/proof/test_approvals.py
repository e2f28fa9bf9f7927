"""Who allowed which use of some words, asked by whom, until when; and what ended it."""

from __future__ import annotations

from datetime import date

import pytest

from goodword.core.actors import Actor
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import ask_to_renew
from goodword.members.policy import Purpose, actor_of
from goodword.proof import actions
from goodword.proof.actions import own_words
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import Approval, Approvals, End, approvals_of
from goodword.proof.queries.approvals import read_from
from tests import cast
from tests.cast import Company
from tests.proof.words import days_ahead, hers, quote


@pytest.fixture
def company() -> Company:
    return cast.company()


def approvals(story: Story) -> Approvals:
    story.refresh_from_db()
    return approvals_of(story)


def ends(story: Story) -> list[End | None]:
    return [one.end for one in approvals(story).given]


def test_the_first_clearance_says_who_gave_it_for_what_and_until_when(company: Company) -> None:
    with opened(company.workspace):
        told = approvals(quote(company, because="Her mail of 3 May"))
        (one,) = told.given
        assert (one.given.by, one.own, one.use) == ("Goodword", False, Clearance.PUBLIC)
        assert (one.until, one.because, one.end, told.waits) == (days_ahead(10), "Her mail of 3 May", None, None)
        assert not one.ran_out(days_ahead(10)) and one.ran_out(days_ahead(11))


def test_words_for_colleagues_only_were_allowed_by_nobody(company: Company) -> None:
    with opened(company.workspace):
        story = actions.add_quote(company.maya.profile, "Heard.", by=cast.SETUP)
        assert approvals(story) == Approvals(())


def test_a_renewal_says_who_asked_for_it_and_that_they_said_so_themselves(company: Company) -> None:
    priya = actor_of(company.priya)
    with opened(company.workspace):
        story = quote(company)
        ask_to_renew(story, by=priya)
        waiting = approvals(story)
        assert waiting.waits is not None and waiting.waits.by == company.priya.name
        actions.renew_own_words(story, by=hers(company, Purpose.RENEWAL, story), one_buyer_at_a_time=True)
        told = approvals(story)
        newest, first = told.given
        assert told.waits is None and newest.asked is not None and newest.asked.by == company.priya.name
        assert (newest.given.by, newest.own, newest.use) == ("Maya Okafor", True, Clearance.ONE_TO_ONE)
        assert newest.until is not None and newest.until > days_ahead(300)
        assert (first.end, first.ended_by) == (End.FOLLOWED, newest.given)


def test_a_renewal_taken_back_is_kept_as_such_and_the_one_before_holds_again(company: Company) -> None:
    with opened(company.workspace):
        story = quote(company)
        by = hers(company)
        event = actions.renew_own_words(story, by=by)
        own_words.take_back(event, by=by)
        assert ends(story) == [End.TAKEN_BACK, None]
        (holds,) = [one for one in approvals(story).given if one.end is None]
        assert holds.until == days_ahead(10) and not holds.own


def test_new_words_take_the_approval_back_and_it_was_for_earlier_ones(company: Company) -> None:
    with opened(company.workspace):
        story = quote(company)
        actions.change_story(story, by=actor_of(company.priya), text="It closes.")
        (one,) = approvals(story).given
        assert (one.end, one.earlier_words) == (End.REWORDED, True)
        assert one.ended_by is not None and one.ended_by.by == company.priya.name
        actions.clear(story, Clearance.ONE_TO_ONE, by=actor_of(company.priya), because="Her mail")
        newest, first = approvals(story).given
        assert (newest.end, newest.earlier_words, newest.because) == (None, False, "Her mail")
        assert first.end is End.REWORDED


def test_what_a_file_rewords_keeps_its_approval_and_is_said_to_be_for_earlier_words(company: Company) -> None:
    file = Actor.importer("stories.jsonl")
    with opened(company.workspace):
        story = actions.add_story(
            company.maya.profile, by=file, title="Two days", text="All of it.", clearance=Clearance.PUBLIC
        )
        actions.change_story(story, by=file, text="All of it, in two days.")
        (one,) = approvals(story).given
        assert (one.end, one.earlier_words, one.given.by) == (None, True, "stories.jsonl")


def test_another_speaker_takes_the_approval_back_too(company: Company) -> None:
    with opened(company.workspace):
        story = quote(company)
        actions.change_story(story, by=actor_of(company.priya), advocate=company.ingrid)
        (one,) = approvals(story).given
        assert (one.end, one.earlier_words) == (End.RESPOKEN, False)


def test_a_stop_by_whoever_said_it_ends_it_and_taking_that_back_revives_it(company: Company) -> None:
    with opened(company.workspace):
        story, by = quote(company), hers(company)
        event = actions.stop_using(story, by=by)
        (one,) = approvals(story).given
        assert one.end is End.STOPPED and one.ended_by is not None and one.ended_by.by == "Maya Okafor"
        own_words.take_back(event, by=by)
        assert ends(story) == [None]


def test_a_withdrawal_and_its_undo(company: Company) -> None:
    with opened(company.workspace):
        story = quote(company)
        event = actions.withdraw(story, by=actor_of(company.priya))
        assert event is not None and ends(story) == [End.WITHDRAWN]
        actions.restore(event, by=actor_of(company.priya))
        assert ends(story) == [None]


def test_back_to_colleagues_only_and_cleared_anew_are_two_approvals(company: Company) -> None:
    priya = actor_of(company.priya)
    with opened(company.workspace):
        story = quote(company)
        actions.clear(story, Clearance.INTERNAL, by=priya)
        assert ends(story) == [End.COLLEAGUES]
        actions.clear(story, Clearance.PUBLIC, by=priya, expires_on=date(2028, 1, 1))
        assert ends(story) == [None, End.COLLEAGUES]
        assert approvals(story).given[0].until == date(2028, 1, 1)


def test_what_an_older_event_does_not_say_the_story_does(company: Company) -> None:
    """Events written before they kept until when, and how that was known."""
    with opened(company.workspace):
        story = quote(company, because="Her mail")
        added = Event.objects.get(name="story.added")
        added.data = {"kind": "quote", "clearance": "public"}
        (one,) = read_from([added], story).given
        assert (one.until, one.because) == (days_ahead(10), "Her mail")
        assert one == Approval(one.given, own=False, use=Clearance.PUBLIC, until=days_ahead(10), because="Her mail")
