"""Makers for the tests of people's pages: members with a password, signed-in browsers, links as mailed."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from goodword.core import clock, links
from goodword.core.actors import Actor
from goodword.core.models import Program, SignedLink, Workspace
from goodword.core.tenancy import opened
from goodword.members.actions import invite_member, set_password
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose
from tests.laying import laid

PASSWORD = "a quiet harbour at dawn"
SETUP = Actor.system("tests")


def workspace(slug: str = "tidewell") -> Workspace:
    """Return an empty company, as it is after its program was named."""
    made = Workspace.objects.create(slug=slug, kind=Workspace.Kind.TEST)
    with opened(made):
        Program(name=f"{slug.capitalize()} references", vendor_name=slug.capitalize()).save()
    return made


def member(where: Workspace, name: str, *roles: Role, password: str = PASSWORD, team: str = "") -> Member:
    """Return a member whose address is their first name; without a password they are only invited."""
    with opened(where):
        address = f"{name.split()[0].lower()}@{where.slug}.example"
        made = invite_member(address, name, roles or (Role.REP,), by=SETUP, team=team)
        if password:
            set_password(made, password, by=SETUP)
        return made


def browser(**extra: str) -> Client:
    return Client(SERVER_NAME="localhost", **extra)


def signed_in(who: Member) -> Client:
    """Return a browser somebody is signed in from."""
    client = browser()
    client.force_login(who.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def link_for(who: Member, purpose: Purpose, *, lives: timedelta = timedelta(days=7)) -> SignedLink:
    """Return the link a mail would carry; a workspace is open."""
    to = links.Recipient("member", who.pk, who.name)
    return links.issue(purpose, who, to=to, expires_at=clock.now() + lives)


@laid
def company(slug: str = "tidewell") -> tuple[Workspace, Member]:
    """Return a company with its first admin, who also runs the program."""
    made = workspace(slug)
    return made, member(made, "Priya Nair", Role.ADMIN, Role.MANAGER)
