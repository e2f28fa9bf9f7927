"""Verbs about who gives up a role or leaves. Somebody always stays admin, and somebody always runs the program."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from goodword.core import events, links
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.tenancy import current_workspace_id
from goodword.members.models import Member, Membership, Role
from goodword.members.policy import Permission, must

_SOMEBODY_MUST = {
    Role.ADMIN: ("Someone must stay admin here. Make another person admin first.", "last_admin"),
    Role.MANAGER: ("Someone must run the program. Make another person program manager first.", "last_manager"),
}


def change_roles(member: Member, roles: Iterable[Role], *, by: Actor) -> None:
    """Change what a member does here. Raises Refused when nobody else has a role that somebody must have."""
    must(by, Permission.MEMBER_EDIT)
    wanted = sorted({Role(role) for role in roles})
    _lock_those_who_count()
    _must_be_replaceable(member, set(member.roles) - set(wanted))
    before, member.roles = list(member.roles), wanted
    member.save(update_fields=["roles"])
    events.record("member.roles_changed", member, by=by, data={"from": before, "to": list(wanted)})


def remove_member(member: Member, *, by: Actor, successor: Member | None = None) -> None:
    """End someone's access and every link of theirs at once; reactions hand what they keep to the successor.

    Without a successor the program takes it: its first other manager. Raises Refused when nobody could take over, or
    when nobody else has a role that somebody must have.
    """
    must(by, Permission.MEMBER_EDIT)
    _lock_those_who_count()
    _must_be_replaceable(member, member.roles)
    heir = _heir_of(member, successor)
    Membership.objects.filter(user_id=member.user_id, workspace_id=current_workspace_id()).update(active=False)
    member.active = False
    member.save(update_fields=["active"])
    links.withdraw_from(member.pk)
    events.record("member.removed", member, by=by, about=[heir], data={"successor": str(heir.pk)})


def why_they_stay(member: Member, *, heir_is_named: bool) -> str:
    """Return what removing somebody would be answered with now; "" where they can go."""
    try:
        _must_be_replaceable(member, member.roles)
        if not heir_is_named:
            _heir_of(member, None)
    except Refused as why:
        return str(why)
    return ""


def _heir_of(leaver: Member, named: Member | None) -> Member:
    """Return who takes over: somebody who may decide for customers. Raises Refused."""
    managers = Member.objects.active().with_role(Role.MANAGER).exclude(pk=leaver.pk)
    heir = named or managers.first()
    if heir is None:
        raise Refused("Nobody is left to take over. Make someone a program manager first.", code="no_successor")
    if heir == leaver or not heir.decides:
        raise Refused(
            f"{heir.name} can't take over: that takes an active account owner or program manager.", code="cannot_decide"
        )
    return heir


def _must_be_replaceable(member: Member, given_up: Collection[str]) -> None:
    others = Member.objects.active().exclude(pk=member.pk)
    for role, (why, code) in _SOMEBODY_MUST.items():
        if role in given_up and not others.with_role(role).exists():
            raise Refused(why, code=code)


def _lock_those_who_count() -> None:
    # Locked in one order: two admins who remove each other at once must not both succeed.
    those = Member.objects.active().filter(roles__overlap=[*_SOMEBODY_MUST])
    list(those.select_for_update().order_by("pk").values_list("pk", flat=True))
