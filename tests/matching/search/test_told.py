"""What a search knows beside the texts follows what changes, and is then what it would be if prepared anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

from goodword.matching.rules.places import moves_between
from goodword.matching.rules.search.told import Bearer, Told, bearer_of
from goodword.matching.shapes import Fact, FactKind, Passage
from tests.matching.cast import reference

COMPANIES = [reference(f"Company {n:02}") for n in range(25)]
NAMES = ("Ångström Freight", "Kestrel", "Nordhaven Shipping", "", "Maya Okafor", "Freight of Kestrel")
SAID = (
    (FactKind.INDUSTRY, "Shipping"),
    (FactKind.INDUSTRY, "Banking"),
    (FactKind.PRODUCT, "Ledger Cloud"),
    (FactKind.ROLE, "Head of IT"),
)


def made(company: int, chance: Random) -> Bearer:
    """Give a company other names, facts and languages."""
    one = COMPANIES[company]
    facts = [Fact(f"{one.id}:{n}", *chance.choice(SAID), verified_on=day(chance)) for n in range(chance.randrange(4))]
    facts += [Fact(f"{one.id}:role_family", FactKind.ROLE, "IT")] * chance.randrange(2)
    story = [Passage(f"{one.id}/{n}", one.id, "body", "Words.", day(chance)) for n in range(chance.randrange(2))]
    spoken = frozenset(chance.sample(["en", "nb", "de"], chance.randrange(3)))
    told = replace(one, facts=tuple(facts), passages=tuple(story), languages=spoken)
    return bearer_of(told, chance.sample(NAMES, chance.randrange(3)))


def day(chance: Random) -> date | None:
    return chance.choice([None, date(2026, 3, 1), date(2026, 9, 9)])


def seen_in(told: Told) -> object:
    """Return all that can be asked of it, in an order of its own."""
    boxes = {
        group: sorted(
            (int(holder), said.values[value]) for holder, value in zip(said.holders, said.value_of, strict=True)
        )
        for group, said in told.boxes.items()
    }
    borne = {word: told.borne.holders_of(word)[0].tolist() for word in told.words.words}
    return told.bearers, borne, told.in_order.tolist(), told.by_name.tolist(), boxes, told.newest.tolist()


def test_whatever_comes_and_goes_it_is_what_is_prepared_from_nothing() -> None:
    chance, standing, told = Random(7), dict[str, Bearer](), Told.of([])
    for _ in range(80):
        came = {
            one.reference.id: one for n in chance.sample(range(25), chance.randrange(4)) for one in [made(n, chance)]
        }
        gone = set(chance.sample(sorted(standing), min(len(standing), chance.randrange(3)))) - came.keys()
        before = tuple(sorted(standing))
        standing = {key: one for key, one in standing.items() if key not in gone} | came
        after = tuple(sorted(standing))
        moves = moves_between(before, after, came)
        told = told.changed(moves, [standing[after[place]] for place in moves.came])
        assert seen_in(told) == seen_in(Told.of([standing[key] for key in after]))


def test_a_word_that_no_name_has_any_more_is_forgotten() -> None:
    told = Told.of([bearer_of(COMPANIES[0], ["Kestrel"]), bearer_of(COMPANIES[1], ["Nordhaven"])])
    ids = (COMPANIES[0].id, COMPANIES[1].id)
    changed = told.changed(moves_between(ids, ids, {ids[0]}), [bearer_of(COMPANIES[0], ["Merlin"])])
    assert changed.words.words == ("merlin", "nordhaven")
    assert told.words.words == ("kestrel", "nordhaven"), "what others hold stays"
