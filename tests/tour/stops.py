"""Where the tour stops, as whom, and what is to be seen there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture. `path` may be found by following `by`: links pressed one after the other, each by its words.

    `mail`: the kind of mail whose link leads there; such a page is opened by whoever got it, on a phone, not signed in.
    """

    name: str
    title: str
    words: str
    who: str = ""
    path: str = "/"
    by: tuple[str, ...] = ()
    mail: str = ""
    keys: tuple[str, ...] = ()
    dark: bool = False


STOPS = (
    Stop(
        "today",
        "Today",
        "Each person lands on what waits for them: one question a card, one press, and why they see it.",
        who="Noémie",
    ),
    Stop(
        "find",
        "Find a reference",
        "A rep opens a deal. Who would convince this buyer, why, how rested each is, who decides, and proof to send"
        " meanwhile. Whoever can't be asked now is told with the reason.",
        who="Aisha",
        path="/find",
        by=("Find a reference",),
    ),
    Stop(
        "request",
        "A request",
        "Who has the ball, until when, and what happens then. Every step and every mail as it was sent.",
        who="Aisha",
        path="/requests",
        by=("request",),
    ),
    Stop(
        "owner",
        "The account owner's answer",
        "From the mail, without a login, with a click and a confirm.",
        mail="E01",
    ),
    Stop(
        "customer",
        "The customer's page",
        "Who will call, what they will ask and won't, times that suit both, and every way to say no.",
        mail="E07",
        dark=True,
    ),
    Stop(
        "board",
        "The program's board",
        "What waits for whom. A card moves by menu, by key or by hand, and only where a verb can take it.",
        who="Noémie",
        path="/requests",
    ),
    Stop(
        "advocates",
        "Advocates",
        "How rested everyone is, what they agreed to, and what narrows the list, counted truthfully.",
        who="Noémie",
        path="/advocates",
    ),
    Stop(
        "customer-page",
        "A customer",
        "Who helps there, what is true of them and since when, what stops asks, and everything that happened.",
        who="Noémie",
        path="/accounts?view=customers",
        by=("customer",),
    ),
    Stop(
        "impact",
        "Impact",
        "What references did for the number, with how each figure is counted and “not enough yet” where it is so.",
        who="David",
        path="/impact",
    ),
    Stop(
        "palette",
        "Go, find, do",
        "Ctrl-K leads anywhere its reader may go.",
        who="Aisha",
        keys=("Control+k", "m", "a"),
        dark=True,
    ),
)
