"""Boxes that narrow the find page: OR inside a group, AND across, and counts that give nobody away.

A private reference never moves a count that is below three without it, and is not among the cards of such a choice: who
may not know its name can't single it out by ticking boxes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.desk.queries.finding import Found, Standing
from goodword.matching.rules.boxes import values_of, with_described
from goodword.references.models import HelpKind
from goodword.web.finding.look import GROUPS, REQUESTABLE, Look, counted

MOST_SHOWN = 8
TITLES: Mapping[str, str | Promise] = {
    "industry": _("Industry"),
    "size": _("Company size"),
    "region": _("Region"),
    "product": _("Product"),
    "replaced": _("Replaced"),
    "role": _("Role"),
}
OPEN = frozenset({"industry", "size", "region"})


@dataclass(frozen=True, slots=True)
class Box:
    name: str
    value: str
    label: str
    count: int
    checked: bool


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    title: str | Promise
    boxes: Sequence[Box]
    open: bool


def narrowed(found: Sequence[Found], look: Look) -> list[Found]:
    """Return what the ticked boxes leave, kinds of help aside: those decide what can be done, not what is there."""
    kept = _passing(found, look)
    return _without_singled_out(kept) if look.boxes else kept


def groups(found: Sequence[Found], look: Look) -> list[Group]:
    """Return the boxes with how many cards each would leave, under the other groups as they are ticked."""
    fitting = [one for one in found if one.fits]
    shown = [_kinds(narrowed(fitting, look), look)]
    helping = [one for one in fitting if helps(one, look.kinds)]
    for name in GROUPS:
        chosen = look.chosen(name)
        saying: defaultdict[str, list[Found]] = defaultdict(list)
        for one in _passing(helping, look, but=name):
            for value in values_of(one.reference.facts, name):
                saying[value].append(one)
        counts = {value: count_of(cards) for value, cards in saying.items()}
        boxes = [
            Box(name, value, value, count, value in chosen) for value, count in counted(counts, chosen, MOST_SHOWN)
        ]
        if boxes:
            shown.append(Group(name, TITLES[name], boxes, name in OPEN or bool(chosen)))
    return shown


def count_of(cards: Sequence[Found]) -> int:
    return len(_without_singled_out(cards))


def helps(one: Found, kinds: Iterable[str]) -> bool:
    """Say whether a card stays under these kinds of help; published references ask nothing of anyone."""
    wanted = set(kinds)
    return one.standing is Standing.NOBODY or not wanted or bool(wanted & one.kinds)


def _kinds(cards: Sequence[Found], look: Look) -> Group:
    people = [one for one in cards if one.standing is not Standing.NOBODY]
    boxes = [
        Box("kind", kind, str(HelpKind(kind).label), count_of([one for one in people if kind in one.kinds]), checked)
        for kind in REQUESTABLE
        if (checked := kind in look.kinds) or any(kind in one.kinds for one in people if one.known)
    ]
    return Group("kind", _("Can help with"), boxes, True)


def _passing(found: Sequence[Found], look: Look, *, but: str = "") -> list[Found]:
    """Return what the ticked boxes of every group leave, those of one group aside."""
    ticked = {group: chosen for group in GROUPS if group != but and (chosen := look.chosen(group))}
    return [
        one for one in found if all(chosen & values_of(one.reference.facts, group) for group, chosen in ticked.items())
    ]


def _without_singled_out(cards: Sequence[Found]) -> list[Found]:
    named = [one for one in cards if one.known]
    return list(cards) if with_described(len(named)) else named
