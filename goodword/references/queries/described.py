"""How many customers a description fits: the measure of how private a private reference is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.db.models import Count, Q

from goodword.directory.models import Account, Term
from goodword.references.rules import Fit, Widening, judged

# A described field: the account's field it is drawn from, and whether it tells the term or the group above it.
FIELDS: dict[str, tuple[str, bool]] = {
    "industry": ("industry", False),
    "industry_group": ("industry", True),
    "region": ("region", False),
    "region_group": ("region", True),
    "size_band": ("size_band", False),
}
WIDER = {"industry": "industry_group", "region": "region_group"}
NAMES = {"industry": "industry", "region": "region", "size_band": "size"}


def description_fit(account: Account, described_by: Iterable[str]) -> Fit:
    """Return how many customers share these fields with the account, and which wider descriptions would do.

    One query. Raises KeyError for a field a description can't be drawn from.
    """
    fields = tuple(sorted(set(described_by)))
    wider = list(_wider(account, fields))
    counts = Account.objects.customers().aggregate(
        here=Count("pk", filter=_sharing(account, fields)),
        **{f"wider_{nth}": Count("pk", filter=_sharing(account, way)) for nth, (_, way) in enumerate(wider)},
    )
    ways = [Widening(words, way, counts[f"wider_{nth}"]) for nth, (words, way) in enumerate(wider)]
    return judged(counts["here"], ways)


def suggested_description(account: Account, described_by: Iterable[str]) -> str:
    """Return a description from these fields alone: “Transport & logistics, Nordics, 1,001–5,000 people”."""
    terms = {field: _term(account, field) for field in FIELDS if field in set(described_by)}
    return ", ".join(f"{term} people" if field == "size_band" else str(term) for field, term in terms.items() if term)


def _wider(account: Account, fields: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each next wider description: a group instead of its member, or a field left out."""
    for field in fields:
        rest = tuple(other for other in fields if other != field)
        term, group = _term(account, field), WIDER.get(field)
        above = _term(account, group) if group else None
        if group and above is not None:
            yield f"{above} instead of {term}", tuple(sorted({*rest, group}))
        yield f"without the {NAMES[FIELDS[field][0]]}", rest


def _sharing(account: Account, fields: Iterable[str]) -> Q:
    clause = Q(pk__isnull=False)
    for field in fields:
        term, source = _term(account, field), FIELDS[field][0]
        # A field the account doesn't have describes nobody.
        clause &= Q(**{source: term}) | Q(**{f"{source}__parent": term}) if term else Q(pk__isnull=True)
    return clause


def _term(account: Account, field: str) -> Term | None:
    source, group = FIELDS[field]
    term: Term | None = getattr(account, source)
    return term.parent if group and term is not None else term
