"""What each mail is for and when it goes, in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise

# Kind: what it is, when it goes.
MAILS: Mapping[str, tuple[Words, Words]] = {
    "E01": (_("May we ask your customer?"), _("When somebody of theirs is proposed for a request")),
    "E02": (_("Your customer will be asked"), _("When the owner chose to be told, agreed beforehand, or is informed")),
    "E03": (_("Reminder to the owner"), _("Half of the owner's time later, once")),
    "E04": (_("Is it still right?"), _("When a colleague asks owners to check in, at most once a week")),
    "E05": (_("What came of your help"), _("When the deal is closed, won or lost")),
    "E06": (_("Invitation to help"), _("When somebody invites them into the program")),
    "E07": (_("The ask"), _("Ten minutes after the owner's yes")),
    "E08": (_("Reminder to the customer"), _("Half of the customer's time later, once")),
    "E09": (_("The call: booked, moved, off"), _("Ten minutes after a time was picked or given up")),
    "E10": (_("The brief"), _("At 09:00 on the working day before the call")),
    "E11": (_("How was it? To the customer"), _("Two hours after the call")),
    "E15": (_("Where your request stands"), _("At each change of who has the ball")),
    "E16": (_("Nobody in time"), _("When nobody is left to ask, with proof to send instead")),
    "E17": (_("Did it move the deal?"), _("Two hours after the call")),
    "E19": (_("Times to pick from"), _("When the customer offered other times")),
    "E20": (_("Was it useful? To the buyer"), _("Two hours after the call")),
    "E22": (_("Please talk to your customer"), _("When a customer said “not again”")),
    "E24": (_("A code"), _("When something needs proof of the address on file")),
    "E25": (_("Invitation to work here"), _("When a colleague is invited")),
    "E26": (_("A new password"), _("When somebody forgot theirs")),
    "E27": (_("Your words to the customer"), _("When the owner asks the customer in person")),
    "E28": (_("A fresh link"), _("When a link no longer worked and a new one was asked for")),
    "E29": (_("What was changed on your page"), _("When a customer paused, limited, stopped or left: the way back")),
    "E30": (_("What came of an invitation"), _("When the customer said yes, no, or came back")),
    "E31": (_("Somebody left"), _("When an advocate leaves the program")),
    "E32": (_("Your answers, in writing"), _("When the customer said yes to writing, and once more before the end")),
    "E33": (_("The answers, to the buyer"), _("When the customer sent them")),
    "E34": (_("Over to the program"), _("When nobody answered, picked a time, or said how it went")),
    "E35": (_("A proposal"), _("When it is taken up, or nobody has decided about it")),
    "E36": (_("A thank you"), _("When a colleague pressed Thank")),
    "E37": (_("May your words be used on?"), _("Before the day until which they may be shown")),
    "E38": (_("Test mail"), _("When somebody sets up the program and asks for one")),
    "E39": (_("No deputy any more"), _("When a colleague left, to who took over and decides there alone now")),
}
