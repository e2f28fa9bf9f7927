"""How every figure is counted: the page behind the page, and the words beside each number."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.insights.rules import COMPARABLE, ENOUGH


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: what it counts, by which formula, whose formula it is, what is left out, and from how many on."""

    key: str
    title: str | Promise
    counts: str | Promise
    formula: str | Promise
    source: str | Promise
    left_out: str | Promise
    least: int = ENOUGH


OURS = _("Goodword’s own definition")
WILSON = _("Share with Wilson’s 95% interval (Wilson 1927)")
MEASURES: tuple[Measure, ...] = (
    Measure(
        "won",
        _("Won deals that used a reference"),
        _(
            "Deals won in the period in which, before they closed, a reference call was held or written answers were "
            "sent. Each deal once, at its amount when it was won, from ten minutes after it was closed: until then that "
            "can be taken back."
        ),
        _("Won deals with a reference ÷ all won deals"),
        WILSON,
        _(
            "Stories and quotes a buyer read. Help that came after the close. Amounts are never converted: each "
            "currency stands by itself. It says that a reference was there, not that the deal was won because of it."
        ),
    ),
    Measure(
        "in-time",
        _("Helped by the day it was needed"),
        _(
            "Requests that closed in the period and were helped by the day they were needed; where no day was said, "
            "by the day that was promised."
        ),
        _("Helped in time ÷ closed requests"),
        WILSON,
        _("Requests withdrawn before anybody was asked. Help that came late is counted apart, not as in time."),
    ),
    Measure(
        "answer",
        _("Time to the first answer"),
        _(
            "Requests that got their first answer in the period: a customer’s yes, or the word that there is nobody. "
            "In working hours of the program’s time zone, Monday to Friday, 9 to 5, without its days off; "
            "8 hours are a day."
        ),
        _("The middle one of all (median), and the one that nine in ten stay within (90th percentile)"),
        _("Percentiles by linear interpolation, as PostgreSQL’s percentile_cont does"),
        _("Requests still without an answer, and yeses taken back. Public holidays before last year count as days."),
    ),
    Measure(
        "acceptance",
        _("Customers who say yes"),
        _("Customers asked in the period who said yes, also with other times than those offered."),
        _("Yes ÷ (yes + no + no answer)"),
        WILSON,
        _(
            "Who still has time to answer; who was spared the answer because the request ended first; asks made "
            "outside Goodword."
        ),
    ),
    Measure(
        "difference",
        _("Does it help?"),
        _(
            "Deals closed in the twelve months that end with the period, all of which asked for a reference: how many "
            "of those that got one were won, against those for which there was nobody."
        ),
        _("Share won with help − share won where nobody was found"),
        _("Difference with Newcombe’s 95% interval (Newcombe 1998, method 10)"),
        _(
            "Deals that never asked, since reps ask more in deals they believe in; requests that were withdrawn. It is "
            "the nearest thing to an experiment here and still none: hard deals may be those nobody fits."
        ),
        COMPARABLE,
    ),
    Measure(
        "said",
        _("What was said afterwards"),
        _(
            "The newest word of each side about calls held and answers sent in the period: the rep, the buyer, and the "
            "customer who helped."
        ),
        _("Counts of each answer"),
        OURS,
        _("Answers taken back. Who said nothing is counted as that: it is neither a good word nor a bad one."),
        1,
    ),
    Measure(
        "coverage",
        _("Where voices are missing"),
        _(
            "Open deals that close within 90 days (or say no day) and have no call held or booked, beside the people "
            "who agreed to calls or written answers. “Free today”: no hold or pause, not being asked, no blackout at "
            "their company, no live help within the program’s gap."
        ),
        _("Nobody free: no person for any of the deals. Short: fewer people than deals."),
        OURS,
        _(
            "People’s own yearly limits, which may still say no. Private references count for whoever may not know "
            "them only in groups of at least 3."
        ),
        1,
    ),
    Measure(
        "sides",
        _("Private and named references"),
        _(
            "Over the twelve months that end with the period: customers’ answers, requests that were helped, closed "
            "deals and what was said afterwards, with a private reference and with a named one. Who is private is "
            "taken as it stands today."
        ),
        _("Share with a private reference − share with a named one"),
        _("Difference with Newcombe’s 95% interval (Newcombe 1998, method 10)"),
        _(
            "Deals and requests helped by both kinds. Who may not know private customers is shown nothing of this while "
            "fewer than three of them helped. It compares who was there, not like with like: private references may "
            "be kept for harder deals."
        ),
        COMPARABLE,
    ),
    Measure(
        "late",
        _("Late deals without a reference"),
        _("Open deals in proposal or negotiation that close within 90 days, with no call held or booked."),
        _("A count, and a list"),
        OURS,
        _("Deals with a private customer are counted, and listed only for those who may know them."),
        1,
    ),
    Measure(
        "thanks",
        _("People to thank"),
        _(
            "Colleagues with an assist on a deal won in the period: they lent their customer, nominated somebody, or "
            "brokered a private reference. Each once a deal, whatever they did in it."
        ),
        _("Assists on won deals"),
        OURS,
        _("Helping in one’s own deal. On lost deals everybody is thanked, and nobody gets an assist."),
        1,
    ),
    Measure(
        "participation",
        _("Owners who take part"),
        _(
            "Colleagues who look after a customer, of whom somebody was nominated or a profile confirmed as still right "
            "within the last 90 days."
        ),
        _("Owners with a nomination or a check-in ÷ all owners"),
        WILSON,
        _(
            "Deputies, and who is only told; for whoever may not know private customers, owners of no others. What they "
            "did for a colleague’s customer counts as theirs."
        ),
    ),
    Measure(
        "teams",
        _("By team"),
        _(
            "Deals of each sales team that used a reference: of the won ones in the period, and of the late-stage ones "
            "open now. Lent: assists on other teams’ deals. Borrowed: other teams’ assists on theirs."
        ),
        _("Counts"),
        OURS,
        _("Colleagues without a team stand together as “No team”."),
        1,
    ),
    Measure(
        "fresh",
        _("Customers whose facts are in date"),
        _(
            "Customers with somebody to ask, of whom no fact is past its time: each fact has one, from half a year for "
            "what they can speak about to five years for their industry."
        ),
        _("All facts in date ÷ customers with an active advocate"),
        WILSON,
        _("Facts taken away. An owner’s “all still right” vouches for every fact of that day."),
    ),
    Measure(
        "room",
        _("Room used"),
        _(
            "Help given in the last 365 days by the people who agreed to calls or written answers, of what they may be "
            "asked for in a year: the program’s limit, or their own where it is lower (the field says utilisation). "
            "A call counts as one, written answers as a half, a story as two, a stage or a site visit as three."
        ),
        _("Weighted uses ÷ yearly limits"),
        OURS,
        _(
            "Days between two calls, and limits of a company or a group: with them less can be had. Everybody is "
            "counted, so there is no range."
        ),
    ),
    Measure(
        "busiest",
        _("What the busiest tenth carries"),
        _("Help given in the period by the tenth of people who gave the most, of all help given."),
        _("Uses of the busiest 10% ÷ all uses; Gini beside it: 0 is even, 1 is one person"),
        _("Gini 1912"),
        _("Calls that did not take place. Nobody’s effort is weighed: a call counts as one, so do written answers."),
    ),
    Measure(
        "afterwards",
        _("Logged afterwards"),
        _("Help that went past Goodword and was only written down later, of all help given in the period."),
        _("Logged afterwards ÷ all uses"),
        WILSON,
        _("What nobody wrote down: it can’t be known."),
    ),
)
BY_KEY = {measure.key: measure for measure in MEASURES}
