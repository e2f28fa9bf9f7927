"""Whatever is done to a program, the index that follows each step is the one that reading all of it anew would give."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from random import Random
from typing import TypeVar

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model, QuerySet

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event, Workspace
from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.actions.lists import rename_word
from goodword.directory.models import Account, Contact, Term, Vocabulary
from goodword.matching.actions import change_weights
from goodword.matching.queries import Grain, Held, forget, index_of
from goodword.matching.queries.held import brought_up_to_date, built
from goodword.matching.shapes import Deal
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose, actor_of
from goodword.proof import actions as proof
from goodword.proof.models import Story
from goodword.references import actions as references
from goodword.references.actions.dial import set_languages
from goodword.references.actions.own_will import take_back
from goodword.references.models import Advocate, AdvocateState, Fact, FactKind, HelpKind, ReferenceProfile, Visibility
from goodword.upkeep.actions import merge_accounts, merge_contacts, undo_merge
from goodword.upkeep.models import Merge
from tests import cast
from tests.cast import SETUP
from tests.matching.cast import assert_same_index

Row = TypeVar("Row", bound=Model)
STEPS = 120
LATE_EVERY = 10
SAYINGS = (
    "Month-end takes two days.",
    "Auditors see every approval.",
    "No spreadsheet is left.",
    "Ferries sail on time.",
)
TOPICS = ("Data residency", "Leaving spreadsheets", "Audit")
FIELDS = ("industry", "region", "size_band")
DEAL = Deal(
    industry="Banking",
    industry_terms=("Financial services",),
    region="Norway",
    products=("Ledger",),
    use_case="Month-end takes too long, auditors wait for approvals.",
    topics=TOPICS[:2],
)


class Walk:
    """Does one thing after another to a program, as chance has it, by the real verbs."""

    def __init__(self, seed: int, priya: Member) -> None:
        self.chance, self.priya = Random(seed), actor_of(priya)
        self._own_pages: dict[str, Actor] = {}
        self.acts: list[Callable[[], object]] = [
            self.adds_a_customer, self.adds_a_person, self.is_proposed, self.joins, self.leaves, self.is_no_fit, self.adds_a_fact,
            self.verifies_a_fact, self.withdraws_a_fact, self.tells_a_story, self.quotes, self.rewrites_a_story,
            self.clears_a_story, self.withdraws_a_story, self.restores_a_story, self.hides_a_customer,
            self.shows_a_customer, self.turns_the_dial, self.hides_themselves, self.speaks, self.takes_back,
            self.renames_a_customer, self.moves_a_customer, self.changes_a_title, self.renames_a_word,
            self.merges_customers, self.merges_people, self.parts_again, self.weighs_anew,
        ]  # fmt: skip
        self._round: list[Callable[[], object]] = []

    def step(self) -> str:
        """Do the next act of this round; in a round each comes once, in an order of its own."""
        if not self._round:
            self._round = self.chance.sample(self.acts, len(self.acts))
        act = self._round.pop()
        act()
        return act.__name__

    def adds_a_customer(self) -> None:
        name = f"Customer {self.chance.randrange(10_000)}"
        account = directory.add_account(
            name, by=SETUP, industry=self._industry(), employees=self.chance.randrange(9000)
        )
        if self.chance.random() < 0.7:
            references.start_profile(account, by=SETUP)

    def adds_a_person(self) -> None:
        directory.add_contact(self._one(Account), f"Person {self.chance.randrange(10_000)}", by=SETUP, job_title="CFO")

    def is_proposed(self) -> None:
        references.nominate(self._one(Contact), by=SETUP)

    def joins(self) -> None:
        advocate = references.nominate(self._one(Contact), by=SETUP)
        references.accept_invitation(advocate, [HelpKind.CALL], by=SETUP, evidence="A mail of 3 May")

    def leaves(self) -> None:
        advocate = self._advocate()
        references.leave(advocate, by=self._own(advocate))

    def is_no_fit(self) -> None:
        references.not_a_fit(self._drawn(Advocate.objects.filter(state=AdvocateState.NOMINATED)), by=SETUP)

    def adds_a_fact(self) -> None:
        kind = self.chance.choice((FactKind.PRODUCT, FactKind.TOPIC, FactKind.REGION, FactKind.OFF_LIMITS))
        value = self.chance.choice((*TOPICS, "Ledger", "Norway", "Denmark"))
        references.add_fact(self._one(ReferenceProfile), kind, by=SETUP, value=value)

    def verifies_a_fact(self) -> None:
        references.verify_fact(self._fact(), by=SETUP)

    def withdraws_a_fact(self) -> None:
        references.withdraw_fact(self._fact(), by=SETUP)

    def tells_a_story(self) -> None:
        text = self.chance.choice(SAYINGS)
        sections = [("solution", text), ("results", self.chance.choice(SAYINGS))][: self.chance.randrange(0, 3)]
        proof.add_story(self._one(ReferenceProfile), by=SETUP, title="A story", text=text, passages=sections)

    def quotes(self) -> None:
        advocate = self._advocate()
        proof.add_quote(advocate.profile, self.chance.choice(SAYINGS), by=SETUP, advocate=advocate)

    def rewrites_a_story(self) -> None:
        proof.change_story(self._one(Story), by=SETUP, text=self.chance.choice(SAYINGS))

    def clears_a_story(self) -> None:
        until = clock.now().date() + timedelta(days=self.chance.randrange(0, 3))
        proof.clear(self._one(Story), "internal", by=SETUP, expires_on=until, because="They said so")

    def withdraws_a_story(self) -> None:
        proof.withdraw(self._one(Story), by=SETUP)

    def restores_a_story(self) -> None:
        proof.restore(self._newest("story.withdrawn"), by=self.priya)

    def hides_a_customer(self) -> None:
        described = self.chance.sample(FIELDS, 1)
        references.set_visibility(self._one(ReferenceProfile), Visibility.MASKED, by=SETUP, described_by=described)

    def shows_a_customer(self) -> None:
        references.set_visibility(self._one(ReferenceProfile), Visibility.COLLEAGUES, by=SETUP)

    def turns_the_dial(self) -> None:
        advocate = self._advocate()
        references.set_off_limits(advocate, [self.chance.choice(TOPICS)], by=self._own(advocate))

    def hides_themselves(self) -> None:
        references.set_own_visibility(self._advocate(), Visibility.MASKED, by=SETUP, proven=True)

    def speaks(self) -> None:
        advocate = self._advocate()
        set_languages(advocate, [self.chance.choice(("en", "de", "nb"))], by=self._own(advocate))

    def takes_back(self) -> None:
        event = self._newest(self.chance.choice(("advocate.left", "dial.set")))
        take_back(event, by=self._own_pages[event.actor_id])

    def renames_a_customer(self) -> None:
        directory.change_account(self._one(Account), by=SETUP, name=f"Renamed {self.chance.randrange(10_000)}")

    def moves_a_customer(self) -> None:
        directory.change_account(self._one(Account), by=SETUP, industry=self._industry())

    def changes_a_title(self) -> None:
        title = self.chance.choice(("CFO", "Head of IT", "Plant manager"))
        directory.change_contact(self._one(Contact), by=SETUP, job_title=title)

    def renames_a_word(self) -> None:
        rename_word(self._one(Term), f"Word {self.chance.randrange(10_000)}", by=SETUP)

    def merges_customers(self) -> None:
        merge_accounts(self._one(Account), self._one(Account), by=SETUP)

    def merges_people(self) -> None:
        merge_contacts(self._one(Contact), self._one(Contact), by=SETUP)

    def parts_again(self) -> None:
        undo_merge(Merge.objects.filter(undone_at=None).latest("event__number"), by=SETUP)

    def weighs_anew(self) -> None:
        change_weights({"facts.industry": self.chance.choice((1.0, 1.5, 2.0))}, by=SETUP)

    def _industry(self) -> Term:
        return directory.term(Vocabulary.INDUSTRY, self.chance.choice(("Banking", "Insurance", "Shipping")), by=SETUP)

    def _fact(self) -> Fact:
        return self._drawn(Fact.objects.standing())

    def _advocate(self) -> Advocate:
        return self._drawn(Advocate.objects.active())

    def _own(self, advocate: Advocate) -> Actor:
        """Return the person themselves, by a link to their own page."""
        person = cast.link_actor(Purpose.OWN_PAGE, advocate, advocate.contact)
        self._own_pages[person.id] = person
        return person

    def _one(self, model: type[Row]) -> Row:
        return self._drawn(model._default_manager.all())

    def _newest(self, name: str) -> Event:
        return Event.objects.filter(name=name).latest("number")

    def _drawn(self, rows: QuerySet[Row]) -> Row:
        """Return any of the rows; they are told apart by number, since their ids are another's in every run."""
        return rows.order_by("pk")[self.chance.randrange(rows.count())]


