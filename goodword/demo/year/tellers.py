"""How requests of the year went: a handful of courses, told again and again with other people.

Who is asked next after a no is the desk's own choice, so a teller never says a name: it looks who has the ball.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from goodword.core import clock
from goodword.demo.company import lines
from goodword.demo.stage import Stage, Wait, Working
from goodword.demo.words import send_proof
from goodword.demo.year.talking import Talk
from goodword.desk import actions as desk
from goodword.desk.queries.answers import drafts_of
from goodword.desk.rules.states import RequestState
from goodword.desk.rules.writing import seal_of
from goodword.directory.actions import close_opportunity
from goodword.protection import actions as protection
from goodword.protection.models import Hold
from goodword.references.models import HelpKind

Steps = Iterator[Wait]


def held(talk: Talk) -> Steps:
    """Asked, lent, agreed, held, and three sides say how it went."""
    yield from talk.sent()
    yield from talk.lent()
    yield from talk.agreed()
    yield from talk.happened()


def next_best(talk: Talk) -> Steps:
    """The first customer says "not this time"; the next best is asked by itself."""
    yield from talk.sent()
    yield from talk.lent()
    if (ask := talk.with_customer()) is not None:
        yield talk.customers_time(ask, 2, 9)
        ask = talk.again(ask)
        if ask.state == "customer_pending":
            until = talk.today() + timedelta(days=talk.chance.randrange(30, 70)) if talk.chance.random() < 0.3 else None
            desk.decline_ask(ask, by=talk.stage.as_customer(ask), until=until)
    yield from talk.settled()
    yield from talk.lent()
    yield from talk.agreed()
    yield from talk.happened()


def deputy(talk: Talk) -> Steps:
    """The owner is silent; the deputy is asked after a day and says yes."""
    yield from talk.sent()
    ask = talk.live()
    if ask is not None and ask.state == "owner_pending":
        yield Working(timedelta(hours=8.6), talk.owners_zone(ask))
    yield from talk.lent(as_deputy=True)
    yield from talk.agreed()
    yield from talk.happened()


def owner_no(talk: Talk) -> Steps:
    """The owner says "not now", sometimes until a day; the next best is asked."""
    yield from talk.sent()
    ask = talk.live()
    if ask is not None and ask.state == "owner_pending":
        yield talk.owners_time(ask, 1, 3)
        ask = talk.again(ask)
        if ask.state == "owner_pending":
            until = talk.today() + timedelta(days=talk.chance.randrange(14, 40)) if talk.chance.random() < 0.5 else None
            desk.decline_as_owner(ask, by=talk.stage.owner_of_account(ask.advocate.profile.account), until=until)
    yield from talk.settled()
    yield from talk.lent()
    yield from talk.agreed()
    yield from talk.happened()


def silent_customer(talk: Talk) -> Steps:
    """A customer doesn't answer: quietly on to the next, and sometimes the rep has had enough."""
    yield from talk.sent()
    yield from talk.lent()
    yield Working(timedelta(hours=25), talk.rep_zone)
    if talk.chance.random() < 0.5:
        yield from talk.withdraw()
        return
    yield from talk.lent()
    yield from talk.agreed()
    yield from talk.happened()


def no_show(talk: Talk) -> Steps:
    """The buyer did not come; the customer's time is not counted."""
    yield from talk.sent()
    yield from talk.lent()
    yield from talk.agreed()
    if (ask := talk.booked()) is None:
        return
    yield from talk.call_over(ask)
    ask = talk.again(ask)
    desk.give_debrief(ask, "advocate", "not_held", by=talk.stage.as_customer(ask))
    yield Working(timedelta(hours=2), talk.rep_zone)
    # Two sides say so: only then is it certain that nobody came.
    desk.give_debrief(talk.again(ask), "rep", "not_held", by=talk.stage.rep_of(talk.key))
    yield Working(timedelta(hours=9), talk.rep_zone)
    yield from talk.withdraw()


def called_off(talk: Talk) -> Steps:
    """The customer can't make it after all; somebody else can."""
    yield from talk.sent()
    yield from talk.lent()
    yield from talk.agreed()
    if (ask := talk.booked()) is not None:
        yield talk.customers_time(ask, 1, 3)
        ask = talk.again(ask)
        if ask.state == "booked":
            desk.call_off(ask, by=talk.stage.as_customer(ask), why=talk.chance.choice(lines.CALLED_OFF))
    yield from talk.settled()
    yield from talk.lent()
    yield from talk.agreed()
    yield from talk.happened()


def withdrawn(talk: Talk) -> Steps:
    """The rep no longer needs it, before or after the customer was asked."""
    yield from talk.sent()
    if talk.chance.random() < 0.6:
        yield from talk.lent()
    yield Working(timedelta(hours=talk.chance.uniform(1, 4)), talk.rep_zone)
    yield from talk.withdraw()


