"""Saying that what we know of a customer is still right, and taking that back within ten minutes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.events import must_be_undoable
from goodword.core.models import Event
from goodword.core.undo import UNDO
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.references.models import Fact, FactKind, FactQuerySet, ReferenceProfile
from goodword.references.rules import CONFIRMATIONS

# What a profile says of its confirmation: who last said that it is right, and who asks the owner for it.
STANDING = ("confirmed_at", "confirmed_by", "check_in_asked_at", "check_in_asked_by")


@transaction.atomic
def confirm_profile(profile: ReferenceProfile, *, by: Actor) -> Event:
    """Say that everything in the profile is still right, today: it and each of its facts. Raises NotAllowed.

    That answers whoever asked the owner for it.
    """
    must_keep(by, Permission.REFERENCE_EDIT, profile.account)
    profile.refresh_from_db(fields=STANDING)
    # What helped a buyer has its own day, and stays true.
    stated = profile.facts.standing().exclude(kind=FactKind.HELPED_WITH)
    before = _said(profile.confirmed_at, profile.confirmed_by) | {
        "asked": _said(profile.check_in_asked_at, profile.check_in_asked_by),
        "facts": _stood(stated),
    }
    profile.confirmed_at, profile.confirmed_by = clock.now(), by.label[:200]
    profile.check_in_asked_at, profile.check_in_asked_by = None, ""
    profile.save(update_fields=STANDING)
    stated.update(verified_at=profile.confirmed_at, verified_by=profile.confirmed_by)
    return _record("profile.confirmed", profile, profile, before, by=by)


@transaction.atomic
def verify_fact(fact: Fact, *, by: Actor) -> Event:
    """Say that a fact is still true, today. Raises NotAllowed; TooLate when it was withdrawn; Refused for what happened."""
    must_keep(by, Permission.REFERENCE_EDIT, fact.profile.account)
    if fact.kind == FactKind.HELPED_WITH:
        raise Refused("What helped a buyer has its own day, and stays true.", code="not_by_hand")
    standing = Fact.objects.standing().filter(pk=fact.pk)
    before, said = {"facts": _stood(standing)}, {"verified_at": clock.now(), "verified_by": by.label[:200]}
    if not standing.update(**said):
        raise TooLate("This was withdrawn meanwhile.", state="withdrawn")
    fact.refresh_from_db(fields=list(said))
    return _record("fact.verified", fact, fact.profile, before, by=by)


@transaction.atomic
def take_back_confirmation(event: Event, *, by: Actor) -> Event:
    """Have a profile, or one fact, say again who confirmed it before, and when.

    A fact of the profile that somebody confirmed again by itself stays as they left it. Raises NotAllowed, and TooLate
    once the ten minutes are over or the thing itself was confirmed again.
    """
    if event.name not in CONFIRMATIONS:
        raise TooLate("This can't be taken back.")
    thing, profile = _confirmed(event)
    must_keep(by, Permission.REFERENCE_EDIT, profile.account)
    must_be_undoable(event)
    before = event.data["before"]
    if (thing.confirmed_at if isinstance(thing, ReferenceProfile) else thing.verified_at) != event.at:
        raise TooLate("It was confirmed again since, so it can't be taken back.")
    if isinstance(thing, ReferenceProfile):
        asked = before.get("asked", _said(None, ""))
        thing.confirmed_at, thing.confirmed_by = _moment(before["at"]), before["by"]
        if thing.check_in_asked_at is None:
            thing.check_in_asked_at, thing.check_in_asked_by = _moment(asked["at"]), asked["by"]
        thing.save(update_fields=STANDING)
    for said in before["facts"]:
        as_left = Fact.objects.filter(pk__in=said["ids"], verified_at=event.at)
        as_left.update(verified_at=_moment(said["at"]), verified_by=said["by"])
    return events.record(CONFIRMATIONS[event.name], thing, by=by, about=[profile, profile.account], undoes=event)


def _confirmed(event: Event) -> tuple[ReferenceProfile | Fact, ReferenceProfile]:
    """Return what was confirmed, locked, and the profile it is of."""
    if event.subject_kind == "fact":
        facts = Fact.objects.select_related("profile__account").select_for_update(of=("self",))
        fact = facts.get(pk=event.subject_id)
        return fact, fact.profile
    profiles = ReferenceProfile.objects.select_related("account").select_for_update(of=("self",))
    profile = profiles.get(pk=event.subject_id)
    return profile, profile


def _record(name: str, thing: Fact | ReferenceProfile, profile: ReferenceProfile, before: Any, *, by: Actor) -> Event:
    about, until = [profile, profile.account], clock.now() + UNDO
    return events.record(name, thing, by=by, about=about, data={"before": before}, undo_until=until)


def _stood(facts: FactQuerySet) -> list[dict[str, Any]]:
    """Return who confirmed facts and when, with the facts they did."""
    told: dict[tuple[datetime, str], list[str]] = {}
    for pk, at, who in facts.order_by("pk").values_list("pk", "verified_at", "verified_by"):
        told.setdefault((at, who), []).append(str(pk))
    return [_said(at, who) | {"ids": ids} for (at, who), ids in told.items()]


def _said(at: datetime | None, who: str) -> dict[str, Any]:
    return {"at": at.isoformat() if at is not None else None, "by": who}


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
