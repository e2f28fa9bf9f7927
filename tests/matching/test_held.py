"""The index in memory: what several processes see, what a rollback leaves, how much is kept, and what it never shows."""

from __future__ import annotations

import gc
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from threading import Thread
from uuid import uuid4
from weakref import ref

import pytest
from django.db import connection

from goodword.core.errors import Refused
from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.desk.queries.finding import Found, Looking, Standing, finding_for
from goodword.directory.actions import add_account, change_account
from goodword.directory.models import Account
from goodword.matching.index import Index
from goodword.matching.queries import Grain, Held, deal_of, forget, index_of, rank_for
from goodword.matching.queries.changes import Version
from goodword.matching.queries.held import Memory
from goodword.matching.queries.searching import search
from goodword.matching.queries.shelf import shelf_of
from goodword.members.policy import actor_of
from goodword.protection.actions import place_hold
from goodword.references import actions as references
from goodword.references.models import Advocate, Consent, HelpKind
from tests import cast
from tests.bench.matching.made import MadeUp
from tests.cast import SETUP, Company, company
from tests.matching.cast import EVERYBODY

NOTHING_SEEN = Version(datetime(2027, 1, 1, tzinfo=UTC), frozenset(), date(2027, 1, 1))


@pytest.fixture(autouse=True)
def nothing_in_memory() -> Iterator[None]:
    forget()
    yield
    forget()


@pytest.fixture
def place() -> Workspace:
    made = cast.workspace("quayside")
    with opened(made):
        for name in ("Early", "Late"):
            references.start_profile(add_account(name, by=SETUP), by=SETUP)
    return made


@pytest.fixture
def made() -> Company:
    return company()


def names_in(place: Workspace) -> set[str]:
    with opened(place):
        return {entry.reference.name for entry in index_of().entries.values()}


def renamed(name: str, to: str) -> None:
    change_account(Account.objects.get(name=name), by=SETUP, name=to)


def in_another_process(act: Callable[[], object]) -> None:
    """Do something on a connection of its own, as another process would."""

    def run() -> None:
        act()
        connection.close()

    thread = Thread(target=run)
    thread.start()
    thread.join()


def test_who_began_first_and_commits_last_is_seen_by_the_next_look(place: Workspace) -> None:
    seen: list[set[str]] = []

    def meanwhile() -> None:
        with opened(place):
            renamed("Early", "Quick")
        seen.append(names_in(place))

    with opened(place):
        renamed("Late", "Slow")
        in_another_process(meanwhile)
    assert seen == [{"Quick", "Late"}]
    assert names_in(place) == {"Quick", "Slow"}


def test_what_is_rolled_back_was_seen_by_nobody_else(place: Workspace) -> None:
    assert names_in(place) == {"Early", "Late"}
    with suppress(Refused), opened(place):
        renamed("Early", "Mistake")
        assert "Mistake" in names_in(place), "whoever writes sees it"
        raise Refused("No.")
    assert names_in(place) == {"Early", "Late"}
    # As many events as there were for a moment.
    with opened(place):
        renamed("Late", "Later")
    assert names_in(place) == {"Early", "Later"}


def test_a_first_look_that_is_rolled_back_leaves_nothing_either(place: Workspace) -> None:
    with suppress(Refused), opened(place):
        renamed("Early", "Mistake")
        index_of()
        raise Refused("No.")
    assert names_in(place) == {"Early", "Late"}


def test_a_change_reads_the_text_of_what_was_changed_alone(place: Workspace) -> None:
    with opened(place):
        before = index_of().index.documents
        renamed("Early", "Earlier")
        after = index_of().index.documents
    same = [key for key, document in after.items() if document is before[key]]
    assert len(after) == 2 and [after[key].reference.name for key in same] == ["Late"]


def found_by_hand(words: str) -> list[str]:
    return [row.entry.reference.name for row in search(words, viewer=SETUP).rows(9)]


