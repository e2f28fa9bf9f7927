"""The lists of words are kept by the program: renamed, put in order, retired, and merged without losing anything."""

from __future__ import annotations

import pytest

from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.models import RequestTopic
from goodword.directory import actions
from goodword.directory.actions import lists
from goodword.directory.models import Account, OpportunityTopic, Term, Vocabulary
from goodword.directory.queries import find_term, places_of, uses_of
from goodword.members.policy import actor_of
from goodword.references.models import Fact
from tests import cast

BY = cast.SETUP


def word(name: str, vocabulary: Vocabulary = Vocabulary.TOPIC) -> Term:
    return actions.term(vocabulary, name, by=BY)


def test_a_renamed_word_is_found_by_its_old_name_too() -> None:
    with opened(cast.workspace()):
        one = word("Month end")
        lists.rename_word(one, "Month-end close", by=BY)
        assert find_term(Vocabulary.TOPIC, "month END") == one
        assert Event.objects.get(name="term.renamed").data == {"from": "Month end", "to": "Month-end close"}
        assert lists.rename_word(one, "Month-end close", by=BY) is None


def test_two_words_never_have_one_name() -> None:
    with opened(cast.workspace()):
        one, other = word("Audit"), word("Pricing")
        lists.set_other_names(other, ["Cost"], by=BY)
        for name in ("pricing", "COST"):
            with pytest.raises(Refused, match="merge"):
                lists.rename_word(one, name, by=BY)
        with pytest.raises(Refused, match="merge"):
            lists.set_other_names(one, ["Cost"], by=BY)
        with pytest.raises(Refused, match="merge"):
            lists.add_word(Vocabulary.TOPIC, "Cost", by=BY)
        lists.rename_word(one, "Auditing", by=BY)


def test_a_merged_word_leaves_everything_with_the_other_and_nothing_twice() -> None:
    company = cast.company()
    with opened(company.workspace):
        keep = word("Transport", Vocabulary.INDUSTRY)
        gone = Account.objects.get(pk=company.harbourline.pk).industry
        assert gone is not None
        month, close = word("Month-end"), word("Closing")
        for one in (month, close):
            OpportunityTopic(opportunity=company.deal, term=one).save()
        need = company.request(topics=[close])
        before = uses_of([gone, keep])[gone.pk]
        merged = lists.merge_words(gone, keep, by=BY)
        assert merged.data["moved"] == before
        assert Account.objects.get(pk=company.harbourline.pk).industry == keep
        assert find_term(Vocabulary.INDUSTRY, gone.name) == keep
        lists.merge_words(close, month, by=BY)
        assert [row.term for row in company.deal.topic_rows.filter(term__name__in=["Month-end", "Closing"])] == [month]
        assert [row.term for row in RequestTopic.objects.filter(need=need)] == [month]


def test_words_of_two_lists_are_not_merged() -> None:
    with opened(cast.workspace()):
        topic, product = word("Close"), word("Close", Vocabulary.PRODUCT)
        for other in (product, topic):
            with pytest.raises(Refused):
                lists.merge_words(topic, other, by=BY)


def test_every_column_that_holds_words_moves() -> None:
    assert {(place.model, place.field) for place in places_of()} >= {
        (Account, "industry"),
        (Fact, "term"),
        (RequestTopic, "term"),
        (OpportunityTopic, "term"),
        (Term, "parent"),
    }


def test_a_retired_word_is_not_offered_and_stays_where_it_is() -> None:
    with opened(cast.workspace()):
        one = word("Fax")
        lists.retire_word(one, by=BY)
        assert one not in Term.objects.offered() and find_term(Vocabulary.TOPIC, "fax") == one
        assert lists.retire_word(one, by=BY) is None
        lists.restore_word(one, by=BY)
        assert one in Term.objects.offered()


def test_a_word_is_put_at_its_place() -> None:
    with opened(cast.workspace()):
        made = [word(name) for name in ("A", "B", "C", "D")]
        lists.place_word(made[3], 1, by=BY)
        assert [one.name for one in Term.objects.filter(vocabulary=Vocabulary.TOPIC)] == ["D", "A", "B", "C"]
        assert lists.place_word(made[3], 1, by=BY) is None


def test_only_the_program_keeps_the_lists() -> None:
    company = cast.company()
    with opened(company.workspace):
        one, other = word("Audit"), word("Pricing")
        ben = actor_of(company.ben)
        for act in (
            lambda: lists.add_word(Vocabulary.TOPIC, "X", by=ben),
            lambda: lists.rename_word(one, "X", by=ben),
            lambda: lists.set_other_names(one, ["X"], by=ben),
            lambda: lists.merge_words(one, other, by=ben),
            lambda: lists.retire_word(one, by=ben),
            lambda: lists.restore_word(one, by=ben),
            lambda: lists.place_word(one, 1, by=ben),
        ):
            with pytest.raises(NotAllowed):
                act()
        lists.rename_word(one, "Audits", by=actor_of(company.priya))
