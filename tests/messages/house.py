"""A small company for the tests of mails: one deal, two customers, everybody with an address, a zone and a role.

Rows are written as they stand after the desk's verbs; `happened` runs our own reactions to an event and nobody else's.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models import Event, Program, Workspace
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.tenancy import opened
from goodword.core.working_time import wall_of
from goodword.desk.models import Ask, Attendee, Call, Question, ReferenceRequest, TimeOption
from goodword.directory.models import Account, Contact, Opportunity
from goodword.members.models import Member, Role, User
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from goodword.messages.reactions import EVENT_MAILS
from goodword.references.models import Advocate, ReferenceProfile
from tests import cast
from tests.laying import laid

MONDAY = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
TUESDAY_CALL = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
DESCRIPTION = "A freight company in northern Europe"


@dataclass
class House:
    """The workspace, open at Monday 23 November 2026, 10:00 UTC unless a test moves its clock."""

    workspace: Workspace
    manager: Member
    owner: Member
    deputy: Member
    rep: Member
    customer: Account
    prospect: Account
    maya: Advocate
    dana: Contact
    deal: Opportunity
    need: ReferenceRequest
    ask: Ask

    def mails(self, kind: str = "") -> list[Message]:
        rows = Message.objects.order_by("created_at", "id")
        return list(rows.filter(kind=kind) if kind else rows)

    def mail(self, kind: str) -> Message:
        (only,) = self.mails(kind)
        return only

    def to(self, kind: str, who: WorkspaceModel) -> Message:
        (only,) = [mail for mail in self.mails(kind) if mail.person_id == who.pk]
        return only

    def put(self, state: str, **changes: Any) -> Ask:
        """Bring the ask into a state, as a verb would have."""
        Ask.objects.filter(pk=self.ask.pk).update(state=state, deadline_at=clock.now() + timedelta(days=1), **changes)
        self.ask.refresh_from_db()
        return self.ask

    def offer(self, *starts: datetime, by: str = "prospect", ask: Ask | None = None) -> list[TimeOption]:
        options = []
        for start in starts:
            wall = wall_of(start, "Europe/Brussels").strftime("%Y-%m-%dT%H:%M")
            option = TimeOption(need=self.need, ask=ask, by=by, starts_at=start, zone="Europe/Brussels", wall=wall)
            option.save()
            options.append(option)
        return options

    def book(self, start: datetime = TUESDAY_CALL, sequence: int = 0) -> Call:
        self.put("booked")
        wall = wall_of(start, "Europe/Brussels").strftime("%Y-%m-%dT%H:%M")
        call = Call(
            ask=self.ask,
            need=self.need,
            starts_at=start,
            zone="Europe/Brussels",
            wall=wall,
            sequence=sequence,
            how_to_join="https://meet.example/abc",
        )
        call.save()
        return call


@laid
def built(
    *,
    kind: Workspace.Kind = Workspace.Kind.TEST,
    slug: str = "tidewell",
    visibility: str = "colleagues",
    customer: str = "Kestrel Freight",
    advocate: str = "Maya Okafor",
    at: datetime = MONDAY,
) -> House:
    """Build the house, with its clock at `at`."""
    workspace = cast.workspace(slug)
    if kind != Workspace.Kind.TEST:
        Workspace.objects.filter(pk=workspace.pk).update(kind=kind)
        workspace.refresh_from_db()
    clock.move_to(workspace, at)
    with opened(workspace):
        Program.objects.update(sender_address="references@tidewell.example", time_zone="Europe/Brussels")
        manager = _member("Priya Nair", "priya", Role.MANAGER)
        owner = _member("Amara Diallo", "amara", Role.OWNER)
        deputy = _member("Tomas Berg", "tomas", Role.OWNER)
        rep = _member("Ben Whitlock", "ben", Role.REP, zone="Europe/London")
        kestrel = Account(name=customer, owner=owner, deputy=deputy, time_zone="Europe/Brussels")
        harbourline = Account(name="Harbourline Logistics", status=Account.Status.PROSPECT, time_zone="Europe/London")
        kestrel.save()
        harbourline.save()
        maya_contact = Contact(
            account=kestrel, name=advocate, job_title="Finance Director", email="maya@kestrel.example"
        )
        dana = Contact(account=harbourline, name="Dana Fox", job_title="CFO", email="dana@harbourline.example")
        maya_contact.save()
        dana.save()
        profile = ReferenceProfile(account=kestrel, visibility=visibility, description=DESCRIPTION)
        profile.save()
        maya = Advocate(
            profile=profile,
            contact=maya_contact,
            state="active",
            nominated_by=rep,
            dial_per_year=4,
            off_limits=["Pricing"],
        )
        maya.save()
        deal = Opportunity(account=harbourline, name="Harbourline rollout", owner=rep, amount=480_000)
        deal.save()
        need = ReferenceRequest(
            opportunity=deal, requester=rep, state="with_owner", must_settle="Is it quick to start?"
        )
        need.save()
        Question(need=need, text="What surprised you most in the first three months?").save()
        Attendee(need=need, contact=dana).save()
        ask = Ask(need=need, advocate=maya, owner=owner, state="owner_pending", owner_mode="ask_me")
        ask.deadline_at = clock.now() + timedelta(hours=8)
        ask.save()
    return House(workspace, manager, owner, deputy, rep, kestrel, harbourline, maya, dana, deal, need, ask)


def happened(
    name: str,
    subject: WorkspaceModel,
    *,
    thread: UUID | None = None,
    before: str = "",
    undo_until: datetime | None = None,
    **data: Any,
) -> Event:
    """Put an event on record and run the mails it makes, as the worker would."""
    event = Event(
        name=name,
        subject_kind=str(subject._meta.model_name),
        subject_id=subject.pk,
        actor_kind="system",
        actor_id="desk",
        actor_label="Goodword",
        state_from=before,
        thread=thread,
        data=data,
        undo_until=undo_until,
    )
    event.save(force_insert=True)
    react_to(event)
    return event


def react_to(event: Event) -> None:
    """Run the mails of an event, once more if they ran before."""
    for mail in EVENT_MAILS[event.name]:
        mail(event)


def actor(member: Member) -> Actor:
    return actor_of(member)


def _member(name: str, login: str, *roles: Role, zone: str = "Europe/Brussels") -> Member:
    address = f"{login}@tidewell.example"
    user = User.objects.filter(email=address).first() or User.objects.create_user(address)
    member = Member(user=user, name=name, email=address, roles=[str(role) for role in roles], time_zone=zone)
    member.save()
    return member
