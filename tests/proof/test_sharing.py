"""Proof is noted as sent once for a deal, only where it may be sent, and the note is taken back within ten minutes."""

from __future__ import annotations

from datetime import timedelta

import pytest

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.models import Role
from goodword.members.policy import actor_of
from goodword.proof import actions
from goodword.proof.models import Clearance, Sharing
from goodword.proof.queries import Standing, proof_for, standings_of, times_sent
from goodword.recognition.models import Assist
from goodword.references import actions as references
from tests import cast
from tests.proof.words import days_ahead, hers, quote
from tests.references.people import company


def test_what_was_sent_says_by_whom_and_is_noted_once() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said, ben = quote(tidewell), actor_of(tidewell.ben)
        actions.note_sharing(said, tidewell.deal, by=ben)
        (offered,) = proof_for(tidewell.deal, ben)
        assert offered.sent is not None and offered.sent.member == tidewell.ben
        with pytest.raises(TooLate):
            actions.note_sharing(said, tidewell.deal, by=actor_of(tidewell.priya))
        assert times_sent([said]) == {said.pk: 1}
        # Sending proof is no help of a customer's: nobody's limit and nobody's credit moves.
        assert not Assist.objects.exists()


def test_a_note_is_taken_back_by_whoever_made_it_within_ten_minutes() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said, ben = quote(tidewell), actor_of(tidewell.ben)
        event = actions.note_sharing(said, tidewell.deal, by=ben)
        with pytest.raises(NotAllowed):
            actions.take_sharing_back(event, by=actor_of(tidewell.priya))
        actions.take_sharing_back(event, by=ben)
        assert times_sent([said]) == {} and Sharing.objects.count() == 2
        with pytest.raises(TooLate):
            actions.take_sharing_back(event, by=ben)
        again = actions.note_sharing(said, tidewell.deal, by=ben)
    clock.move(tidewell.workspace, timedelta(minutes=11))
    with opened(tidewell.workspace), pytest.raises(TooLate):
        actions.take_sharing_back(again, by=ben)


def test_only_what_may_be_sent_to_this_buyer_today_is_noted_and_only_for_a_deal_one_sees() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        said, ben = quote(tidewell), actor_of(tidewell.ben)
        rhea = cast.member("Rhea Lund", Role.REP)
        for by in (actor_of(rhea), actor_of(tidewell.elin), hers(tidewell)):
            with pytest.raises(NotAllowed):
                actions.note_sharing(said, tidewell.deal, by=by)
        directory.name_rivals(tidewell.kestrel, tidewell.harbourline, by=cast.SETUP)
        with pytest.raises(Refused):
            actions.note_sharing(said, tidewell.deal, by=ben)
        run_out = actions.add_quote(
            tidewell.ingrid.profile, "Old", by=cast.SETUP, clearance=Clearance.PUBLIC, expires_on=days_ahead(-1)
        )
        with pytest.raises(Refused):
            actions.note_sharing(run_out, tidewell.deal, by=ben)
        assert not Event.objects.filter(name="story.shared").exists()


def test_every_story_has_one_standing() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.ingrid.profile
        soon = quote(tidewell)
        made = {
            Standing.SOON: soon,
            Standing.SENDABLE: actions.add_quote(profile, "Far", by=cast.SETUP, clearance=Clearance.PUBLIC),
            Standing.EXPIRED: actions.add_quote(
                profile, "Over", by=cast.SETUP, clearance=Clearance.PUBLIC, expires_on=days_ahead(-1)
            ),
            Standing.COLLEAGUES: actions.add_quote(profile, "Ours", by=cast.SETUP),
            Standing.WITHDRAWN: actions.add_quote(profile, "Gone", by=cast.SETUP),
        }
        actions.withdraw(made[Standing.WITHDRAWN], by=cast.SETUP)
        for story in made.values():
            story.refresh_from_db()
        assert standings_of(list(made.values())) == {story.pk: standing for standing, story in made.items()}
        references.set_visibility(tidewell.maya.profile, "masked", by=cast.SETUP)
        assert standings_of([soon])[soon.pk] == Standing.BLOCKED
