"""What matching asks for a deal, read from its row. A judged deal and a deal's page go through this one reading."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from goodword.directory.models import Opportunity, Term
from goodword.matching.shapes import Deal

DEEPEST = 8
"""Ancestors of a term that are read; a longer chain is a loop somebody made by mistake."""


def deal_of(
    opportunity: Opportunity,
    *,
    ignored: Collection[str] = (),
    topics: Collection[str] | None = None,
    must_settle: str = "",
    help_kind: str = "",
    languages: Collection[str] = (),
) -> Deal:
    """Return the deal an opportunity is, less the chips that were switched off (`ignored`: "region", "products:Payments").

    `topics` replaces those of the row. Where the row has words of its own they go before the list's term. Six queries
    at most, none when account, terms, products and topics are fetched already.
    """
    account = opportunity.account
    return Deal(
        industry=opportunity.industry_text or _name(account.industry),
        industry_terms=tuple(_with_ancestors(account.industry)),
        region=opportunity.region_text or account.country or _name(account.region),
        region_terms=tuple(_with_ancestors(account.region)),
        size=opportunity.size_text or _name(account.size_band) or _headcount(account.employees),
        products=tuple(term.name for term in opportunity.products.all()),
        persona=opportunity.persona,
        replaces=opportunity.replaces_text or _name(opportunity.replaces),
        use_case=opportunity.use_case,
        concerns="\n".join(filter(None, (opportunity.concerns, must_settle))),
        topics=tuple(topics) if topics is not None else tuple(term.name for term in opportunity.topics.all()),
        languages=tuple(languages),
        competitor=_name(opportunity.competitor),
        help_kind=help_kind,
        ignored=frozenset(ignored),
    )


def _name(term: Term | None) -> str:
    return term.name if term else ""


def _with_ancestors(term: Term | None) -> Iterator[str]:
    """Yield the term's name and those above it, nearest first."""
    for _ in range(DEEPEST):
        if term is None:
            return
        yield term.name
        term = term.parent


def _headcount(employees: int | None) -> str:
    return f"{employees} employees" if employees else ""
