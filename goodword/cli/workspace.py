from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from goodword.cli import environment
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_DATA, DEFAULT_PORT, Data, Port

if TYPE_CHECKING:
    from goodword.core.models import Workspace

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
        from goodword.members.actions import INVITATION_LIVES

        _must_be_address(admin)
        _must_be_zone(time_zone)
        try:
            made, link = _made(name, admin, time_zone)
        except Refused as refusal:
            raise Complaint(str(refusal), "Choose another name.") from refusal
        typer.echo(f"Workspace {made.slug} is ready, and {admin.strip().lower()} is its admin and program manager.")
        typer.echo(f"Sign in once with this link, within {INVITATION_LIVES.days} days, and choose a password:")
        typer.echo(link)


def _made(name: str, admin: str, time_zone: str) -> tuple[Workspace, str]:
    """Make workspace, admin and link together: none of them is left without the others."""
    from django.db import transaction

    from goodword.core import links
    from goodword.core.actors import Actor
    from goodword.core.tenancy import opened
    from goodword.members.actions import create_workspace, invite_member, make_way_in
    from goodword.members.models import Role

    setup = Actor.system("setup")
    with transaction.atomic():
        workspace = create_workspace(name, time_zone=time_zone)
        with opened(workspace):
            member = invite_member(admin, "", [Role.ADMIN, Role.MANAGER], by=setup)
            return workspace, links.address(make_way_in(member, by=setup))


def _must_be_address(text: str) -> None:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(text.strip())
    except ValidationError as error:
        raise Complaint(f"“{text}” is no e-mail address.", "Give one like name@company.com to --admin.") from error


def _must_be_zone(name: str) -> None:
    from goodword.core.working_time import zone_names

    if name not in zone_names():
        raise Complaint(f"“{name}” is no time zone.", "Give one like Europe/Berlin to --time-zone.")
