"""A small company's references, facts and short stories, all invented."""

from __future__ import annotations

from datetime import date

import numpy as np
from hypothesis import strategies as st

from goodword.matching.index import Index
from goodword.matching.shapes import Deal, Fact, FactKind, Passage, Reference

CONFIRMED = date(2026, 11, 3)
TODAY = date(2026, 11, 22)


def reference(name: str, *facts: tuple[str, str], story: str = "", rest: int = 5, helped: int = 0) -> Reference:
    """Make a reference whose facts and passages have readable ids: "fjord/industry-0"."""
    key = name.lower().replace(" ", "-")
    return Reference(
        id=key,
        name=name,
        facts=tuple(
            Fact(f"{key}/{kind}-{at}", kind, value, verified_on=CONFIRMED) for at, (kind, value) in enumerate(facts)
        ),
        passages=tuple(
            Passage(f"{key}/passage-{at}", f"{key}/story", "body", text, CONFIRMED)
            for at, text in enumerate(part for part in story.split("\n\n") if part)
        ),
        rest=rest,
        helped=helped,
    )


FJORD = reference(
    "Fjord Bank",
    (FactKind.INDUSTRY, "Banking"),
    (FactKind.COUNTRY, "Norway"),
    (FactKind.SIZE, "2,500 employees"),
    (FactKind.PRODUCT, "Ledger Cloud"),
    (FactKind.REPLACED, "Oldsuite 7"),
    (FactKind.TOPIC, "Data residency"),
    story="Month-end closing took nine days and auditors asked for paper.\n\nNow the books close in two days, and every "
    "approval is kept where the regulator can see it.",
)
COVER = reference(
    "Cover Mutual",
    (FactKind.INDUSTRY, "Insurance"),
    (FactKind.COUNTRY, "Denmark"),
    (FactKind.SIZE, "900 employees"),
    (FactKind.PRODUCT, "Ledger Cloud"),
    story="Claims staff typed figures from one screen into another. The interface does it overnight.",
)
HARVEST = reference(
    "Harvest Foods",
    (FactKind.INDUSTRY, "Food & agriculture"),
    (FactKind.COUNTRY, "Brazil"),
    (FactKind.SIZE, "45,000 employees"),
    (FactKind.PRODUCT, "Payroll One"),
    (FactKind.AVOIDS, "Data residency"),
    story="Seasonal pickers are paid on the day. Pay slips reach their phones in four languages.",
)
SILENT = reference("Silent Partners")
EVERYBODY = (FJORD, COVER, HARVEST, SILENT)
INDEX = Index.build(EVERYBODY)

NORDIC_BANK = Deal(
    industry="Retail banking",
    industry_terms=("Financial services",),
    region="Nordics",
    size="Mid-size, 3,000 people",
    products=("Ledger Cloud",),
    replaces="Oldsuite",
    use_case="They close the books far too late and want month-end done in days.",
    concerns="Will the regulator and the auditors accept it?",
    topics=("Data residency",),
)


def assert_same_index(index: Index, anew: Index, deal: Deal) -> None:
    """Hold an index against one that was never changed: what it knows, how it ranks and what it says."""
    assert index.ids == anew.ids and index.postings.numbers.keys() == anew.postings.numbers.keys()
    for stem in anew.postings.numbers:
        assert index.postings.rarity_of(stem) == anew.postings.rarity_of(stem)
    assert index.postings.mean_length == anew.postings.mean_length and index.coverage == anew.coverage
    assert np.array_equal(index.weighed(deal, None)[1], anew.weighed(deal, None)[1])
    assert index.rank(deal) == anew.rank(deal)


odd_text = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "\x00\x07",
            "🙂🙂",
            "שלום עולם",
            "São Paulo",
            "日本の銀行",
            "a" * 20_000,
            "bank " * 4_000,
            "”“\u202e",
            "C++ & .NET",
        ]
    ),
)
deals = st.builds(
    Deal,
    industry=st.one_of(odd_text, st.sampled_from(["Banking", "Insurance", "Food delivery"])),
    region=st.one_of(odd_text, st.sampled_from(["Nordics", "LATAM", "Global"])),
    size=st.one_of(odd_text, st.sampled_from(["Start-up", "Enterprise", "12 people"])),
    products=st.lists(st.one_of(odd_text, st.just("Ledger Cloud")), max_size=3).map(tuple),
    persona=odd_text,
    replaces=st.one_of(odd_text, st.just("Oldsuite")),
    use_case=st.one_of(odd_text, st.sampled_from(["close the books in days", "pay slips on phones"])),
    concerns=odd_text,
    topics=st.lists(st.one_of(odd_text, st.just("Data residency")), max_size=2).map(tuple),
)
