"""The mail that asks somebody whether their words may be used on."""

from __future__ import annotations

from goodword.core import clock, links
from goodword.core.models import Event
from goodword.members.policy import Purpose
from goodword.messages import rules
from goodword.messages.actions import Person, signed, write
from goodword.messages.wording import clipped, one_line
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import a_year_after

MOST_WORDS = 600


def may_we_go_on(event: Event) -> None:
    """E37: their words as they stand, and three answers. A longer story is read on its page."""
    story = Story.objects.select_related("advocate__contact__account", "advocate__profile").get(pk=event.subject_id)
    if story.advocate is None:
        return
    to, now = Person.of(story.advocate.contact), clock.now()
    expires_at = rules.link_expires_at("E37", now, zone=to.zone) or now
    link = links.issue(Purpose.RENEWAL, story, to=to.recipient, expires_at=expires_at)
    answers = {"yes": "yes", "stop": "no"} | ({"one": "one"} if story.clearance == Clearance.PUBLIC else {})
    write(
        "E37",
        to=to,
        context={
            "is_quote": story.kind == Story.Kind.QUOTE,
            "is_public": story.clearance == Clearance.PUBLIC,
            "title": one_line(story.title, 200),
            "words": clipped(" ".join(story.text.split()), MOST_WORDS),
            "ran_out": story.expires_on is not None and story.expires_on < clock.today(to.zone),
            "expires_on": story.expires_on,
            "until": a_year_after(clock.today(to.zone)),
            "expires_at": expires_at,
        },
        links={name: signed(link, a=answer) for name, answer in answers.items()},
        event=event,
        about=story,
        private=story.advocate.is_masked,
    )
