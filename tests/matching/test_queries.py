from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed
from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account, add_contact, add_opportunity, change_account, term
from goodword.directory.models import Account, Opportunity, Vocabulary
from goodword.matching.judged import deal_from_line
from goodword.matching.queries import Candidate, Grain, deal_of, forget, index_of, rank_for, rank_records
from goodword.matching.queries.ranking import LOOKED_AT
from goodword.matching.shapes import Deal
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.proof.actions import change_story, clear, withdraw
from goodword.proof.models import Story
from goodword.references.actions import (
    accept_invitation,
    add_fact,
    leave,
    nominate,
    set_visibility,
    start_profile,
    withdraw_fact,
)
from goodword.references.models import Advocate, Fact, FactKind, HelpKind, ReferenceProfile, Visibility
from tests import cast
from tests.integrations.files.made import bring_in, file_of, record

SYSTEM = Actor.system("test")
LINE = json.dumps(
    {
        "qid": "q1",
        "vendor_program": "ledgerly",
        "prospect_industry": "Shipping",
        "prospect_industry_normalised": "Transportation & logistics",
        "prospect_region": "Nordics",
        "prospect_size": "1,000+ staff",
        "product_interest": ["Ledgerly Close", "Bank matching"],
        "use_case_text": "Their month-end close takes two weeks and eleven spreadsheets.",
        "migration_from": "spreadsheets",
        "persona": "CFO",
        "concerns_text": "Will the switch hold up the close?",
    }
)


@pytest.fixture(autouse=True)
def nothing_in_memory() -> None:
    forget()


@pytest.fixture
def ledgerly(tmp_path: Path) -> Workspace:
    """A workspace with three imported stories: a ferry line's, a bank's and a bakery's."""
    made = cast.workspace("ledgerly")
    bank = record(
        "bank",
        customer_name="Norrbank",
        title="Norrbank reports in an hour",
        industry="Banking",
        industry_normalised="Financial services",
        challenge="The regulator wanted reports by noon.",
        solution="Reports are drawn by Ledgerly Report.",
        results=None,
        products=["Ledgerly Report"],
        quotes=[],
        use_cases=[],
        body=None,
    )
    bakery = record(
        "bakery",
        customer_name=None,
        title="Bread before dawn",
        industry=None,
        industry_normalised=None,
        challenge=None,
        solution="Flour is ordered by itself.",
        results=None,
        products=[],
        quotes=[],
        use_cases=[],
        body=None,
    )
    bring_in(made, [file_of(tmp_path, record(), bank, bakery)])
    return made


@contextmanager
def people(workspace: Workspace) -> Iterator[tuple[Actor, Actor]]:
    """Open the workspace with a rep and a program manager in it."""
    with opened(workspace):
        ben = cast.member("Ben Okafor", Role.REP)
        priya = cast.member("Priya Natarajan", Role.MANAGER)
        yield actor_of(ben), actor_of(priya)


def opportunity_from(line: str, owner: Member) -> Opportunity:
    """Make the deal a judged line tells of, the way a rep would type it in."""
    fields: dict[str, Any] = json.loads(line)
    industry = term(Vocabulary.INDUSTRY, fields["prospect_industry_normalised"], by=SYSTEM)
    prospect = add_account("Harbourline", by=SYSTEM, status=Account.Status.PROSPECT, industry=industry)
    return add_opportunity(
        prospect,
        "Harbourline, finance",
        by=SYSTEM,
        owner=owner,
        products=[term(Vocabulary.PRODUCT, name, by=SYSTEM) for name in fields["product_interest"]],
        use_case=fields["use_case_text"],
        concerns=fields["concerns_text"],
        persona=fields["persona"],
        industry_text=fields["prospect_industry"],
        region_text=fields["prospect_region"],
        size_text=fields["prospect_size"],
        replaces_text=fields["migration_from"],
    )


