"""Asking for a fresh link in place of one that no longer works."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from goodword.core import clock, events, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import SignedLink
from goodword.core.working_time import add_calendar_days

# Calendar days a fresh link lives, by what it is for; everything else two weeks.
LIVES = {"owner_answer": 5, "invitation": 30, "own_page": 30, "renewal": 30}
USUAL_LIFE = 14
# A week to take something back is a week: a fresh link would make it a month.
NEVER_RENEWED = frozenset({"take_back"})
# Whoever holds an old link can press the button; the person on file gets one mail, not ten.
ONE_EVERY = timedelta(minutes=10)


@transaction.atomic
def ask_fresh_link(link: SignedLink, *, by: Actor) -> SignedLink:
    """Replace a link by a fresh one that goes to the address on file, never to whoever asks.

    A link that a newer one replaced leads to the newest of them. Raises NotAllowed for another link's holder, and
    Refused for one that was withdrawn or when a fresh one went out a moment ago.
    """
    if by.kind != "link" or by.id != str(link.pk):
        raise NotAllowed("This link is someone else's.")
    if link.purpose in NEVER_RENEWED:
        raise Refused("The time to take this back is over.", code="over")
    newest = _newest(link)
    now = clock.now()
    if newest.withdrawn_at is not None:
        raise Refused("What this link was for was withdrawn.", code="withdrawn")
    if newest != link and newest.issued_at > now - ONE_EVERY:
        raise Refused("A fresh link was sent a moment ago. Look in your mail.", code="sent_already")
    fresh = links.renew(newest, expires_at=add_calendar_days(now, LIVES.get(link.purpose, USUAL_LIFE), "UTC"))
    events.record("link.renewed", fresh, by=by, data={"purpose": link.purpose, "subject": str(link.subject_id)})
    return fresh


def _newest(link: SignedLink) -> SignedLink:
    while link.replaced_by is not None:
        link = link.replaced_by
    return link
