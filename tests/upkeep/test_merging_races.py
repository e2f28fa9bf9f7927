"""Merging against merging, and against asking: whoever comes second sees what the first did, or is refused."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from goodword.core import clock
from goodword.core.errors import TooLate
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account, add_contact, change_account, name_rivals
from goodword.directory.models import Account, Contact
from goodword.protection.actions import log_elsewhere
from goodword.protection.models import Reservation
from goodword.references.models import Advocate
from goodword.upkeep.actions import look_at_merge, merge_accounts, merge_contacts
from tests import cast
from tests.cast import SETUP, Company, company
from tests.protection.people import reserve
from tests.protection.test_race import RACERS, TOO_LONG, Racers, racing

ROUNDS = 6


def round_of(made: Company, number: int) -> list[UUID]:
    with opened(made.workspace):
        return [add_contact(made.kestrel, f"Twin {number} {nth}", by=SETUP).pk for nth in range(2)]


def merged(stays: UUID, away: UUID) -> str:
    people = Contact.objects.in_bulk([stays, away])
    try:
        merge_contacts(people[stays], people[away], by=SETUP)
    except TooLate:
        return "too late"
    return "merged"


def circles(made: Company) -> int:
    """Return how many were merged into somebody who is merged into another."""
    with opened(made.workspace):
        return Contact.objects.exclude(merged_into__merged_into=None).count()


def test_of_many_merges_of_the_same_two_either_way_round_one_is_made() -> None:
    made = company()
    with racing(made) as racers:
        for number in range(ROUNDS):
            pair = round_of(made, number)

            def want(nth: int, pair: list[UUID] = pair) -> str:
                return merged(*(pair if nth % 2 else reversed(pair)))

            assert racers.race(want) == {"merged": 1, "too late": racers.count - 1}
    assert circles(made) == 0


def test_control_merging_without_holding_the_rows_makes_circles() -> None:
    """If this one fails, the race above proves nothing."""
    made, all_have_read = company(), threading.Barrier(RACERS, timeout=TOO_LONG)

    def want(nth: int) -> str:
        stays, away = pair if nth % 2 else reversed(pair)
        merged_before = Contact.objects.filter(pk__in=pair).exclude(merged_into=None).exists()
        all_have_read.wait()
        if merged_before:
            return "too late"
        Contact.objects.filter(pk=away).update(merged_into=stays)
        return "merged"

    with racing(made) as racers:
        for number in range(ROUNDS):
            pair = round_of(made, number)
            assert racers.race(want) == {"merged": racers.count}
    assert circles(made) == 2 * ROUNDS


def test_merging_into_one_that_is_being_merged_ends_at_the_last() -> None:
    made = company()
    with racing(made) as racers:
        for number in range(ROUNDS):
            first, second = round_of(made, number)
            (last,) = round_of(made, number + 100)[:1]

            def want(nth: int, first: UUID = first, second: UUID = second, last: UUID = last) -> str:
                return merged(second, first) if nth % 2 else merged(last, second)

            assert racers.race(want)["merged"] in (1, 2)
            assert circles(made) == 0
            with opened(made.workspace):
                assert Contact.objects.get(pk=second).merged_into_id == last


def test_companies_merged_both_ways_at_once_are_merged_once() -> None:
    made = company()
    with racing(made) as racers:
        for number in range(ROUNDS):
            with opened(made.workspace):
                one, other = (cast.customer(f"Twin {number} {nth}", owner=made.amara).pk for nth in range(2))

            def want(nth: int, one: UUID = one, other: UUID = other) -> str:
                firms = Account.objects.in_bulk([one, other])
                stays, away = (one, other) if nth % 2 else (other, one)
                try:
                    merge_accounts(firms[stays], firms[away], by=SETUP)
                except TooLate:
                    return "too late"
                return "merged"

            assert racers.race(want) == {"merged": 1, "too late": racers.count - 1}


def test_nobody_is_asked_beyond_their_limit_while_they_are_merged() -> None:
    """The other one's calls of this month count at once, whoever read the person a moment before."""
    made = company()
    with racing(made) as racers:
        for number in range(ROUNDS):
            free, busy = _free_and_busy(made, number)
            outcomes = _ask_while_merging(made, racers, free, busy)
            with opened(made.workspace):
                places = Reservation.objects.filter(released_at=None, advocate__in=[free, busy]).count()
                united = Advocate.objects.get(pk=busy).merged_into_id == free
            # Either they were asked first, and the merge was refused, or merged first, and then nobody asked them.
            assert places == (0 if united else 1), outcomes


def _free_and_busy(made: Company, number: int) -> tuple[UUID, UUID]:
    with opened(made.workspace):
        free = cast.advocate(made.kestrel, f"Free{number} One", nominated_by=made.lucia)
        busy = cast.advocate(made.kestrel, f"Busy{number} One", nominated_by=made.lucia)
        log_elsewhere(busy, "call", by=SETUP, on=clock.now().date() - timedelta(days=3))
        return free.pk, busy.pk


def _ask_while_merging(made: Company, racers: Racers, free: UUID, busy: UUID) -> object:
    def want(nth: int) -> str:
        people = Advocate.objects.select_related("contact", "profile__account").in_bulk([free, busy])
        try:
            if nth % 2:
                merge_contacts(people[free].contact, people[busy].contact, by=SETUP)
                return "merged"
            reserve(made, people[free])
        except TooLate:
            return "too late"
        return "asked"

    return racers.race(want)


