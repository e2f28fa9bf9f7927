"""The notice to the address on file when something restricts what we may ask, with its way back.

A forwarded link can pause, limit, stop and leave: withdrawing must be as easy as agreeing. So the person hears of it
where only they read, once for what was pressed within minutes.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from goodword.core import clock, jobs, links
from goodword.core.actors import Actor
from goodword.core.models import Event, SignedLink
from goodword.core.working_time import add_calendar_days
from goodword.desk.actions.own_will import why_not
from goodword.members.policy import Purpose
from goodword.messages import rules
from goodword.messages.actions import Person, signed, write
from goodword.messages.queries.words import beginning_of
from goodword.protection.queries import Change, change_of, events_about, restricting
from goodword.references.models import Advocate, AdvocateState
from goodword.references.queries import advocate_now

TELL = "messages.tell_own_will"
# Time to press a second and a third thing, so that one mail tells them all.
SETTLES_IN = timedelta(minutes=3)
OWN_PAGE_DAYS = 30


def changed(event: Event) -> None:
    """Queue the notice; one that waits already tells this too."""
    change = change_of(event) if _is_told(event) else None
    if change is not None:
        key = change.advocate.pk
        jobs.defer(TELL, at=clock.now() + SETTLES_IN, key=str(key), advocate_id=key, event_id=event.pk)


def tell(advocate_id: UUID, event_id: UUID) -> None:
    """E29: what was changed from that event on and still holds, each with its own way back."""
    people = Advocate.objects.select_related("contact__account", "profile__account")
    advocate = people.get(pk=advocate_now(advocate_id))
    first = Event.objects.get(pk=event_id)
    to, now = Person.of(advocate.contact), clock.now()
    expires_at = rules.link_expires_at("E29", now, zone=to.zone) or now
    found = restricting(event for event in events_about(advocate.pk, since=first.number) if _is_told(event))
    told = [(change, link) for change in found if (link := _way_back(change, advocate, to, expires_at)) is not None]
    if not told:
        return
    changes = [change for change, _link in told]
    write(
        "E29",
        to=to,
        context={
            "variant": changes[0].what if len(changes) == 1 else "several",
            "changes": [
                {"name": f"undo_{nth}", "change": change, "words": beginning_of(change)}
                for nth, change in enumerate(changes)
            ],
            "what": changes[0].kind,
            "expires_at": expires_at,
        },
        links={f"undo_{nth}": signed(link) for nth, (_change, link) in enumerate(told)}
        | {"page": signed(_own_page(advocate, to))},
        event=max((change.event for change in changes), key=lambda event: event.number),
        about=advocate,
        private=advocate.is_masked,
    )


def _is_told(event: Event) -> bool:
    """Say whether it was a person's doing, and not proven to be that of whoever reads the address on file."""
    return event.actor_kind in ("link", "member") and not event.data.get("proven")


def _way_back(change: Change, advocate: Advocate, to: Person, expires_at: datetime) -> SignedLink | None:
    """Return the link that takes a change back; None for one that holds no more. Who left comes back to the rest."""
    link = links.issue(Purpose.TAKE_BACK, change.event, to=to.recipient, expires_at=expires_at)
    holds = advocate.state == AdvocateState.LEFT or not why_not(change.event, Actor.link(link))
    return link if holds else None


def _own_page(advocate: Advocate, to: Person) -> SignedLink:
    expires_at = add_calendar_days(clock.now(), OWN_PAGE_DAYS, to.zone)
    return links.issue(Purpose.OWN_PAGE, advocate, to=to.recipient, expires_at=expires_at)
