"""Adding stories and quotes, and changing what they say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, TypedDict, Unpack

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.directory.actions.provenance import set_by_hand, source_of, write
from goodword.members.policy import Permission, must
from goodword.proof.actions.clearing import about, grounds, must_stand, set_clearance
from goodword.proof.models import Clearance, Passage, Story
from goodword.references.models import Advocate, ReferenceProfile

Section = tuple[str, str]
# What was cleared were these, said by this person.
WORDS = frozenset({"text", "advocate"})


class SourceFields(TypedDict, total=False):
    language: str
    published_on: date | None
    url: str
    licence: str
    attribution: str
    digest: str


class SpeakerFields(SourceFields, total=False):
    speaker: str
    speaker_title: str


class StoryFields(SpeakerFields, total=False):
    title: str
    text: str
    advocate: Advocate | None


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
    because: str = "",
    source: str = "",
    record: str = "",
    **fields: Unpack[SpeakerFields],
) -> Story:
    """Add a story of a customer, with its sections as (field, text). Raises NotAllowed, and Refused as `clear`."""
    story = Story(kind=Story.Kind.STORY, profile=profile, advocate=advocate, record=record)
    values = {**fields, "title": title.strip(), "text": text.strip()}
    story.clearance, story.expires_on, story.cleared_because = Clearance(clearance), expires_on, because
    return _added(story, values, passages, by=by, source=source)


def add_quote(
    profile: ReferenceProfile,
    text: str,
    *,
    by: Actor,
    title: str = "",
    advocate: Advocate | None = None,
    clearance: Clearance | str = Clearance.INTERNAL,
    expires_on: date | None = None,
    because: str = "",
    source: str = "",
    record: str = "",
    **fields: Unpack[SpeakerFields],
) -> Story:
    """Add a customer's exact words. Raises NotAllowed, and Refused as `clear`."""
    quote = Story(kind=Story.Kind.QUOTE, profile=profile, advocate=advocate, record=record)
    values = {**fields, "title": title.strip(), "text": text.strip()}
    quote.clearance, quote.expires_on, quote.cleared_because = Clearance(clearance), expires_on, because
    return _added(quote, values, (), by=by, source=source)


def change_story(
    story: Story,
    *,
    by: Actor,
    source: str = "",
    passages: Iterable[Section] | None = None,
    **fields: Unpack[StoryFields],
) -> Event | None:
    """Change a story's text, sections or facts; None when nothing differs. Raises NotAllowed, TooLate if withdrawn.

    A person who edits the words, or says they are somebody else's, takes the clearance back: what was cleared were the
    old ones. An import leaves alone what a person wrote, and the sections of a text they wrote.
    """
    must(by, Permission.STORY_EDIT)
    must_stand(story)
    changed = list(write(story, fields, by=by, source=source))
    keeps = by.kind == "import" and set_by_hand(story, "text")
    rewords = by.kind == "member" and not WORDS.isdisjoint(changed)
    if passages is not None and not keeps and _rewritten(story, list(passages)):
        changed.append("passages")
    if not changed:
        return None
    story.source = source or story.source
    if rewords:
        story.clearance, story.cleared_at, story.cleared_by = Clearance.INTERNAL, None, ""
        story.cleared_because = ""
    story.save()
    return events.record("story.changed", story, by=by, about=about(story), data={"changed": changed})


def _added(
    story: Story,
    values: Mapping[str, Any],
    passages: Iterable[Section],
    *,
    by: Actor,
    source: str,
) -> Story:
    must(by, Permission.STORY_EDIT)
    if not values["text"]:
        raise Refused("A story without words can't be shown.", code="no_text")
    story.source = source_of(by, source)[:300]
    write(story, values, by=by, source=story.source)
    set_clearance(story, by=by, clearance=story.clearance, expires_on=story.expires_on, because=story.cleared_because)
    story.save(force_insert=True)
    _rewritten(story, list(passages))
    data = {"kind": str(story.kind), "clearance": str(story.clearance), **grounds(story)}
    events.record("story.added", story, by=by, about=about(story), data=data)
    return story


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