def advocate_at(name: str, *, visibility: Visibility = Visibility.COLLEAGUES, title: str = "CFO") -> Advocate:
    """Make a customer with an active advocate and one fact; masked ones are described by their industry."""
    industry = term(Vocabulary.INDUSTRY, "Transportation & logistics", by=SYSTEM)
    account = add_account(name, by=SYSTEM, industry=industry)
    profile = start_profile(account, by=SYSTEM)
    add_fact(profile, FactKind.USE_CASE, by=SYSTEM, value="Month-end close in eleven spreadsheets")
    if visibility == Visibility.MASKED:
        set_visibility(profile, visibility, by=SYSTEM, description="A carrier", described_by=["industry"])
    contact = add_contact(account, f"{name} Person", by=SYSTEM, job_title=title)
    advocate = nominate(contact, by=SYSTEM)
    accept_invitation(advocate, [HelpKind.CALL], by=SYSTEM, visibility=visibility, evidence="A mail of 3 May")
    advocate.refresh_from_db()
    return advocate


def names(candidates: list[Candidate]) -> list[str]:
    return [candidate.profile.account.name for candidate in candidates]


def test_a_judged_line_and_the_opportunity_made_from_it_are_one_deal(ledgerly: Workspace) -> None:
    _, deal = deal_from_line(LINE)
    with opened(ledgerly):
        read = deal_of(opportunity_from(LINE, cast.member("Ben Okafor", Role.REP)))
        # A deal's products have no order of their own.
        assert replace(read, products=tuple(reversed(read.products))) == deal


def test_the_page_shows_what_the_run_ranks(ledgerly: Workspace) -> None:
    _, deal = deal_from_line(LINE)
    with opened(ledgerly):
        ben = cast.member("Ben Okafor", Role.REP)
        cards = rank_for(deal_of(opportunity_from(LINE, ben)), viewer=actor_of(ben))
        run = rank_records(deal)
        assert [card.story.record for card in cards if card.story] == [record_id for record_id, _ in run]
        assert run[0][0] == "ledgerly/fjordline"
        assert [card.match.score for card in cards] == pytest.approx([match.score for _, match in run])


def test_chips_switched_off_and_answers_given_change_the_deal(ledgerly: Workspace) -> None:
    with opened(ledgerly):
        opportunity = opportunity_from(LINE, cast.member("Ben Okafor", Role.REP))
        deal = deal_of(opportunity, ignored=["region"], topics=["Audit"], must_settle="Is it fast?")
        assert deal.ignored == {"region"} and deal.topics == ("Audit",)
        assert deal.concerns == "Will the switch hold up the close?\nIs it fast?"


def test_a_run_keeps_to_its_program_where_there_are_several(ledgerly: Workspace, tmp_path: Path) -> None:
    other = record("x", id="paperly/x", vendor_program="paperly", customer_name="Quay & Sons")
    bring_in(ledgerly, [file_of(tmp_path, other)])
    with opened(ledgerly):
        _, deal = deal_from_line(LINE)
        assert "paperly/x" in {found for found, _ in rank_records(deal)}
        assert {found.split("/")[0] for found, _ in rank_records(deal, program="ledgerly")} == {"ledgerly"}
        assert len(rank_records(deal, program="unheard of")) == 4


def test_every_reason_cites_a_row_that_stands(ledgerly: Workspace) -> None:
    _, deal = deal_from_line(LINE)
    with people(ledgerly) as (ben, _):
        best = rank_for(deal, viewer=ben)[0]
        facts = {str(fact.pk) for fact in Fact.objects.standing()}
        passages = {str(row) for story in Story.objects.all() for row in story.passages.values_list("pk", flat=True)}
        assert best.match.reasons
        assert all(reason.fact_id in facts or reason.passage_id in passages for reason in best.match.reasons)


def test_a_withdrawn_fact_takes_its_reason_along(ledgerly: Workspace) -> None:
    deal = Deal(products=("Ledgerly Close",))
    with people(ledgerly) as (ben, _):
        cited = rank_for(deal, viewer=ben)[0].match.reasons[0].fact_id
        assert cited is not None
        withdraw_fact(Fact.objects.get(pk=cited), by=SYSTEM)
        assert all(reason.fact_id != cited for card in rank_for(deal, viewer=ben) for reason in card.match.reasons)


