"""The first steps of a new workspace (J-A1): each is done when the rows say so, whoever did it and wherever."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Exists, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.core.actors import Actor
from goodword.core.models import Event, Program, Workspace
from goodword.core.tenancy import current_workspace
from goodword.desk.actions.ruling import CHANGED
from goodword.directory.models import Account
from goodword.members.models import Member
from goodword.members.policy import Permission, may
from goodword.messages.actions.trying import TEST_MAIL
from goodword.messages.models import Message, MessageState
from goodword.references.models import Advocate

CLOSED = "program.welcome_closed"
ENOUGH_CUSTOMERS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what proves it done, where it is done, by whom (`needs`)."""

    code: str
    title: str | Promise
    text: str | Promise
    icon: str
    proof: Callable[[], QuerySet[Account] | QuerySet[Advocate] | QuerySet[Event] | QuerySet[Member] | QuerySet[Message]]
    button: str | Promise
    address: Callable[[], str]
    needs: Permission


@dataclass(frozen=True, slots=True)
class Taken:
    """A step and whether it is done; `url` leads to where this reader can do it, if they can."""

    step: Step
    done: bool
    url: str


STEPS = (
    Step(
        "people",
        _("Invite your colleagues"),
        _("The program manager who runs it, the account owners who decide, the reps who ask."),
        "user-plus",
        # Whoever set it up is the first; a colleague is the second.
        lambda: Member.objects.active().order_by("pk")[1:2],
        _("Invite somebody"),
        lambda: reverse("settings-invite"),
        Permission.MEMBER_INVITE,
    ),
    Step(
        "mail",
        _("See that mails arrive"),
        _("A test mail to yourself. Customers get theirs the same way."),
        "mail-check",
        # Without a mail server a mail's way ends in the outbox, and nobody has got it.
        lambda: Message.objects.filter(kind=TEST_MAIL, state=MessageState.SENT, handed_over_at__isnull=False),
        _("Look at mail"),
        lambda: reverse("welcome") + "#mail",
        Permission.PROGRAM_EDIT,
    ),
    Step(
        "customers",
        _("Bring in your customers"),
        _("Twenty are enough to start. Add them by hand, or import a file from the command line."),
        "building-2",
        lambda: Account.objects.customers().order_by("pk")[ENOUGH_CUSTOMERS - 1 : ENOUGH_CUSTOMERS],
        _("Add a customer"),
        lambda: reverse("account-add"),
        Permission.ACCOUNT_EDIT,
    ),
    Step(
        "rules",
        _("Look at the rules"),
        _("How often anybody is asked and how long you wait. They are sensible as they come."),
        "scale",
        lambda: Event.objects.filter(name__in=[CHANGED, "program.rules_kept"]),
        _("Look at the rules"),
        lambda: reverse("settings-rules"),
        Permission.PROGRAM_EDIT,
    ),
    Step(
        "advocate",
        _("Have the first customer agree"),
        _("Propose somebody who is happy, and invite them. They decide what they help with."),
        "heart-handshake",
        lambda: Advocate.objects.active(),
        _("Choose a customer"),
        lambda: reverse("accounts") + "?view=customers",
        Permission.ADVOCATE_NOMINATE,
    ),
)


def steps_for(by: Actor) -> list[Taken]:
    """Return the steps in their order, each with whether it is done. One query."""
    proven = {f"has_{step.code}": Exists(step.proof()) for step in STEPS}
    row = Program.objects.annotate(**proven).get()
    return [
        Taken(step, bool(getattr(row, f"has_{step.code}")), step.address() if may(by, step.needs) else "")
        for step in STEPS
    ]


def first_steps_for(by: Actor) -> list[Taken]:
    """Return the steps for Today: of a live workspace, for who sets it up, until all are done or nobody wants them."""
    if current_workspace().kind != Workspace.Kind.LIVE or not may(by, Permission.PROGRAM_EDIT):
        return []
    if Event.objects.filter(name=CLOSED).exists():
        return []
    steps = steps_for(by)
    return [] if all(step.done for step in steps) else steps
