"""May this advocate be asked for this, now? One verdict, with every reason against it, most lasting first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from goodword.protection.rules.limits import (
    ASK_WINDOW,
    HALVES_A_CALL,
    LIVE_HELP,
    QUARTER,
    YEAR,
    Dial,
    Effective,
    Limits,
    halves_of,
)
from goodword.protection.rules.resting import FOR_GOOD, Rest, day_words, days_ago, rest
from goodword.protection.rules.standing import Gate, Override, Standing, Wish
from goodword.protection.rules.windows import (
    Dated,
    Entry,
    calls,
    dated_asks,
    dated_uses,
    free_on,
    gap_ends_on,
    last_live,
    today_in,
    used_within,
)

BLACKOUT_DAYS = 45
WORST_SEVERITIES = frozenset({1, 2})
# Code of each refusal and its sentence, most lasting first; this order is the order of every list of reasons.
SENTENCES: dict[str, str] = {
    "left": "{name} is not in the program.",
    "no_consent": "{name} has not agreed to this kind of help.",
    "not_offered": "{name} doesn't do this kind of help.",
    "itself": "The buyer is this same company.",
    "same_group": "The buyer belongs to the same group.",
    "competitor": "The buyer competes with this customer.",
    "language": "{name} doesn't speak the buyer's language.",
    "declined": "{name} said no for this deal.",
    "paused": "{name} paused.",
    "paused_until": "{name} paused until {until}.",
    "limit_customer_year": "{name} set {limit} a year. {used} used.",
    "limit_customer_quarter": "{name} set {limit} a quarter. {used} used.",
    "gap_customer": "{name} asked for {gap} between. The last was {ago}.",
    "asks_customer": "{name} allows {limit} in 30 days. {used} used.",
    "held": "On hold.",
    "held_until": "On hold until {until}.",
    "limit_default_year": "Our limit is {limit} a year. {used} used.",
    "limit_default_quarter": "Our limit is {limit} a quarter. {used} used.",
    "limit_account": "Our limit is {limit} a quarter for this company. {used} used.",
    "limit_kind_year": "Our limit for this kind of help is {limit} a year. {used} used.",
    "limit_kind_quarter": "Our limit for this kind of help is {limit} a quarter. {used} used.",
    "limit_kind_account": "Our limit for this kind of help is {limit} a quarter for this company. {used} used.",
    "health": "This customer's health is red.",
    "escalation": "A severe issue of this customer is open.",
    "renewal": "This customer's renewal is on {until}.",
    "asks_default": "Our limit is {limit} in 30 days. {used} used.",
    "asks_kind": "Our limit for this kind of help is {limit} asks in 30 days. {used} used.",
    "gap_kind": "Resting from this kind of help until {until}. The last was {ago}.",
    "gap": "Resting until {until}. The last was {ago}.",
    "asked_now": "{name} is being asked just now.",
    "gate_stage": "Live calls come later in a deal, or by the program manager's leave.",
    "gate_amount": "This deal is under the amount for live calls; the program manager can allow one.",
    "owner_yes": "The account owner has to say yes first.",
}
CODES = tuple(SENTENCES)
# Our own gaps: all that a manager's exception reaches past.
OVERRIDABLE = frozenset({"gap", "gap_kind"})


@dataclass(frozen=True, slots=True)
class Reason:
    """One refusal: its code, a whole sentence, and the first day it no longer holds (None: nobody knows)."""

    code: str
    sentence: str
    until: date | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Say whether the ask may go.

    `needs_owner_yes`: whatever the owner's mode, a spoken yes is needed (claimed agreement, or an override).
    `overridable`: only our own default gap stands in the way, so a manager may ask the owner all the same.
    `next_free_on`: today when allowed, None when nobody can say.
    """

    allowed: bool
    reasons: tuple[Reason, ...]
    needs_owner_yes: bool
    overridable: bool
    next_free_on: date | None
    rest: Rest

    @property
    def first(self) -> Reason | None:
        """Return the most lasting reason."""
        return self.reasons[0] if self.reasons else None


