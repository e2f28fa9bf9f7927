"""What a search looks for, as its address says it: words, boxes, order, who is picked to compare and for which deal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.http import QueryDict
from django.urls import reverse

from goodword.matching.queries.searching import KIND, Sort
from goodword.matching.rules.boxes import KINDS, LANGUAGE
from goodword.web.directory.listing import words_in
from goodword.web.finding.look import several

GROUPS = (KIND, *KINDS, LANGUAGE)
AT_ONCE, MOST = 20, 200
COMPARED = 3
MOST_BOXES = 40


@dataclass(frozen=True, slots=True)
class Look:
    """The state of one search, or where `like` is the id of a reference, of the list of those alike.

    `picked`: references to compare, by id. `deal`: the id of the deal somebody is looked for.
    """

    words: str = ""
    boxes: tuple[tuple[str, str], ...] = ()
    sort: Sort = Sort.BEST
    picked: tuple[str, ...] = ()
    show: int = AT_ONCE
    deal: str = ""
    like: str = ""

    @classmethod
    def of(cls, query: QueryDict) -> Look:
        boxes = tuple((group, value) for group in GROUPS for value in several(query.getlist(group)))
        sort = query.get("sort", "")
        return cls(
            words=words_in(query),
            boxes=boxes[:MOST_BOXES],
            sort=Sort(sort) if sort in set(Sort) else Sort.BEST,
            picked=several(query.getlist("pick"))[:COMPARED],
            show=_shown(query.get("show", "")),
            deal=query.get("opp", ""),
        )

    @property
    def chosen(self) -> dict[str, list[str]]:
        """Return the ticked values by group."""
        chosen: dict[str, list[str]] = {}
        for group, value in self.boxes:
            chosen.setdefault(group, []).append(value)
        return chosen

    @property
    def is_full(self) -> bool:
        """Say whether as many are picked as can be compared."""
        return len(self.picked) >= COMPARED

    @property
    def url(self) -> str:
        return self._address()

    def pairs(self, *, boxes: bool = True) -> list[tuple[str, str]]:
        """Return what an address says of this search, part by part; how far somebody read on is no part of it."""
        said = [("opp", self.deal)] if self.deal else []
        said += [("q", self.words)] if self.words else []
        said += [("sort", self.sort)] if self.sort is not Sort.BEST else []
        said += self.boxes if boxes else ()
        return [*said, *(("pick", key) for key in self.picked)]

    def more(self) -> str:
        """Return the address that shows more; "" where a page can hold no more."""
        further = self.show + AT_ONCE
        return self._address(further) if further <= MOST else ""

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
        return replace(self, picked=(*self.picked, key)[:COMPARED])

    def pick_url(self, key: str) -> str:
        """Return this page, as far as it is read, with somebody picked or left out; "" where no more can be picked."""
        return "" if self.is_full and key not in self.picked else self.picking(key)._address(self.show)

    def alike(self, key: str) -> Look:
        """Return the list of those like a reference."""
        return replace(self, like=key, show=AT_ONCE)

    @property
    def searched(self) -> Look:
        """Return the search that a list of those alike was come to from."""
        return replace(self, like="")

    @property
    def compare_url(self) -> str:
        return _address("search-compare", self.pairs())

    def _address(self, show: int = AT_ONCE) -> str:
        shown = [("show", str(show))] if show > AT_ONCE else []
        if self.like:
            return _address("search-like", [("ref", self.like), *self.pairs(), *shown])
        return _address("search", [*self.pairs(), *shown])


def _shown(said: str) -> int:
    return min(max(AT_ONCE, int(said)), MOST) if said.isascii() and said.isdigit() and len(said) < 5 else AT_ONCE


def _address(name: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for key, value in pairs:
        query.appendlist(key, value)
    return f"{reverse(name)}?{query.urlencode()}" if query else reverse(name)