@pytest.fixture
def place() -> Iterator[Workspace]:
    """A program of six companies with somebody in each, and its manager."""
    forget()
    made = cast.workspace("walked")
    with opened(made):
        for number in range(6):
            account = directory.add_account(f"Carrier {number}", by=SETUP)
            directory.add_contact(account, f"Somebody {number}", by=SETUP)
            references.start_profile(account, by=SETUP)
        cast.member("Priya Nair", Role.MANAGER)
    yield made
    forget()


@pytest.mark.parametrize("seed", [1, 2])
def test_the_index_that_follows_is_the_one_read_anew(place: Workspace, seed: int) -> None:
    walk, done, elsewhere = walk_through(place, seed), Counter[str](), dict[Grain, Held]()
    for number in range(STEPS):
        with suppress(NotAllowed, Refused, TooLate, ValueError, KeyError, ObjectDoesNotExist), opened(place):
            done[walk.step()] += 1
        if number % 25 == 24:
            clock.move(place, timedelta(hours=20))
        with opened(place):
            for grain in Grain:
                anew = built(grain)
                assert_same_held(index_of(grain), anew)
                # Another process, which looks less often.
                if number % LATE_EVERY == 0:
                    elsewhere[grain] = brought_up_to_date(elsewhere[grain], grain) if grain in elsewhere else anew
                    assert_same_held(elsewhere[grain], anew)
    assert len(done) > len(walk.acts) * 0.7, "most of what can be done was done"


def test_every_act_of_the_walk_can_be_done(place: Workspace) -> None:
    walk, done = walk_through(place, 4), Counter[str]()
    for _ in range(STEPS * 3):
        with suppress(NotAllowed, Refused, TooLate, ValueError, KeyError, ObjectDoesNotExist), opened(place):
            done[walk.step()] += 1
    assert {act.__name__ for act in walk.acts} == done.keys()


def walk_through(place: Workspace, seed: int) -> Walk:
    with opened(place):
        return Walk(seed, Member.objects.get())


def assert_same_held(held: Held, anew: Held) -> None:
    assert held.entries == anew.entries
    assert held.index.weights == anew.index.weights
    assert_same_index(held.index, anew.index, DEAL)
