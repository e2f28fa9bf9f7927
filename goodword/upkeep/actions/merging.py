"""Two entries of one company, or of one person, made one: looked at first, done in one piece, undone in ten minutes.

A merge loosens nothing that protects them. Of two visibilities, limits, ways to be asked, standings and healths the
stricter holds; every pause and hold of either stands; of what a person agreed to and withdrew themselves the latest
holds, as if they had always been one, and no claim passes over it; what either was asked and did counts for the one
that stays.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event, Mention
from goodword.core.undo import UNDO
from goodword.directory.actions.merging import Entry, fields_of, take_over
from goodword.directory.models import Account, Contact
from goodword.directory.policy import may_edit_account, must_edit_account
from goodword.directory.queries import with_merged
from goodword.members.policy import is_manager
from goodword.protection.actions import end_holds, hold_rows, pauses_but_the_longest
from goodword.protection.models import LedgerEntry
from goodword.protection.queries import Rest, rest_of, stopped_asks
from goodword.references.actions import merging as references
from goodword.references.models import Advocate
from goodword.references.policy import must_know_account
from goodword.references.queries import forget_merged
from goodword.upkeep.actions.moving import Kept, column_of, drop, move_all, move_links, note, put_back
from goodword.upkeep.actions.obstacles import obstacles
from goodword.upkeep.models import Merge

PROFILE = (
    "visibility",
    "description",
    "described_by",
    "owner_mode",
    "pre_approved_a_quarter",
    "confirmed_at",
    "confirmed_by",
    "check_in_asked_at",
    "check_in_asked_by",
)
ADVOCATE = (
    "visibility",
    "dial_per_year",
    "dial_per_quarter",
    "dial_gap_days",
    "off_limits",
    "languages",
    "nominated_by_id",
    "never_ask_since",
)


@dataclass
class Joined:
    """What a merge did, or would do: the fields taken over, how many of what moved, and who is how rested then."""

    taken: list[str]
    kept: Kept
    advocate: Advocate | None = None
    rest: Rest | None = None


@dataclass(frozen=True)
class Preview:
    """What a merge would do; `counted`: the lines of the ledger that count for both; `why_not`: in words."""

    moved: Mapping[str, int] = field(default_factory=dict)
    counted: int = 0
    rest: Rest | None = None
    why_not: tuple[str, ...] = ()


def look_at_merge(stays: Entry, away: Entry, *, by: Actor, chosen: Collection[str] = ()) -> Preview:
    """Return what a merge would do, found by doing it and leaving nothing of it behind. Raises NotAllowed."""
    _must_merge(stays, away, by)
    against = obstacles(stays, away)
    if against:
        return Preview(why_not=tuple(against))
    try:
        with transaction.atomic():
            joined = _join(*_locked(type(stays), stays.pk, away.pk), chosen, by)
            transaction.set_rollback(True)
    except Refused as no:
        return Preview(why_not=(str(no),))
    finally:
        forget_merged()
        stays.refresh_from_db()
        away.refresh_from_db()
    return Preview(joined.kept.counts(), _counted(stays, away), joined.rest)


@transaction.atomic
def merge_accounts(stays: Account, away: Account, *, by: Actor, chosen: Collection[str] = ()) -> Merge:
    """Make two entries of one company one; `chosen`: the fields in which the other's value shall stand.

    Raises NotAllowed, TooLate when one of them was merged meanwhile, and Refused where they can't be one.
    """
    return _merged(Merge.Kind.ACCOUNT, stays, away, chosen, by)


@transaction.atomic
def merge_contacts(stays: Contact, away: Contact, *, by: Actor, chosen: Collection[str] = ()) -> Merge:
    """Make two entries of one person one; as `merge_accounts`."""
    return _merged(Merge.Kind.CONTACT, stays, away, chosen, by)


@transaction.atomic
def undo_merge(merge: Merge, *, by: Actor) -> Event:
    """Part them again: everything that moved goes back, and is as it was.

    Raises NotAllowed unless it is whoever merged them and may still change one of them, or the program, TooLate after
    ten minutes, and Refused when something happened to either since: parting them then would tear it apart.
    """
    _must_work_here(by)
    model: type[Account | Contact] = Account if merge.kind == Merge.Kind.ACCOUNT else Contact
    stays, away = _locked(model, merge.stays_id, merge.away_id)
    still_theirs = any(may_edit_account(by, account) for account in _companies(stays, away))
    if not (is_manager(by) or (by.is_member(merge.member_id) and still_theirs)):
        raise NotAllowed("Only whoever merged them and looks after them still, or the program, can take that back.")
    events.must_be_undoable(merge.event)
    _must_be_quiet_since(merge)
    kept = Kept(**merge.kept)
    put_back(kept)
    forget_merged()
    Merge.objects.filter(pk=merge.pk).update(undone_at=clock.now(), kept={})
    return events.record(
        f"{merge.kind}.merge_undone", stays, by=by, about=[away, *_companies(stays, away)], undoes=merge.event
    )


def can_undo(merge: Merge) -> bool:
    """Say whether there is still time to part them."""
    until = merge.event.undo_until
    return merge.undone_at is None and until is not None and until > clock.now()


def sweep(merge: Merge) -> None:
    """Let what was written for the one that went, by somebody who had read it before, follow to the one that stays."""
    model: type[Account | Contact] = Account if merge.kind == Merge.Kind.ACCOUNT else Contact
    away = model.objects.get(pk=merge.away_id)
    if away.merged_into_id is not None:
        stays, away = _locked(model, away.merged_into_id, away.pk)
        followed, by = Kept(), Actor.system("merging")
        _let_follow(stays, away, followed, by)
        forget_merged()
        if followed != Kept():
            events.record(f"{merge.kind}.followed", stays, by=by, about=[away, *_companies(stays, away)])
    Merge.objects.filter(pk=merge.pk).update(kept={})


def _let_follow(stays: Any, away: Any, kept: Kept, by: Actor) -> None:
    """Let everything that points to the one that goes point to the one that stays, profile and advocate included."""
    if isinstance(stays, Account):
        _part_addresses(stays, away, kept)
        move_all(away, stays, kept)
        _join_profiles(stays, away, kept, by)
        return
    move_links("person_id", away.pk, stays.pk, kept)
    move_all(away, stays, kept)
    _join_advocates(stays, away, kept, by)
    for former in Advocate.objects.filter(contact=away).select_related("merged_into"):
        if former.merged_into is not None:
            _move_advocate(former, former.merged_into, kept)


def _merged(kind: Merge.Kind, stays: Any, away: Any, chosen: Collection[str], by: Actor) -> Merge:
    _must_merge(stays, away, by)
    stays, away = _locked(type(stays), stays.pk, away.pk)
    for entry in (stays, away):
        if entry.merged_into_id is not None:
            raise TooLate(f"{entry} was merged into another a moment ago.", state="merged")
    against = obstacles(stays, away)
    if against:
        raise Refused(" ".join(against), code="not_mergeable")
    joined = _join(stays, away, chosen, by)
    event = events.record(
        f"{kind}.merged",
        stays,
        by=by,
        about=[away, *_companies(stays, away)],
        # Names and addresses stay out of the event, so that an erasure has one place to clean.
        data={"away": str(away.pk), "taken": joined.taken, "moved": joined.kept.counts()},
        undo_until=clock.now() + UNDO,
    )
    member = by.person_id if by.kind == "member" else None
    merge = Merge(
        kind=kind,
        stays_id=stays.pk,
        away_id=away.pk,
        event=event,
        member_id=member,
        moved=joined.kept.counts(),
        kept=vars(joined.kept),
    )
    merge.save(force_insert=True)
    return merge


def _join(stays: Any, away: Any, chosen: Collection[str], by: Actor) -> Joined:
    """Make them one. What was asked of either and is still open must be as possible afterwards as before."""
    kept, stopped = Kept(), stopped_asks([stays.pk, away.pk])
    own = ["group_id"] if isinstance(away, Account) else ["email"]
    for entry in (stays, away):
        note(entry, [*_columns(entry), "provenance", "sort_key", "merged_into_id"], kept)
    for former in type(away).objects.filter(merged_into=away):
        note(former, ["merged_into_id", *own], kept)
    taken = take_over(stays, away, chosen, by=by)
    _let_follow(stays, away, kept, by)
    _hide_again(_companies(stays)[0], kept)
    forget_merged()
    for reason, sentence in stopped_asks([stays.pk]).items():
        if reason not in stopped:
            raise Refused(f"Somebody is being asked there now, and could not be any more. {sentence}", code="open_ask")
    advocate = references.advocate_of(stays) if isinstance(stays, Contact) else None
    rest = rest_of([advocate], clock.now())[advocate.pk] if advocate is not None else None
    return Joined(taken, kept, advocate, rest)


def _join_profiles(stays: Account, away: Account, kept: Kept, by: Actor) -> None:
    mine, theirs = references.profile_of(stays), references.profile_of(away)
    if theirs is None:
        return
    if mine is None:
        note(theirs, ["account_id"], kept)
        theirs.account = stays
        theirs.save(update_fields=["account"])
        return
    note(mine, PROFILE, kept)
    move_all(theirs, mine, kept)
    references.join_profiles(mine, theirs, by=by)
    drop(theirs, kept)


def _hide_again(account: Account, kept: Kept) -> None:
    profile = references.profile_of(account)
    if profile is not None and profile.description:
        note(profile, ["description", "described_by"], kept)
        references.hide_again(profile)


def _part_addresses(stays: Account, away: Account, kept: Kept) -> None:
    """Have those who are known as another by now give up an address that somebody has at the other entry."""
    for one, other in ((stays, away), (away, stays)):
        used = Contact.objects.filter(account=other).exclude(email="").values("email")
        for former in Contact.objects.exclude(merged_into=None).filter(account=one, email__in=used):
            note(former, ["email"], kept)
            Contact.objects.filter(pk=former.pk).update(email="")


def _join_advocates(stays: Contact, away: Contact, kept: Kept, by: Actor) -> None:
    mine, theirs = references.advocate_of(stays), references.advocate_of(away)
    if mine is None or theirs is None:
        if theirs is not None:
            note(theirs, ["contact_id"], kept)
            theirs.contact = stays
            theirs.save(update_fields=["contact"])
        return
    for one in (mine, theirs):
        note(one, [*ADVOCATE, "merged_into_id"], kept)
    for former in Advocate.objects.filter(merged_into=theirs):
        note(former, ["merged_into_id"], kept)
    _move_advocate(theirs, mine, kept)
    references.join_advocates(mine, theirs, by=by)
    for pause in pauses_but_the_longest(mine):
        note(pause, ["lifted_at", "lifted_by"], kept)
        end_holds([pause], by=by)


def _move_advocate(old: Advocate, new: Advocate, kept: Kept) -> None:
    move_all(old, new, kept)
    move_links("subject_id", old.pk, new.pk, kept)


def _counted(*entries: Entry) -> int:
    ids = with_merged(entry.pk for entry in entries)
    return LedgerEntry.objects.filter(Q(contact__in=ids) | Q(account__in=ids)).count()


def _must_merge(stays: Entry, away: Entry, by: Actor) -> None:
    """Raise NotAllowed unless the actor may know and change both."""
    _must_work_here(by)
    for account in _companies(stays, away):
        must_know_account(by, account)
        must_edit_account(by, account)


def _must_work_here(by: Actor) -> None:
    """Raise NotAllowed for a link's holder and for an import: who is who is not theirs to say."""
    if by.kind not in ("member", "system"):
        raise NotAllowed("Two entries are made one by the people who work here.")


