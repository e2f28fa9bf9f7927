"""What happened: one generator for each request, told in steps.

A scene does something through a verb and yields the working time until its next step. The director (goodword.demo.stage)
merges all scenes in the order of their moments and lets every clock, mail and reaction in between run by itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random

from goodword.demo.stage import AT_LAST, Stage
from goodword.demo.words import send_proof
from goodword.desk import actions as desk
from goodword.desk.queries.answers import drafts_of
from goodword.desk.rules.writing import seal_of
from goodword.directory.actions import close_opportunity
from goodword.protection import actions as protection
from goodword.references import actions as references

Steps = Iterator[timedelta]
Told = Callable[[Stage], Steps]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def days(count: float) -> timedelta:
    """Working days, of eight hours."""
    return timedelta(hours=8 * count)


@dataclass(frozen=True, slots=True)
class Scene:
    """A story and how many working days before today it begins."""

    begins: float
    told: Told


def held(
    deal: str, person: str, *, settle: str, answers: tuple[str, str, str], line: str = "", won: bool | None = None
) -> Told:
    """Tell a request that went well: asked, lent, agreed, held, answered by three sides, and how the deal ended."""

    def told(stage: Stage) -> Steps:
        stage.request(deal, person, settle=settle)
        yield hours(3)
        desk.approve_ask(stage.ask(deal, person), by=stage.owner_of(person))
        yield hours(5)
        ask = stage.ask(deal, person)
        desk.counter_ask(ask, stage.three_times(ask), by=stage.as_customer(ask))
        yield hours(7)
        ask = stage.ask(deal, person)
        desk.pick_time(ask, ask.times.order_by("starts_at")[0], by=stage.as_prospect(ask))
        yield days(5)
        ask = stage.ask(deal, person)
        desk.give_debrief(ask, "advocate", answers[0], by=stage.as_customer(ask))
        desk.give_debrief(ask, "prospect", answers[1], by=stage.as_prospect(ask, "debrief"), line=line)
        yield hours(3)
        desk.give_debrief(stage.ask(deal, person), "rep", answers[2], by=stage.rep_of(deal))
        if won is not None:
            yield days(6)
            close_opportunity(stage.deals[deal], by=stage.rep_of(deal), won=won)

    return told


def written(deal: str, person: str, *, settle: str, answers: tuple[str, ...] = ()) -> Told:
    """Tell a request for written answers: with `answers` they were sent and helped, without they are being written."""

    def told(stage: Stage) -> Steps:
        stage.request(deal, person, settle=settle, help_kind="written")
        yield hours(2)
        desk.approve_ask(stage.ask(deal, person), by=stage.owner_of(person))
        yield hours(4)
        ask = stage.ask(deal, person)
        desk.agree_to_write(ask, by=stage.as_customer(ask))
        yield hours(6)
        if not answers:
            return
        ask = stage.ask(deal, person)
        by, drafts = stage.as_customer(ask), drafts_of(ask)
        texts = [*answers, *[""] * len(drafts)][: len(drafts)]
        desk.save_answers(ask, {one.question_id: text for one, text in zip(drafts, texts, strict=True)}, by=by)
        desk.send_answers(ask, by=by, seal=seal_of(texts))
        yield days(2)
        ask = stage.ask(deal, person)
        desk.give_debrief(ask, "advocate", "fine", by=stage.as_customer(ask))
        desk.give_debrief(ask, "prospect", "helped_a_lot", by=stage.as_prospect(ask, "debrief"))
        yield hours(1)

    return told


def to_match(stage: Stage) -> Steps:
    """The rep left the choice to the program; it waits for Noémie."""
    stage.request("northgate", None, settle="Can six spreadsheets become one plan before term starts?")
    yield hours(1)


def private_to_match(stage: Stage) -> Steps:
    """A private reference was wanted: the program brokers it."""
    stage.request("halden", "Solène Guérin", settle="What did the inspector say?")
    yield hours(1)


def with_owner(stage: Stage) -> Steps:
    stage.request("brightmoor", "Inés Carballo", settle="Will bakers use it?")
    yield hours(1)


def tell_me(stage: Stage) -> Steps:
    """Sofie is only told; her customer is asked unless she stops it."""
    stage.request("farolito", "Sigrid Aune", settle="Do old electrics bear sensors?")
    yield hours(1)


def with_customer(stage: Stage) -> Steps:
    stage.request("eisvogel", "Duarte Nogueira", settle="What did old machines need?")
    yield hours(2)
    desk.approve_ask(stage.ask("eisvogel", "Duarte Nogueira"), by=stage.owner_of("Duarte Nogueira"))
    yield hours(1)


def yes_in_line(stage: Stage) -> Steps:
    """Two owners are asked side by side; the second yes waits its turn."""
    stage.request("juniper", "Priscilla Whitcombe", settle="Who signs safety records?")
    yield hours(1)
    stage.propose("juniper", "Dr. Ingebjørg Vik")
    yield hours(2)
    desk.approve_ask(stage.ask("juniper", "Priscilla Whitcombe"), by=stage.owner_of("Priscilla Whitcombe"))
    yield hours(2)
    ask = stage.ask("juniper", "Dr. Ingebjørg Vik")
    if ask.state == "owner_pending":
        desk.approve_ask(ask, by=stage.owner_of("Dr. Ingebjørg Vik"))
    yield hours(1)


def scheduling(stage: Stage) -> Steps:
    """The customer said yes with times; the prospect picks."""
    stage.request("castellane", "Aoife Brennan", settle="What happens without a signal?")
    yield hours(2)
    desk.approve_ask(stage.ask("castellane", "Aoife Brennan"), by=stage.owner_of("Aoife Brennan"))
    yield hours(4)
    ask = stage.ask("castellane", "Aoife Brennan")
    desk.counter_ask(ask, stage.three_times(ask), by=stage.as_customer(ask))
    yield hours(1)


def booked(stage: Stage) -> Steps:
    # Kenji owns this customer himself, so nobody is asked before Denise.
    stage.request("granite", "Denise Walker", settle="How did six depots move in nine weeks?")
    yield hours(6)
    ask = stage.ask("granite", "Denise Walker")
    desk.counter_ask(ask, stage.three_times(ask, after=3), by=stage.as_customer(ask))
    yield hours(4)
    ask = stage.ask("granite", "Denise Walker")
    desk.pick_time(ask, ask.times.order_by("starts_at")[1], by=stage.as_prospect(ask))
    yield hours(1)


def wrap_up(stage: Stage) -> Steps:
    """Held yesterday: the customer and the buyer have said how it went, the rep has not."""
    stage.request("orchard", "Giulia Zanella", settle="Can a line be moved in season?")
    yield hours(2)
    desk.approve_ask(stage.ask("orchard", "Giulia Zanella"), by=stage.owner_of("Giulia Zanella"))
    yield hours(6)
    ask = stage.ask("orchard", "Giulia Zanella")
    desk.counter_ask(ask, stage.three_times(ask), by=stage.as_customer(ask))
    yield hours(6)
    ask = stage.ask("orchard", "Giulia Zanella")
    desk.pick_time(ask, ask.times.order_by("starts_at")[0], by=stage.as_prospect(ask))
    yield days(4)
    ask = stage.ask("orchard", "Giulia Zanella")
    desk.give_debrief(ask, "advocate", "fine", by=stage.as_customer(ask))
    desk.give_debrief(ask, "prospect", "helped_a_lot", by=stage.as_prospect(ask, "debrief"))
    yield hours(1)


def owner_no_then_next(stage: Stage) -> Steps:
    """An owner's "not now" and the next best, by itself."""
    stage.request("drumlin", "Kateřina Dvořáková", settle="How long does a depot stand still?")
    yield hours(2)
    desk.decline_as_owner(stage.ask("drumlin", "Kateřina Dvořáková"), by=stage.owner_of("Kateřina Dvořáková"))
    yield hours(2)


