"""Fernhollow sells a maintenance platform to companies that keep machines, buildings and networks running."""

from __future__ import annotations

from dataclasses import dataclass

from goodword.members.models import Role

PROGRAM = "Fernhollow references"
VENDOR = "Fernhollow"
PRODUCT = "a maintenance platform"
ZONE = "Europe/Paris"
DOMAIN = "fernhollow.example"


@dataclass(frozen=True, slots=True)
class Colleague:
    """Somebody who works at Fernhollow; `joined` counts days before today, None is longer than the story."""

    key: str
    name: str
    title: str
    roles: tuple[Role, ...]
    team: str = ""
    zone: str = ZONE
    does: str = ""
    joined: int | None = None


COLLEAGUES = (
    Colleague(
        "tomas",
        "Tomás Vidal",
        "Account executive",
        (Role.REP,),
        "South",
        "Europe/Madrid",
        "Asks for references in deals.",
    ),
    Colleague(
        "aisha",
        "Aisha Rahman",
        "Account executive",
        (Role.REP,),
        "North",
        "Europe/London",
        "Asks for references in deals.",
    ),
    Colleague(
        "kenji",
        "Kenji Mori",
        "Account executive",
        (Role.REP, Role.OWNER),
        "North America",
        "America/Chicago",
        "Asks for references, and lends a customer of his own.",
    ),
    Colleague(
        "leila",
        "Leïla Benali",
        "Account executive",
        (Role.REP,),
        "South",
        ZONE,
        "Asks for references in deals.",
    ),
    Colleague(
        "marta",
        "Marta Kowalska",
        "Customer success manager",
        (Role.OWNER,),
        "North",
        "Europe/Warsaw",
        "Knows her customers best and decides who is asked.",
    ),
    Colleague(
        "chidi",
        "Chidi Eze",
        "Customer success manager",
        (Role.OWNER,),
        "South",
        "Europe/London",
        "Knows his customers best and decides who is asked.",
    ),
    Colleague(
        "sofie",
        "Sofie Lund",
        "Customer success manager",
        (Role.OWNER,),
        "North",
        "Europe/Copenhagen",
        "Trusts the program: just tell her.",
    ),
    Colleague(
        "wanjiru",
        "Wanjiru Kamau",
        "Customer success manager",
        (Role.OWNER,),
        "South",
        "Africa/Nairobi",
        "Knows her customers from Lagos to Doha.",
    ),
    Colleague(
        "samir",
        "Samir Haddad",
        "Customer success manager",
        (Role.OWNER,),
        "North",
        "Europe/Berlin",
        "Took over a colleague's customers in the middle of the year.",
        joined=205,
    ),
    Colleague(
        "noemie",
        "Noémie Laurent",
        "Reference program manager",
        (Role.MANAGER,),
        "",
        ZONE,
        "Runs the program: triage, private references, rules.",
    ),
    Colleague(
        "david", "David Osei", "Chief revenue officer", (Role.LEADER,), "", "Europe/London", "Reads what came of it."
    ),
    Colleague(
        "ruth", "Ruth Cohen", "Sales operations", (Role.ADMIN,), "", "America/New_York", "Invites people, sets rules."
    ),
)
# Whoever left during the year, and who has their customers since.
GONE = (
    Colleague(
        "piotr",
        "Piotr Zaremba",
        "Customer success manager",
        (Role.OWNER,),
        "North",
        "Europe/Warsaw",
        "Left for a company of his own.",
    ),
)
LEFT = 182  # days before today
SUCCESSOR = "samir"
ZONES = {one.key: one.zone for one in (*COLLEAGUES, *GONE)}
