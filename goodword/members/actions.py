"""Verbs about the people who work here and the workspace they work in."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.text import slugify

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.joining import joining_of
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
    known = Member.objects.filter(email=address).first()
    if known is not None and known.active:
        raise Refused(f"{address} works here already.", code="member_exists")
    user = User.objects.filter(email=address).first() or User.objects.create_user(address)
    Membership.objects.update_or_create(user=user, workspace_id=current_workspace_id(), defaults={"active": True})
    # Someone who left and comes back is the same person: what they did stays theirs.
    member = known or Member(user=user, email=address)
    member.name, member.active = name.strip() or address, True
    member.roles = sorted({Role(role) for role in roles})
    member.job_title, member.team = job_title, team
    member.time_zone = time_zone or Program.here().time_zone
    member.save()
    events.record("member.invited", member, by=by, data={"roles": list(member.roles)})
    return member


def invite_again(member: Member, *, by: Actor) -> None:
    """Have the way in mailed once more. Raises Refused when the person has a password already."""
    must(by, Permission.MEMBER_INVITE)
    if not member.active or member.user.has_usable_password():
        raise Refused(f"{member.name} has signed in already, or left.", code="not_invited")
    events.record("member.invited", member, by=by, data={"roles": list(member.roles), "again": True})


def ask_password_reset(email: str) -> None:
    """Have a way to a new password mailed to whoever works somewhere under this address; else do nothing.

    Runs with no workspace open, and tells the caller nothing: strangers ask too.
    """
    memberships = Membership.objects.filter(user__email=email.strip().lower(), user__is_active=True, active=True)
    for membership in memberships.order_by("id")[:1]:
        with opened(membership.workspace_id):
            for member in Member.objects.active().filter(user=membership.user_id):
                events.record("member.password_reset_asked", member, by=Actor.system("sign-in").through("page"))


def set_password(member: Member, password: str, *, by: Actor) -> None:
    """Set the member's own password, signed in or by a link; raises ValidationError for a weak one."""
    if by.kind != "system" and not by.is_member(member.pk):
        raise NotAllowed("Only the person whose password it is can set it.")
    validate_password(password, member.user)
    member.user.set_password(password)
    member.user.save(update_fields=["password"])
    events.record("member.password_set", member, by=by)


def change_self(member: Member, *, name: str, time_zone: str, language: str, by: Actor, how_to_join: str = "") -> None:
    """Change what a member says about themselves. Raises Refused for a way to join that is none."""
    if not by.is_member(member.pk):
        raise NotAllowed("Everyone keeps their own name and zone.")
    joining = joining_of(how_to_join)
    member.name, member.time_zone, member.language = name.strip() or member.email, time_zone, language
    member.how_to_join = joining.text if joining is not None else ""
    member.save(update_fields=["name", "time_zone", "language", "how_to_join"])
    events.record("member.changed", member, by=by, data={"time_zone": time_zone, "language": language})


def change_program(
    *,
    name: str,
    vendor_name: str,
    vendor_product: str,
    sender_address: str,
    time_zone: str,
    currency: str,
    by: Actor,
) -> None:
    """Change what the workspace calls itself, and the zone and currency new things start with."""
    must(by, Permission.PROGRAM_EDIT)
    program = Program.here()
    wanted = {
        "name": name.strip(),
        "vendor_name": vendor_name.strip(),
        "vendor_product": vendor_product.strip(),
        "sender_address": sender_address,
        "time_zone": time_zone,
        "currency": currency.upper(),
    }
    changed = {field: value for field, value in wanted.items() if getattr(program, field) != value}
    for field, value in changed.items():
        setattr(program, field, value)
    program.save(update_fields=list(wanted))
    events.record("program.changed", program, by=by, data=changed)


def change_roles(member: Member, roles: Iterable[Role], *, by: Actor) -> None:
    """Change what a member does here. Raises Refused when it would leave the workspace without an admin."""
    must(by, Permission.MEMBER_EDIT)
    wanted = sorted({Role(role) for role in roles})
    if Role.ADMIN in member.roles and Role.ADMIN not in wanted:
        _must_leave_an_admin(member)
    before, member.roles = list(member.roles), wanted
    member.save(update_fields=["roles"])
    events.record("member.roles_changed", member, by=by, data={"from": before, "to": list(wanted)})


def remove_member(member: Member, *, by: Actor, successor: Member | None = None) -> None:
    """End someone's access at once; reactions hand what they keep to the successor.

    Raises Refused when it would leave the workspace without an admin.
    """
    must(by, Permission.MEMBER_EDIT)
    if Role.ADMIN in member.roles:
        _must_leave_an_admin(member)
    Membership.objects.filter(user_id=member.user_id, workspace_id=current_workspace_id()).update(active=False)
    member.active = False
    member.save(update_fields=["active"])
    heir = {"successor": str(successor.pk)} if successor else {}
    events.record("member.removed", member, by=by, about=[successor], data=heir)


def _must_leave_an_admin(member: Member) -> None:
    # Locked in one order: two admins who remove each other at once must not both succeed.
    admins = list(Member.objects.active().with_role(Role.ADMIN).select_for_update().order_by("pk"))
    if all(admin.pk == member.pk for admin in admins):
        raise Refused("Someone must stay admin here. Make another person admin first.", code="last_admin")
