"""What the pages by link show of one ask: everyone around it, its times, and how it stands."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from uuid import UUID

from django.utils import timezone

from goodword.core import clock
from goodword.core.models import Event
from goodword.desk.models import Ask, Call, ReferenceRequest, TimeOption
from goodword.desk.queries.asked import MOST_TIMES, said_yes
from goodword.desk.queries.terms import terms_for
from goodword.desk.queries.weeks import program_people, week_of_contact, week_of_prospect
from goodword.desk.rules.states import AskState
from goodword.desk.rules.times import Slot, proposed_times
from goodword.directory.models import Account, Contact, Opportunity
from goodword.members.models import Member
from goodword.protection import queries as protection
from goodword.protection.models import Hold
from goodword.protection.queries import Rest
from goodword.references.models import Advocate, Consent
from goodword.references.queries import live_consents

DAYS_IN_GRID, HOURS_A_DAY = 4, 4
APART = timedelta(minutes=90)
# A second "not this time" within these days asks whether a pause would be better.
LATELY = timedelta(days=90)
ANSWERS = (
    "ask.approved",
    "ask.declined_by_owner",
    "ask.accepted",
    "ask.countered",
    "ask.declined",
    "ask.called_off",
    "debrief.given",
)


@dataclass(frozen=True)
class AskScene:
    """One ask and everyone around it, loaded once."""

    ask: Ask

    @property
    def need(self) -> ReferenceRequest:
        return self.ask.need

    @property
    def advocate(self) -> Advocate:
        return self.ask.advocate

    @property
    def contact(self) -> Contact:
        return self.ask.advocate.contact

    @property
    def customer(self) -> Account:
        return self.ask.advocate.profile.account

    @property
    def deal(self) -> Opportunity:
        return self.need.opportunity

    @property
    def prospect(self) -> Account:
        return self.deal.account

    @property
    def rep(self) -> Member:
        return self.need.requester

    @cached_property
    def manager(self) -> Member | None:
        """Who runs the program, in whose name the customer is written to."""
        return next(iter(program_people()), None)

    @cached_property
    def attendees(self) -> list[Contact]:
        """The prospect's people on the call; the contacts of the deal where none were named yet."""
        rows = self.need.attendees.select_related("contact__account").order_by("position")
        named = [row.contact for row in rows]
        if named:
            return named
        deal_rows = self.deal.contact_rows.select_related("contact__account").order_by("position")
        return [row.contact for row in deal_rows[:MOST_TIMES]]

    @cached_property
    def questions(self) -> list[str]:
        return [question.text for question in self.need.questions.all()]

    @cached_property
    def call(self) -> Call | None:
        """The call as it stands; None when none was booked or it was called off."""
        return self.ask.calls.filter(called_off_at=None).order_by("-sequence").first()

    @cached_property
    def prospect_zone(self) -> str:
        return week_of_prospect(self.need).zone

    @property
    def said_yes(self) -> bool:
        return said_yes(self.ask.state)

    def why_them(self) -> list[str]:
        """Return what was found of them when they were matched, without the gap."""
        return [str(reason["text"]) for reason in self.ask.reasons if not reason.get("gap") and reason.get("text")]


def scene_of(ask_id: UUID) -> AskScene | None:
    """Return the scene of an ask; None when there is no such ask."""
    asks = Ask.objects.select_related(
        "need__opportunity__account",
        "need__requester",
        "owner",
        "chosen",
        "advocate__contact__account",
        "advocate__profile__account__owner",
        "advocate__profile__account__deputy",
    )
    ask = asks.filter(pk=ask_id).first()
    return AskScene(ask) if ask is not None else None


def is_on_call(scene: AskScene, contact_id: UUID) -> bool:
    """Say whether one of the prospect's people is named for this call."""
    return scene.need.attendees.filter(contact_id=contact_id).exists()


def time_option(scene: AskScene, option_id: UUID | None) -> TimeOption | None:
    """Return one of the times of this request; None for any other."""
    return scene.need.times.filter(pk=option_id).first() if option_id else None


def times_of_advocate(ask: Ask) -> list[TimeOption]:
    """Return the customer's own times still to come."""
    ahead = ask.times.filter(by=TimeOption.By.ADVOCATE, starts_at__gt=clock.now())
    return list(ahead.order_by("starts_at")[:MOST_TIMES])


def times_to_propose(scene: AskScene) -> list[Slot]:
    """Return times to choose from, in order: a few a day on the next days both sides are at work."""
    busy = _busy(scene)
    found: list[Slot] = []
    for _round in range(HOURS_A_DAY):
        more = proposed_times(
            week_of_prospect(scene.need),
            week_of_contact(scene.contact),
            clock.now(),
            timedelta(minutes=scene.need.minutes),
            busy=[*busy, *((slot.start - APART, slot.end + APART) for slot in found)],
            n=DAYS_IN_GRID,
        )
        days = {_day_of(slot) for slot in found}
        found += [slot for slot in more if not days or _day_of(slot) in days]
    return sorted(found, key=lambda slot: slot.start)


