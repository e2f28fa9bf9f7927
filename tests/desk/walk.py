"""Everybody at the desk doing anything in any order: one walk is one seed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import GoodwordError
from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.desk.actions import (
    Offer,
    accept_ask,
    approve_ask,
    call_off,
    counter_ask,
    decline_as_owner,
    decline_ask,
    give_debrief,
    move_call,
    offer_times,
    pick_time,
    propose,
    undo,
    withdraw_request,
)
from goodword.desk.actions.debriefs import ANSWERS
from goodword.desk.actions.picking import pick_offered_time
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.rules.states import LIVE, WITH_CUSTOMER, WITH_OWNER
from goodword.directory.actions import close_opportunity
from goodword.members.models import Member
from goodword.members.policy import Purpose, actor_of
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import Advocate, OwnerMode
from tests import cast
from tests.desk.steps import tom

Step = Callable[["Walk"], object]


class Walk:
    """A company with three who help, one deal, and a hand that throws dice. `told` says what was done, for a failure."""

    def __init__(self, seed: int) -> None:
        self.dice = Random(seed)
        self.company = cast.company()
        self.told: list[str] = []
        with opened(self.company.workspace):
            self.people: list[Advocate] = [self.company.maya, self.company.ingrid, tom(self.company)]
            self.mode()
            self.send()
        self.company.run()

    def step(self) -> str:
        """Do one thing; what a rule refuses is refused, and anything else that goes wrong is the test's."""
        name = self.choice()
        outcome = "done"
        if name == "time":
            outcome = self.time()
        else:
            try:
                with opened(self.company.workspace):
                    outcome = str(STEPS[name][2](self) or "done")
            except GoodwordError as refused:
                outcome = f"refused: {refused}"
        self.company.run()
        self.told.append(f"{name}: {outcome}")
        return name

    @property
    def is_over(self) -> bool:
        with opened(self.company.workspace):
            return not ReferenceRequest.objects.open().exists()

    def choice(self) -> str:
        with opened(self.company.workspace):
            there = set(Ask.objects.values_list("state", flat=True))
        weights = [
            weight if not states or there & set(states) else weight * ALL_THE_SAME
            for weight, states, _ in STEPS.values()
        ]
        return self.dice.choices(list(STEPS), weights)[0]

    def time(self) -> str:
        later = self.dice.choice(
            [
                {"minutes": 3},
                {"minutes": 6},
                {"minutes": 11},
                {"minutes": 11},
                {"hours": 3},
                {"hours": 8},
                {"hours": 30},
            ]
        )
        self.company.run(**later)
        return str(later)

    def send(self) -> str:
        times = [Offer(self.now() + timedelta(hours=self.dice.choice([5, 30, 100, 300])), "Europe/Amsterdam")]
        advocate = self.dice.choice(self.people)
        need = self.company.request(advocate, times=times if self.dice.random() < 0.8 else ())
        return f"{need.pk} for {advocate}"

    def propose(self) -> object:
        return propose(self.need(), self.dice.choice(self.people), by=actor_of(self.company.priya))

    def approve(self) -> str:
        ask = self.ask(*WITH_OWNER, "owner_timeout")
        approve_ask(ask, by=self.owner(ask), personally=self.dice.random() < 0.2)
        return str(ask)

    def decline_for_account(self) -> str:
        ask = self.ask(*WITH_OWNER, "owner_timeout")
        decline_as_owner(ask, by=self.owner(ask), until=self.day())
        return str(ask)

    def accept(self) -> str:
        ask = self.ask("customer_pending", "expired")
        option = self.dice.choice(list(ask.need.times.filter(by="prospect")) or [None])
        if option is not None:
            accept_ask(ask, option, by=cast.as_customer(ask))
        return str(ask)

    def counter(self) -> str:
        ask = self.ask("customer_pending", "expired")
        counter_ask(ask, self.offers(), by=cast.as_customer(ask))
        return str(ask)

    def decline(self) -> str:
        ask = self.ask(*WITH_CUSTOMER, "expired")
        decline_ask(ask, by=cast.as_customer(ask), until=self.day(), stop_kind=self.dice.random() < 0.1)
        return str(ask)

    def pick(self) -> str:
        ask = self.ask("countered", "accepted")
        if ask.picker == "prospect" and (option := ask.times.filter(by="advocate").first()):
            pick_time(ask, option, by=cast.as_prospect(ask, self.company.daniel))
        elif option := ask.need.times.filter(by="prospect").last():
            pick_offered_time(ask, option, by=cast.as_customer(ask))
        return str(ask)

    def offer(self) -> str:
        ask = self.ask("countered", "accepted")
        offer_times(ask, self.offers(), by=self.either_side(ask))
        return str(ask)

    def move(self) -> str:
        ask = self.ask("booked", "no_show")
        move_call(ask, self.offers(), by=self.either_side(ask))
        return str(ask)

    def call_off(self) -> str:
        ask = self.ask("booked")
        call_off(ask, by=self.either_side(ask))
        return str(ask)

    def debrief(self) -> str:
        ask = self.ask("booked", "held", "no_show")
        side = self.dice.choice(list(ANSWERS))
        speakers = {
            "advocate": cast.as_customer(ask),
            "prospect": cast.as_prospect(ask, self.company.daniel, Purpose.DEBRIEF),
            "rep": actor_of(self.company.ben),
        }
        answer = self.dice.choice([*ANSWERS[side], "not_held"])
        give_debrief(ask, side, answer, by=speakers[str(side)])
        return f"{answer} of {ask}"

    def withdraw(self) -> str:
        need = self.need()
        withdraw_request(need, by=actor_of(self.company.ben))
        return str(need.pk)

    def close_deal(self) -> object:
        return close_opportunity(self.company.deal, by=actor_of(self.company.ben), won=self.dice.random() < 0.5)

    def undo(self) -> str:
        answers = Event.objects.filter(undo_until__gt=self.now(), undone_by=None, thread__isnull=False).order_by(
            "number"
        )
        event = self.dice.choice(list(answers) or [None])
        if event is None:
            return "nothing"
        undo(event, by=self.who(event))
        return f"{event.name} of {event.subject_label}"

    def pause(self) -> object:
        ask = self.ask(*LIVE, "declined", "expired")
        return protection.pause(ask.advocate, by=cast.as_customer(ask), until=self.day())

    def hold(self) -> object:
        account = self.dice.choice([self.company.kestrel, self.company.nordhaven])
        return protection.place_hold(account, by=actor_of(self.company.priya), until=self.day())

    def leave(self) -> object:
        return references.leave(self.dice.choice(self.people), by=actor_of(self.company.priya))

    def mode(self) -> None:
        for account, owner in (
            (self.company.kestrel, self.company.amara),
            (self.company.nordhaven, self.company.lucia),
        ):
            mode = self.dice.choice([OwnerMode.ASK_ME, OwnerMode.ASK_ME, OwnerMode.TELL_ME, OwnerMode.PRE_APPROVED])
            references.set_owner_mode(account.profiles.get(), mode, by=actor_of(owner))

    def now(self) -> datetime:
        return clock.now()

    def need(self) -> ReferenceRequest:
        return self.dice.choice(list(ReferenceRequest.objects.order_by("created_at", "id")))

    def ask(self, *states: str) -> Ask:
        """Return an ask in one of these states, or any at all: people also press what is no longer theirs to press."""
        fitting = list(Ask.objects.filter(state__in=states).order_by("created_at", "id"))
        return self.dice.choice(fitting or list(Ask.objects.order_by("created_at", "id")))

    def owner(self, ask: Ask) -> Actor:
        members: list[Member] = [self.company.amara, self.company.lucia, self.company.priya]
        return self.dice.choice([*map(actor_of, members), *([cast.as_owner(ask)] if ask.owner else [])])

    def either_side(self, ask: Ask) -> Actor:
        return self.dice.choice([cast.as_customer(ask), actor_of(self.company.ben)])

    def who(self, event: Event) -> Actor:
        """Return whoever an event was by."""
        if event.actor_kind == "link":
            return Actor.link(SignedLink.objects.get(pk=event.actor_id))
        return actor_of(Member.objects.get(pk=event.actor_id))

    def offers(self) -> list[Offer]:
        return [Offer(self.now() + timedelta(hours=self.dice.choice([1, 20, 90, 200])), "Europe/Brussels")]

    def day(self) -> date | None:
        return self.now().date() + timedelta(days=self.dice.choice([1, 20])) if self.dice.random() < 0.2 else None


