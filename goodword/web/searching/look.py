"""What a search looks for, as its address says it: words, boxes, order and who is picked to compare, nowhere else."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse

from goodword.matching.queries.searching import KIND, Sort
from goodword.matching.rules.boxes import KINDS, LANGUAGE
from goodword.web.directory.listing import words_in

GROUPS = (KIND, *KINDS, LANGUAGE)
AT_ONCE, MOST = 20, 200
COMPARED = 3
LONGEST = 200
MOST_BOXES = 40


@dataclass(frozen=True, slots=True)
class Look:
    """The state of one search. `picked`: references to compare, by id."""

    words: str = ""
    boxes: tuple[tuple[str, str], ...] = ()
    sort: Sort = Sort.BEST
    picked: tuple[str, ...] = ()
    show: int = AT_ONCE

    @classmethod
    def of(cls, query: QueryDict) -> Look:
        boxes = tuple((group, value) for group in GROUPS for value in _several(query.getlist(group)))
        sort = query.get("sort", "")
        return cls(
            words=words_in(query),
            boxes=boxes[:MOST_BOXES],
            sort=Sort(sort) if sort in set(Sort) else Sort.BEST,
            picked=_several(query.getlist("pick"))[:COMPARED],
            show=_shown(query.get("show", "")),
        )

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Return the ticked values by group."""
        chosen: dict[str, list[str]] = {}
        for group, value in self.boxes:
            chosen.setdefault(group, []).append(value)
        return chosen

    @property
    def url(self) -> str:
        return _address("search", self.pairs())

    def pairs(self, *, boxes: bool = True, words: bool = True) -> list[tuple[str, str]]:
        """Return what an address says of this search, part by part; how far somebody read on is no part of it."""
        said = [("q", self.words)] if self.words and words else []
        said += [("sort", self.sort)] if self.sort is not Sort.BEST else []
        said += self.boxes if boxes else ()
        return [*said, *(("pick", key) for key in self.picked)]

    def more(self) -> str:
        """Return the address that shows more; "" where a page can hold no more."""
        further = self.show + AT_ONCE
        return _address("search", [*self.pairs(), ("show", str(further))]) if further <= MOST else ""

    def without(self, group: str, value: str) -> Look:
        return replace(self, boxes=tuple(box for box in self.boxes if box != (group, value)))

    def unfiltered(self) -> Look:
        return replace(self, boxes=())

    def unquoted(self) -> Look:
        """Return the same search with phrases taken word by word."""
        return replace(self, words="".join(sign for sign in self.words if sign not in '"“”„«»'))

    def picking(self, key: str) -> Look:
        """Return the search with one more picked to compare, or with it left out where it is already."""
        if key in self.picked:
            return replace(self, picked=tuple(other for other in self.picked if other != key))
        return replace(self, picked=(*self.picked, key)[-COMPARED:])

    def like_url(self, key: str) -> str:
        return _address("search-like", [("ref", key), *self.pairs()])

    @property
    def compare_url(self) -> str:
        return _address("search-compare", self.pairs())


def _shown(said: str) -> int:
    return min(max(AT_ONCE, int(said)), MOST) if said.isascii() and said.isdigit() and len(said) < 5 else AT_ONCE


def _address(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for key, value in pairs:
        query.appendlist(key, value)
    return f"{reverse(name)}?{query.urlencode()}" if query else reverse(name)


def _several(values: Iterable[str]) -> tuple[str, ...]:
    # A NUL is no letter, and nothing is called so.
    clean = (value.replace("\0", "").strip()[:LONGEST] for value in values)
    return tuple(dict.fromkeys(value for value in clean if value))