def silence_everywhere(stage: Stage) -> Steps:
    """Nobody answered, nobody was left: the deputy, the next best, the program; closed with the truth."""
    stage.request("kvarner", None, settle="Do sensors survive a kiln?")
    yield days(6)


def customer_no(stage: Stage) -> Steps:
    stage.request("mistral", "Callum Reid", settle="How do vans sync?")
    yield hours(2)
    desk.approve_ask(stage.ask("mistral", "Callum Reid"), by=stage.owner_of("Callum Reid"))
    yield hours(4)
    ask = stage.ask("mistral", "Callum Reid")
    desk.decline_ask(ask, by=stage.as_customer(ask))
    yield days(1)
    # Two quotes were enough for the buyer, and nobody's time was spent.
    send_proof(stage, "mistral", Random("mistral proof"), 2)
    desk.close_with_proof(stage.newest_request("mistral"), by=stage.rep_of("mistral"))
    yield hours(1)


def customer_silence(stage: Stage) -> Steps:
    """A customer who didn't answer: quietly, with no mark against them; then the rep withdrew."""
    stage.request(
        "ironbark",
        "Travis Yellowhorse",
        settle="Does it work in a pit?",
    )
    yield days(5)
    desk.withdraw_request(
        stage.newest_request("ironbark"), by=stage.rep_of("ironbark"), why="They visited a site instead."
    )
    yield days(1)


def no_show(stage: Stage) -> Steps:
    """The buyer did not come; the customer's time is not counted."""
    stage.request("lomond", "Fiona Armstrong", settle="What is a small team's first month like?")
    yield hours(2)
    desk.approve_ask(stage.ask("lomond", "Fiona Armstrong"), by=stage.owner_of("Fiona Armstrong"))
    yield hours(4)
    ask = stage.ask("lomond", "Fiona Armstrong")
    desk.counter_ask(ask, stage.three_times(ask), by=stage.as_customer(ask))
    yield hours(5)
    ask = stage.ask("lomond", "Fiona Armstrong")
    desk.pick_time(ask, ask.times.order_by("starts_at")[0], by=stage.as_prospect(ask))
    yield days(4)
    ask = stage.ask("lomond", "Fiona Armstrong")
    desk.give_debrief(ask, "advocate", "not_held", by=stage.as_customer(ask))
    yield days(3)