def test_a_search_by_hand_follows_a_write_and_reads_what_was_changed_alone(place: Workspace) -> None:
    with opened(place):
        for nth in range(20):
            references.start_profile(add_account(f"Another {nth}", by=SETUP), by=SETUP)
    with opened(place):
        assert found_by_hand("early") == ["Early"] and found_by_hand("quick") == []
        before = shelf_of(index_of()).basis.told.bearers
    with opened(place):
        renamed("Early", "Quick")
    with opened(place):
        assert found_by_hand("quick") == ["Quick"] and found_by_hand("early") == []
        after = shelf_of(index_of()).basis.told.bearers
    assert [one.names for one in after if one not in before] == [("quick",)]


def test_what_a_rolled_back_search_prepared_is_found_by_nobody(place: Workspace) -> None:
    with opened(place):
        assert found_by_hand("early") == ["Early"]
    with suppress(Refused), opened(place):
        renamed("Early", "Mistake")
        assert found_by_hand("mistake") == ["Mistake"]
        raise Refused("No.")
    with opened(place):
        assert found_by_hand("mistake") == [] and found_by_hand("early") == ["Early"]


def test_an_index_that_was_followed_is_let_go_with_all_that_was_beside_it(place: Workspace) -> None:
    with opened(place):
        shelf = ref(shelf_of(index_of()))
    assert shelf() is not None
    with opened(place):
        renamed("Early", "Quick")
    with opened(place):
        shelf_of(index_of())
    gc.collect()
    assert shelf() is None


def test_indexes_are_kept_by_what_they_weigh_and_the_newest_always_fits() -> None:
    one = Held(Index.build(EVERYBODY), {}, NOTHING_SEEN)
    kept, keys = Memory(most=3 * one.nbytes), [(uuid4(), Grain.CARD) for _ in range(1000)]
    for key in keys:
        kept.put(key, one)
        assert kept.get(keys[0]) is one, "what is used stays"
    assert len(kept) == 3
    assert kept.get(keys[1]) is None and kept.get(keys[-1]) is one
    crowded = Memory(most=0)
    crowded.put(keys[0], one)
    crowded.put(keys[1], one)
    assert len(crowded) == 1 and crowded.get(keys[1]) is one


def test_an_index_weighs_about_what_it_takes() -> None:
    MadeUp(1).references(1)
    tracemalloc.start()
    index = Index.build(MadeUp(1).references(1000))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert taken / 1.5 < index.nbytes < taken * 1.5


def found(made: Company, advocate: Advocate) -> Found:
    finding = finding_for(made.deal, actor_of(made.ben), Looking())
    return next(one for one in finding.found if one.advocate == advocate)


def test_a_withdrawn_consent_holds_whatever_is_in_memory(made: Company) -> None:
    with opened(made.workspace):
        held = index_of()
        assert found(made, made.maya).standing is Standing.ASKABLE
        # Past the verb, so that nothing in memory hears of it.
        Consent(advocate=made.maya, help_kind=HelpKind.CALL, act=Consent.Act.REVOKED).save(force_insert=True)
        assert index_of() is held
        assert found(made, made.maya).standing is Standing.OTHER_KIND


def test_a_hold_holds_whatever_is_in_memory(made: Company) -> None:
    with opened(made.workspace):
        held = index_of()
        place_hold(made.kestrel, by=SETUP, reason="Talks")
        assert index_of() is held
        assert found(made, made.maya).standing is Standing.LATER


def test_whoever_left_past_all_verbs_is_shown_nowhere(made: Company) -> None:
    with opened(made.workspace):
        held, ben = index_of(), actor_of(made.ben)
        Advocate.objects.filter(pk=made.maya.pk).update(state="left")
        assert index_of() is held
        assert made.maya not in [card.advocate for card in rank_for(deal_of(made.deal), viewer=ben)]
        assert made.maya not in [one.advocate for one in finding_for(made.deal, ben, Looking()).found]
