"""Stops with an author and a date: the customer's pause, the owner's hold, the hold until someone talked to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from goodword.core import clock, events, jobs
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.models import Event
from goodword.core.working_time import instant_of
from goodword.directory.models import Account
from goodword.members.policy import Permission, must
from goodword.protection.actions.places import lock, lock_company
from goodword.protection.models import Hold
from goodword.protection.policy import must_lift, must_pause, must_place
from goodword.protection.queries import zone_of
from goodword.references.models import Advocate


def place_hold(
    thing: Account | Advocate, *, by: Actor, reason: str = "", until: date | None = None, starts: date | None = None
) -> Hold:
    """Stop asks of a customer, or of one person there, from now or a day ahead, until a day or until it is lifted.

    `until` is the first day they can be asked again. Raises NotAllowed, TooLate for one who is known as another by now,
    and Refused for a day that is not ahead.
    """
    lock(thing) if isinstance(thing, Advocate) else lock_company(thing)
    account, advocate = _parts(thing)
    must_place(by, account)
    return _placed(Hold.Kind.HOLD, account, advocate, by=by, reason=reason, until=until, starts=starts)


def pause(advocate: Advocate, *, by: Actor, until: date | None = None) -> Hold:
    """Stop asks because the person wants it, until a day or until they say so; it replaces the pause that stands.

    Someone else who writes it down for them can make a pause longer, never shorter. Raises NotAllowed, TooLate,
    Refused.
    """
    lock(advocate)
    must_pause(by, advocate)
    standing = list(_standing(advocate, Hold.Kind.PAUSE))
    if not by.is_contact(advocate.contact_id):
        for longer in standing:
            if longer.until is None or (until is not None and longer.until >= _start_of(until, advocate)):
                return longer
    account, replaced = advocate.profile.account, [str(hold.pk) for hold in standing]
    made = _placed(Hold.Kind.PAUSE, account, advocate, by=by, reason="", until=until, replaced=replaced)
    end_holds(standing, by=by)
    return made


def open_repair_hold(advocate: Advocate, *, by: Actor, reason: str = "") -> Hold:
    """Stop asks of someone who said "not again", until a person talked to them. Raises NotAllowed."""
    must(by, Permission.DEBRIEF_GIVE)
    standing = _standing(advocate, Hold.Kind.REPAIR).first()
    if standing is not None:
        return standing
    return _placed(Hold.Kind.REPAIR, advocate.profile.account, advocate, by=by, reason=reason, until=None)


def lift_hold(hold: Hold, *, by: Actor) -> Event:
    """Let asks go on. A pause is lifted by the person alone. Raises NotAllowed; TooLate when it was lifted already."""
    must_lift(by, hold)
    if not end_holds([hold], by=by):
        raise TooLate("This was lifted already.", state="lifted")
    hold.refresh_from_db()
    return events.record("hold.lifted", hold, by=by, about=about_hold(hold), data={"kind": str(hold.kind)})


def _parts(thing: Account | Advocate) -> tuple[Account, Advocate | None]:
    return (thing, None) if isinstance(thing, Account) else (thing.profile.account, thing)


def _standing(advocate: Advocate, kind: Hold.Kind) -> QuerySet[Hold]:
    return Hold.objects.standing(clock.now()).filter(advocate=advocate, kind=kind)


def _placed(
    kind: Hold.Kind,
    account: Account,
    advocate: Advocate | None,
    *,
    by: Actor,
    reason: str,
    until: date | None,
    replaced: Sequence[str] = (),
    starts: date | None = None,
) -> Hold:
    begins, moment = (None if day is None else _start_of(day, advocate or account) for day in (starts, until))
    for day in (begins, moment):
        if day is not None and day <= clock.now():
            raise Refused("Choose a day after today.", code="past_date")
    if begins is not None and moment is not None and moment <= begins:
        raise Refused("It must end after it begins.", code="ends_first")
    hold = Hold(
        kind=kind,
        account=account,
        advocate=advocate,
        reason=reason.strip()[:300],
        starts_at=begins,
        until=moment,
        made_by=by.label[:200],
    )
    hold.save(force_insert=True)
    data: dict[str, Any] = {"kind": str(kind), "until": until.isoformat() if until else None}
    if starts is not None:
        data["from"] = starts.isoformat()
    if replaced:
        data["replaced"] = list(replaced)
    events.record("hold.placed", hold, by=by, about=about_hold(hold), data=data)
    if begins is not None:
        jobs.defer("protection.hold_begins", at=begins, hold_id=hold.pk)
    return hold


def _start_of(day: date, thing: Account | Advocate) -> datetime:
    """Return when a day begins where the customer is."""
    return instant_of(datetime(day.year, day.month, day.day), zone_of(thing))


def end_holds(holds: list[Hold], *, by: Actor) -> int:
    """Write that holds ended now; return how many still stood."""
    rows = Hold.objects.filter(pk__in=[hold.pk for hold in holds], lifted_at=None)
    return rows.update(lifted_at=clock.now(), lifted_by=by.label[:200])


def pauses_but_the_longest(advocate: Advocate) -> list[Hold]:
    """Return the pauses of a person that a longer one makes needless: whoever was two persons had one of each."""
    pauses = sorted(_standing(advocate, Hold.Kind.PAUSE), key=lambda one: (one.until is None, one.until or one.made_at))
    return pauses[:-1]


def about_hold(hold: Hold) -> list[Any]:
    """Return what an event about a hold concerns."""
    return [hold.account, hold.advocate, hold.advocate and hold.advocate.contact]
