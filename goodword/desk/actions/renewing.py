"""Asking somebody whether their words may be used on: one question at a time, and none while nothing may be asked."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.desk.queries.renewals import NotNow, renewal_of
from goodword.members.policy import Permission, must
from goodword.proof.actions import put_question
from goodword.proof.models import Story
from goodword.references.models import Advocate


@transaction.atomic
def ask_to_renew(story: Story, *, by: Actor) -> Event:
    """Ask a story's speaker by mail whether it may be used for another year.

    It takes none of their time, so it counts as no ask; a pause or a hold keeps it back all the same. Raises
    NotAllowed, and Refused where there is nobody to ask, nothing to renew, or an answer is waited for.
    """
    must(by, Permission.RENEWAL_ASK)
    # Two colleagues who ask the same person at once, about whatever words, wait for each other here.
    Advocate.objects.select_for_update().filter(pk__in=[story.advocate_id]).first()
    story = Story.objects.select_related("advocate__contact", "advocate__profile").get(pk=story.pk)
    not_now = renewal_of(story).not_now
    if not_now is not None:
        raise Refused(_said(not_now), code=not_now)
    return put_question(story, by=by)


def _said(not_now: NotNow) -> str:
    return {
        NotNow.WITHDRAWN: _("This was withdrawn."),
        NotNow.NOT_DUE: _("It is cleared for longer than two months. There is nothing to renew yet."),
        NotNow.NO_SPEAKER: _("Nobody in the program is noted as having said this, so nobody can be asked by mail."),
        NotNow.NO_CONSENT: _("Whoever said this hasn't agreed to it, or withdrew it. Only they can agree again."),
        NotNow.NO_ADDRESS: _("There is no address to write to."),
        NotNow.ASKED: _("They were asked already, and their answer is waited for."),
        NotNow.HELD: _("They are paused or on hold: nobody asks them for anything now."),
    }[not_now]