def not_again(stage: Stage) -> Steps:
    """A call that went wrong: hold, repair, "we talked"."""
    yield from held(
        "umbra",
        "Elif Yıldız",
        settle="Will caretakers close jobs?",
        answers=("not_again", "helped_some", "no"),
        line="She was asked about prices for half the time.",
    )(stage)
    yield days(1)
    repair = stage.ask("umbra", "Elif Yıldız").repairs.get()
    desk.close_repair(
        repair, by=stage.member("sofie"), note="Elif wants the questions a day before. She'd help again next year."
    )


def called_off(stage: Stage) -> Steps:
    """A booked call the customer couldn't make, and the deal that was lost meanwhile."""
    stage.request("saltmarsh", "Henrik Solberg", settle="How does one night shift watch nine plants?")
    yield hours(5)
    ask = stage.ask("saltmarsh", "Henrik Solberg")
    desk.counter_ask(ask, stage.three_times(ask), by=stage.as_customer(ask))
    yield hours(3)
    ask = stage.ask("saltmarsh", "Henrik Solberg")
    desk.pick_time(ask, ask.times.order_by("starts_at")[2], by=stage.as_prospect(ask))
    yield hours(6)
    ask = stage.ask("saltmarsh", "Henrik Solberg")
    desk.call_off(ask, by=stage.as_customer(ask), why="A plant is down.")
    yield days(2)
    close_opportunity(stage.deals["saltmarsh"], by=stage.rep_of("saltmarsh"), won=False)


def limits_and_pauses(stage: Stage) -> Steps:
    """What customers and owners set for themselves."""
    ingebjorg = stage.advocates["Dr. Ingebjørg Vik"]
    references.set_dial(ingebjorg, by=stage.own_page(ingebjorg), per_quarter=1)
    oskar = stage.advocates["Oskar Nyman"]
    protection.pause(oskar, by=stage.own_page(oskar), until=stage.today() + timedelta(days=40))
    rossi = stage.advocates["Valentina Rossi"]
    protection.place_hold(rossi.profile.account, by=stage.member("kenji"), reason="Open claim about the harvest season")
    yield hours(1)
    jurgen = stage.advocates["Jürgen Thoma"]
    references.leave(jurgen, by=stage.own_page(jurgen))


def accepted_now(stage: Stage) -> Steps:
    """A yes of this very minute: ten minutes to take it back."""
    stage.request(
        "tamarack",
        "Folake Adeyemi",
        settle="How do crews of three languages start?",
        times=stage.prospect_times("tamarack", "Folake Adeyemi"),
    )
    yield hours(2)
    desk.approve_ask(stage.ask("tamarack", "Folake Adeyemi"), by=stage.owner_of("Folake Adeyemi"))
    yield AT_LAST
    ask = stage.ask("tamarack", "Folake Adeyemi")
    desk.accept_ask(ask, ask.need.times.order_by("starts_at")[0], by=stage.as_customer(ask))
    yield AT_LAST


SCENES = (
    Scene(100, limits_and_pauses),
    Scene(
        95,
        held(
            "pelican",
            "Linnea Dahl",
            settle="Do sensors last in the heat?",
            answers=("fine", "helped_a_lot", "moved"),
            line="She answered the one question our board had.",
            won=True,
        ),
    ),
    Scene(
        80,
        held(
            "redfern",
            "Denise Walker",
            settle="How long is a depot down?",
            answers=("fine", "helped_a_lot", "moved"),
            line="Direct, and honest about the second depot.",
            won=True,
        ),
    ),
    Scene(
        70,
        held(
            "quillan",
            "Brais Otero",
            settle="What about the night shift?",
            answers=("not_expected", "helped_some", "too_early"),
            won=False,
        ),
    ),
    Scene(64, not_again),
    Scene(
        92, held("redfern", "Radek Hrubý", settle="How are parts planned?", answers=("fine", "helped_some", "moved"))
    ),
    Scene(40, called_off),
    Scene(32, no_show),
    Scene(28, customer_silence),
    Scene(24, customer_no),
    Scene(18, silence_everywhere),
    Scene(
        11,
        written(
            "kvarner",
            "Beatriz Faria",
            settle="Do sensors survive a kiln?",
            answers=(
                "Two crushers from the seventies. Everything else talks, some of it grudgingly.",
                "I'd keep the sensors away from the kiln door from day one: we lost two there in the first month, none since.",
            ),
        ),
    ),
    Scene(7, wrap_up),
    Scene(3, booked),
    Scene(2.2, scheduling),
    Scene(2, written("umbra", "Hamid Noori", settle="Who closes a job when the caretaker is out?")),
    Scene(1.9, owner_no_then_next),
    Scene(1.2, yes_in_line),
    Scene(0.9, with_customer),
    Scene(0.8, accepted_now),
    Scene(0.4, private_to_match),
    Scene(0.3, to_match),
    Scene(0.3, with_owner),
    Scene(0.2, tell_me),
)
