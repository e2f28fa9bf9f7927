"""May this advocate be asked for this, now? One verdict, with every reason against it, most lasting first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from goodword.protection.rules.counted import Counted, about_limits
from goodword.protection.rules.limits import LIVE_HELP, Effective
from goodword.protection.rules.reasons import CODES, OVERRIDABLE, Reason, reason
from goodword.protection.rules.resting import FOR_GOOD, Rest, day_words, rest_after
from goodword.protection.rules.standing import Gate, Override, Standing, Wish
from goodword.protection.rules.windows import Entry, today_in

BLACKOUT_DAYS = 45
WORST_SEVERITIES = frozenset({1, 2})


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

    `entries`: the advocate's and their whole account's and group's, the ask at hand left out.
    """
    today = today_in(now, standing.zone)
    counted = Counted.of(standing, list(entries))
    overridden = override is not None and override.holds
    needs_yes = overridden or (wish.help in standing.claimed and wish.help not in standing.given)
    reasons = sorted(
        (
            *_about_consent(standing, wish, today),
            *_about_conflict(standing, wish),
            *_about_stops(standing, today, blackout_days),
            *about_limits(standing, wish, counted, effective, today),
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
        rest=rest_after(
            counted.uses,
            counted.asks,
            effective,
            today,
            asked_now=standing.asked_now,
            paused_until=standing.paused_until,
            held=standing.held,
        ),
    )


def _free(reasons: Sequence[Reason], today: date) -> date | None:
    untils = [reason.until for reason in reasons]
    known = [until for until in untils if until is not None]
    return max([today, *known]) if len(known) == len(untils) else None


def _about_consent(standing: Standing, wish: Wish, today: date) -> Iterator[Reason]:
    name = standing.name
    if not standing.active:
        yield reason("left", name=name)
    if wish.help in standing.switched_off:
        yield reason("not_offered", name=name)
    elif wish.help not in standing.given and wish.help not in standing.claimed:
        yield reason("no_consent", name=name)
    if wish.language and standing.languages and wish.language not in standing.languages:
        yield reason("language", name=name)
    if standing.paused_until == FOR_GOOD:
        yield reason("paused", name=name)
    elif standing.paused_until is not None and standing.paused_until > today:
        yield reason("paused_until", standing.paused_until, name=name, until=day_words(standing.paused_until, today))


def _about_conflict(standing: Standing, wish: Wish) -> Iterator[Reason]:
    theirs = {key for key in (wish.prospect_account, wish.prospect_group) if key is not None}
    if wish.prospect_account is not None and wish.prospect_account == standing.account:
        yield reason("itself")
    elif standing.group is not None and standing.group == wish.prospect_group and not wish.within_group:
        yield reason("same_group")
    if theirs & set(standing.competes_with):
        yield reason("competitor")
    if standing.advocate in wish.declined_by:
        yield reason("declined", name=standing.name)


def _about_stops(standing: Standing, today: date, blackout_days: int) -> Iterator[Reason]:
    if standing.held and standing.held_until is None:
        yield reason("held")
    elif standing.held and standing.held_until is not None:
        yield reason("held_until", standing.held_until, until=day_words(standing.held_until, today))
    if standing.health_red:
        yield reason("health")
    if standing.open_severity in WORST_SEVERITIES:
        yield reason("escalation")
    renewal = standing.renewal_on
    if renewal is not None and today <= renewal <= today + timedelta(days=blackout_days):
        yield reason("renewal", renewal + timedelta(days=1), until=day_words(renewal, today))
    if standing.asked_now:
        yield reason("asked_now", name=standing.name)


def _about_deal(wish: Wish, gate: Gate | None, needs_yes: bool) -> Iterator[Reason]:
    if gate is not None and wish.help in LIVE_HELP and not gate.leave:
        if wish.stage is not None and wish.stage < gate.from_stage:
            yield reason("gate_stage")
        if wish.amount is not None and wish.amount < gate.amount:
            yield reason("gate_amount")
    if needs_yes and wish.owner_said_yes is False:
        yield reason("owner_yes")
