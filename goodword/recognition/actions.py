"""Crediting everyone who helped, by itself, when a deal closes; thanking them is somebody's own doing."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from django.db import IntegrityError, transaction

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event, SignedLink
from goodword.desk.actions.asking import OWNER_EVENTS
from goodword.desk.models import Ask
from goodword.desk.queries.outcome import standing_call
from goodword.directory.models import Contact, Opportunity
from goodword.directory.queries import with_merged
from goodword.members.models import Member
from goodword.members.policy import Permission, must
from goodword.recognition.models import Assist, Thanks
from goodword.recognition.queries import unthanked
from goodword.recognition.rules import Credit, Delivered, Helper, Role, credits_due
from goodword.references.models import Advocate
from goodword.references.queries import with_merged_advocates


def credit_helpers(opportunity: Opportunity, *, by: Actor) -> list[Assist]:
    """Credit each person once for a closed deal; run again, it adds nobody twice."""
    due = credits_due(
        [_delivered(ask) for ask in _held_asks(opportunity)],
        won=opportunity.status == Opportunity.Status.WON,
        closed_at=opportunity.closed_at or clock.now(),
        seller=("member", opportunity.owner_id),
        deal=opportunity.account.name,
        colleagues_only={("member", key) for key in Member.objects.active().values_list("pk", flat=True)},
    )
    written = [_write(opportunity, credit, by=by) for credit in due]
    return [assist for assist in written if assist is not None]


@transaction.atomic
def thank(member: Member, *, by: Actor) -> Thanks:
    """Thank a colleague for every assist the giver has not thanked them for yet. Raises NotAllowed, Refused."""
    must(by, Permission.THANKS_GIVE)
    giver = Member.objects.active().filter(pk=by.person_id).first() if by.person_id else None
    if giver is None:
        raise NotAllowed("Thanks come from a person.")
    if giver == member:
        raise Refused("Thanking yourself is easy. Somebody else can do it here.", code="oneself")
    # One press at a time for each person thanked, so that a second one finds the first.
    Member.objects.locked(member.pk)
    deals = list(unthanked(member, giver).values_list("opportunity_id", flat=True))
    if not deals:
        raise Refused("You thanked them for everything so far.", code="thanked_already")
    thanks = Thanks(member=member, giver=giver)
    thanks.save()
    told = {"deals": [str(deal) for deal in deals]}
    events.record("thanks.given", thanks, by=by, about=(member,), data=told)
    return thanks


def _held_asks(opportunity: Opportunity) -> list[Ask]:
    asks = Ask.objects.held().filter(need__opportunity=opportunity)
    return list(asks.select_related("advocate__profile__account", "advocate__contact", "owner"))


def _delivered(ask: Ask) -> Delivered:
    """Name everyone who made one held call possible; whoever answered for the owner is the one credited."""
    call = standing_call(ask)
    helpers = [Helper(("contact", ask.advocate.contact_id), Role.ADVOCATE)]
    answered = _who_said_yes(ask) or ask.owner
    if answered is not None:
        helpers.append(Helper(("member", answered.pk), Role.OWNER))
    helpers += [Helper(("member", member), Role.NOMINATOR) for member in _nominators(ask)]
    broker = _broker(ask)
    if broker is not None:
        helpers.append(Helper(("member", broker.pk), Role.BROKER))
    return Delivered(call.starts_at if call else ask.state_since, tuple(helpers))


def _nominators(ask: Ask) -> list[UUID]:
    """Return who proposed the person; of somebody who was known as two, each of both."""
    known_as = Advocate.objects.filter(pk__in=with_merged_advocates([ask.advocate_id])).exclude(nominated_by=None)
    return list(known_as.order_by("created_at", "pk").values_list("nominated_by", flat=True))


def _who_said_yes(ask: Ask) -> Member | None:
    """Return the owner or deputy who said yes; whoever writes their yes down for them lent nothing."""
    event = _last_event(ask, "ask.approved")
    member = _member_of(event) if event else None
    account = ask.advocate.profile.account
    keepers = (ask.owner_id, account.owner_id, account.deputy_id)
    return member if member is not None and member.pk in keepers else None


def _broker(ask: Ask) -> Member | None:
    """Return the manager who proposed the ask, where the program chose it."""
    if not ask.from_program:
        return None
    event = _last_event(ask, *OWNER_EVENTS.values())
    return _member_of(event) if event else None


def _last_event(ask: Ask, *names: str) -> Event | None:
    return Event.objects.filter(name__in=names, subject_id=ask.pk, undone_by=None).order_by("-number").first()


def _member_of(event: Event) -> Member | None:
    """Return the member behind an event: signed in, or by a link that was theirs."""
    if event.actor_kind == "link":
        link = SignedLink.objects.filter(pk=event.actor_id, person_kind="member").first()
        return Member.objects.look_up(link.person_id) if link else None
    return Member.objects.filter(pk=event.actor_id).first() if event.actor_kind == "member" else None


def _write(opportunity: Opportunity, credit: Credit, *, by: Actor) -> Assist | None:
    kind, key = cast(tuple[str, UUID], credit.person)
    if kind == "contact" and opportunity.assists.filter(contact__in=with_merged([key])).exists():
        return None
    assist = Assist(
        kind=credit.kind.value,
        opportunity=opportunity,
        member_id=key if kind == "member" else None,
        contact_id=key if kind == "contact" else None,
        parts=[role.value for role in credit.roles],
        words=credit.words[:400],
        won=opportunity.status == Opportunity.Status.WON,
    )
    try:
        with transaction.atomic():
            assist.save()
    except IntegrityError:
        return None
    person = assist.member or Contact.objects.get(pk=key)
    events.record("assist.credited", assist, by=by, about=(opportunity, person), data={"kind": assist.kind})
    return assist
