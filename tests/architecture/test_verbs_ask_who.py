"""Every verb asks who acts before anything else: one without a role here, and one with another person's link, are refused.

A verb that is new must be called in every_verb, or be listed with the reason why it needs no question of its own.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.db import transaction

from goodword.core.actors import Actor
from goodword.core.errors import GoodwordError, NotAllowed
from goodword.core.models import SignedLink
from goodword.members.models import Role
from goodword.members.policy import Purpose, actor_of
from tests import cast
from tests.architecture.areas import AREAS
from tests.architecture.every_verb import CALLS, Scene, one_of_everything
from tests.cast import SETUP, link_actor

# These have `by` to pass on or to write down. What they are part of has asked already.
PART_OF_ANOTHER = {
    "directory.provenance": {"source_of", "write", "vouch"},
    "references.consents": {"must_revoke", "write_consent", "evidence_of", "unsay_consent"},
    "references.dial": {"put_back"},
    "references.checking_in": {"why_not_ask"},
    "references.moving": {"move_advocate"},
    "references.own_will": {"by_notice", "must_be_takeable", "why_not"},
    "proof.clearing": {"set_clearance", "move", "put_back", "ended"},
    "proof.asking": {"put_question"},
    "proof.own_words": {"why_not"},
    "protection.holds": {"open_repair_hold", "end_holds"},
    "protection.ledger": {"record_use"},
    "protection.own_will": {"why_not"},
    "protection.places": {"reserve", "to_customer", "to_calendar", "from_calendar", "release"},
    "desk.own_will": {"take_back", "why_not"},
    "desk.asking": {"plan", "plan_standbys", "begin", "take_place", "stand_by", "find_next"},
    "desk.calls": {"book"},
    "desk.customer": {"agree", "must_be_open"},
    "desk.debriefs": {"confirm_held", "note_not_held"},
    "desk.handing_over": {"hand_over_customer", "hand_over_request"},
    "desk.moving": {"move_ask", "move_request", "move_ask_back", "move_request_back", "close_request", "follow"},
    "desk.writing": {"begin_writing"},
    "upkeep.one": {"things", "left_out"},
    "directory.merging": {"take_over"},
    "references.merging": {"join_profiles", "join_advocates"},
    # A closed deal's credits follow from a rule: there is nothing to choose for whoever calls it.
    "recognition": {"credit_helpers"},
}


# A file claims and restricts. It never says yes, answers, lets asks go on, or reaches into the company's own affairs.
IMPORTS_MAY_NOT = {
    *(name for name in CALLS if name.startswith(("members.", "desk.", "messages.", "recognition.", "upkeep."))),
    "references.give_consent",
    "references.take_back",
    "protection.take_back",
    "references.set_languages",
    "references.note_download",
    "references.set_owner_mode",
    "protection.lift_hold",
    "proof.restore",
    "proof.note_sharing",
    "proof.take_sharing_back",
    "proof.renew_own_words",
    "proof.stop_using",
    "proof.take_back",
}


def verbs() -> Iterator[tuple[str, str]]:
    """Yield (where, name) of every function of the areas' actions that says who acts."""
    for area in AREAS:
        top = importlib.import_module(f"goodword.{area}.actions")
        parts = [f"{top.__name__}.{part.name}" for part in pkgutil.iter_modules(getattr(top, "__path__", []))]
        for module in (top, *(importlib.import_module(part) for part in parts)):
            where = module.__name__.removeprefix("goodword.").replace(".actions", "")
            for name, thing in vars(module).items():
                own = inspect.isfunction(thing) and thing.__module__ == module.__name__
                if own and not name.startswith("_") and "by" in inspect.signature(thing).parameters:
                    yield where, name


def test_every_verb_is_called_here_or_says_why_not() -> None:
    asked = {f"{where.split('.')[0]}.{name}" for where, name in verbs() if name not in PART_OF_ANOTHER.get(where, ())}
    assert asked == set(CALLS)
    known = set(verbs())
    assert [
        (where, name) for where, names in PART_OF_ANOTHER.items() for name in names if (where, name) not in known
    ] == []


@pytest.fixture
def scene() -> Iterator[Scene]:
    with one_of_everything() as made:
        yield made


def got_through(scene: Scene, by: Actor, names: set[str]) -> list[str]:
    """Return which verbs did not refuse this actor as not theirs; nothing of what they did stays."""
    through = []
    for name in sorted(names):
        try:
            with transaction.atomic():
                CALLS[name](scene, by)
                transaction.set_rollback(True)
        except NotAllowed:
            continue
        except GoodwordError as trouble:
            through.append(f"{name}: {trouble!r}")
        else:
            through.append(name)
    return through


def test_no_verb_serves_a_member_without_a_role(scene: Scene) -> None:
    nobody = Actor("member", str(uuid4()), "Nobody", person_kind="member", person_id=uuid4())
    assert got_through(scene, nobody, set(CALLS)) == []


@pytest.mark.parametrize("purpose", list(Purpose))
def test_no_verb_serves_the_holder_of_another_persons_link(scene: Scene, purpose: Purpose) -> None:
    company = scene.company
    assert got_through(scene, link_actor(purpose, company.ingrid, company.ingrid.contact), set(CALLS)) == []
    assert got_through(scene, link_actor(purpose, company.deal, company.elin), set(CALLS)) == []


def test_an_import_says_no_yes_and_answers_nothing(scene: Scene) -> None:
    crm = Actor.importer("an old system")
    assert got_through(scene, crm, IMPORTS_MAY_NOT) == []
    assert "references.claim_consent" in got_through(scene, crm, set(CALLS))


def test_a_rep_asks_for_the_deals_they_can_see_and_for_no_other(scene: Scene) -> None:
    rhea = cast.member("Rhea Lund", Role.REP)
    assert got_through(scene, actor_of(rhea), {"desk.send_request"}) == []
    rhea.team = scene.company.ben.team = "North"
    rhea.save()
    scene.company.ben.save()
    assert got_through(scene, actor_of(rhea), {"desk.send_request"}) == ["desk.send_request"]


def test_the_program_takes_no_customers_answer_back(scene: Scene) -> None:
    """Undoing a no would ask them again, and give back consents that went with it."""
    assert got_through(scene, actor_of(scene.company.priya), {"desk.undo"}) == []
    assert got_through(scene, Actor.link(SignedLink.objects.get(pk=scene.event.actor_id)), {"desk.undo"}) == [
        "desk.undo"
    ]


def test_the_verbs_would_serve_who_may(scene: Scene) -> None:
    """The calls themselves are good ones: each is let through for somebody."""
    company = scene.company
    people = [
        SETUP,
        *(actor_of(one) for one in (company.priya, company.amara, company.ada, company.ben)),
        Actor.link(SignedLink.objects.get(pk=scene.stopped.actor_id)),
        link_actor(Purpose.INVITATION, company.maya, company.maya.contact),
        cast.as_customer(scene.ask),
        Actor.link(scene.link),
    ]
    served = {line.split(":")[0] for by in people for line in got_through(scene, by, set(CALLS))}
    assert set(CALLS) - served == set()
