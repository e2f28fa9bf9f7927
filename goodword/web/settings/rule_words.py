"""The rules in plain words: which stand together, what each is called, how its value is said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.desk.queries.ruling import GATE_AMOUNT, GATE_STAGE, KINDS, REVIEWS_ALL, RULES, WAITS, Rule, Value
from goodword.desk.rules.kinds import ARRANGED
from goodword.directory.models import Stage
from goodword.references.models import HelpKind
from goodword.web.templatetags._figures import money, plural

Words = str | Promise
P = "protection."


@dataclass(frozen=True, slots=True)
class Section:
    """Rules that stand together; `folded`: most programs never touch them."""

    slug: str
    title: Words
    text: Words
    keys: tuple[str, ...]
    folded: bool = False


def _waits(*names: str) -> tuple[str, ...]:
    return tuple(f"{WAITS}{name}" for name in names)


SECTIONS = (
    Section(
        "person",
        lazy("How often one person is asked"),
        lazy("A limit a customer sets for themselves always wins over these, and only ever makes us ask less."),
        (f"{P}per_quarter", f"{P}per_year", f"{P}gap_days", f"{P}asks_per_30_days"),
    ),
    Section(
        "company",
        lazy("How often one company is asked"),
        lazy("All its people together. A group is companies that belong together."),
        (f"{P}account_per_quarter", f"{P}group_per_quarter"),
    ),
    Section(
        "when",
        lazy("When a call is worth a customer's time"),
        lazy("Earlier or smaller deals are offered stories and quotes; the program can allow a call all the same."),
        (GATE_STAGE, GATE_AMOUNT, f"{P}blackout_days"),
    ),
    Section(
        "who",
        lazy("Who looks first"),
        lazy("The account owner decides before a customer hears anything; that can't be switched off."),
        (REVIEWS_ALL,),
    ),
    Section(
        "waits",
        lazy("How long we wait for an answer"),
        lazy("Working hours of whoever has to answer; eight are a day. A need-by date that is nearer shortens them."),
        _waits("triage", "owner", "owner_reminder", "deputy", "tell", "customer", "customer_reminder")
        + _waits("scheduling", "scheduling_nudge", "writing", "writing_reminder"),
    ),
    Section(
        "kinds",
        lazy("Limits for one kind of help"),
        lazy("Each counts that kind alone, beside the limits above. Empty: no limit of its own."),
        tuple(f"{KINDS}{kind}.{name}" for kind in ARRANGED for name in ("per_year", "gap_days")),
        folded=True,
    ),
    Section(
        "steps",
        lazy("When nobody answers, and other waits"),
        lazy("How long each next person has, and how short a near need-by date may make a wait."),
        _waits("triage_lead", "turn", "scheduling_program", "scheduling_lead", "notice", "days_of_choice")
        + _waits("held", "held_program", "held_lead", "wrap_up_days", "draft", "draft_reminder", "draft_program")
        + _waits("floor_owner", "floor_customer", "floor_short"),
        folded=True,
    ),
)

_LABELS: Mapping[str, tuple[Words, Words]] = {
    f"{P}per_quarter": (lazy("Calls in 90 days"), lazy("Written answers count half, a story two, a site visit three.")),
    f"{P}per_year": (lazy("Calls in 365 days"), ""),
    f"{P}gap_days": (lazy("Days between two"), lazy("The only one the program may ask the owner to go under.")),
    f"{P}asks_per_30_days": (lazy("Times asked in 30 days"), lazy("Asks count even when the answer was no.")),
    f"{P}account_per_quarter": (lazy("Calls with one company in 90 days"), ""),
    f"{P}group_per_quarter": (lazy("Calls with one group in 90 days"), ""),
    f"{P}blackout_days": (
        lazy("Nobody is asked before a renewal for"),
        lazy("An open severity 1 or 2 issue and red health stop asks too, always."),
    ),
    GATE_STAGE: (lazy("A live call from this stage on"), ""),
    GATE_AMOUNT: (lazy("And from this amount on"), lazy("0: whatever the deal is worth.")),
    REVIEWS_ALL: (
        lazy("The program looks at every request first"),
        lazy("Otherwise a request for somebody the rep picked goes straight to the account owner."),
    ),
    f"{WAITS}triage": (lazy("The program picks whom to ask"), ""),
    f"{WAITS}owner": (lazy("The account owner answers"), lazy("Then it goes to the deputy.")),
    f"{WAITS}owner_reminder": (lazy("The owner is reminded after"), ""),
    f"{WAITS}deputy": (lazy("The deputy answers"), lazy("Then the next best is asked; never the customer.")),
    f"{WAITS}tell": (lazy("An owner who is only told may stop it for"), ""),
    f"{WAITS}customer": (lazy("The customer answers"), lazy("Then the next best is asked, and it counts for nothing.")),
    f"{WAITS}customer_reminder": (lazy("The customer is reminded, once, after"), ""),
    f"{WAITS}scheduling": (lazy("A time is picked"), lazy("Then the program helps.")),
    f"{WAITS}scheduling_nudge": (lazy("Whoever picks is reminded after"), ""),
    f"{WAITS}writing": (lazy("The customer writes"), ""),
    f"{WAITS}writing_reminder": (lazy("Whoever writes is reminded after"), ""),
    f"{WAITS}triage_lead": (lazy("The program lead picks, after the program didn't"), ""),
    f"{WAITS}turn": (lazy("The next in line waits for their turn"), ""),
    f"{WAITS}scheduling_program": (lazy("The program finds a time"), ""),
    f"{WAITS}scheduling_lead": (lazy("The program lead finds a time"), lazy("Then the next best is asked.")),
    f"{WAITS}notice": (lazy("From booking to the first time offered"), ""),
    f"{WAITS}days_of_choice": (lazy("Further times are spread over"), ""),
    f"{WAITS}held": (lazy("Both sides say whether the call took place"), ""),
    f"{WAITS}held_program": (lazy("The program says whether it did"), ""),
    f"{WAITS}held_lead": (lazy("The program lead says whether it did"), lazy("Then it is closed as not confirmed.")),
    f"{WAITS}wrap_up_days": (lazy("A request stays open after the call for"), ""),
    f"{WAITS}draft": (lazy("A draft stays with its rep"), ""),
    f"{WAITS}draft_reminder": (lazy("The rep is reminded of a draft after"), ""),
    f"{WAITS}draft_program": (lazy("A draft stays with the program"), ""),
    f"{WAITS}floor_owner": (lazy("An owner always has at least"), ""),
    f"{WAITS}floor_customer": (lazy("A customer or buyer always has at least"), ""),
    f"{WAITS}floor_short": (lazy("Everybody else always has at least"), ""),
}
_OF_A_KIND: Mapping[str, Words] = {
    "per_year": lazy("%(kind)s: at most in 365 days"),
    "gap_days": lazy("%(kind)s: days between two"),
}
_UNITS: Mapping[str, Words] = {
    "days": lazy("day,days"),
    "hours": lazy("working hour,working hours"),
    "times": lazy("time,times"),
}


def label_of(key: str) -> str:
    """Return what a rule is called."""
    if key.startswith(KINDS):
        kind, name = key.removeprefix(KINDS).split(".")
        return str(_OF_A_KIND[name]) % {"kind": HelpKind(kind).label}
    return str(_LABELS[key][0]) if key in _LABELS else key


def hint_of(key: str) -> str:
    return str(_LABELS[key][1]) if key in _LABELS else ""


def value_words(key: str, value: object, currency: str) -> str:
    """Return a rule's value as people say it: “30 days”, “2 times”, “Evaluation”, “yes”."""
    if value is None:
        return _("no limit of its own")
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if key == GATE_STAGE:
        return str(Stage(value).label) if value in Stage.values else str(value)
    if key == GATE_AMOUNT:
        return money(int(str(value)), currency)
    unit = RULES[key].unit if key in RULES else ""
    return plural(int(str(value)), str(_UNITS[unit])) if unit in _UNITS else str(value)


def default_words(key: str) -> str:
    """Return a rule's default without its unit, which stands beside the field: “30”, “Evaluation”, “off”."""
    value: Value = RULES[key].default
    if isinstance(value, bool):
        return _("on") if value else _("off")
    return value_words(key, value, "") if key == GATE_STAGE else f"{value:,}"


def unit_words(rule: Rule, currency: str) -> str:
    """Return what stands beside a rule's field."""
    if rule.unit == "money":
        return currency
    return str(_UNITS[rule.unit]).partition(",")[2] if rule.unit in _UNITS else ""
