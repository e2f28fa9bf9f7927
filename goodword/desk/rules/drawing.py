"""Draw the tables of states and waits, so that the page about them cannot drift."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import timedelta

from goodword.desk.rules.states import (
    ASK_BEGINS,
    ASK_ENDS,
    ASK_TRANSITIONS,
    CLOSES,
    LIVE,
    PROPOSALS,
    REQUEST_BEGINS,
    REQUEST_ENDS,
    REQUEST_TRANSITIONS,
    TAKEN_BACK,
    WITH_CUSTOMER,
    AskState,
    RequestState,
    Transitions,
)
from goodword.desk.rules.waits import ASK_WAITS, DEFAULT_WAITS, REQUEST_WAITS, Turn

_SILENCE = {
    "deputy": "the deputy is asked",
    "next_best": "the next best is asked",
    "goes_ahead": "it goes ahead",
    "customer_asked": "the customer is asked",
    "booked": "the call is booked",
    "writing": "the customer writes the answers",
    "program_card": "the program gets a card",
    "lead": "the program lead gets it, the requester is told",
    "unfilled": "the best open standby is asked; with nobody left, closed as unfilled, with proof to send",
    "withdrawn": "the draft is put away",
    "closes": "closed with what is known",
    "no_pick": "closed as withdrawn, the customer is thanked: another one can't mend a buyer who picks no time",
    "not_confirmed": "closed as not confirmed; the use still counts for the customer's rest",
}


def page() -> str:
    """Return the whole page as Markdown."""
    return "\n".join(_lines()) + "\n"


def mermaid(transitions: Transitions, begins: str, ends: Collection[str]) -> str:
    """Return a state diagram; verbs between the same two states share an arrow."""
    arrows: dict[tuple[str, str], list[str]] = {}
    for (before, verb), after in transitions.items():
        arrows.setdefault((str(before), str(after)), []).append(str(verb))
    lines = ["stateDiagram-v2", f"    [*] --> {begins}"]
    lines += [f"    {before} --> {after} : {', '.join(verbs)}" for (before, after), verbs in arrows.items()]
    lines += [f"    {end} --> [*]" for end in sorted(str(end) for end in ends)]
    return "\n".join(lines)


def table(transitions: Transitions) -> str:
    """Return the moves as a Markdown table: from, verb, to."""
    rows = [f"| {before} | {verb} | {after} |" for (before, verb), after in transitions.items()]
    return "\n".join(["| From | Verb | To |", "| --- | --- | --- |", *rows])


def _lines() -> Iterator[str]:
    yield "# The states of the desk"
    yield ""
    yield "Drawn from `goodword/desk/rules`; do not edit. `python -m goodword.desk.rules.drawing > docs/states.md`"
    yield ""
    yield "## A request"
    yield ""
    yield "It stands where its asks stand: after every move of an ask, it follows."
    yield ""
    yield from _fenced(mermaid(REQUEST_TRANSITIONS, REQUEST_BEGINS, REQUEST_ENDS))
    yield ""
    closings = ", ".join(f"{verb} ({reason})" for verb, reason in CLOSES.items())
    yield f"Closing verbs and what they count as: {closings}."
    yield ""
    yield "## An ask"
    yield ""
    yield "One advocate asked for one request."
    yield ""
    yield from _fenced(mermaid(ASK_TRANSITIONS, ASK_BEGINS, ASK_ENDS))
    yield ""
    yield (
        f"An answer ({', '.join(TAKEN_BACK)}) can be taken back for 10 minutes by whoever gave it. That leads to where it "
        "was given, with the turn, the place and as much time as was left; so does taking back the withdrawal of a "
        f"request, and the program's own choice whom to ask ({', '.join(PROPOSALS)}), which stays in line. Until the 10 "
        "minutes are over, nothing follows from any of them."
    )
    yield ""
    yield (
        "Written answers take the same way without a time: `accepted` is the yes, `booked` the days to write in, "
        "`held` the answers sent."
    )
    yield f"An advocate has at most one ask in: {_named(AskState, LIVE)}."
    yield f"A request has at most one ask in: {_named(AskState, WITH_CUSTOMER)}."
    yield ""
    yield "## Every wait"
    yield ""
    yield "Working time, 8 hours a day, on the clock of whoever has the ball. Defaults; all but the undo are settings."
    yield ""
    yield "| State | Who | For | Reminder after | Silence means | By |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for request_state in RequestState:
        yield from _wait_rows(f"request {request_state}", [REQUEST_WAITS.get(request_state, ())])
    for ask_state in AskState:
        yield from _wait_rows(f"ask {ask_state}", ASK_WAITS.get(ask_state, ()))
    yield ""
    yield "## Every move of a request"
    yield ""
    yield table(REQUEST_TRANSITIONS)
    yield ""
    yield "## Every move of an ask"
    yield ""
    yield table(ASK_TRANSITIONS)


def _named(states: type[AskState], some: Collection[AskState]) -> str:
    return ", ".join(state for state in states if state in some)


def _fenced(drawing: str) -> Iterator[str]:
    yield "```mermaid"
    yield drawing
    yield "```"


def _wait_rows(name: str, chains: Collection[tuple[Turn, ...]]) -> Iterator[str]:
    for chain in chains:
        for turn in chain:
            reminder = _long(turn.reminder, turn.calendar) if turn.reminder else "-"
            moved = turn.then or "passes on"
            yield (
                f"| {name} | {turn.who} | {_long(turn.lasts, turn.calendar)} | {reminder} "
                f"| {_SILENCE[turn.code]} | {moved} |"
            )


def _long(setting: str, calendar: bool) -> str:
    length: timedelta = getattr(DEFAULT_WAITS, setting)
    if calendar:
        return f"{length.days} days" if length.days else f"{length // timedelta(minutes=1)} minutes"
    return f"{length // timedelta(hours=1)} h"


if __name__ == "__main__":
    print(page(), end="")
