"""What an address of the walk is, and the words the table of them is written in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests.web.walk.world import World

SELLERS = "ben bea amara lucia xanthe olga priya"
EVERYBODY = f"{SELLERS} elin ada"
KESTREL = "amara lucia priya"  # owner, deputy, program
PRIVATE = "xanthe priya"
PROGRAM = "priya"
ADMINS = "ada"
# Whoever's request, customer or program it is.
BENS = "ben priya elin"
DAY = "2027-06-01"

Form = dict[str, Any]
Sent = Form | Callable[[World], Form] | None


@dataclass(frozen=True)
class Address:
    """One address with a real thing in it.

    `form`: what a press there sends; `get=False`: it only takes presses; `shows`: a press there changes nothing.
    """

    name: str
    path: Callable[[World], str]
    may: str
    sees: str = ""
    form: Sent = None
    get: bool = True
    shows: bool = False

    def sent(self, world: World) -> Form | None:
        return self.form(world) if callable(self.form) else self.form


def page(name: str, path: str, may: str, form: Sent = None, **more: Any) -> Address:
    """Return an address without a thing in it."""
    return Address(name, lambda world: path, may, form=form, **more)


def of_customer(
    name: str, rest: str, may: str = KESTREL, sees: str = SELLERS, form: Sent = None, **more: Any
) -> Address:
    return Address(name, lambda world: f"/customers/{world.kestrel.pk}{rest}", may, sees, form, **more)


def of_private(name: str, rest: str, form: Sent = None, **more: Any) -> Address:
    return Address(name, lambda world: f"/customers/{world.umbral.pk}{rest}", PRIVATE, "", form, **more)


def of_advocate(
    name: str, rest: str, may: str = KESTREL, sees: str = SELLERS, form: Sent = None, **more: Any
) -> Address:
    return Address(name, lambda world: f"/advocates/{world.maya.pk}{rest}", may, sees, form, **more)


def of_request(name: str, which: str, rest: str, may: str, sees: str, form: Sent = None, **more: Any) -> Address:
    return Address(name, lambda world: f"/requests/{getattr(world, which).pk}{rest}", may, sees, form, **more)
