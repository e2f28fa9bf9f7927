"""Tags: a workspace's own words on advocates, put on and taken off by those who look after them."""

from __future__ import annotations

import pytest

from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.actions import term
from goodword.directory.actions.lists import merge_words
from goodword.directory.models import Term, Vocabulary
from goodword.members.policy import actor_of
from goodword.references import actions
from goodword.references.models import Advocate, AdvocateTag
from goodword.references.policy import visible_advocates
from goodword.references.queries import tags_among, tags_of
from goodword.upkeep.actions import merge_contacts, undo_merge
from tests import cast
from tests.cast import SETUP, Company
from tests.references.people import company


def tag(name: str) -> Term:
    return term(Vocabulary.TAG, name, by=SETUP)


def names(advocate: Advocate) -> list[str]:
    return [word.name for word in tags_of([advocate.pk])[advocate.pk]]


def private(made: Company) -> None:
    actions.set_visibility(made.maya.profile, "masked", by=actor_of(made.priya))


def test_program_owner_and_deputy_tag_their_advocates_and_nobody_else_does() -> None:
    made = company()
    with opened(made.workspace):
        for nth, one in enumerate((made.priya, made.amara, made.lucia)):
            assert actions.tag_advocate(made.maya, tag(f"Tag {nth}"), by=actor_of(one)) is not None
        assert names(made.maya) == ["Tag 0", "Tag 1", "Tag 2"]
        kim = cast.member("Kim Sato", "owner")
        for other in (kim, made.ben, made.elin):
            with pytest.raises(NotAllowed):
                actions.tag_advocate(made.maya, tag("Panel"), by=actor_of(other))
            with pytest.raises(NotAllowed):
                actions.untag_advocate(made.maya, tag("Tag 0"), by=actor_of(other))
        assert len(names(made.maya)) == 3


def test_each_change_is_one_event_and_no_change_is_none() -> None:
    made = company()
    with opened(made.workspace):
        by, word = actor_of(made.priya), tag("Board member")
        assert actions.tag_advocate(made.maya, word, by=by) is not None
        assert actions.tag_advocate(made.maya, word, by=by) is None
        assert actions.untag_advocate(made.maya, word, by=by) is not None
        assert actions.untag_advocate(made.maya, word, by=by) is None
        told = Event.objects.filter(subject_id=made.maya.pk, name__contains="tagged").order_by("number")
        assert [(one.name, one.data["tag"]) for one in told] == [
            ("advocate.tagged", "Board member"),
            ("advocate.untagged", "Board member"),
        ]
        assert names(made.maya) == []


def test_a_word_of_another_list_is_no_tag() -> None:
    made = company()
    with opened(made.workspace), pytest.raises(Refused):
        actions.tag_advocate(made.maya, term(Vocabulary.TOPIC, "Month-end", by=SETUP), by=actor_of(made.priya))


def test_another_workspace_has_its_own_words_and_sees_none_of_ours() -> None:
    made, other = company(), cast.company("otherside")
    with opened(made.workspace):
        actions.tag_advocate(made.maya, tag("Panel"), by=actor_of(made.priya))
    with opened(other.workspace):
        assert not AdvocateTag.objects.exists() and not AdvocateTag._base_manager.exists()
        assert tags_of([made.maya.pk])[made.maya.pk] == []
        assert not Term.objects.filter(vocabulary=Vocabulary.TAG).exists()


def test_a_word_that_only_a_private_advocate_has_is_known_to_those_who_may_know_them() -> None:
    made = company()
    with opened(made.workspace):
        actions.tag_advocate(made.maya, tag("Kestrel board"), by=SETUP)
        actions.tag_advocate(made.ingrid, tag("Panel"), by=SETUP)
        tag("Not used yet")
        private(made)
        known = {
            one.name: {word.name for word in tags_among(visible_advocates(actor_of(one)))}
            for one in (made.ben, made.amara, made.priya)
        }
        assert known["Ben Whitlock"] == {"Panel", "Not used yet"}
        assert known["Amara Diallo"] == known["Priya Nair"] == {"Kestrel board", "Panel", "Not used yet"}


def test_two_words_made_one_leave_each_advocate_with_it_once() -> None:
    made = company()
    with opened(made.workspace):
        panel, council = tag("Panel"), tag("Council")
        actions.tag_advocate(made.maya, panel, by=SETUP)
        actions.tag_advocate(made.maya, council, by=SETUP)
        actions.tag_advocate(made.ingrid, panel, by=SETUP)
        merge_words(panel, council, by=actor_of(made.priya))
        assert names(made.maya) == names(made.ingrid) == ["Council"]


def test_who_turns_out_to_be_one_person_has_the_tags_of_both_until_that_is_undone() -> None:
    made = company()
    with opened(made.workspace):
        double = cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia)
        for one, word in ((made.maya, "Panel"), (double, "Panel"), (double, "Board member")):
            actions.tag_advocate(one, tag(word), by=SETUP)
        merge = merge_contacts(made.maya.contact, double.contact, by=actor_of(made.amara))
        assert names(made.maya) == ["Board member", "Panel"]
        assert names(double) == []
        undo_merge(merge, by=actor_of(made.amara))
        assert names(made.maya) == ["Panel"] and names(double) == ["Board member", "Panel"]
