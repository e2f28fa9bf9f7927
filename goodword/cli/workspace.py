from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from goodword.cli import environment
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_DATA, DEFAULT_PORT, Data, Port

if TYPE_CHECKING:
    from goodword.core.models import Workspace

LINK_DAYS = 7
app = typer.Typer(no_args_is_help=True, help="Companies' programs: make one.")


@app.callback()
def workspaces() -> None:
    """Companies' programs: make one."""


@app.command("create")
def create(
    name: Annotated[str, typer.Argument(help="The company's name, as its customers know it.")],
    admin: Annotated[
        str, typer.Option("--admin", metavar="EMAIL", help="Its first admin, who invites everybody else.")
    ],
    time_zone: Annotated[str, typer.Option(help="IANA name of the zone its working hours are in.")] = "UTC",
    port: Port = DEFAULT_PORT,
    data: Data = DEFAULT_DATA,
) -> None:
    """Make a workspace and its first admin; prints the one-time link they sign in with."""
    with environment.prepared(data, port=port):
        from goodword.core.errors import Refused

        _must_be_address(admin)
        _must_be_zone(time_zone)
        try:
            made, link = _made(name, admin, time_zone)
        except Refused as refusal:
            raise Complaint(str(refusal), "Choose another name.") from refusal
        typer.echo(f"Workspace {made.slug} is ready, and {admin.strip().lower()} is its admin and program manager.")
        typer.echo(f"Sign in once with this link, within {LINK_DAYS} days, and choose a password:")
        typer.echo(link)


def find(name: str) -> Workspace | None:
    """Return the workspace of this name or slug."""
    from django.utils.text import slugify

    from goodword.core.models import Workspace

    return Workspace.objects.filter(slug=slugify(name)[:80] or name).first()


def _made(name: str, admin: str, time_zone: str) -> tuple[Workspace, str]:
    """Make workspace, admin and link together: none of them is left without the others."""
    from django.db import transaction

    from goodword.core import clock, links
    from goodword.core.actors import Actor
    from goodword.core.tenancy import opened
    from goodword.members.actions import create_workspace, invite_member
    from goodword.members.models import Role
    from goodword.members.policy import Purpose

    setup = Actor.system("setup")
    with transaction.atomic():
        workspace = create_workspace(name, time_zone=time_zone)
        with opened(workspace):
            member = invite_member(admin, "", [Role.ADMIN, Role.MANAGER], by=setup)
            recipient = links.Recipient("member", member.pk, member.name)
            ends = clock.now() + timedelta(days=LINK_DAYS)
            link = links.issue(Purpose.MEMBER_INVITATION, member, to=recipient, expires_at=ends)
            return workspace, links.address(link)


def _must_be_address(text: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(text.strip())
    except ValidationError as error:
        raise Complaint(f"“{text}” is no e-mail address.", "Give one like name@company.com to --admin.") from error


def _must_be_zone(name: str) -> None:
    from zoneinfo import available_timezones

    if name not in available_timezones():
        raise Complaint(f"“{name}” is no time zone.", "Give one like Europe/Berlin to --time-zone.")