def _twin_companies(made: Company, number: int) -> tuple[UUID, UUID]:
    with opened(made.workspace):
        one, other = (cast.customer(f"Edited {number} {nth}", owner=made.amara) for nth in range(2))
        change_account(other, by=SETUP, health="red")
        return one.pk, other.pk


def _edit_while_merging(racers: Racers, one: UUID, other: UUID, edit: Callable[[Account, int], object]) -> Counter[str]:
    """Let one merge two companies while all the others, having read them before, come to edit either."""
    all_have_read, is_merging = threading.Barrier(racers.count, timeout=TOO_LONG), threading.Event()

    def want(nth: int) -> str:
        firms = Account.objects.in_bulk([one, other])
        all_have_read.wait()
        try:
            if nth == 0:
                list(Account.objects.filter(pk__in=firms).order_by("pk").select_for_update(of=["self"]))
                is_merging.set()
                merge_accounts(firms[one], firms[other], by=SETUP)
                return "merged"
            assert is_merging.wait(TOO_LONG)
            edit(firms[other if nth % 2 else one], nth)
        except TooLate:
            return "too late"
        return "edited"

    return racers.race(want)


def test_an_edit_that_waited_for_a_merge_brings_nobody_back_and_loosens_nothing() -> None:
    made = company()
    with racing(made) as racers:
        for number in range(ROUNDS):
            one, other = _twin_companies(made, number)
            outcomes = _edit_while_merging(
                racers, one, other, lambda firm, nth: change_account(firm, by=SETUP, city=f"Ghent {nth}")
            )
            assert outcomes["merged"] == 1 and not outcomes.keys() - {"merged", "edited", "too late"}, outcomes
            with opened(made.workspace):
                firms = Account.objects.in_bulk([one, other])
                assert firms[other].merged_into_id == one
                assert firms[one].health == "red"


def test_control_an_edit_that_writes_the_whole_row_brings_them_back() -> None:
    """If this one fails, the race above proves nothing."""
    made = company()

    def whole(firm: Account, nth: int) -> None:
        firm.city = f"Ghent {nth}"
        firm.save()

    undone = 0
    with racing(made) as racers:
        for number in range(ROUNDS):
            one, other = _twin_companies(made, number)
            _edit_while_merging(racers, one, other, whole)
            with opened(made.workspace):
                firms = Account.objects.in_bulk([one, other])
                undone += firms[other].merged_into_id is None or firms[one].health != "red"
    assert undone == ROUNDS


def test_looking_at_a_merge_never_stands_in_the_way_of_an_ask() -> None:
    """Whoever looks holds the rows in the one order everybody does; else the two would wait for each other."""
    made = company()
    with opened(made.workspace):
        twins = [
            (
                cast.customer(f"Looked {nth} A", owner=made.amara).pk,
                cast.customer(f"Looked {nth} B", owner=made.amara).pk,
            )
            for nth in range(ROUNDS)
        ]
        people = {
            pk: cast.advocate(Account.objects.get(pk=pk), f"P{nth}{part} One", nominated_by=made.amara).pk
            for nth, pair in enumerate(twins)
            for part, pk in enumerate(pair)
        }
    with racing(made) as racers:
        for pair in twins:

            def want(nth: int, pair: tuple[UUID, UUID] = pair) -> str:
                firms = Account.objects.in_bulk(pair)
                if nth % 2:
                    stays, away = pair if nth % 4 == 1 else reversed(pair)
                    look_at_merge(firms[stays], firms[away], by=SETUP)
                    return "looked"
                kin = Advocate.objects.select_related("contact", "profile__account")
                reserve(made, kin.get(pk=people[pair[nth % 4 // 2]]))
                return "asked"

            outcomes = racers.race(want)
            assert not outcomes.keys() - {"looked", "asked", "asked_now"}, outcomes


def test_nobody_is_asked_for_a_deal_with_a_competitor_while_the_deal_turns_out_to_be_theirs() -> None:
    made = company()
    with racing(made) as racers:
        for number in range(ROUNDS):
            with opened(made.workspace):
                firm = cast.customer(f"Walled{number} Freight", owner=made.amara)
                helper = cast.advocate(firm, f"Walled{number} One", nominated_by=made.lucia).pk
                rival, double = (
                    add_account(f"Rival {number}{end}", by=SETUP, status=Account.Status.PROSPECT) for end in ("", " NV")
                )
                name_rivals(rival, firm, by=SETUP)

            def want(nth: int, helper: UUID = helper, rival: UUID = rival.pk, double: UUID = double.pk) -> str:
                firms = Account.objects.in_bulk([rival, double])
                kin = Advocate.objects.select_related("contact", "profile__account")
                try:
                    if nth % 2:
                        merge_accounts(firms[rival], firms[double], by=SETUP)
                        return "merged"
                    reserve(made, kin.get(pk=helper), prospect=firms[double])
                except TooLate:
                    return "too late"
                return "asked"

            outcomes = racers.race(want)
            with opened(made.workspace):
                asked = Reservation.objects.filter(released_at=None, advocate=helper).exists()
                one = Account.objects.get(pk=double.pk).merged_into_id is not None
            assert asked != one, outcomes
