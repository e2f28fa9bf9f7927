from __future__ import annotations

import pytest

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Vocabulary
from goodword.members.policy import actor_of
from goodword.references import actions
from goodword.references.actions import Statement
from goodword.references.models import FactKind
from goodword.references.queries import standing_facts
from goodword.references.rules import half_life
from tests import cast
from tests.references.people import company

IMPORT = Actor.importer("stories.jsonl")


def test_a_fact_knows_who_said_it_when_and_how_long_it_holds() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        fact = actions.add_fact(profile, FactKind.RESULT, by=actor_of(tidewell.amara), value=" Close in two days ")
        assert fact is not None
        assert (fact.value, fact.verified_by, fact.source) == ("Close in two days", "Amara Diallo", "hand")
        assert fact.half_life_days == half_life("result")
        with pytest.raises(NotAllowed):
            actions.add_fact(profile, FactKind.RESULT, by=actor_of(tidewell.ben), value="Close in one day")
        with pytest.raises(Refused):
            actions.add_fact(profile, FactKind.RESULT, by=actor_of(tidewell.amara), value="  ")


def test_the_same_statement_twice_is_one_fact() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        term = directory.term(Vocabulary.PRODUCT, "Ledger", by=cast.SETUP)
        said = [Statement(FactKind.PRODUCT, term, record="r1"), Statement(FactKind.RESULT, value="Faster", record="r1")]
        before = Event.objects.count()
        assert len(actions.add_facts(profile, [*said, said[0]], by=IMPORT)) == 2
        assert actions.add_facts(profile, said, by=IMPORT) == []
        assert actions.add_fact(profile, FactKind.PRODUCT, by=IMPORT, term=term, record="r1") is None
        assert Event.objects.count() == before + 1


def test_an_import_never_restates_what_a_person_withdrew_and_may_restate_its_own() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        one, other = actions.add_facts(
            profile, [Statement(FactKind.RESULT, value=value) for value in ("Faster", "Cheaper")], by=IMPORT
        )
        actions.withdraw_fact(one, by=actor_of(tidewell.amara))
        actions.withdraw_fact(other, by=IMPORT)
        restated = [Statement(FactKind.RESULT, value=value) for value in ("Faster", "Cheaper")]
        assert [fact.value for fact in actions.add_facts(profile, restated, by=IMPORT)] == ["Cheaper"]
        assert actions.add_fact(profile, FactKind.RESULT, by=actor_of(tidewell.amara), value="Faster") is not None


def test_a_withdrawn_fact_is_gone_from_what_stands_and_cannot_be_confirmed() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        fact = actions.add_fact(profile, FactKind.RESULT, by=cast.SETUP, value="Faster")
        assert fact is not None and fact in standing_facts([profile.pk])[profile.pk]
        assert actions.verify_fact(fact, by=actor_of(tidewell.amara)).name == "fact.verified"
        assert fact.verified_by == "Amara Diallo"
        assert actions.withdraw_fact(fact, by=actor_of(tidewell.amara)) is not None
        assert actions.withdraw_fact(fact, by=actor_of(tidewell.amara)) is None
        assert fact not in standing_facts([profile.pk])[profile.pk]
        with pytest.raises(TooLate):
            actions.verify_fact(fact, by=actor_of(tidewell.amara))


def test_being_asked_less_is_the_owners_own_choice() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        with pytest.raises(NotAllowed):
            actions.set_owner_mode(profile, "tell_me", by=actor_of(tidewell.priya))
        assert actions.set_owner_mode(profile, "pre_approved", by=actor_of(tidewell.amara)) is not None
        with pytest.raises(NotAllowed):
            actions.set_owner_mode(profile, "pre_approved", by=actor_of(tidewell.priya), pre_approved_a_quarter=9)
        assert actions.set_owner_mode(profile, "ask_me", by=actor_of(tidewell.priya)) is not None
        assert actions.set_owner_mode(profile, "ask_me", by=actor_of(tidewell.priya)) is None
        with pytest.raises(NotAllowed):
            actions.set_owner_mode(profile, "tell_me", by=actor_of(tidewell.ben))


def test_a_confirmed_profile_says_by_whom_and_when() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        profile = tidewell.maya.profile
        actions.confirm_profile(profile, by=actor_of(tidewell.lucia))
        profile.refresh_from_db()
        assert (profile.confirmed_by, profile.confirmed_at is not None) == ("Lucia Ferro", True)
        said = set(profile.facts.standing().values_list("verified_by", "verified_at"))
        assert said == {("Lucia Ferro", profile.confirmed_at)}, "each of its facts was confirmed with it"
        with pytest.raises(NotAllowed):
            actions.confirm_profile(profile, by=actor_of(tidewell.ben))
