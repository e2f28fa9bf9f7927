"""The boxes beside a search, drawn as those beside any list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from goodword.matching.queries.searching import KIND, Found
from goodword.matching.rules.boxes import LANGUAGE
from goodword.references.models import HelpKind
from goodword.web.finding.facets import OPEN, TITLES
from goodword.web.finding.look import counted
from goodword.web.lists.facets import Box, Chip, Group
from goodword.web.members.languages import language_name
from goodword.web.searching.look import GROUPS, Look

MOST = 40
"""Boxes of one group, those behind “more” with them."""
WORDS: Mapping[str, str | Promise] = {KIND: _("Can help with"), **TITLES, LANGUAGE: _("Speaks")}


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What lists/_facets.html and lists/_chips.html draw of the boxes that are ticked."""

    look: Look

    @property
    def chips(self) -> list[Chip]:
        return [
            Chip(f"{WORDS[group]}: {label_of(group, value)}", self.look.without(group, value).url)
            for group, value in self.look.boxes
        ]

    @property
    def clear_url(self) -> str:
        return self.look.unfiltered().url

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Return what the form of boxes must send beside them."""
        return self.look.pairs(boxes=False)


def groups_of(found: Found, look: Look) -> list[Group]:
    """Return the boxes with how many cards each would leave, under the other groups as they are ticked."""
    drawn = (_group(name, found.counts(name), look.chosen.get(name, [])) for name in GROUPS if name in found.columns)
    return [group for group in drawn if group.boxes]


def label_of(group: str, value: str) -> str:
    if group == KIND and value in HelpKind.values:
        return str(HelpKind(value).label)
    return language_name(value) if group == LANGUAGE else value


def _group(name: str, counts: Mapping[str, int], chosen: list[str]) -> Group:
    boxes = [
        Box(name, value, label_of(name, value), count, value in chosen)
        for value, count in counted(counts, chosen, MOST)
    ]
    return Group.of(name, WORDS[name], boxes, is_open=name in (KIND, *OPEN) or bool(chosen))
