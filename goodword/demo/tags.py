"""What the program notes beside its advocates: a few tags of its own."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from goodword.demo.company.customers import Customer, Person
from goodword.demo.stage import Stage
from goodword.directory import actions as directory
from goodword.directory.models import Vocabulary
from goodword.references import actions as references

# How often each fits somebody; the language where it is spoken.
PANEL = "Reference panel"
OFTEN = {PANEL: 0.15, "Good on stage": 0.1, "Prefers mornings": 0.08}
GERMAN, WHERE, HOW_OFTEN = "Speaks German well", "Central Europe", 0.5


def tag(stage: Stage, customer: Customer, today: date) -> None:
    """Mark the people of a customer, the same ones whenever the story is told: each is drawn for by name alone."""
    for person in customer.people:
        for name in _fitting(customer, person, today.year + 1):
            by = stage.member("noemie")
            references.tag_advocate(stage.advocates[person.name], directory.term(Vocabulary.TAG, name, by=by), by=by)


def _fitting(customer: Customer, person: Person, next_year: int) -> Iterator[str]:
    chance = Random(f"tags {person.name}")
    for name, often in OFTEN.items():
        if chance.random() < often:
            yield f"{name} {next_year}" if name == PANEL else name
    if chance.random() < HOW_OFTEN and customer.region == WHERE:
        yield GERMAN
