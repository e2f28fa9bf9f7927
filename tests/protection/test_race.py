"""Many want the last place at once: exactly one gets it. The naive way, kept here as the control, oversells."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from uuid import UUID, uuid4

import psycopg
from django.db import DatabaseError, connection

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.models import Program, Workspace
from goodword.core.tenancy import opened
from goodword.protection import actions
from goodword.protection.models import LedgerEntry, Reservation
from goodword.protection.queries import verdicts
from goodword.references.models import Advocate
from tests import cast
from tests.cast import Company
from tests.protection.people import as_one_group, call_with, reserve
from tests.references.people import company

ROUNDS = int(os.environ.get("GOODWORD_RACES", "20"))
RACERS = int(os.environ.get("GOODWORD_RACERS", "8"))
CONTROL_ROUNDS = 12
TOO_LONG = 60  # seconds for one round, on a machine that does much else
Attempt = Callable[[int], str]


class Racers:
    """Threads with a connection each, kept for all rounds; every round starts them at one barrier."""

    def __init__(self, workspace: Workspace, count: int = RACERS) -> None:
        self.workspace, self.count = workspace, count
        self.start, self.finish = (threading.Barrier(count + 1, timeout=TOO_LONG) for _ in range(2))
        self.attempt: Attempt | None = None
        self.outcomes: list[str] = []
        self.threads = [threading.Thread(target=self._run, args=(nth,), daemon=True) for nth in range(count)]
        for thread in self.threads:
            thread.start()

    def race(self, attempt: Attempt) -> Counter[str]:
        """Let every racer make one attempt at once; count what came out of it."""
        self.outcomes, self.attempt = [], attempt
        self.start.wait()
        self.finish.wait()
        return Counter(self.outcomes)

    def stop(self) -> None:
        self.attempt = None
        self.start.wait()
        for thread in self.threads:
            thread.join()

    def _run(self, nth: int) -> None:
        connection.ensure_connection()
        while True:
            self.start.wait()
            if self.attempt is None:
                connection.close()
                return
            try:
                self.outcomes.append(self._outcome(nth, self.attempt))
            finally:
                self.finish.wait()

    def _outcome(self, nth: int, attempt: Attempt) -> str:
        try:
            with opened(self.workspace):
                return attempt(nth)
        except Refused as refused:
            return refused.code
        except DatabaseError as trouble:  # a deadlock is an outcome to count, not to hide
            return f"{type(trouble).__name__}: {trouble}"


@contextmanager
def racing(tidewell: Company) -> Iterator[Racers]:
    racers = Racers(tidewell.workspace)
    try:
        yield racers
    finally:
        racers.stop()


def test_of_many_requests_for_one_persons_last_place_exactly_one_gets_it() -> None:
    tidewell = company()

    def want(nth: int) -> str:
        reserve(tidewell, Advocate.objects.select_related("profile__account", "contact").get(pk=tidewell.maya.pk))
        return "won"

    with racing(tidewell) as racers:
        for _ in range(ROUNDS):
            assert racers.race(want) == {"won": 1, "asked_now": RACERS - 1}
            with opened(tidewell.workspace):
                (winner,) = Reservation.objects.filter(released_at=None)
                actions.release(winner.ask_id, by=cast.SETUP)


def test_of_many_colleagues_for_their_companys_last_place_exactly_one_gets_it() -> None:
    """No constraint stands behind this one: the lock on the company's row alone makes the counting true."""
    tidewell = company()
    with opened(tidewell.workspace):
        people = [
            cast.advocate(tidewell.kestrel, f"Helper{nth} Person", nominated_by=tidewell.amara).pk
            for nth in range(RACERS)
        ]
        Program.objects.update(rules={"protection": {"account_per_quarter": 1}})

    def want(nth: int) -> str:
        reserve(tidewell, Advocate.objects.select_related("profile__account", "contact").get(pk=people[nth]))
        return "won"

    with racing(tidewell) as racers:
        for _ in range(10):
            assert racers.race(want) == {"won": 1, "limit_account": RACERS - 1}
            with opened(tidewell.workspace):
                (winner,) = Reservation.objects.filter(released_at=None)
                actions.release(winner.ask_id, by=cast.SETUP)


def test_of_many_sister_companies_for_their_groups_last_place_exactly_one_gets_it() -> None:
    """No constraint stands behind this one either: the lock on the group's row alone makes the counting true."""
    tidewell = company()
    people = in_one_group_with_one_place(tidewell)

    def want(nth: int) -> str:
        reserve(tidewell, Advocate.objects.select_related("profile__account", "contact").get(pk=people[nth]))
        return "won"

    with racing(tidewell) as racers:
        for _ in range(10):
            assert racers.race(want) == {"won": 1, "limit_group": RACERS - 1}
            with opened(tidewell.workspace):
                (winner,) = Reservation.objects.filter(released_at=None)
                actions.release(winner.ask_id, by=cast.SETUP)