def verdict(
    standing: Standing,
    wish: Wish,
    entries: Iterable[Entry],
    effective: Effective,
    now: datetime,
    *,
    gate: Gate | None = None,
    override: Override | None = None,
    blackout_days: int = BLACKOUT_DAYS,
) -> Verdict:
    """Return whether this advocate may be asked for this now, and every reason why not.

    `entries`: the advocate's and their whole account's, the ask at hand left out.
    """
    entries = list(entries)
    today = today_in(now, standing.zone)
    own = [entry for entry in entries if entry.advocate == standing.advocate]
    account = [entry for entry in entries if entry.account == standing.account]
    overridden = override is not None and override.holds
    needs_yes = overridden or (wish.help in standing.claimed and wish.help not in standing.given)
    reasons = sorted(
        (
            *_about_consent(standing, wish, today),
            *_about_conflict(standing, wish),
            *_about_stops(standing, today, blackout_days),
            *_about_limits(standing, wish, own, account, effective, today),
            *_about_deal(wish, gate, needs_yes),
        ),
        key=lambda reason: CODES.index(reason.code),
    )
    overridable = bool(reasons) and all(reason.code in OVERRIDABLE for reason in reasons)
    if overridden:
        reasons = [reason for reason in reasons if reason.code not in OVERRIDABLE]
    return Verdict(
        allowed=not reasons,
        reasons=tuple(reasons),
        needs_owner_yes=needs_yes,
        overridable=overridable,
        next_free_on=_free(reasons, today),
        rest=rest(
            own,
            effective,
            now,
            asked_now=standing.asked_now,
            paused_until=standing.paused_until,
            held=standing.held,
            zone=standing.zone,
        ),
    )


def _free(reasons: Sequence[Reason], today: date) -> date | None:
    untils = [reason.until for reason in reasons]
    known = [until for until in untils if until is not None]
    return max([today, *known]) if len(known) == len(untils) else None


def _reason(code: str, until: date | None = None, /, **words: object) -> Reason:
    return Reason(code, SENTENCES[code].format(**words), until)


def _about_consent(standing: Standing, wish: Wish, today: date) -> Iterator[Reason]:
    name = standing.name
    if not standing.active:
        yield _reason("left", name=name)
    if wish.help in standing.switched_off:
        yield _reason("not_offered", name=name)
    elif wish.help not in standing.given and wish.help not in standing.claimed:
        yield _reason("no_consent", name=name)
    if wish.language and standing.languages and wish.language not in standing.languages:
        yield _reason("language", name=name)
    if standing.paused_until == FOR_GOOD:
        yield _reason("paused", name=name)
    elif standing.paused_until is not None and standing.paused_until > today:
        yield _reason("paused_until", standing.paused_until, name=name, until=day_words(standing.paused_until, today))


def _about_conflict(standing: Standing, wish: Wish) -> Iterator[Reason]:
    theirs = {key for key in (wish.prospect_account, wish.prospect_group) if key is not None}
    if wish.prospect_account is not None and wish.prospect_account == standing.account:
        yield _reason("itself")
    elif standing.group is not None and standing.group == wish.prospect_group and not wish.within_group:
        yield _reason("same_group")
    if theirs & set(standing.competes_with):
        yield _reason("competitor")
    if standing.advocate in wish.declined_by:
        yield _reason("declined", name=standing.name)


def _about_stops(standing: Standing, today: date, blackout_days: int) -> Iterator[Reason]:
    if standing.held and standing.held_until is None:
        yield _reason("held")
    elif standing.held and standing.held_until is not None:
        yield _reason("held_until", standing.held_until, until=day_words(standing.held_until, today))
    if standing.health_red:
        yield _reason("health")
    if standing.open_severity in WORST_SEVERITIES:
        yield _reason("escalation")
    renewal = standing.renewal_on
    if renewal is not None and today <= renewal <= today + timedelta(days=blackout_days):
        yield _reason("renewal", renewal + timedelta(days=1), until=day_words(renewal, today))
    if standing.asked_now:
        yield _reason("asked_now", name=standing.name)


def _about_limits(
    standing: Standing, wish: Wish, own: list[Entry], account: list[Entry], effective: Effective, today: date
) -> Iterator[Reason]:
    weight = halves_of(wish.help)
    uses, asks = dated_uses(own, standing.zone), dated_asks(own, standing.zone)
    yield from _of_customer(standing.name, effective.dial, uses, asks, weight, today)
    yield from _of_ours(effective.ours, uses, asks, weight, today)
    together, limit = dated_uses(account, standing.zone), effective.ours.account_per_quarter
    yield from _window("limit_account", together, QUARTER, limit, weight, today)
    if effective.kind is not None:
        yield from _of_kind(effective.kind, effective.ours, wish.help, own, account, standing.zone, today)


