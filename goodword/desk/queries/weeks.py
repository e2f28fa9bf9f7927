"""Whose working hours a wait runs on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from goodword.core import calendars
from goodword.core.models import Program
from goodword.core.working_time import WorkWeek
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.attending import attendees_of
from goodword.desk.rules.promise import Weeks
from goodword.desk.rules.waits import WaitSettings, Who
from goodword.directory.models import Contact
from goodword.members.models import Member


def settings_here() -> WaitSettings:
    """Return the program's waits: the defaults, and what it changed (hours of working time)."""
    return waits_from(Program.here().rule("desk"))


def waits_from(changed: Mapping[str, Any]) -> WaitSettings:
    """Return the waits that these changes to the desk's defaults make. Raises ValueError for what is no wait."""
    return WaitSettings.from_rules(changed.get("waits", {}))


def week_of_program() -> WorkWeek:
    return calendars.week(Program.here().time_zone)


def week_of_member(member: Member | None) -> WorkWeek:
    return calendars.week(member.time_zone) if member else week_of_program()


def week_of_contact(contact: Contact | None) -> WorkWeek:
    return calendars.week(contact.zone) if contact else week_of_program()


def prospect_contact(need: ReferenceRequest) -> Contact | None:
    """Return the first of the prospect's people who will be on the call; nobody yet for a request not sent."""
    if need.is_unsent:
        return None
    return next((attendee.contact for attendee in attendees_of(need)), None)


def week_of_prospect(need: ReferenceRequest) -> WorkWeek:
    contact = prospect_contact(need)
    if contact is not None:
        return week_of_contact(contact)
    zone = need.opportunity.account.time_zone
    return calendars.week(zone) if zone else week_of_program()


def week_of(who: Who, need: ReferenceRequest, ask: Ask | None = None) -> WorkWeek:
    """Return the hours of whoever has the ball."""
    match who:
        case Who.OWNER | Who.DEPUTY if ask is not None:
            return week_of_member(who_decides(ask, deputy=who is Who.DEPUTY))
        case Who.CUSTOMER | Who.BOTH if ask is not None:
            return week_of_contact(ask.advocate.contact)
        case Who.PROSPECT:
            return week_of_prospect(need)
        case Who.REP:
            return week_of_member(need.requester)
    return week_of_program()


def weeks_for(need: ReferenceRequest, ask: Ask | None) -> Weeks:
    """Return the hours of everyone on the request's path, for its promise."""
    return Weeks(
        program=week_of_program(),
        owner=week_of_member(ask.owner if ask else None),
        customer=week_of_contact(ask.advocate.contact if ask else None),
        prospect=week_of_prospect(need),
    )


def who_decides(ask: Ask, *, deputy: bool = False) -> Member | None:
    """Return the member whose yes an ask takes: the owner, while away or after their silence the deputy."""
    account = ask.advocate.profile.account
    return account.deputy if deputy and account.deputy else ask.owner


def program_people() -> list[Member]:
    """Return the program managers, the first of whom signs the mails."""
    return Member.managers()
