"""Those who rank: our own index, tantivy and PostgreSQL. Each is built, asked in several ways and told of a change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple
from typing import Any, Protocol

import tantivy

from goodword.matching.index import Index
from goodword.matching.shapes import Reference
from goodword.matching.text import stems
from tests.bench.matching.asked import TOP, Search
from tests.bench.matching.made import facets_of, text_of

Ask = Callable[[Search], Sequence[object]]
FIELDS = ("industry", "country", "size", "product")
OURS, TANTIVY, POSTGRES = "Goodword", "tantivy", "PostgreSQL"


class Engine(Protocol):
    def build(self, references: Sequence[Reference]) -> None: ...

    def ways(self) -> Mapping[str, Ask]:
        """Return the ways to ask it, by name."""

    def update(self, reference: Reference) -> None:
        """Take in one changed reference, so that the next search finds it."""

    def processor(self) -> float:
        """Return the seconds of processor that other processes spent for it."""


class Ours:
    """Scores every reference and hides none; explains the twenty it shows."""

    def build(self, references: Sequence[Reference]) -> None:
        self._index = Index.build(references)

    def ways(self) -> Mapping[str, Ask]:
        return {f"{OURS}, ranked": self._rank, f"{OURS}, ranked and explained": self._explain}

    def update(self, reference: Reference) -> None:
        self._index = self._index.with_reference(reference)

    def processor(self) -> float:
        return 0.0

    def _rank(self, search: Search) -> Sequence[object]:
        _, scores = self._index.weighed(search.deal, None)
        return self._index.best_places(scores, None, TOP)

    def _explain(self, search: Search) -> Sequence[object]:
        return self._index.rank(search.deal, top=TOP)


class Tantivy:
    """A search library in the same process, on one thread; it gets our stems, so that all look for the same words."""

    def build(self, references: Sequence[Reference]) -> None:
        schema = tantivy.SchemaBuilder()
        schema.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
        for name in FIELDS:
            schema.add_text_field(name, tokenizer_name="raw", index_option="basic")
        schema.add_text_field("text", tokenizer_name="whitespace", index_option="freq")
        self._index = tantivy.Index(schema.build())
        writer = self._index.writer(heap_size=256_000_000, num_threads=1)
        for reference in references:
            writer.add_document(_document(reference))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def ways(self) -> Mapping[str, Ask]:
        return {
            f"{TANTIVY}, filtered": self._filtered,
            f"{TANTIVY}, the typed words": self._typed,
            f"{TANTIVY}, all that we look at": self._softly,
        }

    def update(self, reference: Reference) -> None:
        writer = self._index.writer(heap_size=64_000_000, num_threads=1)
        writer.delete_documents("id", reference.id)
        writer.add_document(_document(reference))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def processor(self) -> float:
        return 0.0

    def _filtered(self, search: Search) -> Sequence[object]:
        """Four filters and any of the typed words: what a search box with facets would ask."""
        must = [(tantivy.Occur.Must, tantivy.Query.const_score_query(one, 0.0)) for one in self._facets(search)]
        return self._best(
            tantivy.Query.boolean_query([*must, (tantivy.Occur.Must, self._words(dict.fromkeys(search.own, 1.0)))])
        )

    def _typed(self, search: Search) -> Sequence[object]:
        return self._best(self._words(dict.fromkeys(search.own, 1.0)))

    def _softly(self, search: Search) -> Sequence[object]:
        """Facets and words that count and hide nothing, all that our ranking looks at: nearness and reasons aside."""
        parts = [(tantivy.Occur.Should, tantivy.Query.const_score_query(one, 1.0)) for one in self._facets(search)]
        return self._best(tantivy.Query.boolean_query([*parts, (tantivy.Occur.Should, self._words(search.words))]))

    def _facets(self, search: Search) -> list[Any]:
        pairs = zip(FIELDS, astuple(search.facets), strict=True)
        return [tantivy.Query.term_query(self._index.schema, name, value, "basic") for name, value in pairs]

    def _words(self, words: Mapping[str, float]) -> Any:
        one = tantivy.Query.term_query
        weighed = [(word, weight, one(self._index.schema, "text", word, "freq")) for word, weight in words.items()]
        return tantivy.Query.boolean_query(
            [
                (tantivy.Occur.Should, query if weight == 1 else tantivy.Query.boost_query(query, weight))
                for _, weight, query in weighed
            ]
        )

    def _best(self, query: Any) -> Sequence[object]:
        return [
            self._searcher.doc(address)["id"][0] for _, address in self._searcher.search(query, TOP, count=False).hits
        ]


def _document(reference: Reference) -> Any:
    facets = dict(zip(FIELDS, astuple(facets_of(reference)), strict=True))
    return tantivy.Document(id=reference.id, text=" ".join(stems(text_of(reference))), **facets)
