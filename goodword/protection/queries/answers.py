"""The answers pages and verbs ask for, each from the same rules and rows."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from goodword.directory.models import Account
from goodword.protection.queries.settings import Settings, limits
from goodword.protection.queries.standings import Known, known
from goodword.protection.rules import (
    QUARTER,
    YEAR,
    Effective,
    Override,
    Rest,
    Verdict,
    Wish,
    rest,
    spoken,
    strictest,
    today_in,
    verdict,
)
from goodword.protection.rules.windows import calls, dated_uses, used_within
from goodword.references.models import Advocate, HelpKind


@dataclass(frozen=True, slots=True)
class Load:
    """How much of the limits is used: “1½” of 4 calls this year, of 2 this quarter; and the rest that leaves.

    `days_since`: they last helped, in days of their own calendar as all of these; None where they never did.
    """

    used_halves: int
    per_year: int
    used_this_quarter: str
    per_quarter: int
    rest: Rest
    days_since: int | None

    @property
    def used(self) -> str:
        return calls(self.used_halves)

    @property
    def next_free_on(self) -> date | None:
        return self.rest.next_free_on


def wish(
    help_kind: HelpKind | str,
    *,
    prospect: Account | None = None,
    stage: int | None = None,
    amount: Decimal | int | None = None,
    within_group: bool = False,
    language: str | None = None,
    declined_by: Collection[UUID] = frozenset(),
    owner_said_yes: bool | None = None,
) -> Wish:
    """Return what is wanted, for `verdicts`; `stage` is the deal's place in the order of stages.

    `declined_by`: the people who said no for this deal.
    """
    return Wish(
        help=str(HelpKind(help_kind)),
        prospect_account=prospect.pk if prospect else None,
        prospect_group=prospect.group_id if prospect else None,
        language=spoken(language) if language else None,
        declined_by=declined_by,
        within_group=within_group,
        stage=stage,
        amount=amount,
        owner_said_yes=owner_said_yes,
    )


def rest_of(advocates: Iterable[Advocate], now: datetime) -> dict[UUID, Rest]:
    """Return how rested each of these is, read with contact, profile and account. Constant number of queries."""
    ours = limits().limits
    people = known(advocates, now, as_read=True, alone=True)
    return {pk: _rest(one, strictest(ours, dial=one.dial), now) for pk, one in people.items()}


def verdicts(
    advocates: Iterable[Advocate],
    wanted: Wish,
    now: datetime,
    *,
    thread: UUID | None = None,
    ask_id: UUID | None = None,
    leave: bool = False,
    override: Override | None = None,
) -> dict[UUID, Verdict]:
    """Return for each advocate whether they may be asked for this now, and every reason why not.

    The rest in each verdict is that of `rest_of`. Constant number of queries.
    """
    people = known(advocates, now, thread=thread, ask_id=ask_id)
    return verdicts_on(people, wanted, now, leave=leave, override=override)


def verdicts_on(
    people: Mapping[UUID, Known],
    wanted: Wish,
    now: datetime,
    *,
    leave: bool = False,
    override: Override | None = None,
    settings: Settings | None = None,
) -> dict[UUID, Verdict]:
    """Return the verdicts on people of whom everything is known already, under these settings or the workspace's own.

    Asks the database nothing but the workspace's limits.
    """
    settings = settings or limits()
    kind = settings.by_kind.get(wanted.help)
    return {
        pk: verdict(
            one.standing,
            wanted,
            one.entries,
            strictest(settings.limits, kind, dial=one.dial),
            now,
            gate=settings.gate(leave=leave),
            override=override,
            blackout_days=settings.blackout_days,
        )
        for pk, one in people.items()
    }


def load_of(advocates: Iterable[Advocate], now: datetime) -> dict[UUID, Load]:
    """Return how much of each one's limits is used, and how rested they are; read as for `rest_of`."""
    ours = limits().limits
    people = known(advocates, now, as_read=True, alone=True)
    return {pk: _load(one, strictest(ours, dial=one.dial), now) for pk, one in people.items()}


def _rest(one: Known, effective: Effective, now: datetime) -> Rest:
    standing = one.standing
    return rest(
        one.own_entries,
        effective,
        now,
        asked_now=standing.asked_now,
        paused_until=standing.paused_until,
        held=standing.held,
        zone=standing.zone,
    )


def _load(one: Known, effective: Effective, now: datetime) -> Load:
    zone, numbers = one.standing.zone, effective.limits
    uses, today = dated_uses(one.own_entries, zone), today_in(now, zone)
    return Load(
        used_halves=used_within(uses, YEAR, today),
        per_year=numbers.per_year,
        used_this_quarter=calls(used_within(uses, QUARTER, today)),
        per_quarter=numbers.per_quarter,
        rest=_rest(one, effective, now),
        days_since=min(((today - use.day).days for use in uses if use.day <= today), default=None),
    )
