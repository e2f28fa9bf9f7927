"""What is done to one row of a bulk change, and how it is taken back: each by the verb that does it alone."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.directory.actions import set_owners
from goodword.directory.models import Account, Term
from goodword.directory.policy import keeps
from goodword.members.models import Member
from goodword.members.policy import Permission
from goodword.protection.actions import lift_hold, place_hold
from goodword.protection.models import Hold
from goodword.references.actions import (
    ask_to_confirm,
    invite,
    tag_advocate,
    untag_advocate,
    why_not_ask,
    withdraw_check_in,
)
from goodword.references.models import Advocate, AdvocateState
from goodword.references.policy import visible_accounts, visible_advocates
from goodword.upkeep.models import Act

Thing = Account | Advocate
OF_THOSE_WHO_HELP = (Act.HOLD_ADVOCATE, Act.CHECK_IN)
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Deed:
    """One act: who may choose it, what it does to a row (returning what was before), and how that is taken back."""

    permission: Permission
    do: Callable[[Any, Said, Actor], dict[str, Any]]
    undo: Callable[[Any, Said, dict[str, Any], Actor], None] | None
    of_advocates: bool = False


def things(act: Act, ids: list[UUID], by: Actor) -> dict[UUID, Thing]:
    """Return what an actor may see of these, with what the verbs look at. Two queries.

    What was merged into another meanwhile is that one.
    """
    model = Advocate if DEEDS[act].of_advocates else Account
    merged = dict(model._default_manager.filter(pk__in=ids, merged_into__isnull=False).values_list("pk", "merged_into"))
    now = {pk: merged.get(pk) or pk for pk in ids}
    seen = _seen(act, set(now.values()), by)
    return {pk: seen[one] for pk, one in now.items() if one in seen}


def _seen(act: Act, ids: Collection[UUID], by: Actor) -> dict[UUID, Thing]:
    if DEEDS[act].of_advocates:
        seen = visible_advocates(by).filter(pk__in=ids)
        return {one.pk: one for one in seen.select_related("contact__account", "profile__account")}
    accounts = visible_accounts(by).filter(pk__in=ids)
    return {one.pk: one for one in accounts.select_related("owner", "deputy", "informed")}


def left_out(act: Act, seen: Collection[Thing], by: Actor) -> dict[UUID, str]:
    """Return which of these will be left out, and why, as far as that is known before anything is chosen.

    One query, for holds only.
    """
    on_hold, told = _held(act, seen), dict[UUID, str]()
    firms: set[UUID] = set()
    for thing in seen:
        why = "This is on hold already." if thing.pk in on_hold else _why_not(act, thing, by)
        if not why and isinstance(thing, Advocate) and act == Act.CHECK_IN:
            account_id = thing.profile.account_id
            why = "Their company's owner is asked already, with a colleague of theirs." if account_id in firms else ""
            firms.add(account_id)
        if why:
            told[thing.pk] = why
    return told


def _held(act: Act, seen: Iterable[Thing]) -> set[UUID]:
    if act not in (Act.HOLD_CUSTOMER, Act.HOLD_ADVOCATE):
        return set()
    holds, ids = Hold.objects.standing(clock.now()).filter(kind=Hold.Kind.HOLD), [thing.pk for thing in seen]
    if DEEDS[act].of_advocates:
        return set(holds.filter(advocate__in=ids).values_list("advocate", flat=True))
    return set(holds.filter(account__in=ids, advocate=None).values_list("account", flat=True))


def _why_not(act: Act, thing: Thing, by: Actor) -> str:
    account = thing.profile.account if isinstance(thing, Advocate) else thing
    if not keeps(by, account):
        return "You don't look after this customer."
    if act in (Act.OWNER, Act.DEPUTY) and account.status == Account.Status.PROSPECT:
        return "This is no customer yet."
    if isinstance(thing, Advocate) and act in OF_THOSE_WHO_HELP and thing.state != AdvocateState.ACTIVE:
        return "They take no part now."
    return why_not_ask(thing.profile, by) if isinstance(thing, Advocate) and act == Act.CHECK_IN else ""


def _change_owner(account: Account, said: Said, by: Actor) -> dict[str, Any]:
    owner = _member(said["member"])
    deputy = None if account.deputy == owner else account.deputy
    return _set(account, owner, deputy, by)


def _change_deputy(account: Account, said: Said, by: Actor) -> dict[str, Any]:
    return _set(account, account.owner, _member(said["member"]), by)


def _set(account: Account, owner: Member | None, deputy: Member | None, by: Actor) -> dict[str, Any]:
    before: dict[str, Any] = {"owner": _text(account.owner_id), "deputy": _text(account.deputy_id)}
    if owner != account.owner and account.hand_over_note:
        before["note"] = {"note": account.hand_over_note, "noted_by": account.hand_over_by}
    informed = None if account.informed in (owner, deputy) else account.informed
    if set_owners(account, owner=owner, deputy=deputy, informed=informed, by=by) is None:
        raise Refused("It was so already.", code="no_change")
    return before | {"now": [_text(account.owner_id), _text(account.deputy_id)]}


def _set_back(account: Account, said: Said, before: dict[str, Any], by: Actor) -> None:
    if [_text(account.owner_id), _text(account.deputy_id)] != before["now"]:
        raise Refused("It was changed again meanwhile.", code="changed_since")
    owner, deputy = (_member(before[part]) for part in ("owner", "deputy"))
    set_owners(account, owner=owner, deputy=deputy, informed=account.informed, by=by, **before.get("note", {}))


def _hold(thing: Thing, said: Said, by: Actor) -> dict[str, Any]:
    until = date.fromisoformat(said["until"]) if said.get("until") else None
    return {"hold": str(place_hold(thing, by=by, reason=said.get("reason", ""), until=until).pk)}


def _lift(thing: Thing, said: Said, before: dict[str, Any], by: Actor) -> None:
    lift_hold(Hold.objects.select_related("account", "advocate").get(pk=before["hold"]), by=by)


def _invite(advocate: Advocate, said: Said, by: Actor) -> dict[str, Any]:
    invite(advocate, by=by)
    return {}


def _check_in(advocate: Advocate, said: Said, by: Actor) -> dict[str, Any]:
    return {"event": str(ask_to_confirm(advocate.profile, by=by).pk)}


def _check_in_back(advocate: Advocate, said: Said, before: dict[str, Any], by: Actor) -> None:
    withdraw_check_in(Event.objects.get(pk=before["event"]), by=by)


def _tag(advocate: Advocate, said: Said, by: Actor) -> dict[str, Any]:
    if _marked(advocate, said["tag"], said["off"], by) is None:
        raise Refused("They don't have this tag." if said["off"] else "They have this tag already.", code="no_change")
    return {"tag": said["tag"]}


def _tag_back(advocate: Advocate, said: Said, before: dict[str, Any], by: Actor) -> None:
    if _marked(advocate, before["tag"], not said["off"], by) is None:
        raise Refused("It was changed again meanwhile.", code="changed_since")


def _marked(advocate: Advocate, pk: str, off: bool, by: Actor) -> Event | None:
    word = Term.objects.filter(pk=pk).first()
    if word is None:
        raise Refused("This tag is not on the list any more.", code="gone")
    return (untag_advocate if off else tag_advocate)(advocate, word, by=by)


def _member(pk: str | None) -> Member | None:
    return Member.objects.get(pk=pk) if pk else None


def _text(pk: UUID | None) -> str | None:
    return str(pk) if pk else None


DEEDS: Mapping[Act, Deed] = {
    Act.OWNER: Deed(Permission.ACCOUNT_EDIT, _change_owner, _set_back),
    Act.DEPUTY: Deed(Permission.ACCOUNT_EDIT, _change_deputy, _set_back),
    Act.HOLD_CUSTOMER: Deed(Permission.HOLD_PLACE, _hold, _lift),
    Act.HOLD_ADVOCATE: Deed(Permission.HOLD_PLACE, _hold, _lift, of_advocates=True),
    Act.INVITE: Deed(Permission.ADVOCATE_INVITE, _invite, None, of_advocates=True),
    Act.CHECK_IN: Deed(Permission.REFERENCE_EDIT, _check_in, _check_in_back, of_advocates=True),
    Act.TAG: Deed(Permission.REFERENCE_EDIT, _tag, _tag_back, of_advocates=True),
}
