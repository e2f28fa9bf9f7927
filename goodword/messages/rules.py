"""When a mail may go, how long its links live, and whom it may name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from goodword.core.undo import UNDO
from goodword.core.working_time import (
    WEEKEND,
    WorkWeek,
    add_calendar_days,
    instant_of,
    polite_moment,
    wall_of,
)

TWO_HOURS = timedelta(hours=2)


class Audience(StrEnum):
    OWNER = "owner"
    NOMINATOR = "nominator"
    ADVOCATE = "advocate"
    REP = "rep"
    PROSPECT = "prospect"
    PROGRAM = "program"
    LEADER = "leader"
    ANYONE = "anyone"


class Until(StrEnum):
    """What ends a link's life."""

    DAYS = "days"
    GOES_AHEAD = "goes_ahead"
    LAST_TIME = "last_time"
    CALL = "call"
    MINUTES = "minutes"
    LOGIN = "login"


@dataclass(frozen=True, slots=True)
class LinkLife:
    """How long a mail's links live: so many days or minutes, or a moment of the ask less or plus `days`/`margin`."""

    until: Until
    days: int = 0
    margin: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class MailKind:
    """One kind of mail.

    `nudge`: carries List-Unsubscribe, which switches off this kind and nothing else. `waits_for_undo`: goes
    out because somebody answered, so not before the 10 minutes of undo are over. `immediate`: never waits for morning.
    `call_change`: on the day of the call it doesn't wait for morning either.
    """

    code: str
    audience: tuple[Audience, ...]
    when: str
    page: str
    life: LinkLife
    nudge: bool = False
    waits_for_undo: bool = False
    immediate: bool = False
    call_change: bool = False


def _days(count: int) -> LinkLife:
    return LinkLife(Until.DAYS, count)


_LOGIN = LinkLife(Until.LOGIN)
_CALL = LinkLife(Until.CALL, 14)
_TIMES = LinkLife(Until.LAST_TIME, margin=-TWO_HOURS)
_CODE = LinkLife(Until.MINUTES, margin=timedelta(minutes=10))
_OWNER, _ADVOCATE, _PROSPECT = (Audience.OWNER,), (Audience.ADVOCATE,), (Audience.PROSPECT,)
_COLLEAGUE, _REP, _BOTH = (Audience.ANYONE,), (Audience.REP,), (Audience.ADVOCATE, Audience.PROSPECT)

_KINDS = (
    MailKind("E01", _OWNER, "Ask proposed", "X10", _days(5)),
    MailKind("E02", _OWNER, "Told, may stop it", "X10", LinkLife(Until.GOES_AHEAD)),
    MailKind("E03", _OWNER, "No answer after half of the wait", "X10", _days(5), nudge=True),
    MailKind("E04", _OWNER, "A colleague asks to confirm; one a week", "S01", _LOGIN, nudge=True),
    MailKind("E05", (Audience.OWNER, Audience.NOMINATOR), "Deal won", "S05", _LOGIN),
    MailKind("E06", _ADVOCATE, "Invitation", "X01", _days(30)),
    MailKind("E07", _ADVOCATE, "Ask", "X02", _TIMES, waits_for_undo=True, call_change=True),
    MailKind("E08", _ADVOCATE, "Half of the wait later, once", "X02", _TIMES, nudge=True),
    MailKind("E09", _BOTH, "Booked", "X02/X08", _CALL, waits_for_undo=True, call_change=True),
    MailKind("E10", _BOTH, "Day before, 09:00", "X02/X08", _CALL, call_change=True),
    MailKind("E11", _ADVOCATE, "2 h after the call", "X05", _days(14)),
    MailKind("E12", _ADVOCATE, "Thank-you ready", "X03", _days(90)),
    MailKind("E13", _ADVOCATE, "Words to approve", "X04", _days(30)),
    MailKind("E14", _ADVOCATE, "Yearly", "X03", _days(30), nudge=True),
    MailKind("E15", _REP, "Each change of who has the ball", "S05", _LOGIN, waits_for_undo=True, call_change=True),
    MailKind("E16", _REP, "No one available", "S16", _LOGIN, waits_for_undo=True),
    MailKind("E17", _REP, "After the call", "X09", _days(14)),
    MailKind("E18", _PROSPECT, "Pack", "X06", _days(90)),
    MailKind("E19", _PROSPECT, "Times", "X07", LinkLife(Until.LAST_TIME), waits_for_undo=True, call_change=True),
    MailKind("E20", _PROSPECT, "After the call", "X09", _days(14)),
    MailKind("E21", (Audience.PROGRAM,), "Morning, if any", "S06", _LOGIN, nudge=True),
    MailKind("E22", (Audience.OWNER, Audience.PROGRAM), "“Not again”", "S05", _LOGIN, waits_for_undo=True),
    MailKind("E23", (Audience.LEADER,), "1st working day of the month", "X12", _days(60), nudge=True),
    MailKind("E24", (Audience.ANYONE,), "Code", "", _CODE, immediate=True),
    # About somebody's own way in, which they just asked for: at any hour.
    MailKind("E25", _COLLEAGUE, "Member invited", "S23", _days(7), immediate=True),
    MailKind("E26", _COLLEAGUE, "Password forgotten", "S23", LinkLife(Until.MINUTES, margin=TWO_HOURS), immediate=True),
    MailKind("E27", _OWNER, "Asks in person: their words", "X02", _TIMES),
    MailKind("E28", (Audience.ANYONE,), "Fresh link asked for", "", _days(14), immediate=True),
    MailKind("E29", _ADVOCATE, "Paused, limited, stopped or left: the way back", "X03", _days(7)),
    MailKind("E30", (Audience.OWNER, Audience.NOMINATOR), "Invitation answered", "S10", _LOGIN),
    MailKind("E31", (Audience.OWNER, Audience.PROGRAM), "An advocate left", "S10", _LOGIN),
    MailKind("E32", _ADVOCATE, "Said yes to writing; once more before the days are over", "X02", _CALL),
    MailKind("E33", _PROSPECT, "Answers sent", "X08", _CALL),
    MailKind("E34", (Audience.PROGRAM,), "Nobody answered: over to the program", "S05", _LOGIN),
    MailKind(
        "E35", (Audience.NOMINATOR, Audience.PROGRAM, Audience.OWNER), "A proposal moved, or waits", "S10", _LOGIN
    ),
    MailKind("E36", _COLLEAGUE, "A colleague says thank you", "S01", _LOGIN),
    MailKind("E37", _ADVOCATE, "Words run out: may they be used on?", "X04", _days(30)),
    MailKind("E38", _COLLEAGUE, "Test mail asked for", "S22", _LOGIN, immediate=True),
    MailKind("E39", _OWNER, "A colleague left: customers without a deputy", "S08", _LOGIN),
)
MAIL_KINDS: Mapping[str, MailKind] = {kind.code: kind for kind in _KINDS}