# How often each is tried, and in which states of some ask it can come of something. (The owner's and the customer's own
# words come often, what ends everything seldom, or every walk would be short.)
STEPS: dict[str, tuple[float, tuple[str, ...], Step]] = {
    "time": (11, (), Walk.time),
    "undo": (6, (), Walk.undo),
    "approve": (10, (*WITH_OWNER, "owner_timeout"), Walk.approve),
    "accept": (9, ("customer_pending", "expired"), Walk.accept),
    "counter": (6, ("customer_pending", "expired"), Walk.counter),
    "decline": (2, (*WITH_CUSTOMER, "expired"), Walk.decline),
    "decline_for_account": (2, (*WITH_OWNER, "owner_timeout"), Walk.decline_for_account),
    "pick": (8, ("countered",), Walk.pick),
    "offer": (3, ("countered",), Walk.offer),
    "move": (3, ("booked",), Walk.move),
    "call_off": (2, ("booked",), Walk.call_off),
    "debrief": (9, ("booked", "held", "no_show"), Walk.debrief),
    "propose": (5, ("planned",), Walk.propose),
    "send": (2, (), Walk.send),
    "withdraw": (0.7, (), Walk.withdraw),
    "pause": (0.4, (), Walk.pause),
    "hold": (0.4, (), Walk.hold),
    "leave": (0.3, (), Walk.leave),
    "close_deal": (0.3, (), Walk.close_deal),
}
# People also press what is no longer theirs to press.
ALL_THE_SAME = 0.05