def best_times(scene: AskScene) -> list[datetime]:
    """Return the three times that suit both sides best, to be sent as they are or changed."""
    slots = proposed_times(
        week_of_prospect(scene.need),
        week_of_contact(scene.contact),
        clock.now(),
        timedelta(minutes=scene.need.minutes),
        busy=_busy(scene),
        n=MOST_TIMES,
    )
    return [slot.start for slot in slots]


def rest_before(scene: AskScene) -> Rest:
    """Return how rested the advocate is with this very ask left out: being asked here is no reason against asking."""
    wanted = protection.wish(scene.need.help_kind, **terms_for(scene.need))
    verdicts = protection.verdicts([scene.advocate], wanted, clock.now(), thread=scene.need.pk, ask_id=scene.ask.pk)
    return verdicts[scene.advocate.pk].rest


@dataclass(frozen=True, slots=True)
class Count:
    """What this ask counts as: number `nth` (“2”, “1½”) of `most` in twelve months, by their own limit or ours."""

    nth: str
    most: int
    own: bool
    before: int

    @property
    def used_marks(self) -> range:
        return range(self.before)

    @property
    def left_marks(self) -> range:
        return range(max(0, self.most - self.before - 1))


def count_of(scene: AskScene) -> Count:
    """Return what a yes would count as against the yearly limit."""
    load = protection.load_of([scene.advocate], clock.now())[scene.advocate.pk]
    # In halves, so that written answers count as one.
    used = 2 * int(load.used.removesuffix("½") or 0) + ("½" in load.used)
    whole, half = divmod(used + (1 if scene.need.writes else 2), 2)
    return Count(
        nth=f"{whole or ''}{'½' if half else ''}",
        most=load.per_year,
        own=scene.advocate.dial_per_year is not None,
        before=min((used + 1) // 2, max(load.per_year - 1, 0)),
    )


def needs_consent(scene: AskScene) -> bool:
    """Say whether a yes has to take the consent too: none is on file, or it was only said to have been given."""
    newest = live_consents(scene.advocate, thread=scene.need.pk).get(scene.need.help_kind)
    return newest is None or newest.act != Consent.Act.GIVEN


def newest_answer(ask: Ask, names: Sequence[str] = ANSWERS) -> Event | None:
    """Return the newest answer given to an ask that was not taken back."""
    answers = Event.objects.filter(subject_id=ask.pk, name__in=names, undone_by=None)
    return answers.order_by("-number").first()


def leaving_of(advocate: Advocate) -> Event | None:
    """Return how somebody left the program."""
    leavings = Event.objects.filter(subject_id=advocate.pk, name="advocate.left", undone_by=None)
    return leavings.order_by("-number").first()


def may_undo(event: Event | None) -> bool:
    """Say whether an answer can still be taken back."""
    return event is not None and event.undo_until is not None and event.undo_until > clock.now()


def why_it_ended(ask: Ask) -> str:
    """Return the code with which an ask was cancelled, or nothing."""
    event = Event.objects.filter(subject_id=ask.pk, name="ask.cancelled").order_by("-number").first()
    return str(event.data.get("why", "")) if event is not None else ""


def declined_lately(scene: AskScene) -> int:
    """Return how often this person said "not this time" in the last 90 days, this time included."""
    asks = Ask.objects.filter(advocate__contact=scene.contact, state=AskState.DECLINED)
    return asks.filter(state_since__gte=clock.now() - LATELY).count()


def pause_of(advocate: Advocate) -> Hold | None:
    """Return the pause the person set that stands now."""
    standing = protection.holds_on([advocate], clock.now())[advocate.pk]
    return next((hold for hold in standing if hold.kind == Hold.Kind.PAUSE), None)


def months_ahead(months: int) -> date:
    """Return the day so many months from the reader's today, or the last of a shorter month."""
    today = timezone.localdate(clock.now())
    years, month = divmod(today.month - 1 + months, 12)
    year, month = today.year + years, month + 1
    return date(year, month, min(today.day, monthrange(year, month)[1]))


def _busy(scene: AskScene) -> list[tuple[datetime, datetime]]:
    """Return when the advocate has a call of ours already."""
    calls = Call.objects.filter(ask__advocate__contact=scene.contact, called_off_at=None, starts_at__gt=clock.now())
    return [(call.starts_at, call.starts_at + timedelta(minutes=call.minutes)) for call in calls]


def _day_of(slot: Slot) -> date:
    return slot.advocate_wall.date()