def deal_closed(talk: Talk) -> Steps:
    """The deal is lost while the owner still thinks."""
    yield from talk.sent()
    yield Working(timedelta(hours=talk.chance.uniform(1, 4)), talk.rep_zone)
    close_opportunity(talk.deal, by=talk.stage.rep_of(talk.key), won=False)
    yield Working(timedelta(hours=2), talk.rep_zone)


def unfilled(talk: Talk) -> Steps:
    """Left to the program in a busy week; nobody was found in time, and the rep hears the truth."""
    talk.stage.request(talk.key, None, settle=talk.settle)
    yield timedelta(hours=26)


def not_again(talk: Talk) -> Steps:
    """A call that went wrong: hold, repair, "we talked", and asked again only then."""
    yield from talk.sent()
    yield from talk.lent()
    yield from talk.agreed()
    if (ask := talk.booked()) is None:
        return
    yield from talk.happened(("not_again", "helped_some", "no"), talk.chance.choice(lines.NOT_AGAIN))
    yield talk.owners_time(ask, 2, 7)
    ask = talk.again(ask)
    owner = talk.stage.owner_of_account(ask.advocate.profile.account)
    for repair in ask.repairs.filter(talked_at=None):
        desk.close_repair(repair, by=owner, note=talk.chance.choice(lines.TALKED))
    yield talk.owners_time(ask, 20, 50)
    ask = talk.again(ask)
    owner = talk.stage.owner_of_account(ask.advocate.profile.account)
    for hold in Hold.objects.standing(clock.now()).filter(advocate=ask.advocate, kind=Hold.Kind.REPAIR):
        protection.lift_hold(hold, by=owner)


def program_picks(talk: Talk) -> Steps:
    """The rep leaves the choice to the program, which proposes somebody within the morning."""
    talk.stage.request(talk.key, None, settle=talk.settle)
    yield timedelta(hours=talk.chance.uniform(0.5, 3))
    talk.propose()
    yield from talk.lent()
    yield from talk.agreed()
    yield from talk.happened()


def brokered(talk: Talk) -> Steps:
    """A private reference: the rep asks for a description, the program asks the customer."""
    yield from talk.sent()
    yield timedelta(hours=talk.chance.uniform(0.5, 3))
    talk.propose()
    yield from talk.lent()
    yield from talk.agreed()
    yield from talk.happened()


def proof_only(talk: Talk) -> Steps:
    """Two quotes were enough for the buyer, and nobody's time was spent."""
    yield from talk.sent()
    yield Working(timedelta(hours=talk.chance.uniform(1, 5)), talk.rep_zone)
    if talk.need.state != RequestState.CLOSED:
        send_proof(talk.stage, talk.key, talk.chance, 2)
        desk.close_with_proof(talk.need, by=talk.stage.rep_of(talk.key))
    yield timedelta(minutes=12)


def written(talk: Talk) -> Steps:
    """The customer answers in writing, for this one buyer."""
    talk.kind = HelpKind.WRITTEN
    yield from talk.sent()
    yield from talk.lent()
    if (ask := talk.with_customer()) is None:
        return
    yield talk.customers_time(ask, 1, 6)
    ask = talk.again(ask)
    desk.agree_to_write(ask, by=talk.stage.as_customer(ask))
    yield talk.customers_time(ask, 5, 14)
    ask = talk.again(ask)
    by, drafts = talk.stage.as_customer(ask), drafts_of(ask)
    texts = [*talk.chance.sample(lines.WRITTEN, min(2, len(drafts))), *[""] * len(drafts)][: len(drafts)]
    desk.save_answers(ask, {one.question_id: text for one, text in zip(drafts, texts, strict=True)}, by=by)
    desk.send_answers(ask, by=by, seal=seal_of(texts))
    yield timedelta(hours=10)
    yield from talk.said(ask, ("fine", "helped_a_lot", "moved"))


@dataclass(frozen=True, slots=True)
class Teller:
    """A course of a request by its name."""

    name: str
    told: Callable[[Talk], Steps]

    def tell(self, stage: Stage, key: str, settle: str, names: tuple[str, ...]) -> Steps:
        talk = Talk(stage, key, settle, names, Random(f"{key} {self.name} {names[:1]}"))
        yield from self.told(talk)


TELLERS = {
    told.__name__: Teller(told.__name__, told)
    for told in (
        held,
        next_best,
        deputy,
        owner_no,
        silent_customer,
        no_show,
        called_off,
        withdrawn,
        deal_closed,
        unfilled,
        not_again,
        program_picks,
        brokered,
        proof_only,
        written,
    )
}
