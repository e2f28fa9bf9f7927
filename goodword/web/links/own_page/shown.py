"""What a person finds on their own page: what comes next, what was, what they set, and what was done just now."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from goodword.core import clock
from goodword.core.models import Event, SignedLink
from goodword.desk.models import Ask, Call
from goodword.desk.rules.states import AskState
from goodword.members.policy import Purpose
from goodword.messages import calendar
from goodword.proof.actions.clearing import NEEDED_CONSENT
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import runs_out
from goodword.protection import queries as protection
from goodword.protection.models import LedgerEntry
from goodword.references.actions.dial import dial_of
from goodword.references.models import Advocate, Consent
from goodword.references.queries import live_consents
from goodword.web.links import kit
from goodword.web.links.call_scene import countdown
from goodword.web.links.kit import Visit

OPEN = (AskState.CUSTOMER_PENDING, AskState.ACCEPTED, AskState.COUNTERED)
GAPS = (30, 45, 60, 90, 120, 180, 365)


@dataclass(frozen=True, slots=True)
class Next:
    """A call ahead, or a question that waits; `here` is its own page where its link still works."""

    title: str
    starts_at: datetime | None
    in_words: str
    here: str


@dataclass(frozen=True, slots=True)
class Past:
    """One ask or use: when, for whom, which kind, and what became of it."""

    at: datetime
    who: str
    kind: str
    how: str


@dataclass(frozen=True, slots=True)
class Dialled:
    """One limit as it holds now, and the next number either way; `looser` is empty where ours holds already."""

    name: str
    value: int
    own: bool
    stricter: int | None
    looser: int | None


@dataclass(frozen=True, slots=True)
class Words:
    """Something this person said that is in use. `due`: its time is over, or will be soon; `ran_out`: it is over.

    `agreed`: they agree to this kind of use, without which nobody is shown it.
    """

    story: Story
    due: bool
    ran_out: bool
    agreed: bool


def upcoming(visit: Visit, advocate: Advocate) -> list[Next]:
    """Return the calls ahead, then the questions that wait for an answer."""
    calls = Call.objects.filter(ask__advocate__contact=advocate.contact_id, called_off_at=None)
    ahead = [
        call
        for call in calls.filter(ask__state=AskState.BOOKED).select_related("ask__need__opportunity__account")
        if calendar.ends_at(call) > visit.now
    ]
    asks = Ask.objects.filter(advocate__contact=advocate.contact_id, state__in=OPEN)
    waiting = list(asks.select_related("need__opportunity__account").order_by("state_since"))
    links = _links_of(visit, [*(call.ask for call in ahead), *waiting])
    booked = [
        Next(_company_of(call.ask), calendar.starts_at(call), countdown(call), links.get(str(call.ask_id), ""))
        for call in sorted(ahead, key=calendar.starts_at)
    ]
    return booked + [Next(_company_of(ask), None, _waits(ask), links.get(str(ask.pk), "")) for ask in waiting]


def past(advocate: Advocate) -> list[Past]:
    """Return every ask and use of this person ever, one line each, newest first."""
    rows = protection.history(advocate)
    asks = Ask.objects.filter(pk__in={row.ask_id for row in rows if row.ask_id})
    known = {ask.pk: ask for ask in asks.select_related("need__opportunity__account")}
    lines: dict[object, list[LedgerEntry]] = {}
    for row in rows:
        lines.setdefault(row.ask_id or row.pk, []).append(row)
    return [_line(entries, known.get(entries[0].ask_id) if entries[0].ask_id else None) for entries in lines.values()]


def dialled(advocate: Advocate) -> list[Dialled]:
    """Return the three limits as steppers: fewer calls and more days hold at once, the other way takes the code."""
    own, ours = dial_of(advocate), protection.limits().limits
    return [
        _calls("per_year", own.per_year, ours.per_year),
        _calls("per_quarter", own.per_quarter, ours.per_quarter),
        _days(own.gap_days, ours.gap_days),
    ]


def choices(advocate: Advocate, name: str) -> list[int]:
    """Return the numbers a limit can be loosened to: from the next one to ours."""
    limit = next((one for one in dialled(advocate) if one.name == name), None)
    if limit is None or limit.looser is None:
        return []
    ours = getattr(protection.limits().limits, name)
    if name == "gap_days":
        return [days for days in gaps(ours) if days < limit.value][::-1]
    return list(range(limit.value + 1, ours + 1))


def gaps(ours: int) -> list[int]:
    """Return the days between calls to choose from, ours first: fewer than ours would change nothing."""
    return [ours, *(days for days in GAPS if days > ours)]


def published(advocate: Advocate, now: datetime) -> list[Words]:
    """Return this person's words that buyers may be shown, and those that wait for their renewal."""
    stories = Story.objects.filter(advocate=advocate, withdrawn_at=None).exclude(clearance=Clearance.INTERNAL)
    agreed, today = live_consents(advocate, now=now), now.date()
    given = {kind for kind, consent in agreed.items() if consent.act == Consent.Act.GIVEN}
    return [
        Words(
            one,
            due=runs_out(one.expires_on, today),
            ran_out=one.expires_on is not None and one.expires_on < today,
            agreed=NEEDED_CONSENT[Story.Kind(one.kind)] in given,
        )
        for one in stories.order_by("-created_at")
    ]


