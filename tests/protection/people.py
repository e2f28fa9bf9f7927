"""Shortcuts over the cast for tests of places and limits."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from goodword.core.actors import Actor
from goodword.directory import actions as directory
from goodword.directory.models import Account
from goodword.protection import actions
from goodword.protection.actions import Reserved
from goodword.protection.queries import wish
from goodword.protection.rules import Wish
from goodword.references.models import Advocate, HelpKind
from tests import cast
from tests.cast import Company

PROPOSAL = 2


def reserve(tidewell: Company, advocate: Advocate, *, by: Actor = cast.SETUP, **fields: Any) -> Reserved:
    """Take the advocate's place for a call with Harbourline, for a new ask of a new request unless told otherwise."""
    wanted: dict[str, Any] = {
        "thread": uuid4(),
        "ask_id": uuid4(),
        "help_kind": HelpKind.CALL,
        "prospect": tidewell.harbourline,
        "stage": PROPOSAL,
        "amount": 480_000,
    }
    return actions.reserve(advocate, by=by, **(wanted | fields))


def asked(tidewell: Company, advocate: Advocate, **fields: Any) -> UUID:
    """Have the advocate asked; return the ask."""
    ask_id = uuid4()
    reserve(tidewell, advocate, ask_id=ask_id, **fields)
    actions.to_customer(ask_id, by=cast.SETUP)
    return ask_id


def as_one_group(*accounts: Account, name: str = "Northern Freight") -> None:
    """Make companies one group."""
    for account in accounts:
        directory.change_account(account, group=directory.add_group(name, by=cast.SETUP), by=cast.SETUP)


def call_with(tidewell: Company, **fields: Any) -> Wish:
    return wish(HelpKind.CALL, prospect=tidewell.harbourline, stage=PROPOSAL, amount=480_000, **fields)
