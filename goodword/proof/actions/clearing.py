"""Saying who may be shown a story and until when, and taking it from every page."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from goodword.core import clock, events, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.undo import UNDO
from goodword.members.policy import Permission, must
from goodword.proof.models import Clearance, Story
from goodword.references.models import Advocate, AdvocateState, Consent, HelpKind
from goodword.references.queries import live_consents

# Whose words a buyer sees has agreed to that: what each kind of proof takes.
NEEDED_CONSENT = {Story.Kind.STORY: HelpKind.CASE_STUDY, Story.Kind.QUOTE: HelpKind.QUOTE}
# Everything about a story but what it says: who may be shown it, since when, on what ground, whether at all.
STANDING = (
    "clearance",
    "expires_on",
    "cleared_at",
    "cleared_by",
    "cleared_because",
    "withdrawn_at",
    "withdrawn_by",
    "renewal_asked_at",
)


def clear(
    story: Story, clearance: Clearance | str, *, by: Actor, expires_on: date | None = None, because: str = ""
) -> Event:
    """Say who may be shown a story: colleagues, one buyer at a time, everyone; until when, and how that is known.

    Raises NotAllowed, TooLate if it was withdrawn, and Refused when its advocate has not agreed to this use, or when a
    colleague doesn't say how it is known of words without an advocate.
    """
    must(by, Permission.STORY_EDIT)
    must_stand(story)
    before = story.clearance
    set_clearance(story, by=by, clearance=Clearance(clearance), expires_on=expires_on, because=because)
    story.save(update_fields=STANDING)
    data = {"clearance": [before, story.clearance], **grounds(story)}
    return events.record("story.cleared", story, by=by, about=about(story), data=data)


@transaction.atomic
def withdraw(story: Story, *, by: Actor) -> Event | None:
    """Take a story back from every page at once; None when it was withdrawn already. Raises NotAllowed."""
    must(by, Permission.STORY_EDIT)
    standing = locked(story.pk)
    if standing.withdrawn_at is not None:
        return None
    event = move(standing, "story.withdrawn", by=by, **ended(by))
    links.withdraw(standing)
    story.refresh_from_db(fields=STANDING)
    return event


@transaction.atomic
def restore(event: Event, *, by: Actor) -> Event:
    """Take a withdrawal by the program back within ten minutes: the story stands as it did.

    Raises NotAllowed, and TooLate once they are over or it was restored already.
    """
    must(by, Permission.STORY_EDIT)
    if event.name != "story.withdrawn" or by.kind != "member":
        raise NotAllowed("Only what the program withdrew is the program's to bring back.")
    if event.at + UNDO <= clock.now():
        raise TooLate("The ten minutes to undo this are over.")
    return put_back(event, by=by)


def set_clearance(story: Story, *, by: Actor, clearance: str, expires_on: date | None, because: str) -> None:
    """Write a clearance into the row, unsaved. Raises Refused as `clear`."""
    if clearance != Clearance.INTERNAL:
        _must_be_clearable(story, because, by=by)
    story.clearance, story.expires_on, story.cleared_because = clearance, expires_on, because.strip()[:400]
    story.cleared_at, story.cleared_by = clock.now(), by.label[:200]
    story.renewal_asked_at = None


def grounds(story: Story) -> dict[str, str | None]:
    """Return until when a story is cleared and how that is known, as an event keeps it."""
    return {"expires_on": _kept(story.expires_on), "because": story.cleared_because}


def must_have_agreed(advocate: Advocate, kind: Story.Kind | str) -> None:
    """Raise Refused unless whose words these are agrees to this kind of use."""
    consent = live_consents(advocate).get(NEEDED_CONSENT[Story.Kind(kind)])
    agreed = consent is not None and consent.act == Consent.Act.GIVEN
    if not agreed or advocate.state == AdvocateState.LEFT:
        raise Refused("The person whose words these are hasn't agreed to it.", code="no_consent")


def must_stand(story: Story) -> None:
    """Raise TooLate for a story that was withdrawn."""
    if story.withdrawn_at is not None:
        raise TooLate("This was withdrawn.", state="withdrawn")


def move(story: Story, name: str, *, by: Actor, data: dict[str, Any] | None = None, **changes: Any) -> Event:
    """Write a locked story's new standing, and an event that says how it stood before and after."""
    before = standing_of(story)
    for field, value in changes.items():
        setattr(story, field, value)
    story.save(update_fields=STANDING)
    told = {"before": before, "after": standing_of(story), **(data or {})}
    return events.record(name, story, by=by, about=about(story), data=told)


def put_back(event: Event, *, by: Actor) -> Event:
    """Let a story stand as it did before the event. Raises TooLate unless it still stands as the event left it."""
    story = locked(event.subject_id)
    must_be_as_left(event, story)
    for field, value in event.data["before"].items():
        setattr(story, field, _read(field, value))
    story.save(update_fields=STANDING)
    return events.record("story.restored", story, by=by, about=about(story), undoes=event)


def must_be_as_left(event: Event, story: Story) -> None:
    """Raise TooLate once the event was undone, or the story's standing is another than the event left."""
    if event.undone_by.exists():
        raise TooLate("This was undone already.")
    if standing_of(story) != event.data["after"]:
        raise TooLate("It was changed again since.")


def ended(by: Actor) -> dict[str, Any]:
    """Return what a story's row says once nobody may be shown it."""
    return {"withdrawn_at": clock.now(), "withdrawn_by": f"{by.kind}:{by.label}"[:200], "renewal_asked_at": None}


def standing_of(story: Story) -> dict[str, str | None]:
    """Return a story's standing as an event keeps it."""
    return {name: _kept(getattr(story, name)) for name in STANDING}


def locked(story_id: UUID) -> Story:
    """Return the story as it stands now; whoever else would change it waits."""
    rows = Story.objects.select_related("profile__account", "advocate__contact", "advocate__profile")
    return rows.select_for_update(of=("self",)).get(pk=story_id)


def about(story: Story) -> list[WorkspaceModel | None]:
    """Return what an event about a story concerns besides it."""
    speaker = story.advocate
    return [story.profile, story.profile.account, speaker, speaker and speaker.contact]


def _must_be_clearable(story: Story, because: str, *, by: Actor) -> None:
    if story.advocate is not None:
        must_have_agreed(story.advocate, story.kind)
    elif by.kind == "member" and not because.strip():
        raise Refused("Say how we know that it may be shown: a mail, a contract, where it was published.", code="why")


def _read(name: str, value: str | None) -> object:
    if value is None:
        return None
    if name.endswith("_at"):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name.endswith("_on") else value


def _kept(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date | datetime) else None if value is None else str(value)
