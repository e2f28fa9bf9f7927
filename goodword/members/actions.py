"""Verbs about the people who work here and the workspace they work in."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.text import slugify

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Program, Workspace
from goodword.core.tenancy import current_workspace_id, opened
from goodword.members.models import Member, Membership, Role, User
from goodword.members.policy import Permission, must


@transaction.atomic
def create_workspace(
    name: str, *, kind: Workspace.Kind = Workspace.Kind.LIVE, vendor_name: str = "", time_zone: str = "UTC"
) -> Workspace:
    """Create a company's workspace with its program. Raises Refused when the name is taken or empty."""
    slug = slugify(name)[:80] or slugify(name, allow_unicode=False)
    if not slug:
        raise Refused("Give the workspace a name with at least one letter or digit.", code="no_name")
    if Workspace.objects.filter(slug=slug).exists():
        raise Refused(f"There is a workspace called {slug} already.", code="name_taken")
    workspace = Workspace.objects.create(slug=slug, kind=kind)
    with opened(workspace):
        program = Program(name=name, vendor_name=vendor_name or name, time_zone=time_zone)
        program.save()
        events.record("program.created", program, by=Actor.system("setup"))
    return workspace


def invite_member(
    email: str, name: str, roles: Iterable[Role], *, by: Actor, job_title: str = "", team: str = "", time_zone: str = ""
) -> Member:
    """Make someone a member; a reaction mails them the way in. Raises Refused when they are one already."""
    must(by, Permission.MEMBER_INVITE)
    address = email.strip().lower()
    if Member.objects.filter(email=address).exists():
        raise Refused(f"{address} works here already.", code="member_exists")
    user = User.objects.filter(email=address).first() or User.objects.create_user(address)
    Membership.objects.update_or_create(user=user, workspace_id=current_workspace_id(), defaults={"active": True})
    member = Member(
        user=user,
        name=name.strip() or address,
        email=address,
        roles=sorted({Role(role) for role in roles}),
        job_title=job_title,
        team=team,
        time_zone=time_zone or Program.here().time_zone,
    )
    member.save()
    events.record("member.invited", member, by=by, data={"roles": list(member.roles)})
    return member


def set_password(member: Member, password: str, *, by: Actor) -> None:
    """Set the member's password; raises ValidationError for a weak one."""
    validate_password(password, member.user)
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    events.record("member.password_set", member, by=by)


def change_roles(member: Member, roles: Iterable[Role], *, by: Actor) -> None:
    """Change what a member does here. Raises Refused when it would leave the workspace without an admin."""
    must(by, Permission.MEMBER_EDIT)
    wanted = sorted({Role(role) for role in roles})
    if Role.ADMIN in member.roles and Role.ADMIN not in wanted:
        _must_leave_an_admin(member)
    before, member.roles = list(member.roles), wanted
    member.save(update_fields=["roles"])
    events.record("member.roles_changed", member, by=by, data={"from": before, "to": list(wanted)})


def remove_member(member: Member, *, by: Actor) -> None:
    """End someone's access at once; what they own stays theirs by name until it is handed over."""
    must(by, Permission.MEMBER_EDIT)
    if Role.ADMIN in member.roles:
        _must_leave_an_admin(member)
    Membership.objects.filter(user_id=member.user_id, workspace_id=member.workspace_id).update(active=False)
    member.active = False
    member.save(update_fields=["active"])
    events.record("member.removed", member, by=by)


def _must_leave_an_admin(member: Member) -> None:
    if not Member.objects.active().with_role(Role.ADMIN).exclude(pk=member.pk).exists():
        raise Refused("Someone must stay admin here. Make another person admin first.", code="last_admin")