def _companies(*entries: Entry) -> list[Account]:
    return [entry if isinstance(entry, Account) else entry.account for entry in entries]


def _columns(entry: Entry) -> list[str]:
    handed_over = ["hand_over_note", "hand_over_by"] if isinstance(entry, Account) else []
    return [*(column_of(type(entry), name) for name in fields_of(entry)), *handed_over]


def _locked(model: Any, stays_id: UUID, away_id: UUID) -> tuple[Any, Any]:
    """Return both as they are now, held until the transaction ends; see `protection.actions.hold_rows`."""
    rows = {row.pk: row for row in model.objects.filter(pk__in=[stays_id, away_id])}
    companies = {row.pk if model is Account else row.account_id for row in rows.values()}
    hold_rows(companies, [] if model is Account else list(rows))
    rows = {row.pk: row for row in model.objects.filter(pk__in=[stays_id, away_id])}
    return rows[stays_id], rows[away_id]


def _must_be_quiet_since(merge: Merge) -> None:
    """Raise Refused when anything was done with either since they were merged."""
    tables = ("directory.Contact", "references.Advocate")
    kept = Kept(**merge.kept)
    concerned: list[UUID | str] = [merge.stays_id, merge.away_id, *kept.went_over(*tables), *kept.written()]
    mentioned = Mention.objects.filter(object_id__in=concerned).values("event")
    later = Event.objects.filter(Q(subject_id__in=concerned) | Q(pk__in=mentioned), number__gt=merge.event.number)
    if later.exists():
        raise Refused(
            "Something was done with them since. Parting them again would tear that apart.", code="changed_since"
        )