def _of_customer(
    name: str, dial: Dial, uses: Sequence[Dated], asks: Sequence[Dated], weight: int, today: date
) -> Iterator[Reason]:
    if dial.per_year is not None:
        yield from _window("limit_customer_year", uses, YEAR, dial.per_year, weight, today, name)
    if dial.per_quarter is not None:
        yield from _window("limit_customer_quarter", uses, QUARTER, dial.per_quarter, weight, today, name)
    if dial.asks_per_30_days is not None:
        yield from _window("asks_customer", asks, ASK_WINDOW, dial.asks_per_30_days, 1, today, name, noun="ask")
    if dial.gap_days is not None:
        yield from _gap("gap_customer", uses, dial.gap_days, today, name)


def _of_ours(ours: Limits, uses: Sequence[Dated], asks: Sequence[Dated], weight: int, today: date) -> Iterator[Reason]:
    yield from _window("limit_default_year", uses, YEAR, ours.per_year, weight, today)
    yield from _window("limit_default_quarter", uses, QUARTER, ours.per_quarter, weight, today)
    yield from _window("asks_default", asks, ASK_WINDOW, ours.asks_per_30_days, 1, today, noun="ask")
    yield from _gap("gap", uses, ours.gap_days, today)


def _of_kind(
    kind: Limits, ours: Limits, help: str, own: list[Entry], account: list[Entry], zone: str, today: date
) -> Iterator[Reason]:
    """Hold the numbers set for one kind of help against that kind alone, each help counting as one.

    A number that is no lower than everybody's says nothing of its own.
    """
    uses, together = _of_help(help, own, zone), _of_help(help, account, zone)
    asks = dated_asks([entry for entry in own if entry.help == help], zone)
    for code, things, days, limit, general in (
        ("limit_kind_year", uses, YEAR, kind.per_year, ours.per_year),
        ("limit_kind_quarter", uses, QUARTER, kind.per_quarter, ours.per_quarter),
        ("limit_kind_account", together, QUARTER, kind.account_per_quarter, ours.account_per_quarter),
        ("asks_kind", asks, ASK_WINDOW, kind.asks_per_30_days, ours.asks_per_30_days),
    ):
        if limit < general:
            yield from _window(code, things, days, limit, 1, today, noun="")
    if kind.gap_days > ours.gap_days:
        yield from _gap("gap_kind", uses, kind.gap_days, today)


def _of_help(help: str, entries: list[Entry], zone: str) -> list[Dated]:
    return [replace(use, weight=1) for use in dated_uses(entries, zone) if use.help == help]


def _window(
    code: str,
    things: Sequence[Dated],
    days: int,
    limit: int,
    weight: int,
    today: date,
    name: str = "",
    noun: str = "call",
) -> Iterator[Reason]:
    in_calls = noun == "call"
    unit = HALVES_A_CALL if in_calls else 1
    until = free_on(things, days, limit * unit, weight, today)
    if until == today:
        return
    used = used_within(things, days, today)
    limited = _counted(limit, noun) if noun else str(limit)
    spent = f"{calls(used) if in_calls else used} {'is' if 0 < used <= unit else 'are'}"
    yield _reason(code, until, name=name, limit=limited, used=spent)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _gap(code: str, uses: Sequence[Dated], days: int, today: date, name: str = "") -> Iterator[Reason]:
    latest, until = last_live(uses), gap_ends_on(uses, days, today)
    if latest is not None and until > today:
        ago = days_ago(latest.day, today)
        yield _reason(code, until, name=name, gap=_counted(days, "day"), ago=ago, until=day_words(until, today))


def _about_deal(wish: Wish, gate: Gate | None, needs_yes: bool) -> Iterator[Reason]:
    if gate is not None and wish.help in LIVE_HELP and not gate.leave:
        if wish.stage is not None and wish.stage < gate.from_stage:
            yield _reason("gate_stage")
        if wish.amount is not None and wish.amount < gate.amount:
            yield _reason("gate_amount")
    if needs_yes and wish.owner_said_yes is False:
        yield _reason("owner_yes")
