"""Advocates, owners, colleagues and their words: what is told besides a request."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.directory.actions import set_owners
from goodword.directory.policy import HAND_OVER
from goodword.members.policy import Purpose
from goodword.messages.actions import Person, send_code
from goodword.messages.reactions import check_in as ask_to_confirm
from goodword.messages.reactions import deputies, nomination
from goodword.proof import models as proof
from goodword.proof.actions import stop_using
from goodword.protection import actions as protection
from goodword.protection.models import Override
from goodword.recognition.models import Assist, Thanks
from goodword.references import actions as references
from goodword.references.models import Advocate
from tests import cast
from tests.messages.house import House, happened
from tests.messages.stories.shape import Story

DAY = timedelta(days=1)


def _taken_up(house: House) -> None:
    Advocate.objects.filter(pk=house.maya.pk).update(nominated_by=house.owner, state="qualifying")
    happened("advocate.qualified", house.maya)


def _nobody_decided(house: House) -> None:
    Advocate.objects.filter(pk=house.maya.pk).update(state="nominated")
    happened("advocate.overdue", house.maya, state="nominated")


def _exception_made(house: House) -> None:
    thread = house.need.pk
    Override(advocate=house.maya, thread=thread, rule="gap", reason="The board meets", by_label="Priya Nair").save()
    happened("ask.owner_asked", house.ask, thread=thread)


def _won(house: House) -> None:
    house.put("held")
    for member, part, won in ((house.owner, "owner", True), (house.deputy, "nominator", False)):
        assist = Assist(kind="assist", opportunity=house.deal, member=member, parts=[part], words="Thank you", won=won)
        assist.save()
        happened("assist.credited", assist)


def _thanked(house: House) -> None:
    thanks = Thanks(member=house.owner, giver=house.deputy)
    thanks.save()
    happened("thanks.given", thanks, deals=[str(house.deal.pk)])


def _check_in(house: House) -> None:
    references.ask_to_confirm(house.maya.profile, by=cast.SETUP)
    ask_to_confirm.tell(house.owner.pk)


def _deputy_lost(house: House) -> None:
    set_owners(house.customer, owner=house.owner, deputy=None, by=HAND_OVER)
    deputies.tell(house.owner.pk)


def _invited(house: House) -> None:
    happened("advocate.invited", house.maya)


def _member_invited(house: House) -> None:
    happened("member.invited", house.rep)


def _reset(house: House) -> None:
    happened("member.password_reset_asked", house.rep)


def _code(house: House) -> None:
    send_code(Person.of(house.maya.contact), house.maya)


def _own_will(house: House) -> None:
    holder = cast.link_actor(Purpose.OWN_PAGE, house.maya, house.maya.contact)
    references.set_dial(house.maya, by=holder, per_year=2, gap_days=60)
    references.set_off_limits(house.maya, ["Pricing", "Our audit"], by=holder)
    protection.pause(house.maya, by=holder)


def _invitation_answered(house: House) -> None:
    happened("advocate.declined", house.maya, never=True)
    happened("advocate.not_a_fit", house.maya, why="Another time.")


def _left(house: House) -> None:
    house.put("cancelled")
    leaving = happened("advocate.left", house.maya)
    happened("ask.cancelled", house.ask, thread=house.need.pk, before="customer_pending", why="left")
    nomination.tell_who_left(leaving.pk)


def _words_run_out(house: House) -> None:
    for clearance, kind in (
        (proof.Clearance.PUBLIC, proof.Story.Kind.QUOTE),
        (proof.Clearance.ONE_TO_ONE, proof.Story.Kind.STORY),
    ):
        until = clock.now().date() - DAY
        words = {"title": "One calendar", "text": f"Said {house.maya.contact.name}:\n\n" + "It closes. " * 90}
        asked = {"clearance": clearance, "expires_on": until, "renewal_asked_at": clock.now(), "advocate": house.maya}
        story = proof.Story(profile=house.maya.profile, kind=kind, **words, **asked)
        story.save()
        happened("story.renewal_asked", story)


def _words_stopped(house: House) -> None:
    story = proof.Story(
        profile=house.maya.profile, kind="quote", text="It closes.", advocate=house.maya, clearance="public"
    )
    story.save()
    stop_using(story, by=cast.link_actor(Purpose.OWN_PAGE, house.maya, house.maya.contact))


PEOPLE: dict[str, Story] = {
    "a proposal is taken up": (_taken_up, {"E35"}),
    "nobody decided about a proposal": (_nobody_decided, {"E35"}),
    "the program makes an exception": (_exception_made, {"E01"}),
    "the deal is won": (_won, {"E05"}),
    "a colleague asks whether it is still right": (_check_in, {"E04"}),
    "a colleague left and no deputy is there": (_deputy_lost, {"E39"}),
    "a colleague says thank you": (_thanked, {"E36"}),
    "an advocate is invited": (_invited, {"E06"}),
    "the customer restricts what we may ask": (_own_will, {"E16", "E29"}),
    "words run out": (_words_run_out, {"E37"}),
    "words are stopped": (_words_stopped, {"E29"}),
    "an invitation is answered": (_invitation_answered, {"E30"}),
    "an advocate left": (_left, {"E15", "E31"}),
    "a member is invited": (_member_invited, {"E25"}),
    "a password is forgotten": (_reset, {"E26"}),
    "a code is asked for": (_code, {"E24"}),
}