def test_control_counting_a_groups_uses_without_its_lock_oversells() -> None:
    """If this one fails, the race above proves nothing."""
    tidewell = company()
    people = in_one_group_with_one_place(tidewell)

    def want(nth: int) -> str:
        person = Advocate.objects.select_related("profile__account", "contact").get(pk=people[nth])
        answer = verdicts([person], call_with(tidewell), clock.now())[person.pk]
        if answer.first is not None:
            return answer.first.code
        place = {"advocate": person, "contact": person.contact, "account": person.profile.account}
        Reservation(**place, prospect=tidewell.harbourline, thread=uuid4(), ask_id=uuid4(), help_kind="call").save()
        return "won"

    oversold = 0
    with racing(tidewell) as racers:
        for _ in range(CONTROL_ROUNDS):
            oversold += racers.race(want)["won"] > 1
            with opened(tidewell.workspace):
                Reservation.objects.update(released_at=clock.now())
    assert oversold >= CONTROL_ROUNDS // 4, "a busy machine lets fewer meet, but some always do"


def in_one_group_with_one_place(tidewell: Company) -> list[UUID]:
    """Give each racer a company of its own, all of one group that may be used once a quarter; return the advocates."""
    with opened(tidewell.workspace):
        sisters = [cast.customer(f"Sister{nth} Freight", owner=tidewell.amara) for nth in range(RACERS)]
        as_one_group(*sisters)
        Program.objects.update(rules={"protection": {"group_per_quarter": 1}})
        return [
            cast.advocate(one, f"Helper{nth} Person", nominated_by=tidewell.amara).pk for nth, one in enumerate(sisters)
        ]


def test_of_many_customers_of_one_request_exactly_one_is_asked() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        people = [
            cast.advocate(account, f"Helper{nth} Person", nominated_by=tidewell.amara)
            for account in (tidewell.kestrel, tidewell.nordhaven)
            for nth in range(RACERS // 2)
        ]
        Program.objects.update(rules={"protection": {"account_per_quarter": RACERS}})

    def ask_of(asks: list[UUID]) -> Attempt:
        def ask(nth: int) -> str:
            actions.to_customer(asks[nth], by=cast.SETUP)
            return "won"

        return ask

    with racing(tidewell) as racers:
        for _ in range(3):
            thread, asks = uuid4(), [uuid4() for _ in people]
            with opened(tidewell.workspace):
                for person, ask_id in zip(people, asks, strict=True):
                    reserve(tidewell, person, thread=thread, ask_id=ask_id)
            assert racers.race(ask_of(asks)) == {"won": 1, "another_customer": RACERS - 1}
            with opened(tidewell.workspace):
                assert LedgerEntry.objects.filter(thread=thread).count() == 1
                for ask_id in asks:
                    actions.release(ask_id, by=cast.SETUP)


def test_two_who_need_the_same_people_in_opposite_order_do_not_wait_for_each_other_for_ever() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        as_one_group(tidewell.nordhaven, name="Nordhaven group")
        as_one_group(tidewell.kestrel, name="Kestrel group")

    def both(nth: int) -> str:
        people = list(Advocate.objects.select_related("profile__account", "contact").order_by("pk"))
        actions.lock(*(people if nth % 2 else people[::-1]))
        for person in people if nth % 2 else people[::-1]:
            reserve(tidewell, person)
        return "won"

    with racing(tidewell) as racers:
        for _ in range(5):
            assert racers.race(both) == {"won": 1, "asked_now": RACERS - 1}
            with opened(tidewell.workspace):
                for place in Reservation.objects.filter(released_at=None):
                    actions.release(place.ask_id, by=cast.SETUP)


def test_control_counting_without_lock_and_constraint_oversells() -> None:
    """If this one fails, the races above prove nothing."""
    tidewell = company()

    def want(nth: int) -> str:
        person = Advocate.objects.select_related("profile__account", "contact").get(pk=tidewell.maya.pk)
        answer = verdicts([person], call_with(tidewell), clock.now())[person.pk]
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM naive_place WHERE contact_id = %s", [person.contact_id])
            (taken,) = cursor.fetchone()
            if taken or not answer.allowed:
                return "asked_now"
            cursor.execute("INSERT INTO naive_place (contact_id) VALUES (%s)", [person.contact_id])
        return "won"

    oversold = 0
    with naive_table(), racing(tidewell) as racers:
        for _ in range(CONTROL_ROUNDS):
            oversold += racers.race(want)["won"] > 1
            with opened(tidewell.workspace), connection.cursor() as cursor:
                cursor.execute("DELETE FROM naive_place")
    assert oversold >= CONTROL_ROUNDS // 4, "a busy machine lets fewer meet, but some always do"


@contextmanager
def naive_table() -> Iterator[None]:
    """Make a copy of the places without their constraints, for as long as the control runs."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        runtime = connection.settings_dict["USER"]
        owner.execute("CREATE TABLE naive_place (contact_id uuid NOT NULL)")
        owner.execute(f'GRANT SELECT, INSERT, DELETE ON naive_place TO "{runtime}"')
        try:
            yield
        finally:
            owner.execute("DROP TABLE naive_place")
