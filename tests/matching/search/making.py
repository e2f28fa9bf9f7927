"""A few references with names, as a search by hand sees them; all invented."""

from __future__ import annotations

import numpy as np

from goodword.matching.index import Index
from goodword.matching.rules.search import Catalogue, Hits, catalogue_of, hits_of, sought_in
from goodword.matching.rules.search.catalogue import Mask
from goodword.matching.shapes import FactKind, Reference
from tests.matching.cast import COVER, FJORD, HARVEST, SILENT, reference

ACAI = reference("Açaí São Paulo", (FactKind.INDUSTRY, "Food & agriculture"), story="Freight for the harbours.")
MUNCHEN = reference("Münchner Ölwerke", story="Wir haben die Migration in einer Woche geschafft.")
BANK = reference("東京銀行", (FactKind.INDUSTRY, "Banking"), story="日本の銀行システムを移行しました。")
NORD = reference("Nordhaven Shipping", story="Migrations were painless. Data residency and residents were separate.")
EVERYBODY = (FJORD, COVER, HARVEST, SILENT, ACAI, MUNCHEN, BANK, NORD)
PEOPLE = {FJORD.id: "Ingrid Sørensen", COVER.id: "Mads Ødegaard", NORD.id: "Will Young"}
INDEX = Index.build(EVERYBODY)
CATALOGUE = catalogue_of(INDEX, {one.id: (one.name, PEOPLE.get(one.id, "")) for one in EVERYBODY})


def everything(catalogue: Catalogue = CATALOGUE) -> Mask:
    return np.ones(len(catalogue.index.ids), bool)


def without(*hidden: str) -> Mask:
    """Return the sight of somebody who must not know of some references."""
    return np.array([key not in hidden for key in INDEX.ids], bool)


def best_first(text: str, *references: Reference) -> list[str]:
    """Return the names of what a text finds among some other references, best first."""
    index = Index.build(references)
    catalogue = catalogue_of(index, {one.id: (one.name,) for one in references})
    hits = hits_of(sought_in(text), catalogue, everything(catalogue))
    return [index.documents[index.ids[place]].reference.name for place in hits.places]


def searched(text: str, seen: Mask | None = None) -> Hits:
    return hits_of(sought_in(text), CATALOGUE, everything() if seen is None else seen)


def names(text: str, seen: Mask | None = None) -> list[str]:
    """Return the names of what a text finds, best first."""
    hits = searched(text, seen)
    return [INDEX.documents[INDEX.ids[place]].reference.name for place in hits.places]
