"""The mail that asks an owner whether what we know of their customers is still right, because a colleague wants to know.

One mail for everything that was asked, and never a second one within a week: until then it stands on their Today alone.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from goodword.core import clock, jobs
from goodword.core.models import Event
from goodword.members.models import Member
from goodword.messages.actions import Person, page, write
from goodword.messages.models import Message, MessageState
from goodword.messages.reactions.several import of_customers
from goodword.messages.wording import one_line
from goodword.references.models import ReferenceProfile, Visibility
from goodword.references.queries import owners_asked

TELL = "messages.ask_to_confirm"
# Time for what was chosen at once to be asked at once.
SETTLES_IN = timedelta(minutes=2)
A_WEEK = timedelta(days=7)


def asked(event: Event) -> None:
    """Queue the owner's mail; one that waits already asks this too."""
    owner_id = ReferenceProfile.objects.values_list("account__owner", flat=True).get(pk=event.subject_id)
    if owner_id is not None:
        _queue(owner_id, after=SETTLES_IN)


def tell(member_id: UUID) -> None:
    """E04: the customers to confirm, the longest unconfirmed first; not before a week after the last such mail."""
    waiting, last = owners_asked(member_id).select_related("account"), _last_mail(member_id)
    if last is not None:
        waiting = waiting.filter(check_in_asked_at__gt=last.created_at)
    profiles = sorted(waiting, key=lambda one: (one.confirmed_at or one.created_at, one.pk))
    if not profiles:
        return
    if last is not None and last.created_at + A_WEEK > clock.now():
        _queue(member_id, after=last.created_at + A_WEEK - clock.now())
        return
    keys = [one.pk for one in profiles]
    questions = Event.objects.filter(name="profile.check_in_asked", subject_id__in=keys, undone_by=None)
    write(
        "E04",
        to=Person.of(Member.objects.get(pk=member_id)),
        context={
            **of_customers([one.account for one in profiles]),
            "askers": sorted({one_line(one.check_in_asked_by) for one in profiles}),
        },
        links={"open": page("/")},
        event=questions.latest("number"),
        private=any(one.visibility == Visibility.MASKED for one in profiles),
    )


def _queue(member_id: UUID, *, after: timedelta) -> None:
    jobs.defer(TELL, at=clock.now() + after, key=str(member_id), member_id=member_id)


def _last_mail(member_id: UUID) -> Message | None:
    mails = Message.objects.filter(kind="E04", person_id=member_id)
    return mails.exclude(state__in=[MessageState.DROPPED, MessageState.FAILED]).order_by("-created_at").first()