def words_of(advocate: Advocate, key: str) -> Story | None:
    """Return the words of this person with this id, as long as they are in use."""
    wanted = kit.id_or_none(key)
    return next((one.story for one in published(advocate, clock.now()) if one.story.pk == wanted), None)


def newest_act(visit: Visit) -> Event | None:
    """Return the newest thing done by this very link."""
    acts = Event.objects.filter(actor_kind="link", actor_id=visit.actor.id)
    return acts.order_by("-number").first()


def _calls(name: str, own: int | None, ours: int) -> Dialled:
    value = ours if own is None else min(own, ours)
    return Dialled(name, value, own is not None, value - 1 if value else None, value + 1 if value < ours else None)


def _days(own: int | None, ours: int) -> Dialled:
    value = ours if own is None else max(own, ours)
    steps = gaps(ours)
    more = next((days for days in steps if days > value), None)
    less = next((days for days in reversed(steps) if days < value), None)
    return Dialled("gap_days", value, own is not None, more, less)


def _links_of(visit: Visit, asks: list[Ask]) -> dict[str, str]:
    """Return the page of each ask that this person has a working link to. Opening a page issues none."""
    rows = SignedLink.objects.filter(
        purpose=Purpose.ASK,
        subject_id__in=[ask.pk for ask in asks],
        person_id=visit.link.person_id,
        withdrawn_at=None,
        replaced_by=None,
        expires_at__gt=visit.now,
    )
    return {str(link.subject_id): kit.here(link) for link in rows.order_by("issued_at")}


def _company_of(ask: Ask) -> str:
    return ask.need.opportunity.account.name


def _waits(ask: Ask) -> str:
    if ask.state == AskState.CUSTOMER_PENDING:
        return _("They would like to hear from you. Your answer is in the mail we sent")
    return _("You said yes. A time is being found")


def _line(entries: list[LedgerEntry], ask: Ask | None) -> Past:
    first = min(entries, key=lambda entry: entry.at)
    who = _company_of(ask) if ask is not None else first.note
    return Past(first.at, who, first.get_help_kind_display(), next(_became(entries, ask)))


def _became(entries: list[LedgerEntry], ask: Ask | None) -> Iterator[str]:
    kinds = {entry.kind for entry in entries}
    if LedgerEntry.Kind.CREDIT in kinds:
        yield _("Given back, doesn't count")
    if LedgerEntry.Kind.USE in kinds:
        yield _("You helped")
    state = AskState(ask.state) if ask is not None else None
    if state == AskState.DECLINED:
        yield _("Not this time")
    if state == AskState.EXPIRED:
        yield _("Left open")
    if state == AskState.CUSTOMER_PENDING:
        yield _("Waits for your answer")
    if state in (AskState.ACCEPTED, AskState.COUNTERED, AskState.BOOKED):
        yield _("You said yes")
    if state == AskState.HELD:
        yield _("You helped")
    yield _("Not needed in the end")
