"""What a person was asked and did: rows that are only ever added."""

from __future__ import annotations

from datetime import date, datetime, time
from uuid import UUID

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.working_time import instant_of, wall_of
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.protection.actions.places import lock, place_of, release
from goodword.protection.models import LedgerEntry
from goodword.references.models import Advocate, HelpKind


def record_use(ask_id: UUID, *, by: Actor, at: datetime | None = None) -> LedgerEntry:
    """Write down, once, that the help was given, and give the place up. Raises TooLate for an ask without a place.

    Call it when the answer can't be undone any more.
    """
    place = place_of(ask_id)
    lock(place.advocate)
    release(ask_id, by=by)
    written = LedgerEntry.objects.filter(ask_id=ask_id, kind=LedgerEntry.Kind.USE).first()
    if written is not None:
        return written
    entry = LedgerEntry(
        kind=LedgerEntry.Kind.USE,
        help_kind=place.help_kind,
        advocate_id=place.advocate_id,
        contact_id=place.contact_id,
        account_id=place.account_id,
        at=at or clock.now(),
        thread=place.thread,
        ask_id=ask_id,
    )
    entry.save(force_insert=True)
    return entry


def log_elsewhere(advocate: Advocate, help_kind: HelpKind | str, *, by: Actor, on: date, note: str = "") -> LedgerEntry:
    """Write down help that was given without this desk; it counts like any other. Raises NotAllowed, Refused."""
    must_keep(by, Permission.REFERENCE_EDIT, advocate.profile.account)
    zone = advocate.contact.zone
    if on > wall_of(clock.now(), zone).date():
        raise Refused("That day is still to come.", code="future_date")
    lock(advocate)
    entry = LedgerEntry(
        kind=LedgerEntry.Kind.USE,
        help_kind=HelpKind(help_kind),
        advocate=advocate,
        contact_id=advocate.contact_id,
        account_id=advocate.profile.account_id,
        at=min(instant_of(datetime.combine(on, time(12)), zone), clock.now()),
        elsewhere=True,
        note=note.strip()[:300],
    )
    entry.save(force_insert=True)
    data = {"help_kind": str(entry.help_kind), "on": on.isoformat()}
    events.record("use.logged", advocate, by=by, about=[advocate.contact, advocate.profile.account], data=data)
    return entry
