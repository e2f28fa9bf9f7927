"""Who may stop and start asks of a customer, and who may note what happened elsewhere."""

from __future__ import annotations

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed
from goodword.directory.models import Account
from goodword.directory.policy import keeps, must_keep
from goodword.members.policy import Permission, must
from goodword.protection.models import Hold
from goodword.references.models import Advocate
from goodword.references.policy import must_be_own

LIFTING = {Hold.Kind.HOLD: Permission.HOLD_LIFT, Hold.Kind.REPAIR: Permission.REPAIR_CLOSE}


def must_place(by: Actor, account: Account) -> None:
    """Raise NotAllowed unless the actor may put this customer on hold: its keepers and the program."""
    must_keep(by, Permission.HOLD_PLACE, account)


def must_pause(by: Actor, advocate: Advocate) -> None:
    """Raise NotAllowed unless it is the person, or someone who keeps their account and writes down what they said."""
    must(by, Permission.HOLD_PLACE)
    if not by.is_contact(advocate.contact_id) and not keeps(by, advocate.profile.account):
        raise NotAllowed(f"{by.label} doesn't look after this customer.")


def must_lift(by: Actor, hold: Hold) -> None:
    """Raise NotAllowed unless the actor may lift this: a pause is the person's own, a hold the keepers'."""
    if hold.kind == Hold.Kind.PAUSE and hold.advocate is not None:
        must(by, Permission.HOLD_LIFT)
        must_be_own(by, hold.advocate)
        return
    must_keep(by, LIFTING[Hold.Kind(hold.kind)], hold.account)
