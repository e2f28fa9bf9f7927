"""One request, as one viewer sees it: where it stands, what is promised, who was asked, what happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from uuid import UUID

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import GoodwordError
from goodword.core.joining import Joining, joining_of
from goodword.core.models import Event
from goodword.desk.models import Ask, Call, Debrief, ReferenceRequest, Repair, TimeOption
from goodword.desk.policy import may_know_name, must_decide, visible_requests
from goodword.desk.queries import timeline
from goodword.desk.queries.answers import Sent, sent_by
from goodword.desk.queries.asked import next_by_themselves, planned
from goodword.desk.queries.lists import is_late, lead_of, loaded
from goodword.desk.queries.outcome import call_has_begun
from goodword.desk.queries.promises import program_name
from goodword.desk.queries.request_page.promised import Promised, promised_now
from goodword.desk.queries.standing_by import next_in_line
from goodword.desk.queries.steps import ends_among, how_it_closed, steps_of
from goodword.desk.queries.weeks import weeks_for
from goodword.desk.queries.whose_turn import ball_of, names_for
from goodword.desk.rules.ball import Ball, BallNames, ball_sentence
from goodword.desk.rules.states import REQUEST_TRANSITIONS, SAID_YES, UNDOABLE, AskState, RequestState, RequestVerb
from goodword.desk.rules.times import proposed_times
from goodword.directory.models import Contact
from goodword.members.models import Member
from goodword.members.policy import Permission, is_manager, may
from goodword.references.queries import Face, face

AGREED_BY = frozenset({"ask.accepted", "ask.countered"})
UNTIL_ANSWERED = frozenset({AskState.OWNER_PENDING, AskState.OWNER_OK})
FINDING_A_TIME = (AskState.ACCEPTED, AskState.COUNTERED)
OPEN_TO_CHANGE = frozenset(
    {RequestState.TO_MATCH, RequestState.WITH_OWNER, RequestState.WITH_CUSTOMER, RequestState.SCHEDULING}
)
OWNER_CAN_ANSWER = (AskState.OWNER_PENDING, AskState.OWNER_TIMEOUT)
MOST_TIMES = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """Somebody asked, or in line, with the reasons as they were shown when they were matched."""

    ask: Ask
    face: Face
    reasons: list[str]
    gap: str


@dataclass(frozen=True)
class RequestPage:
    """A request with everyone around it, loaded once for one viewer."""

    need: ReferenceRequest
    by: Actor
    viewer: Member

    @cached_property
    def now(self) -> datetime:
        return clock.now()

    @cached_property
    def asks(self) -> list[Ask]:
        return list(self.need.asks.all())

    @cached_property
    def lead(self) -> Ask | None:
        return lead_of(self.asks)

    @cached_property
    def events(self) -> list[Event]:
        return timeline.events_of(self.need)

    @cached_property
    def undone(self) -> set[UUID]:
        return {event.undoes_id for event in self.events if event.undoes_id}

    @cached_property
    def faces(self) -> Mapping[UUID, Face]:
        return {ask.pk: face(ask.advocate, self.by, released=self._released(ask)) for ask in self.asks}

    @cached_property
    def debriefs(self) -> dict[UUID, Debrief]:
        return {one.pk: one for one in Debrief.objects.filter(ask__in=self.asks).order_by("at", "id")}

    @cached_property
    def is_requester(self) -> bool:
        return self.by.person_id in (self.need.requester_id, self.need.opportunity.owner_id)

    @property
    def is_manager(self) -> bool:
        return is_manager(self.by)

    @property
    def runs_it(self) -> bool:
        """Say whether the viewer may change and withdraw it."""
        return (self.is_requester or self.is_manager) and may(self.by, Permission.REQUEST_SEND)

    @property
    def is_open(self) -> bool:
        return self.need.state != RequestState.CLOSED

    @property
    def may_change(self) -> bool:
        return self.runs_it and self.need.state in OPEN_TO_CHANGE

    @property
    def may_close_with_proof(self) -> bool:
        """Say whether the viewer may close it with proof alone: while no help was given yet."""
        return self._may_still_end(RequestVerb.CLOSE_WITH_PROOF)

    @property
    def may_withdraw(self) -> bool:
        """Say whether the viewer may withdraw it: while no help was given and no call has begun."""
        return self._may_still_end(RequestVerb.WITHDRAW)

    def _may_still_end(self, verb: RequestVerb) -> bool:
        return self.runs_it and (self.need.state, verb) in REQUEST_TRANSITIONS and not self._has_begun

    @cached_property
    def _has_begun(self) -> bool:
        return any(call_has_begun(ask) for ask in self.asks)

    @property
    def may_set_joining(self) -> bool:
        """Say whether there is a call to come whose way to join the viewer may set."""
        to_come = self.may_change or (self.runs_it and self.need.state == RequestState.BOOKED and self.call_ahead)
        return to_come and not self.need.writes and may(self.by, Permission.CALL_MOVE)

    @property
    def how_to_join(self) -> str:
        """Return how the call is joined; before it is booked, what it will be filled in with."""
        return self.call.how_to_join if self.call is not None else self.need.joins_by

    @property
    def joining(self) -> Joining | None:
        return joining_of(self.how_to_join)

    @property
    def is_late(self) -> bool:
        return is_late(self.need, self.now)

    @property
    def newest(self) -> int:
        """Return the number of the newest event, by which a page knows that it is behind."""
        return max((event.number for event in self.events), default=0)

    @cached_property
    def steps(self) -> list[tuple[str, str]]:
        return steps_of(self.need, self.asks, ends_among(self.events))

    @property
    def closed(self) -> str:
        return how_it_closed(self.need, self.asks, ends_among(self.events))

    @cached_property
    def names(self) -> BallNames:
        lead_face = self.faces[self.lead.pk] if self.lead is not None else None
        return names_for(self.need, self.lead, lead_face, program_name())

    @cached_property
    def next_in_line(self) -> Face | None:
        """Return who is asked if this falls through: the first standby whom nothing keeps from being asked today."""
        first = next_in_line([self.need]).get(self.need.pk)
        return self.faces[first.pk] if first is not None else None

    @cached_property
    def ball(self) -> Ball | None:
        behind = self.next_in_line
        next_name = behind.first_name if behind is not None else None
        return ball_of(self.need, self.asks, self.lead, self.names, self.viewer, next_name=next_name)

    @property
    def sentence(self) -> str:
        return ball_sentence(self.ball, self.viewer.time_zone, self.now) if self.ball is not None else ""

    @cached_property
    def others_asked(self) -> int:
        """Return how many more owners are being asked beside the one the status names."""
        return sum(1 for ask in self.asks if ask.state in UNTIL_ANSWERED and ask is not self.lead)

    @cached_property
    def call(self) -> Call | None:
        """Return the call as it stands."""
        return max(self.need.calls.all(), key=lambda call: call.sequence, default=None)

    @property
    def call_ahead(self) -> bool:
        return self.call is not None and self.call.starts_at > self.now

    @cached_property
    def answers(self) -> Sent | None:
        """Return the written answers, for those on the deal, the program and who keeps that customer."""
        lead = self.lead
        if lead is None or not self.need.writes or not (self.is_requester or self.is_manager or self._keeps(lead)):
            return None
        return sent_by(lead)

    @property
    def nobody_left(self) -> bool:
        """Say whether it looked twice and found nobody more to ask."""
        return self.need.state == RequestState.TO_MATCH and self.need.reranked

    @property
    def help_was_given(self) -> bool:
        """Say whether there is something to say about: a call that is over, answers that were sent."""
        if self.need.writes:
            return self.answers is not None
        return self.call is not None and self.call.starts_at + timedelta(minutes=self.call.minutes) <= self.now

    @cached_property
    def matched(self) -> Shown | None:
        """Return whom the request is about now: who is being asked, else who was picked first."""
        ask = self.lead or next((one for one in planned(self.asks) if one.rank == 0), None)
        return self._shown(ask) if ask is not None else None

    @cached_property
    def in_line(self) -> list[Shown]:
        current = self.matched.ask.pk if self.matched is not None else None
        return [self._shown(ask) for ask in next_by_themselves(self.asks) if ask.pk != current]

    @cached_property
    def attendees(self) -> list[Contact]:
        return [row.contact for row in self.need.attendees.all()]

    @cached_property
    def off_limits(self) -> list[str]:
        """Return what they won't speak about, where this viewer may know whose rule it is."""
        return (
            list(self.matched.ask.advocate.off_limits) if self.matched is not None and self.matched.face.known else []
        )

    @cached_property
    def times(self) -> list[TimeOption]:
        """Return the times on the table: those of the side that does not pick."""
        ahead = [option for option in self.need.times.all() if option.starts_at > self.now]
        if self.lead is not None and self.lead.state in FINDING_A_TIME:
            side = TimeOption.By.PROSPECT if self.lead.picker == "customer" else TimeOption.By.ADVOCATE
            return [option for option in ahead if option.ask_id in (self.lead.pk, None) and option.by == side]
        return [option for option in ahead if option.by == TimeOption.By.PROSPECT and option.ask_id is None]

    @cached_property
    def times_to_offer(self) -> list[datetime]:
        """Return times that suit both sides' working hours, for the rep to send on the buyer's behalf."""
        if self.lead is None:
            return []
        weeks = weeks_for(self.need, self.lead)
        slots = proposed_times(weeks.prospect, weeks.customer, self.now, timedelta(minutes=self.need.minutes), n=6)
        return [slot.start for slot in slots]

    @cached_property
    def promised(self) -> Promised | None:
        """Return the promise as it stands today; None once a call is booked, or nothing more comes."""
        return promised_now(self) if self.need.state in OPEN_TO_CHANGE else None

    @cached_property
    def lines(self) -> list[timeline.Line]:
        readers = timeline.Readers(
            viewer=self.by,
            need=self.need,
            asks={ask.pk: ask for ask in self.asks},
            faces=self.faces,
            links=timeline.links_behind(self.events),
            debriefs={str(key): one for key, one in self.debriefs.items()},
        )
        return timeline.lines(self.events, readers)

    @cached_property
    def undoable(self) -> list[timeline.Line]:
        """Return what this viewer did and can still take back."""
        return [line for line in self.lines if line.event is not None and self._may_undo(line.event)]

    @cached_property
    def outcome(self) -> list[tuple[str, Debrief | None, str]]:
        """Return how the call went for each side: (side, answer or None, its words where the viewer may read them)."""
        if not self.help_was_given and not self.debriefs:
            return []
        newest = {one.side: one for one in self.debriefs.values()}
        readers = timeline.Readers(self.by, self.need, {ask.pk: ask for ask in self.asks}, self.faces, {}, {})
        told = []
        for side in Debrief.Side:
            said = newest.get(side)
            said = said if said is not None and said.answer != Debrief.Answer.UNDONE else None
            words = said.line if said is not None and readers.may_read_words(side, said.ask_id) else ""
            told.append((str(side.label), said, words))
        return told

    @property
    def rep_said(self) -> bool:
        newest = {one.side: one for one in self.debriefs.values()}.get(Debrief.Side.REP)
        return newest is not None and newest.answer != Debrief.Answer.UNDONE

    @property
    def awaits_debrief(self) -> bool:
        held = self.lead is not None and self.lead.state in (AskState.BOOKED, AskState.HELD)
        return (
            held
            and self.help_was_given
            and not self.rep_said
            and (self.is_requester or self.is_manager)
            and self.is_open
        )

    @cached_property
    def to_decide(self) -> Ask | None:
        """Return the ask this viewer can answer for the account: their own customer's first, the program's too."""
        waiting = [ask for ask in self.asks if ask.state in OWNER_CAN_ANSWER and self._decides(ask)]
        waiting.sort(key=lambda ask: (ask.state == AskState.OWNER_TIMEOUT, self._keeps(ask) is False, ask.rank))
        if self.lead is not None and self.lead.state not in UNTIL_ANSWERED:
            waiting = [ask for ask in waiting if ask.state == AskState.OWNER_PENDING]
        return waiting[0] if waiting and self.is_open else None

    @property
    def decides_as_owner(self) -> bool:
        return self.to_decide is not None and self._keeps(self.to_decide)

    @cached_property
    def repair(self) -> Repair | None:
        """Return the talk that is due, for those who keep that customer and the program."""
        for repair in Repair.objects.filter(ask__in=self.asks).order_by("-opened_at"):
            ask = next(ask for ask in self.asks if ask.pk == repair.ask_id)
            if self.is_manager or self._keeps(ask):
                return repair
        return None

    @property
    def may_time(self) -> bool:
        """Say whether the viewer may pick or send times on the buyer's behalf."""
        finding = self.lead is not None and self.lead.state in FINDING_A_TIME and self.lead.chosen_id is None
        return finding and (self.is_requester or self.is_manager) and may(self.by, Permission.TIME_PICK)

    @property
    def may_offer(self) -> bool:
        return self.may_time and may(self.by, Permission.CALL_MOVE)

    @property
    def buyer_picks(self) -> bool:
        return self.lead is not None and self.lead.picker == "prospect"

    def _shown(self, ask: Ask) -> Shown:
        told = self.faces[ask.pk]
        # A private one's reasons are drawn from its description's fields; anything closer would give it away.
        reasons = [str(one["text"]) for one in ask.reasons if not one.get("gap") and one.get("text")]
        gap = next((str(one["text"]) for one in ask.reasons if one.get("gap")), "")
        return Shown(ask, told, reasons if told.known else [], gap if told.known else "")

    def _released(self, ask: Ask) -> bool:
        """Say whether the customer's yes named them to this viewer: to the people on the deal, once it can't be undone."""
        if not self.is_requester or ask.state not in SAID_YES:
            return False
        fresh = any(
            event.subject_id == ask.pk
            and event.name in AGREED_BY
            and event.pk not in self.undone
            and event.undo_until is not None
            and event.undo_until > self.now
            for event in self.events
        )
        return not fresh and may_know_name(self.by, ask, said_yes=True)

    def _may_undo(self, event: Event) -> bool:
        mine = (event.actor_kind, event.actor_id) == (self.by.kind, self.by.id)
        ahead = event.undo_until is not None and event.undo_until > self.now
        return mine and ahead and event.name in UNDOABLE and event.pk not in self.undone

    def _decides(self, ask: Ask) -> bool:
        try:
            must_decide(self.by, ask)
        except GoodwordError:
            return False
        return True

    def _keeps(self, ask: Ask) -> bool:
        account = ask.advocate.profile.account
        return self.by.person_id in (ask.owner_id, account.owner_id, account.deputy_id)


def page_of(need_id: UUID, by: Actor, viewer: Member) -> RequestPage | None:
    """Return the page of a request the viewer may see; None for any other, whether it exists or not."""
    if not visible_requests(by).filter(pk=need_id).exists():
        return None
    return RequestPage(loaded(ReferenceRequest.objects.filter(pk=need_id))[0], by, viewer)
