from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from goodword.cli import environment
from goodword.cli.complaint import Complaint
from goodword.cli.options import DEFAULT_DATA, DEFAULT_PORT, Data, Port

if TYPE_CHECKING:
    from goodword.core.models import SignedLink, Workspace

app = typer.Typer(no_args_is_help=True, help="People who work here: a way in for one of them.")


@app.callback()
def members() -> None:
    """People who work here: a way in for one of them."""


@app.command("link")
def link(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="The address they sign in with.")],
    inside: Annotated[str, typer.Option("--workspace", metavar="W", help="The workspace they work in.")],
    port: Port = DEFAULT_PORT,
    data: Data = DEFAULT_DATA,
) -> None:
    """Print a one-time link to choose a password: for someone who forgot it where no mail goes out.

    It is as good as a password until it is used or expires, so give it to that person only. It stays on record that
    it was made.
    """
    with environment.prepared(data, port=port):
        from goodword.core import links
        from goodword.core.models import Workspace
        from goodword.core.tenancy import opened

        workspace = Workspace.named(inside)
        if workspace is None:
            raise Complaint(f"There is no workspace {inside}.", "`goodword workspace create` makes one.")
        with opened(workspace):
            made = _made(email, workspace)
            typer.echo(
                f"{made.person_label} chooses a new password with this link, once, until {made.expires_at:%d %B %H:%M} UTC:"
            )
            typer.echo(links.address(made))


def _made(email: str, workspace: Workspace) -> SignedLink:
    from goodword.core.actors import Actor
    from goodword.members.actions import make_way_in
    from goodword.members.models import Member

    member = Member.objects.active().filter(email=email.strip().lower()).first()
    if member is None:
        raise Complaint(
            f"Nobody with the address {email} works in {workspace.slug}.",
            "Check the address; colleagues are invited under Settings.",
        )
    return make_way_in(member, by=Actor.system("terminal").through("cli"))