def test_every_write_is_seen_by_the_next_look(ledgerly: Workspace) -> None:
    deal = Deal(use_case="zeppelins")
    with people(ledgerly) as (ben, _):
        story = Story.objects.get(record="ledgerly/bakery")
        assert rank_for(deal, viewer=ben)[0].match.score == 0
        change_story(story, by=SYSTEM, passages=[("solution", "Zeppelins bring the flour.")])
        assert rank_for(deal, viewer=ben)[0].story == story
        withdraw(story, by=SYSTEM)
        assert story not in [card.story for card in rank_for(deal, viewer=ben)]
        change_account(Account.objects.get(name="Norrbank"), by=SYSTEM, name="Södrabank")
        assert "Södrabank" in {card.reference.name for card in rank_for(deal, viewer=ben)}


def test_a_fact_stated_by_hand_is_found_by_the_next_look(ledgerly: Workspace) -> None:
    with people(ledgerly) as (ben, _):
        rank_for(Deal(products=("Ledgerly Pay",)), viewer=ben)
        profile = ReferenceProfile.objects.get(account__name="Norrbank")
        fact = add_fact(profile, FactKind.PRODUCT, by=SYSTEM, value="Ledgerly Pay")
        best = rank_for(Deal(products=("Ledgerly Pay",)), viewer=ben)[0]
        assert fact is not None and best.match.reasons[0].fact_id == str(fact.pk)


def test_an_unchanged_workspace_is_read_once(ledgerly: Workspace) -> None:
    with opened(ledgerly):
        first = index_of(Grain.CARD)
        with CaptureQueriesContext(
            connection,
        ) as looked:
            assert index_of(Grain.CARD) is first
        assert len(looked) == 1


def test_a_story_that_expires_overnight_is_gone_in_the_morning(ledgerly: Workspace) -> None:
    with opened(ledgerly):
        clear(Story.objects.get(record="ledgerly/bank"), "public", by=SYSTEM, expires_on=clock.now().date())
        assert len(rank_records(Deal(use_case="reports"))) == 3
    clock.move(ledgerly, timedelta(days=1))
    with opened(ledgerly):
        assert len(rank_records(Deal(use_case="reports"))) == 2


def test_a_person_stands_for_their_company_and_brings_its_stories(ledgerly: Workspace) -> None:
    _, deal = deal_from_line(LINE)
    with people(ledgerly) as (ben, _):
        account = Account.objects.get(name="Fjordline Ferries")
        advocate = nominate(add_contact(account, "Solveig Aune", by=SYSTEM, job_title="CFO"), by=SYSTEM)
        accept_invitation(advocate, [HelpKind.CALL], by=SYSTEM, evidence="A mail of 3 May")
        cards = [card for card in rank_for(deal, viewer=ben) if card.profile.account == account]
        assert [card.advocate for card in cards] == [advocate]
        assert cards[0].reference.passages and "role" in {fact.kind for fact in cards[0].reference.facts}
        leave(advocate, by=SYSTEM)
        cards = [card for card in rank_for(deal, viewer=ben) if card.profile.account == account]
        assert [card.advocate for card in cards] == [None]


def test_a_private_reference_is_ranked_by_its_description_alone_for_those_who_may_not_know_it(
    ledgerly: Workspace,
) -> None:
    with people(ledgerly) as (ben, priya):
        for n in range(3):
            industry = term(Vocabulary.INDUSTRY, "Transportation & logistics", by=SYSTEM)
            add_account(f"Carrier {n}", by=SYSTEM, industry=industry)
        hidden = advocate_at("Secretline", visibility=Visibility.MASKED)
        deal = Deal(industry="Transportation & logistics", use_case="month-end close in eleven spreadsheets")
        seen = {card.advocate: card for card in rank_for(deal, viewer=ben)}[hidden]
        known = {card.advocate: card for card in rank_for(deal, viewer=priya)}[hidden]
        assert not seen.known and known.known
        assert seen.reference.name == "A carrier" and not seen.reference.passages
        assert {(fact.kind, fact.value) for fact in seen.reference.facts} == {
            ("industry", "Transportation & logistics")
        }
        assert all(reason.dated_on is None for reason in seen.match.reasons)
        assert known.match.score > seen.match.score


