"""Every subject line and preheader, by kind of mail and variant.

The question or the fact itself, names first, readable aloud on a lock screen. Values are clipped so that a line stays
near 50 characters. The preheader is the default answer and the time it takes.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from goodword.messages.wording import header_text

LONGEST_SUBJECT = 78
LONGEST_VALUE = 26

# (kind, variant): (subject, preheader)
SUBJECTS: dict[tuple[str, str], tuple[Any, Any]] = {
    ("E01", ""): (_("Can we ask %(advocate)s at %(company)s?"), _("One tap and a confirm. About 10 seconds.")),
    ("E01", "deputy"): (
        _("Can we ask %(advocate)s at %(company)s?"),
        _("%(owner)s hasn't answered, so it comes to you. About 10 seconds."),
    ),
    ("E01", "handed_over"): (
        _("Can we ask %(advocate)s at %(company)s?"),
        _("They are in your care now. About 10 seconds."),
    ),
    ("E02", ""): (
        _("We'll ask %(advocate)s at %(time)s unless you stop it"),
        _("Nothing to do if it's fine."),
    ),
    ("E02", "pre_approved"): (
        _("%(advocate)s will be asked, as you agreed"),
        _("Nothing to do. You can still stop it."),
    ),
    ("E02", "informed"): (_("%(advocate)s at %(company)s is being asked"), _("For your information. Nothing to do.")),
    ("E02", "stood_by"): (
        _("No need to ask %(advocate)s after all, for now"),
        _("Someone else's call is booked. Nothing to do."),
    ),
    ("E03", ""): (
        _("Still OK to ask %(advocate)s? We move on at %(time)s"),
        _("One tap and a confirm. About 10 seconds."),
    ),
    ("E04", ""): (_("Is %(company)s still right?"), _("One press. About 10 seconds.")),
    ("E04", "several"): (_("%(count)s customers to confirm, about 10 seconds"), _("One press for all of them.")),
    ("E05", "won"): (_("Your customer helped win %(prospect)s"), _("Thank you for lending them.")),
    ("E05", "won_nominated"): (_("Somebody you nominated helped win %(prospect)s"), _("Thank you for naming them.")),
    ("E05", "lost"): (_("%(prospect)s went another way. Thank you"), _("The time that was given was well spent.")),
    ("E06", ""): (_("%(sender)s thought of you"), _("Two minutes to read. You decide everything.")),
    ("E07", ""): (_("A %(minutes)s-minute call with %(prospect)s?"), _("One tap to answer, until %(until)s.")),
    ("E07", "writing"): (_("%(what)s from %(prospect)s"), _("One tap to answer, then take your time.")),
    ("E07", "other_times"): (
        _("Other times for your call with %(prospect)s"),
        _("Pick the one that suits you. One tap."),
    ),
    ("E08", ""): (_("Your answer for %(prospect)s, if you can"), _("A no is fine too, and needs no reason.")),
    ("E09", ""): (_("Booked: %(time)s with %(other)s"), _("The brief and a calendar entry are inside.")),
    ("E09", "again"): (_("New time: %(time)s with %(other)s"), _("The calendar entry is updated.")),
    ("E09", "joining"): (_("How to join: %(time)s with %(other)s"), _("The calendar entry is updated.")),
    ("E09", "moving"): (_("%(time)s with %(other)s is off"), _("A new time is being found.")),
    ("E09", "off"): (_("Called off: %(time)s with %(other)s"), _("Your calendar entry is removed.")),
    ("E09", "not_held"): (_("The call with %(other)s didn't take place"), _("It doesn't count. Nothing to do.")),
    ("E09", "not_needed"): (_("No call with %(other)s after all"), _("Nothing to do. Thank you.")),
    ("E09", "not_needed_writing"): (_("No answers needed for %(other)s"), _("Nothing to do. Thank you.")),
    ("E10", "tomorrow"): (_("Tomorrow %(time)s: who and what"), _("Everything for the call with %(other)s.")),
    ("E10", "later"): (_("%(day)s %(time)s: who and what"), _("Everything for the call with %(other)s.")),
    ("E11", ""): (_("How was it with %(prospect)s?"), _("One tap. Five seconds.")),
    ("E15", "handed_over"): (_("The %(prospect)s request is yours now"), _("It was %(from)s's. Nothing is lost.")),
    ("E15", "asked_owner"): (_("A fit for %(prospect)s: %(who)s"), _("We're asking the account owner first.")),
    ("E15", "asked"): (_("%(who)s is asked for %(prospect)s"), _("Answer by %(answer_by)s.")),
    ("E15", "next_owner"): (_("%(who)s can't. %(next)s is next"), _("We're asking the account owner first.")),
    ("E15", "next_asked"): (_("%(who)s can't. %(next)s is asked"), _("Answer by %(answer_by)s.")),
    ("E15", "next_owner_off"): (_("The call is off. %(next)s is next"), _("We're asking the account owner first.")),
    ("E15", "next_asked_off"): (_("The call is off. %(next)s is asked"), _("Answer by %(answer_by)s.")),
    ("E15", "looking_off"): (
        _("The %(prospect)s call is called off"),
        _("The program looks for the next best now."),
    ),
    ("E15", "next_owner_missed"): (
        _("The call didn't take place. %(next)s is next"),
        _("We're asking the account owner first."),
    ),
    ("E15", "next_asked_missed"): (
        _("The call didn't take place. %(next)s is asked"),
        _("Answer by %(answer_by)s."),
    ),
    ("E15", "looking_missed"): (
        _("The %(prospect)s call didn't take place"),
        _("The program looks for the next best now."),
    ),
    ("E15", "passed_on"): (_("%(prospect)s: nobody is picked yet"), _("The program is reminded.")),
    ("E15", "no_time"): (_("No time yet for the %(prospect)s call"), _("The program steps in now.")),
    ("E15", "no_answers"): (_("No answers for %(prospect)s yet"), _("The program steps in now.")),
    ("E15", "no_word"): (_("Did the %(prospect)s call take place?"), _("Nobody has said so yet.")),
    ("E15", "not_confirmed"): (
        _("The %(prospect)s call was never confirmed"),
        _("The request is closed. It can be sent anew."),
    ),
    ("E15", "no_pick"): (_("%(prospect)s picked no time"), _("The request is closed. It can be sent anew.")),
    ("E15", "looking"): (_("%(who)s can't this time"), _("The program looks for the next best now.")),
    ("E15", "booked"): (_("%(company)s said yes: %(time)s"), _("The call with %(prospect)s is booked.")),
    ("E15", "moved"): (_("%(prospect)s call moved: %(time)s"), _("Both sides have the new time.")),
    ("E15", "times"): (_("%(company)s said yes, with times to pick from"), _("%(prospect)s picks one now.")),
    ("E15", "times_back"): (_("New times for the %(prospect)s call"), _("%(who)s picks one now.")),
    ("E15", "writing"): (_("%(company)s said yes, in writing"), _("The answers come by %(answer_by)s.")),
    ("E15", "answered"): (_("%(company)s answered %(prospect)s"), _("They are on the request, word for word.")),
    ("E15", "proof"): (_("%(prospect)s: proof was enough"), _("The request is closed. Nobody's time is spent.")),
    ("E16", ""): (
        _("No %(help)s in time. What you can send today"),
        _("For %(prospect)s: proof that needs nobody's time."),
    ),
    ("E16", "no_proof"): (
        _("No %(help)s for %(prospect)s in time"),
        _("The program sees that someone is missing here."),
    ),
    ("E17", ""): (_("Did the call move %(prospect)s?"), _("One tap. Five seconds.")),
    ("E17", "writing"): (_("Did the answers move %(prospect)s?"), _("One tap. Five seconds.")),
    ("E19", ""): (_("Pick a time with someone who did this"), _("One tap. Your calendar entry follows.")),
    ("E19", "reminder"): (_("Which time suits you?"), _("One tap. The times are still held for you.")),
    ("E19", "moving"): (_("A new time for your call"), _("Pick the one that suits you. One tap.")),
    ("E20", ""): (_("Was it useful?"), _("One tap. Five seconds.")),
    ("E22", ""): (_("%(company)s: please call them today"), _("They said “not again” after helping.")),
    ("E22", "late"): (_("%(company)s: nobody has called them"), _("They said “not again”, and they still wait.")),
    ("E24", ""): (_("%(code)s is your code"), _("It works for 10 minutes.")),
    ("E25", ""): (_("%(sender)s invites you to %(program)s"), _("Set a password and you're in.")),
    ("E25", "nobody"): (_("You're invited to %(program)s"), _("Set a password and you're in.")),
    ("E26", ""): (_("Set a new password"), _("The link works for two hours, once.")),
    ("E29", "pause"): (_("You are paused"), _("It holds already. Undo it if you didn't mean it.")),
    ("E29", "limits"): (_("Your limits were changed"), _("They hold already. Undo it if you didn't mean it.")),
    ("E29", "off_limits"): (
        _("Your off-limits topics were changed"),
        _("They hold already. Undo it if you didn't mean it."),
    ),
    ("E29", "visibility"): (
        _("Fewer people may know your name"),
        _("It holds already. Undo it if you didn't mean it."),
    ),
    ("E29", "stopped"): (_("Stopped: %(what)s"), _("It holds already. Undo it if you didn't mean it.")),
    ("E29", "words"): (_("Your words are used no more"), _("It holds already. Undo it if you didn't mean it.")),
    ("E29", "left"): (_("You left our reference program"), _("It holds already. Undo it if you didn't mean it.")),
    ("E29", "several"): (_("What was changed on your page"), _("It holds already. Undo what you didn't mean.")),
    ("E30", "agreed"): (_("%(advocate)s at %(company)s will help"), _("Thank you. Nothing to do.")),
    ("E30", "agreed_private"): (_("Somebody you proposed will help"), _("Thank you. Nothing to do.")),
    ("E30", "declined"): (
        _("%(advocate)s at %(company)s said no"),
        _("That's fine, and needs no reason. Nothing to do."),
    ),
    ("E30", "declined_private"): (_("Somebody you proposed said no"), _("That's fine, and needs no reason.")),
    ("E30", "not_a_fit"): (_("%(advocate)s won't be invited"), _("What came of your proposal.")),
    ("E30", "not_a_fit_private"): (_("What came of your proposal"), _("They won't be invited.")),
    ("E30", "back"): (_("%(advocate)s at %(company)s is back"), _("They took leaving back. Nothing to do.")),
    ("E30", "back_private"): (_("Somebody you proposed is back"), _("They took leaving back. Nothing to do.")),
    ("E31", ""): (_("%(advocate)s at %(company)s left the program"), _("Nobody asks them any more.")),
    ("E31", "ended"): (_("%(advocate)s at %(company)s is out of the program"), _("Nobody asks them any more.")),
    ("E28", ""): (_("Your fresh link"), _("It replaces the one that no longer worked.")),
    ("E32", ""): (_("Your answers for %(prospect)s, by %(until)s"), _("The page keeps what you write.")),
    ("E32", "reminder"): (_("Your answers for %(prospect)s, by %(until)s"), _("What you saved is still there.")),
    ("E33", ""): (_("%(advocate)s answered your questions"), _("Their own words, for you alone.")),
    ("E34", "pick"): (_("%(prospect)s waits for your pick"), _("Nobody is asked yet. A minute on the request.")),
    ("E34", "time"): (_("No time yet: %(advocate)s, %(prospect)s"), _("They said yes. Somebody has to pick.")),
    ("E34", "answers"): (
        _("%(advocate)s hasn't answered %(prospect)s"),
        _("They said yes, in writing. One line helps."),
    ),
    ("E34", "word"): (_("Did %(advocate)s and %(prospect)s talk?"), _("Neither side has said. One call settles it.")),
    ("E35", "qualified"): (_("%(advocate)s at %(company)s is taken up"), _("Thank you. An invitation comes next.")),
    ("E35", "qualified_private"): (_("Somebody you proposed is taken up"), _("Thank you. An invitation comes next.")),
    ("E35", "nominated"): (_("Is %(advocate)s at %(company)s a fit?"), _("Proposed, and nobody has decided yet.")),
    ("E35", "qualifying"): (_("%(advocate)s at %(company)s: invite them?"), _("Taken up, and not invited yet.")),
    ("E36", ""): (_("%(giver)s thanks you"), _("For deals you helped to win. Nothing to do.")),
    ("E37", ""): (_("May we go on using your words?"), _("One tap. A no is fine too, and needs no reason.")),
    ("E38", ""): (_("Your mail works"), _("A test mail, asked for a moment ago. Nothing to do.")),
    ("E39", ""): (_("%(company)s has no deputy now"), _("You took over. Who answers when you can't?")),
    ("E39", "several"): (
        _("%(count)s of your customers have no deputy now"),
        _("You took over. Who answers when you can't?"),
    ),
    ("E27", ""): (_("Your words to %(advocate)s, ready to send"), _("Copy, send, done. The link inside is theirs.")),
}


def subject_of(kind: str, variant: str, values: Mapping[str, Any]) -> str:
    """Return the subject line, safe for a header. Raises KeyError for a kind or value there is not."""
    return header_text(str(SUBJECTS[kind, variant][0]) % _clipped(values), LONGEST_SUBJECT)


def preheader_of(kind: str, variant: str, values: Mapping[str, Any]) -> str:
    """Return the line that mail programs show after the subject."""
    return str(SUBJECTS[kind, variant][1]) % values


def _clipped(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: header_text(value, LONGEST_VALUE) if isinstance(value, str) else value for name, value in values.items()
    }
