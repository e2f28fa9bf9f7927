"""Read a reference as the deal it once was, so that those most like it are found as for any deal."""

from __future__ import annotations

from collections.abc import Iterator

from goodword.matching.rules.boxes import values_of
from goodword.matching.shapes import Deal, FactKind, Reference

LONGEST = 2000
"""Characters of its story that are read: more would drown what is particular about it."""


def deal_like(reference: Reference) -> Deal:
    """Return the deal of somebody who is, and needs, what this reference is and had."""
    return Deal(
        industry=_first(reference, FactKind.INDUSTRY),
        region=_first(reference, FactKind.COUNTRY) or _first(reference, FactKind.REGION),
        size=_first(reference, FactKind.SIZE),
        products=tuple(_said(reference, FactKind.PRODUCT)),
        replaces=_first(reference, FactKind.REPLACED),
        persona=min(values_of(reference.facts, "role"), default=""),
        use_case="\n".join((*_said(reference, FactKind.USE_CASE), *(one.text for one in reference.passages)))[:LONGEST],
        topics=tuple(dict.fromkeys((*_said(reference, FactKind.TOPIC), *_said(reference, FactKind.HELPED_WITH)))),
    )


def _first(reference: Reference, kind: FactKind) -> str:
    return next(_said(reference, kind), "")


def _said(reference: Reference, kind: FactKind) -> Iterator[str]:
    return (fact.value for fact in reference.facts if fact.kind == kind)
