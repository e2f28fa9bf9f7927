"""One request being told: who has the ball, when they are at work, and the steps every course is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.working_time import WorkWeek
from goodword.demo.company import lines
from goodword.demo.hours import suits
from goodword.demo.stage import Stage, Wait, Working
from goodword.desk import actions as desk
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.asked import asks_of
from goodword.desk.queries.terms import terms_of
from goodword.desk.rules.states import LIVE, AskState, RequestState
from goodword.directory.models import Opportunity
from goodword.members.models import Member
from goodword.protection import queries as protection
from goodword.references.models import HelpKind

Steps = Iterator[Wait]
CALL_AND_A_COFFEE = timedelta(minutes=50)
# A question that three customers in a row said no to is withdrawn.
MOST_TRIES = 4
ANSWERS = (
    (("fine", "helped_a_lot", "moved"), 6),
    (("fine", "helped_some", "moved"), 3),
    (("fine", "helped_some", "too_early"), 2),
    (("not_expected", "helped_some", "too_early"), 1),
    (("fine", "did_not_help", "no"), 1),
)
LINES = {"moved": lines.MOVED, "too_early": lines.TOO_EARLY, "no": lines.NO_HELP}


@dataclass
class Talk:
    """A request of the year; `names` is the shortlist its rep looked at, best first."""

    stage: Stage
    key: str
    settle: str
    names: tuple[str, ...]
    chance: Random
    kind: HelpKind = HelpKind.CALL

    @property
    def deal(self) -> Opportunity:
        return self.stage.deals[self.key]

    @property
    def rep_zone(self) -> str:
        return self.deal.owner.time_zone

    @property
    def need(self) -> ReferenceRequest:
        return self.stage.newest_request(self.key)

    def today(self) -> date:
        return clock.now().date()

    def live(self) -> Ask | None:
        """Return the ask that waits for somebody, the furthest one first."""
        asks = [ask for ask in asks_of(self.need) if ask.state in LIVE]
        return max(asks, key=lambda ask: list(AskState).index(AskState(ask.state)), default=None)

    def with_customer(self) -> Ask | None:
        ask = self.live()
        return ask if ask is not None and ask.state == AskState.CUSTOMER_PENDING else None

    def booked(self) -> Ask | None:
        ask = self.live()
        return ask if ask is not None and ask.state == AskState.BOOKED else None

    def again(self, ask: Ask) -> Ask:
        """Return the ask as it is now."""
        return Ask.objects.get(pk=ask.pk)

    def owners_zone(self, ask: Ask) -> str:
        owner = ask.advocate.profile.account.owner
        return owner.time_zone if owner else self.rep_zone

    def owners_time(self, ask: Ask, least: float, most: float) -> Working:
        return Working(timedelta(hours=self.chance.uniform(least, most)), self.owners_zone(ask))

    def customers_time(self, ask: Ask, least: float, most: float) -> Working:
        return Working(timedelta(hours=self.chance.uniform(least, most)), ask.advocate.contact.zone)

    def sent(self) -> Steps:
        """The rep asks for the first of the shortlist who may be asked today, else leaves it to the program."""
        name = next(iter(self._free()), None)
        need = self.stage.request(self.key, name, settle=self.settle, times=self._times(name), help_kind=self.kind)
        yield timedelta(minutes=self.chance.randrange(2, 20))
        if not need.asks.filter(state__in=LIVE).exists() and name is None:
            self.propose()

    def propose(self) -> None:
        """The program proposes somebody who may be asked today, if there is anybody."""
        if self.need.state == RequestState.CLOSED:
            return
        asked = set(self.need.asks.exclude(state=AskState.PLANNED).values_list("advocate__contact__name", flat=True))
        for name in self._free():
            if name not in asked:
                try:
                    self.stage.propose(self.key, name)
                except Refused:
                    continue
                return

    def settled(self) -> Steps:
        """Ten minutes to take it back, and what follows from it."""
        yield timedelta(minutes=self.chance.randrange(13, 40))

    def lent(self, *, as_deputy: bool = False) -> Steps:
        """Bring the request to a customer: each owner on the way says yes, or lets it go ahead."""
        for _ in range(MOST_TRIES):
            ask = self.live()
            if ask is None:
                self.propose()
                ask = self.live()
            if ask is None:
                return
            if self._is_spared(ask):
                yield from self._spare(ask)
            elif ask.state == AskState.OWNER_PENDING:
                yield from self._answered_by_owner(ask, as_deputy=as_deputy)
            elif ask.state == AskState.OWNER_OK:
                yield timedelta(minutes=12)
            else:
                return

    def agreed(self) -> Steps:
        """The customer says yes with a time, and the buyer picks where there is something to pick."""
        for _ in range(MOST_TRIES):
            if (ask := self.with_customer()) is None:
                break
            yield self.customers_time(ask, 1.5, 10)
            ask = self.again(ask)
            if ask.state == AskState.CUSTOMER_PENDING and self.stage.spares(ask.advocate.contact.name):
                desk.decline_ask(ask, by=self.stage.as_customer(ask))
                yield from self.settled()
                yield from self.lent()
            elif ask.state == AskState.CUSTOMER_PENDING:
                self._say_yes(ask)
            yield timedelta(minutes=self.chance.randrange(12, 30))
        ask = self.live()
        if ask is None or ask.state != AskState.COUNTERED:
            return
        yield Working(timedelta(hours=self.chance.uniform(1, 6)), self.stage.buyers[self.key][0].zone)
        ask = self.again(ask)
        options = list(ask.times.filter(by="advocate", starts_at__gt=clock.now()).order_by("starts_at"))
        if ask.state == AskState.COUNTERED and options:
            desk.pick_time(ask, self.chance.choice(options), by=self.stage.as_prospect(ask))
        yield timedelta(minutes=5)

    def call_over(self, ask: Ask) -> Steps:
        call = ask.calls.filter(called_off_at=None).order_by("-starts_at").first()
        if call is not None:
            yield call.starts_at + CALL_AND_A_COFFEE

    def happened(self, answers: tuple[str, str, str] | None = None, line: str = "") -> Steps:
        """The call takes place, and all three sides say how it went."""
        if (ask := self.booked()) is None:
            yield from self.withdraw()
            return
        drawn = self.chance.choices([said for said, _ in ANSWERS], [weight for _, weight in ANSWERS])[0]
        yield from self.call_over(ask)
        yield from self.said(ask, answers or drawn, line)

    def said(self, ask: Ask, answers: tuple[str, str, str], line: str = "") -> Steps:
        """All three sides say how it went, each in their own time."""
        advocate, prospect, rep = answers
        yield self.customers_time(ask, 0.4, 5)
        ask = self.again(ask)
        desk.give_debrief(ask, "advocate", advocate, by=self.stage.as_customer(ask))
        yield Working(timedelta(hours=self.chance.uniform(0.4, 4)), self.stage.buyers[self.key][0].zone)
        said = line or self.chance.choice(LINES[rep])
        desk.give_debrief(self.again(ask), "prospect", prospect, by=self.stage.as_prospect(ask, "debrief"), line=said)
        yield Working(timedelta(hours=self.chance.uniform(0.4, 5)), self.rep_zone)
        desk.give_debrief(self.again(ask), "rep", rep, by=self.stage.rep_of(self.key))
        yield timedelta(minutes=12)

    def withdraw(self) -> Steps:
        if self.need.state != RequestState.CLOSED:
            rep, why = self.stage.rep_of(self.key), self.chance.choice(lines.WITHDRAWN)
            desk.withdraw_request(self.need, by=rep, why=why)
        yield timedelta(minutes=12)

    def _answered_by_owner(self, ask: Ask, *, as_deputy: bool) -> Steps:
        if ask.owner_mode == "tell_me":
            # Nobody has to do anything: it goes ahead unless it is stopped.
            yield self.owners_time(ask, 4.3, 4.6)
            return
        yield self.owners_time(ask, 0.4, 2 if as_deputy else 5)
        ask = self.again(ask)
        if ask.state == AskState.OWNER_PENDING:
            personally = self.chance.random() < 0.06
            desk.approve_ask(ask, by=self._decider(ask, as_deputy=as_deputy), personally=personally)
        yield timedelta(minutes=self.chance.randrange(12, 30))

    def _decider(self, ask: Ask, *, as_deputy: bool) -> Actor:
        account = ask.advocate.profile.account
        decider: Member | None = account.deputy if as_deputy and ask.turn else account.owner
        return self.stage.acting(decider) if decider is not None else self.stage.member("noemie")

    def _say_yes(self, ask: Ask) -> None:
        by = self.stage.as_customer(ask)
        lasts, hours = timedelta(minutes=ask.need.minutes), WorkWeek(ask.advocate.contact.zone)
        # The buyer's times were for whoever was asked first: they may be the middle of this one's night.
        offered = ask.need.times.filter(by="prospect", starts_at__gt=clock.now()).order_by("-starts_at")
        option = next((one for one in offered if suits(one.starts_at, lasts, hours)), None)
        if option is not None:
            desk.accept_ask(ask, option, by=by)
            return
        desk.counter_ask(ask, self.stage.three_times(ask), by=by)

    def _times(self, name: str | None) -> tuple[desk.Offer, ...]:
        """Return times of the buyer's for some requests; for the others the customer names some."""
        if name is None or self.kind != HelpKind.CALL or self.chance.random() < 0.6:
            return ()
        return self.stage.prospect_times(self.key, name)

    def _free(self) -> Iterator[str]:
        """Yield those of the shortlist who may be asked today, as the find page says."""
        people = [self.stage.advocates[name] for name in self.names if name in self.stage.advocates]
        wish = protection.wish(self.kind, **terms_of(self.deal))
        said = protection.verdicts(people, wish, clock.now())
        yield from (one.contact.name for one in people if said[one.pk].allowed)

    def _is_spared(self, ask: Ask) -> bool:
        """Say whether this is somebody of today's scenes, who is left alone in the months before."""
        return self.stage.spares(ask.advocate.contact.name) and ask.state in (AskState.OWNER_PENDING, AskState.OWNER_OK)

    def _spare(self, ask: Ask) -> Steps:
        yield self.owners_time(ask, 0.3, 2)
        ask = self.again(ask)
        if ask.state in (AskState.OWNER_PENDING, AskState.OWNER_OK):
            desk.decline_as_owner(ask, by=self._decider(ask, as_deputy=False))
        yield from self.settled()
