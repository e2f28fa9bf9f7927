"""What helped one buyer is known for the next: the topics of a call that went well stand on the customer, dated."""

from __future__ import annotations

from typing import Any

import pytest

from goodword.core.errors import Refused
from goodword.core.tenancy import opened
from goodword.desk.actions import give_debrief
from goodword.desk.models import ReferenceRequest
from goodword.directory import actions as directory
from goodword.directory.models import Term, Vocabulary
from goodword.matching.queries import deal_of, rank_for
from goodword.members.policy import Purpose, actor_of
from goodword.references.actions import add_fact, set_visibility, verify_fact, withdraw_fact
from goodword.references.models import Fact, FactKind, Visibility
from tests import cast
from tests.cast import SETUP, Company
from tests.desk.steps import ask_of, over

TOPIC = "Data residency"


def topic() -> Term:
    return directory.term(Vocabulary.TOPIC, TOPIC, by=SETUP)


def wanting(company: Company) -> ReferenceRequest:
    """Bring a call about data residency to an hour after it."""
    need = over(company)
    with opened(company.workspace):
        need.topics.add(topic(), through_defaults={})
    return need


def said(company: Company, need: ReferenceRequest, *answers: tuple[str, str, Any]) -> list[str]:
    """Have sides answer; return what is known of what helped, once it can't be taken back."""
    with opened(company.workspace):
        for side, answer, by in answers:
            give_debrief(ask_of(need, "Maya"), side, answer, by=by)
        assert not helped(company), "an answer can be taken back for ten minutes"
    company.run(minutes=11)
    with opened(company.workspace):
        return helped(company)


def helped(company: Company) -> list[str]:
    stated = Fact.objects.standing().filter(profile=company.maya.profile, kind=FactKind.HELPED_WITH)
    return [str(fact) for fact in stated]


def test_topics_of_a_call_that_moved_the_deal_are_a_reason_for_the_next() -> None:
    company = cast.company()
    need = wanting(company)
    assert said(company, need, ("rep", "moved", actor_of(company.ben))) == [TOPIC]
    with opened(company.workspace):
        later = cast.deal("Otherbrook Mills", owner=company.ben, domain="otherbrook.example")
        later.topics.set([topic()], through_defaults={})
        best, *_ = rank_for(deal_of(later), viewer=actor_of(company.ben))
        assert best.advocate == company.maya
        assert f"Helped a buyer with {TOPIC}" in [reason.text for reason in best.match.reasons]


def test_what_two_sides_say_is_stated_once() -> None:
    company = cast.company()
    need = wanting(company)
    with opened(company.workspace):
        maya = cast.as_customer(ask_of(need, "Maya"))
    sides = (("rep", "moved", actor_of(company.ben)), ("advocate", "fine", maya))
    assert said(company, need, *sides) == [TOPIC]
    with opened(company.workspace):
        give_debrief(ask_of(need, "Maya"), "rep", "moved", by=actor_of(company.ben))
    company.run(minutes=11)
    with opened(company.workspace):
        assert helped(company) == [TOPIC]


def test_a_call_that_did_not_help_or_hurt_the_customer_proves_nothing() -> None:
    for answers in ([("rep", "no")], [("rep", "too_early")], [("rep", "moved"), ("advocate", "not_again")]):
        company = cast.company(f"w-{answers[-1][1].replace('_', '-')}")
        need = wanting(company)
        with opened(company.workspace):
            maya = cast.as_customer(ask_of(need, "Maya"))
        people = {"rep": actor_of(company.ben), "advocate": maya}
        assert said(company, need, *((side, answer, people[side]) for side, answer in answers)) == []


def test_one_who_says_it_did_not_help_outweighs_who_says_it_did() -> None:
    company = cast.company()
    need = wanting(company)
    with opened(company.workspace):
        daniel = cast.as_prospect(ask_of(need, "Maya"), company.daniel, Purpose.DEBRIEF)
    sides = (("rep", "moved", actor_of(company.ben)), ("prospect", "did_not_help", daniel))
    assert said(company, need, *sides) == []


def test_who_corrects_their_answer_takes_back_what_it_stated() -> None:
    company = cast.company()
    need = wanting(company)
    assert said(company, need, ("rep", "moved", actor_of(company.ben))) == [TOPIC]
    for answer, left in (("no", []), ("moved", [TOPIC])):
        with opened(company.workspace):
            give_debrief(ask_of(need, "Maya"), "rep", answer, by=actor_of(company.ben))
        company.run(minutes=11)
        with opened(company.workspace):
            assert helped(company) == left


def test_what_a_person_withdrew_is_not_stated_again() -> None:
    company = cast.company()
    need = wanting(company)
    assert said(company, need, ("rep", "moved", actor_of(company.ben))) == [TOPIC]
    with opened(company.workspace):
        withdraw_fact(Fact.objects.get(kind=FactKind.HELPED_WITH), by=actor_of(company.amara))
        give_debrief(ask_of(need, "Maya"), "advocate", "fine", by=cast.as_customer(ask_of(need, "Maya")))
    company.run(minutes=11)
    with opened(company.workspace):
        assert helped(company) == []


def test_it_is_the_word_of_who_helped_and_of_no_colleague_of_theirs() -> None:
    company = cast.company()
    with opened(company.workspace):
        colleague = cast.advocate(company.kestrel, "Noor Haddad", nominated_by=company.amara)
    need = wanting(company)
    assert said(company, need, ("rep", "moved", actor_of(company.ben))) == [TOPIC]
    with opened(company.workspace):
        later = cast.deal("Otherbrook Mills", owner=company.ben, domain="otherbrook.example")
        later.topics.set([topic()], through_defaults={})
        ranked = rank_for(deal_of(later), viewer=actor_of(company.ben), top=20)
        told = {one.advocate: [reason.text for reason in one.match.reasons] for one in ranked}
        assert f"Helped a buyer with {TOPIC}" in told[company.maya]
        assert f"Helped a buyer with {TOPIC}" not in told[colleague]


def test_what_happened_is_not_confirmed_anew() -> None:
    company = cast.company()
    need = wanting(company)
    said(company, need, ("rep", "moved", actor_of(company.ben)))
    with opened(company.workspace):
        fact = Fact.objects.get(kind=FactKind.HELPED_WITH)
        assert fact.on_date is not None
        with pytest.raises(Refused, match="has its own day"):
            verify_fact(fact, by=actor_of(company.amara))


def test_nobody_states_it_by_hand() -> None:
    company = cast.company()
    with opened(company.workspace), pytest.raises(Refused, match="not by hand"):
        add_fact(company.maya.profile, FactKind.HELPED_WITH, by=actor_of(company.priya), term=topic())


def test_nothing_is_stated_of_a_private_reference() -> None:
    """Whoever asked for it would know the customer by the topic and the day."""
    company = cast.company()
    need = wanting(company)
    with opened(company.workspace):
        set_visibility(company.maya.profile, Visibility.MASKED, by=SETUP)
    assert said(company, need, ("rep", "moved", actor_of(company.ben))) == []
