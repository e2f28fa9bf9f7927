"""Verbs about stories and quotes: adding them, clearing them for buyers, taking them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from goodword.core import clock, events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.models import Event
from goodword.directory.actions.provenance import set_by_hand, source_of, write
from goodword.members.policy import Permission, must
from goodword.proof.models import Clearance, Passage, Story
from goodword.references.models import Advocate, AdvocateState, Consent, HelpKind, ReferenceProfile
from goodword.references.queries import live_consents

Section = tuple[str, str]
# Whose words a buyer sees has agreed to that: what each kind of proof takes.
NEEDED_CONSENT = {Story.Kind.STORY: HelpKind.CASE_STUDY, Story.Kind.QUOTE: HelpKind.QUOTE}


class SourceFields(TypedDict, total=False):
    language: str
    published_on: date | None
    url: str
    licence: str
    attribution: str
    digest: str


class StoryFields(SourceFields, total=False):
    title: str
    text: str
    speaker: str
    speaker_title: str


def add_story(
    profile: ReferenceProfile,
    *,
    by: Actor,
    title: str,
    text: str,
    passages: Iterable[Section] = (),
    advocate: Advocate | None = None,
    clearance: Clearance | str = Clearance.INTERNAL,
    expires_on: date | None = None,
    source: str = "",
    record: str = "",
    **fields: Unpack[SourceFields],
) -> Story:
    """Add a story of a customer, with its sections as (field, text). Raises NotAllowed, and Refused as `clear`."""
    story = Story(kind=Story.Kind.STORY, profile=profile, advocate=advocate, record=record)
    values = {**fields, "title": title.strip(), "text": text.strip()}
    return _added(story, values, passages, by=by, source=source, clearance=clearance, expires_on=expires_on)


def add_quote(
    profile: ReferenceProfile,
    text: str,
    *,
    by: Actor,
    speaker: str = "",
    speaker_title: str = "",
    advocate: Advocate | None = None,
    clearance: Clearance | str = Clearance.INTERNAL,
    expires_on: date | None = None,
    source: str = "",
    record: str = "",
    **fields: Unpack[SourceFields],
) -> Story:
    """Add a customer's exact words. Raises NotAllowed, and Refused as `clear`."""
    quote = Story(kind=Story.Kind.QUOTE, profile=profile, advocate=advocate, record=record)
    values = {**fields, "text": text.strip(), "speaker": speaker, "speaker_title": speaker_title}
    return _added(quote, values, (), by=by, source=source, clearance=clearance, expires_on=expires_on)


def change_story(
    story: Story,
    *,
    by: Actor,
    source: str = "",
    passages: Iterable[Section] | None = None,
    **fields: Unpack[StoryFields],
) -> Event | None:
    """Change a story's text, sections or facts; None when nothing differs. Raises NotAllowed, TooLate if withdrawn.

    A person who edits the words takes the clearance back: what was cleared were the old words. An import leaves alone
    what a person wrote, and the sections of a text they wrote.
    """
    must(by, Permission.STORY_EDIT)
    _must_stand(story)
    changed = list(write(story, fields, by=by, source=source))
    keeps = by.kind == "import" and set_by_hand(story, "text")
    if passages is not None and not keeps and _rewritten(story, list(passages)):
        changed.append("passages")
    if not changed:
        return None
    story.source = source or story.source
    if by.kind == "member" and "text" in changed:
        story.clearance, story.cleared_at, story.cleared_by = Clearance.INTERNAL, None, ""
    story.save()
    return events.record("story.changed", story, by=by, about=_about(story), data={"changed": changed})


def clear(story: Story, clearance: Clearance | str, *, by: Actor, expires_on: date | None = None) -> Event:
    """Say who may be shown a story: colleagues, one buyer at a time, everyone; and until when.

    Raises NotAllowed, TooLate if it was withdrawn, and Refused when its advocate has not agreed to this use.
    """
    must(by, Permission.STORY_EDIT)
    _must_stand(story)
    before = story.clearance
    _set_clearance(story, Clearance(clearance), by=by, expires_on=expires_on)
    story.save(update_fields=["clearance", "cleared_at", "cleared_by", "expires_on"])
    data = {"clearance": [before, story.clearance], "expires_on": expires_on.isoformat() if expires_on else None}
    return events.record("story.cleared", story, by=by, about=_about(story), data=data)


def withdraw(story: Story, *, by: Actor) -> Event | None:
    """Take a story back from every page at once; None when it was withdrawn already. Raises NotAllowed."""
    must(by, Permission.STORY_EDIT)
    said = {"withdrawn_at": clock.now(), "withdrawn_by": f"{by.kind}:{by.label}"[:200]}
    if not Story.objects.filter(pk=story.pk, withdrawn_at=None).update(**said):
        return None
    story.refresh_from_db(fields=list(said))
    return events.record("story.withdrawn", story, by=by, about=_about(story))


def _added(
    story: Story,
    values: Mapping[str, Any],
    passages: Iterable[Section],
    *,
    by: Actor,
    source: str,
    clearance: Clearance | str,
    expires_on: date | None,
) -> Story:
    must(by, Permission.STORY_EDIT)
    if not values["text"]:
        raise Refused("A story without words can't be shown.", code="no_text")
    story.source = source_of(by, source)[:300]
    write(story, values, by=by, source=story.source)
    _set_clearance(story, Clearance(clearance), by=by, expires_on=expires_on)
    story.save(force_insert=True)
    _rewritten(story, list(passages))
    data = {"kind": str(story.kind), "clearance": str(story.clearance)}
    events.record("story.added", story, by=by, about=_about(story), data=data)
    return story


def _set_clearance(story: Story, clearance: Clearance, *, by: Actor, expires_on: date | None) -> None:
    if clearance != Clearance.INTERNAL and story.advocate is not None:
        _must_have_agreed(story.advocate, NEEDED_CONSENT[Story.Kind(story.kind)])
    story.clearance, story.expires_on = clearance, expires_on
    story.cleared_at, story.cleared_by = clock.now(), by.label[:200]


def _must_have_agreed(advocate: Advocate, kind: HelpKind) -> None:
    consent = live_consents(advocate).get(kind)
    agreed = consent is not None and consent.act == Consent.Act.GIVEN
    if not agreed or advocate.state == AdvocateState.LEFT:
        raise Refused("The person whose words these are hasn't agreed to it.", code="no_consent")


def _must_stand(story: Story) -> None:
    if story.withdrawn_at is not None:
        raise TooLate("This was withdrawn.", state="withdrawn")


def _rewritten(story: Story, passages: list[Section]) -> bool:
    """Write the story's sections if they differ; say whether they did."""
    if passages == [(passage.field, passage.text) for passage in story.passages.all()]:
        return False
    story.passages.all().delete()
    Passage.objects.bulk_create(
        Passage(story=story, field=field, position=position, text=text)
        for position, (field, text) in enumerate(passages)
    )
    return True


def _about(story: Story) -> list[Any]:
    return [story.profile, story.profile.account, story.advocate and story.advocate.contact]