def test_what_is_hidden_in_a_private_reference_does_not_move_it(ledgerly: Workspace) -> None:
    with people(ledgerly) as (ben, _):
        hidden = advocate_at("Secretline", visibility=Visibility.COLLEAGUES)
        set_visibility(ReferenceProfile.objects.get(account__name="Secretline"), Visibility.MASKED, by=SYSTEM)
        told, other = (
            {card.advocate: card.match.share for card in rank_for(Deal(use_case=text), viewer=ben)}[hidden]
            for text in ("eleven spreadsheets", "purple umbrellas")
        )
        assert told == pytest.approx(other)


def test_an_index_in_memory_shows_nobody_who_left_or_went_private_meanwhile(ledgerly: Workspace) -> None:
    with people(ledgerly) as (ben, _):
        gone, masked = advocate_at("Goneline"), advocate_at("Maskline")
    with opened(ledgerly):
        assert {"Goneline", "Maskline"} <= set(names(rank_for(Deal(persona="CFO"), viewer=ben)))
        # Past the verbs, so that the index in memory does not hear of it.
        Advocate.objects.filter(pk=gone.pk).update(state="left")
        Advocate.objects.filter(pk=masked.pk).update(visibility=Visibility.MASKED)
        assert not {"Goneline", "Maskline"} & set(names(rank_for(Deal(persona="CFO"), viewer=ben)))


def test_who_fits_less_is_found_behind_any_number_of_those_that_are_not_for_the_viewer() -> None:
    with people(cast.workspace("hidden")) as (ben, priya):
        banking = term(Vocabulary.INDUSTRY, "Banking", by=SYSTEM)
        banks = Account.objects.bulk_create(Account(name=f"Bank {n}", industry=banking) for n in range(LOOKED_AT + 5))
        ReferenceProfile.objects.bulk_create(
            ReferenceProfile(account=bank, visibility=Visibility.MASKED) for bank in banks
        )
        start_profile(add_account("Bakery", by=SYSTEM, employees=40), by=SYSTEM)
        deal = Deal(industry="Banking")
        assert names(rank_for(deal, viewer=ben)) == ["Bakery"]
        assert "Bakery" not in names(rank_for(deal, viewer=priya))


def test_only_those_who_look_for_references_may_rank_them(ledgerly: Workspace) -> None:
    with people(ledgerly) as (ben, _):
        assert rank_for(Deal(), viewer=ben)
        leader = actor_of(cast.member("Elin Dahl", Role.LEADER))
        with pytest.raises(NotAllowed):
            rank_for(Deal(), viewer=leader)


def test_another_workspace_has_another_index(ledgerly: Workspace) -> None:
    with opened(ledgerly):
        assert rank_records(Deal(use_case="close"))
    with opened(cast.workspace("other")):
        assert rank_records(Deal(use_case="close")) == []


def test_the_number_of_queries_does_not_grow_with_the_references(ledgerly: Workspace, tmp_path: Path) -> None:
    def counted(ben: Actor) -> int:
        forget()
        with CaptureQueriesContext(connection) as asked:
            rank_for(Deal(use_case="close"), viewer=ben)
        return len(asked)

    with people(ledgerly) as (ben, _):
        advocate_at("Carrier")
        few = counted(ben)
        for n in range(4):
            advocate_at(f"Carrier {n}")
        bring_in(ledgerly, [file_of(tmp_path, *(record(f"s{n}", customer_name=f"S{n}") for n in range(5)))])
        assert counted(ben) == few


def test_who_fits_equally_well_comes_by_name_and_not_by_chance() -> None:
    company = cast.company()
    names = ["Zofia Last", "Anton First", "Mirela Fourth", "Bela Second", "Carlo Third"]
    with opened(company.workspace):
        for name in names:
            cast.advocate(company.kestrel, name, nominated_by=company.amara)
        ranked = rank_for(deal_of(company.deal), viewer=actor_of(company.priya))
        same = [one.advocate.contact.name for one in ranked if one.advocate and one.advocate.contact.name in names]
    assert same == sorted(names)
