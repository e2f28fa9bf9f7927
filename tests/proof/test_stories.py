from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.policy import Purpose, actor_of
from goodword.proof import actions
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import proof_for
from goodword.references import actions as references
from goodword.references.models import HelpKind, ReferenceProfile
from tests import cast
from tests.cast import Company, link_actor
from tests.references.people import company


def story(profile: ReferenceProfile, title: str, **fields: Any) -> Story:
    usual = {"by": cast.SETUP, "clearance": Clearance.ONE_TO_ONE, "text": f"{title}: the whole story"}
    wanted: dict[str, Any] = usual | fields
    return actions.add_story(profile, title=title, **wanted)


def titles(tidewell: Company, by: Actor | None = None, **fields: int) -> list[str]:
    found = proof_for(tidewell.deal, by or actor_of(tidewell.ben), **fields)
    return [proof.story.title or proof.story.text for proof in found]


def test_the_nearest_story_comes_first_and_says_why() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        far = directory.add_account("Bluefern Bank", by=cast.SETUP)
        other = story(references.start_profile(far, by=cast.SETUP), "Far", published_on=date(2027, 1, 1))
        story(tidewell.maya.profile, "Near, old", published_on=date(2024, 1, 1))
        story(tidewell.ingrid.profile, "Near, new", published_on=date(2026, 1, 1))
        assert titles(tidewell) == ["Near, new", "Near, old", "Far"]
        assert titles(tidewell, limit=1) == ["Near, new"]
        near, _, last = proof_for(tidewell.deal, actor_of(tidewell.ben))
        assert near.why == ("Transport & logistics", "Consolidation")
        assert (last.story, last.why) == (other, ())


def test_only_what_is_cleared_for_a_buyer_and_in_date_may_be_sent() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        today = clock.now().date()
        story(profile, "Internal", clearance=Clearance.INTERNAL)
        story(profile, "Run out", expires_on=today - timedelta(days=1))
        story(profile, "Last day", expires_on=today)
        gone = story(profile, "Withdrawn")
        story(profile, "Public", clearance=Clearance.PUBLIC)
        assert actions.withdraw(gone, by=cast.SETUP) is not None
        assert actions.withdraw(gone, by=cast.SETUP) is None
        assert sorted(titles(tidewell)) == ["Last day", "Public"]


def test_a_private_customers_story_goes_to_no_buyer_whoever_looks() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        story(tidewell.maya.profile, "Kestrel closes in two days")
        story(tidewell.ingrid.profile, "Nordhaven")
        references.set_visibility(tidewell.maya.profile, "masked", by=cast.SETUP)
        for member in (tidewell.ben, tidewell.priya, tidewell.amara):
            assert titles(tidewell, actor_of(member)) == ["Nordhaven"]


def test_no_story_of_the_buyer_its_group_or_its_rival() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        own = references.start_profile(tidewell.harbourline, by=cast.SETUP)
        story(own, "Own")
        story(tidewell.maya.profile, "Rival")
        story(tidewell.ingrid.profile, "Sister")
        assert sorted(titles(tidewell)) == ["Rival", "Sister"]
        directory.name_rivals(tidewell.kestrel, tidewell.harbourline, by=cast.SETUP)
        assert titles(tidewell) == ["Sister"]
        group = directory.add_group("Holt Group", by=cast.SETUP)
        directory.change_account(tidewell.nordhaven, by=cast.SETUP, group=group)
        directory.change_account(tidewell.harbourline, by=cast.SETUP, group=group)
        tidewell.deal.account.refresh_from_db()
        assert titles(tidewell) == []


def test_a_persons_words_go_out_only_while_their_own_yes_holds() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        own = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        quote = actions.add_quote(maya.profile, "It just closes.", by=cast.SETUP, speaker="Maya", advocate=maya)
        with pytest.raises(Refused) as refused:
            actions.clear(quote, Clearance.ONE_TO_ONE, by=cast.SETUP)
        assert refused.value.code == "no_consent"
        references.claim_consent(maya, HelpKind.QUOTE, by=cast.SETUP, evidence="A mail")
        with pytest.raises(Refused):
            actions.clear(quote, Clearance.ONE_TO_ONE, by=cast.SETUP)
        references.give_consent(maya, HelpKind.QUOTE, by=own)
        actions.clear(quote, Clearance.ONE_TO_ONE, by=actor_of(tidewell.priya))
        assert titles(tidewell) == ["It just closes."]
        references.revoke_consent(maya, HelpKind.QUOTE, by=own)
        assert titles(tidewell) == []
        references.give_consent(maya, HelpKind.QUOTE, by=own)
        assert titles(tidewell) == ["It just closes."]
        references.leave(maya, by=own)
        assert titles(tidewell) == []


def test_stories_are_the_programs_to_edit() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        with pytest.raises(NotAllowed):
            actions.add_story(tidewell.maya.profile, by=actor_of(tidewell.ben), title="Mine", text="Words")
        priya = actor_of(tidewell.priya)
        made = actions.add_story(
            tidewell.maya.profile,
            by=priya,
            title="Hers",
            text="Words",
            passages=[("challenge", "Spreadsheets"), ("results", "Two days")],
        )
        assert [(one.field, one.text) for one in made.passages.all()] == [
            ("challenge", "Spreadsheets"),
            ("results", "Two days"),
        ]
        assert (made.clearance, made.source) == (Clearance.INTERNAL, "hand")
        with pytest.raises(Refused):
            actions.add_story(tidewell.maya.profile, by=priya, title="Empty", text=" ")


def test_changed_words_must_be_cleared_again_and_an_import_run_twice_changes_nothing() -> None:
    tidewell = company()
    crm = Actor.importer("stories.jsonl")
    with opened(tidewell.workspace):
        made = story(tidewell.maya.profile, "Kestrel", by=crm, record="r1", passages=[("body", "One")])
        before = Event.objects.count()
        assert actions.change_story(made, by=crm, text=made.text, passages=[("body", "One")]) is None
        assert Event.objects.count() == before
        event = actions.change_story(made, by=crm, passages=[("body", "Two")], digest="d2")
        assert event is not None and event.data == {"changed": ["digest", "passages"]}
        made.refresh_from_db()
        assert made.clearance == Clearance.ONE_TO_ONE
        actions.change_story(made, by=actor_of(tidewell.priya), text="New words")
        made.refresh_from_db()
        assert made.clearance == Clearance.INTERNAL
        actions.withdraw(made, by=cast.SETUP)
        with pytest.raises(TooLate):
            actions.change_story(made, by=crm, text="Back again")


def test_each_value_of_a_story_says_where_it_came_from_and_a_persons_words_stand_against_an_import() -> None:
    tidewell = company()
    file = Actor.importer("references")
    with opened(tidewell.workspace):
        made = story(
            tidewell.maya.profile, "Kestrel", record="r1", by=file, source="stories@1", passages=[("body", "A")]
        )
        assert made.provenance["text"]["source"] == made.provenance["title"]["source"] == "stories@1"
        actions.change_story(made, by=actor_of(tidewell.priya), text="Her words")
        assert (made.provenance["text"]["source"], made.provenance["text"]["by"]) == ("hand", "Priya Nair")
        actions.change_story(
            made, by=file, source="stories@2", text="Theirs", title="New title", passages=[("body", "B")], digest="d2"
        )
        made.refresh_from_db()
        assert (made.text, made.title, made.source) == ("Her words", "New title", "stories@2")
        assert [passage.text for passage in made.passages.all()] == ["A"]
        assert made.provenance["title"]["source"] == "stories@2" and "digest" not in made.provenance
