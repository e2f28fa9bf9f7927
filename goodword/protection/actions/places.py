"""An advocate's only place: taken, shown to the customer, kept for the call, given up.

Lock the group's row, the company's, then the person's; count; insert under a constraint. The lock makes the counting true, the
constraint stands behind it for whoever forgets the lock.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.statements import Kept, Told
from goodword.core.working_time import instant_of
from goodword.core.writes import Changed
from goodword.directory.models import Account, AccountGroup, Contact
from goodword.directory.policy import must_stand
from goodword.members.policy import Permission, is_manager, must
from goodword.protection import rules
from goodword.protection.models import LedgerEntry, Override, Reservation
from goodword.protection.queries import exception_for, verdicts, wish
from goodword.protection.rules import Rest, Verdict
from goodword.references.models import Advocate, HelpKind
from goodword.references.queries import forget_merged

_HELD = Changed(lambda key: Reservation.objects.filter(pk=key, released_at=None))
_HELD_FOR = Changed(lambda ask: Reservation.objects.filter(ask_id=ask, released_at=None))
_PLACE = Kept[Reservation](lambda ask: Reservation.objects.filter(ask_id=ask).order_by("pk")[:1])


@dataclass(frozen=True, slots=True)
class Reserved:
    """A place taken.

    `needs_owner_yes`: whatever the owner's mode, the owner must say yes in so many words. `exception`: the manager's
    reason, where our own gap was passed over for it.
    """

    reservation: Reservation
    needs_owner_yes: bool
    rest: Rest
    exception: str = ""


def lock(*advocates: Advocate, prospect: Account | None = None) -> None:
    """Hold the rows of these people until the transaction ends: groups first, then companies, people, each by id.

    Everything that counts before it writes goes through here, so two that race go one after the other; the one order
    keeps them from waiting for each other. Who was merged into another while we waited is read, and locked, again.
    `prospect`: the company they are asked for, whose competitors mustn't change meanwhile. Raises TooLate for an
    advocate, or a prospect, who turned out to be another.
    """
    companies = {one.profile.account_id for one in advocates} | ({prospect.pk} if prospect is not None else set())
    gone = hold_rows(companies, {one.contact_id for one in advocates})
    if prospect is not None and prospect.pk in gone:
        raise TooLate("That company was merged into another entry meanwhile. Reload the page.", state="merged")
    # What was read before the wait may be older than a merge.
    forget_merged()
    stale = [one for one in advocates if not gone.isdisjoint((one.profile.account_id, one.contact_id))]
    for one in stale:
        one.refresh_from_db()
    if any(one.merged_into_id is not None for one in advocates):
        raise TooLate("They are known as another advocate by now. Reload the page.", state="merged")
    if stale:
        lock(*advocates, prospect=prospect)


def lock_company(account: Account) -> None:
    """Hold a company's row until the transaction ends. Raises TooLate for one that is another by now."""
    if hold_rows([account.pk], ()):
        account.refresh_from_db()
    must_stand(account)


def hold_rows(accounts: Collection[UUID], contacts: Collection[UUID]) -> set[UUID]:
    """Hold these companies, their groups and these people, in the one order; return which of them are another by now."""
    groups = set(_GROUPS(accounts=accounts)) if accounts else ()
    if groups:
        _HELD_GROUPS(ids=groups)
    companies = _HELD_COMPANIES(ids=accounts) if accounts else []
    people = _HELD_PEOPLE(ids=contacts) if contacts else []
    return {pk for pk, now in [*companies, *people] if now is not None}


def _held(model: type[Account | AccountGroup | Contact], ids: Told) -> QuerySet[Any]:
    return model._default_manager.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")


_GROUPS = Kept[UUID](
    lambda accounts: (
        Account.objects.filter(pk__in=accounts).exclude(group=None).order_by().values_list("group", flat=True)
    )
)
_HELD_GROUPS = Kept[Any](lambda ids: _held(AccountGroup, ids).values_list("pk"))
_HELD_COMPANIES = Kept[Any](lambda ids: _held(Account, ids).values_list("pk", "merged_into"))
_HELD_PEOPLE = Kept[Any](lambda ids: _held(Contact, ids).values_list("pk", "merged_into"))


