"""Verbs about Today: a card put off until a day, and brought back before it."""

from __future__ import annotations

from datetime import date, timedelta

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.members.models import Member, Snooze
from goodword.members.policy import Permission, must

LONGEST = timedelta(days=90)


def snooze_card(card: str, until: date, *, by: Actor) -> Snooze:
    """Put a card of one's own Today off until a day comes, on one's own calendar. It comes back by itself.

    No clock of anybody's stops for it. Raises Refused for a day that is not ahead, or too far.
    """
    member = _own(by)
    today = clock.today(member.time_zone)
    if not today < until <= today + LONGEST:
        raise Refused("Choose a day after today, within three months.", code="bad_day")
    snooze = Snooze.objects.filter(member=member, card=card).first() or Snooze(member=member, card=card)
    snooze.until = until
    snooze.save()
    events.record("card.snoozed", snooze, by=by, data={"until": until.isoformat()})
    return snooze


def bring_card_back(snooze: Snooze, *, by: Actor) -> None:
    """Have a card back on Today before its day. Raises NotAllowed for somebody else's."""
    if _own(by).pk != snooze.member_id:
        raise NotAllowed("Only whoever put it off brings it back.")
    events.record("card.brought_back", snooze, by=by)
    Snooze.objects.filter(pk=snooze.pk).delete()


def _own(by: Actor) -> Member:
    must(by, Permission.CARD_SNOOZE)
    if by.kind != "member" or by.person_id is None:
        raise NotAllowed("Only people who work here have a Today.")
    return Member.objects.get(pk=by.person_id)
