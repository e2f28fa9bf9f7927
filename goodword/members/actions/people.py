"""Verbs about the people who work here and the workspace they work in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from goodword.core import clock, events, links
from goodword.core.accent import is_readable, nearest_readable
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.joining import joining_of
from goodword.core.models import Program, SignedLink, Workspace, slug_of
from goodword.core.tenancy import current_workspace, current_workspace_id, opened
from goodword.members.models import Member, Membership, Role, User
from goodword.members.policy import Permission, Purpose, must

INVITATION_LIVES = timedelta(days=7)
RESET_LIVES = timedelta(hours=2)
LONGEST_NAME = 200


@transaction.atomic
def create_workspace(
    name: str, *, kind: Workspace.Kind = Workspace.Kind.LIVE, vendor_name: str = "", time_zone: str = "UTC"
) -> Workspace:
    """Create a company's workspace with its program. Raises Refused when the name is taken, empty or too long."""
    slug = slug_of(name)
    if not slug:
        raise Refused("Give the workspace a name that can be read.", code="no_name")
    if len(name) > LONGEST_NAME:
        raise Refused(f"Give the workspace a name of at most {LONGEST_NAME} characters.", code="long_name")
    if Workspace.named(name) is not None:
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


def make_way_in(member: Member, *, by: Actor) -> SignedLink:
    """Make the link to a first or a new password, for whoever runs the server to hand over. Raises NotAllowed."""
    must(by, Permission.MEMBER_INVITE)
    known = member.user.has_usable_password()
    purpose, lives = (Purpose.PASSWORD_RESET, RESET_LIVES) if known else (Purpose.MEMBER_INVITATION, INVITATION_LIVES)
    to = links.Recipient("member", member.pk, member.name)
    link = links.issue(purpose, member, to=to, expires_at=clock.now() + lives)
    events.record("member.link_made", member, by=by, data={"purpose": purpose})
    return link


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


def say_name(member: Member, name: str, *, by: Actor) -> None:
    """Say what one is called, where nobody did: until then a member goes by their address."""
    if not by.is_member(member.pk):
        raise NotAllowed("Everyone keeps their own name and zone.")
    member.name = name.strip() or member.email
    member.save(update_fields=["name", "sort_key"])
    events.record("member.changed", member, by=by, data={"time_zone": member.time_zone, "language": member.language})


def change_self(
    member: Member,
    *,
    name: str,
    time_zone: str,
    language: str,
    by: Actor,
    how_to_join: str = "",
    single_keys: bool = True,
    news_off: Iterable[str] | None = None,
) -> None:
    """Change what a member says about themselves; `news_off`: what they don't want as mails, None as before.

    Raises Refused for a way to join that is none.
    """
    if not by.is_member(member.pk):
        raise NotAllowed("Everyone keeps their own name and zone.")
    joining = joining_of(how_to_join)
    member.name, member.time_zone, member.language = name.strip() or member.email, time_zone, language
    member.how_to_join = joining.text if joining is not None else ""
    member.single_keys = single_keys
    member.news_off = member.news_off if news_off is None else sorted(set(news_off))
    written = ["name", "sort_key", "time_zone", "language", "how_to_join", "single_keys", "news_off"]
    member.save(update_fields=written)
    events.record("member.changed", member, by=by, data={"time_zone": time_zone, "language": language})


def see_notices(member: Member, *, by: Actor) -> None:
    """Note that a member has seen what they were told until now. No event: nobody else is to know."""
    if not by.is_member(member.pk):
        raise NotAllowed("Everyone sees their own notices.")
    member.noticed_until = clock.now()
    member.save(update_fields=["noticed_until"])


def change_program(
    *,
    name: str,
    vendor_name: str,
    vendor_product: str,
    accent: str,
    sender_address: str,
    time_zone: str,
    currency: str,
    by: Actor,
) -> None:
    """Change what the workspace calls itself, its colour, and the zone and currency new things start with.

    Raises Refused for an accent that nobody could read.
    """
    must(by, Permission.PROGRAM_EDIT)
    must_be_readable(accent)
    program = Program.here()
    wanted = {
        "name": name.strip(),
        "vendor_name": vendor_name.strip(),
        "vendor_product": vendor_product.strip(),
        "accent": accent,
        "sender_address": sender_address,
        "time_zone": time_zone,
        "currency": currency.upper(),
    }
    changed = {field: value for field, value in wanted.items() if getattr(program, field) != value}
    for field, value in changed.items():
        setattr(program, field, value)
    program.save(update_fields=list(wanted))
    events.record("program.changed", program, by=by, data=changed)


def change_days_off(*, closed_on: Iterable[date], public_holidays: bool, by: Actor) -> None:
    """Say on which days nobody is asked and no deadline runs: closed days of ours, public holidays of everyone's own."""
    must(by, Permission.PROGRAM_EDIT)
    workspace, days = current_workspace(), sorted(set(closed_on))
    if (workspace.closed_on, workspace.public_holidays) == (days, public_holidays):
        return
    workspace.closed_on, workspace.public_holidays = days, public_holidays
    workspace.save(update_fields=["closed_on", "public_holidays"])
    data = {"closed_on": [day.isoformat() for day in days], "public_holidays": public_holidays}
    events.record("program.days_off_changed", Program.here(), by=by, data=data)


def close_first_steps(*, by: Actor) -> None:
    """Say that the first-run list isn't needed on Today any more."""
    must(by, Permission.PROGRAM_EDIT)
    events.record("program.welcome_closed", Program.here(), by=by)


def must_be_readable(accent: str) -> None:
    """Raise Refused unless an accent can be read on customers' pages; none at all is fine."""
    if accent and not is_readable(accent):
        raise Refused(
            f"{accent} is too faint to read on your customers' pages, so they stay green. "
            f"{nearest_readable(accent)} would do.",
            code="faint_accent",
        )