def reserve(
    advocate: Advocate,
    *,
    thread: UUID,
    ask_id: UUID,
    help_kind: HelpKind | str,
    prospect: Account,
    by: Actor,
    stage: int | None = None,
    amount: Decimal | int | None = None,
    within_group: bool = False,
    language: str | None = None,
    declined_by: Collection[UUID] = frozenset(),
    owner_said_yes: bool | None = None,
    override: str = "",
    leave: bool | None = None,
) -> Reserved:
    """Take the advocate's only place for an ask, or take it again after an undo or a late answer.

    `stage` is the deal's place in the order of stages. `override`: a manager's reason to pass our own default gap.
    `leave`: the program manager allows a live call this early; by default it is their acting that allows it. Raises
    NotAllowed for an override by anyone else, and Refused with the most lasting reason when a rule says no.
    """
    exception = _exception(override, by)
    lock(advocate, prospect=prospect)
    wanted = wish(
        help_kind,
        prospect=prospect,
        stage=stage,
        amount=amount,
        within_group=within_group,
        language=language,
        declined_by=declined_by,
        owner_said_yes=owner_said_yes,
    )
    standing = _PLACE.first(ask=ask_id)
    if standing is not None:
        # This ask had its place before: the manager's leave and exception that it had then still hold.
        leave, exception = True, exception or _noted_exception(standing)
    elif leave is None:
        leave = by.kind == "member" and is_manager(by)
    answer = verdicts([advocate], wanted, clock.now(), thread=thread, ask_id=ask_id, leave=leave, override=exception)[
        advocate.pk
    ]
    if standing is not None and standing.released_at is None:
        return Reserved(standing, answer.needs_owner_yes, answer.rest)
    _must_be_allowed(answer, advocate)
    place = standing or Reservation(
        advocate=advocate,
        contact_id=advocate.contact_id,
        account_id=advocate.profile.account_id,
        thread=thread,
        ask_id=ask_id,
        help_kind=HelpKind(help_kind),
        prospect=prospect,
        within_group=within_group,
    )
    place.released_at, place.with_customer, place.made_at = None, False, clock.now()
    _take(place)
    passed_over = override.strip() if answer.overridable else ""
    if passed_over:
        _note_override(advocate, thread, passed_over, by)
    return Reserved(place, answer.needs_owner_yes, answer.rest, passed_over)


def to_customer(ask_id: UUID, *, by: Actor, owner_said_yes: bool | None = None) -> Reservation:
    """Check everything again, mark the place as being with the customer, and write the ask into the ledger, once.

    A request asks one customer at a time. Consent that is only claimed, and a manager's exception, need
    `owner_said_yes`; an ask that was with the customer before had it. Raises TooLate when the place was given up, and
    Refused when a rule says no by now.
    """
    place = _live_place(ask_id)
    lock(place.advocate)
    asked_before = LedgerEntry.objects.filter(ask_id=ask_id, kind=LedgerEntry.Kind.ASK).exists()
    wanted = wish(
        place.help_kind,
        prospect=place.prospect,
        within_group=place.within_group,
        owner_said_yes=asked_before if owner_said_yes is None else owner_said_yes,
    )
    answer = verdicts(
        [place.advocate], wanted, clock.now(), thread=place.thread, ask_id=ask_id, override=_noted_exception(place)
    )[place.advocate_id]
    _must_be_allowed(answer, place.advocate)
    _mark(place, with_customer=True)
    if not asked_before:
        LedgerEntry(
            kind=LedgerEntry.Kind.ASK,
            help_kind=place.help_kind,
            advocate_id=place.advocate_id,
            contact_id=place.contact_id,
            account_id=place.account_id,
            thread=place.thread,
            ask_id=ask_id,
        ).save(force_insert=True)
    return place


def to_calendar(ask_id: UUID, *, by: Actor) -> Reservation:
    """Keep the place for a booked call and let the request ask another customer. Raises TooLate when given up."""
    place = _live_place(ask_id)
    _mark(place, with_customer=False)
    return place


def from_calendar(ask_id: UUID, *, by: Actor) -> Reservation:
    """Take a booked call's place back to the customer, who finds another time. Raises Refused while another is asked."""
    place = _live_place(ask_id)
    _mark(place, with_customer=True)
    return place


def release(ask_id: UUID, *, by: Actor) -> None:
    """Give the place up, if it is still held."""
    _HELD_FOR({"released_at": clock.now()}, ask=ask_id)


def place_of(ask_id: UUID) -> Reservation:
    """Return the ask's place, held or given up. Raises TooLate for an ask that never had one."""
    place = _PLACE.first(ask=ask_id)
    if place is None:
        raise TooLate("Nobody's place was taken for this.", state="none")
    return place


def _live_place(ask_id: UUID) -> Reservation:
    place = place_of(ask_id)
    if place.released_at is not None:
        raise TooLate("This customer's place was given up meanwhile.", state="released")
    return place


def _take(place: Reservation) -> None:
    try:
        with transaction.atomic():
            place.save()
    except IntegrityError as why:
        raise Refused("This customer is being asked just now.", code="asked_now") from why


def _mark(place: Reservation, *, with_customer: bool) -> None:
    try:
        with transaction.atomic():
            moved = _HELD({"with_customer": with_customer}, key=place.pk)
    except IntegrityError as why:
        raise Refused("Another customer is being asked for this request.", code="another_customer") from why
    if not moved:
        raise TooLate("This customer's place was given up meanwhile.", state="released")
    place.with_customer = with_customer


def _exception(reason: str, by: Actor) -> rules.Override | None:
    if not reason.strip():
        return None
    must(by, Permission.LIMIT_OVERRIDE)
    return rules.Override(by_manager=True, reason=reason)


def _noted_exception(place: Reservation) -> rules.Override | None:
    noted = exception_for(place.advocate_id, place.thread)
    return rules.Override(by_manager=True, reason=noted.reason) if noted else None


def _note_override(advocate: Advocate, thread: UUID, reason: str, by: Actor) -> None:
    Override(advocate=advocate, thread=thread, rule="gap", reason=reason[:400], by_label=by.label[:200]).save(
        force_insert=True
    )


def _must_be_allowed(answer: Verdict, advocate: Advocate) -> None:
    first = answer.first
    if first is None:
        return
    until = None
    if first.until is not None:
        until = instant_of(datetime(first.until.year, first.until.month, first.until.day), advocate.contact.zone)
    raise Refused(first.sentence, code=first.code, until=until)