class News(StrEnum):
    """What a colleague may do without as a mail: it only tells, and stands behind the bell all the same."""

    PROGRESS = "progress"
    ASSISTS = "assists"
    PROPOSALS = "proposals"


# Of these kinds everything else asks something of its reader, ends something, or changes an appointment of theirs.
_ALL_NEWS: Mapping[str, News] = {"E05": News.ASSISTS, "E30": News.PROPOSALS, "E36": News.ASSISTS}
_SOME_NEWS: Mapping[tuple[str, str], News] = {
    ("E35", "qualified"): News.PROPOSALS,
    ("E35", "qualified_private"): News.PROPOSALS,
} | {
    ("E15", variant): News.PROGRESS
    for variant in (
        *("asked_owner", "asked", "next_owner", "next_asked", "looking", "passed_on"),
        *("no_time", "times", "times_back", "writing", "answered"),
    )
}


def news_in(code: str, variant: str) -> News | None:
    """Return what kind of news a mail is; None for one that nobody can do without."""
    return _ALL_NEWS.get(code) or _SOME_NEWS.get((code, variant))


def due_at(
    code: str,
    now: datetime,
    zone: str,
    *,
    answered_at: datetime | None = None,
    same_day_change: bool = False,
    weekend: frozenset[int] = WEEKEND,
    holidays: frozenset[date] = frozenset(),
) -> datetime:
    """Return when a mail may go to somebody in `zone`: after the undo it waits for, and never in their quiet hours.

    `answered_at`: the answer it goes out for, where one can still be undone. Codes go at once. `same_day_change`
    (the call is today on the recipient's calendar) frees only the mails about a call.

    Raises KeyError for a kind there is not.
    """
    kind = MAIL_KINDS[code]
    ready = max(now, answered_at + UNDO) if kind.waits_for_undo and answered_at else now
    if kind.immediate:
        return now
    at_once = same_day_change and kind.call_change
    return polite_moment(ready, zone, same_day_change=at_once, weekend=weekend, holidays=holidays)


def link_expires_at(
    code: str,
    sent_at: datetime,
    *,
    zone: str = "UTC",
    goes_ahead_at: datetime | None = None,
    last_time: datetime | None = None,
    call_ends_at: datetime | None = None,
) -> datetime | None:
    """Return when a mail's links stop working; None for pages behind sign-in.

    Days are calendar days of the recipient. `last_time`: start of the last proposed time. Where the ask has no such
    moment yet (no times proposed), a link lives 14 days. Raises KeyError for a kind there is not.
    """
    life = MAIL_KINDS[code].life
    moments = {Until.GOES_AHEAD: goes_ahead_at, Until.LAST_TIME: last_time, Until.CALL: call_ends_at}
    if life.until is Until.LOGIN:
        return None
    if life.until is Until.MINUTES:
        return sent_at + life.margin
    if life.until is Until.DAYS:
        return add_calendar_days(sent_at, life.days, zone)
    moment = moments[life.until]
    if moment is None:
        return add_calendar_days(sent_at, 14, zone)
    return max(sent_at, add_calendar_days(moment, life.days, zone) + life.margin)


def day_before_at(call_at: datetime, week: WorkWeek) -> datetime:
    """Return 09:00 on the recipient's last working day before a call: when both sides get their brief."""
    day = wall_of(call_at, week.zone).date() - timedelta(days=1)
    while not week.works_on(day):
        day -= timedelta(days=1)
    return instant_of(datetime.combine(day, time(9)), week.zone)


def may_name(audience: Audience | str, visibility: str, *, said_yes: bool) -> bool:
    """Say if a mail or calendar entry to this audience may carry the customer's name or company.

    Owner, program and the advocate always. Colleagues know all but masked ones. A buyer learns a name with the
    customer's yes to this ask, before it only where the customer is public.
    """
    match Audience(audience):
        case Audience.OWNER | Audience.PROGRAM | Audience.ADVOCATE:
            return True
        case Audience.PROSPECT:
            return said_yes or visibility == "public"
        case Audience.REP | Audience.NOMINATOR:
            return said_yes or visibility in ("public", "colleagues")
    return visibility in ("public", "colleagues")
