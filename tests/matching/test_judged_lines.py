from __future__ import annotations

import json

import pytest

from goodword.matching.judged import JudgedLineError, deal_from_line

LINE = {
    "qid": "x1",
    "vendor_program": "any",
    "prospect_industry": "Retail banking",
    "prospect_industry_normalised": "Financial services",
    "prospect_region": "Nordics",
    "prospect_size": "Mid-size",
    "product_interest": ["Ledger Cloud", " "],
    "use_case_text": "Close the books in days.",
    "migration_from": None,
    "persona": "CFO",
    "concerns_text": "Auditors.",
    "wording": "plain",
}


def test_a_line_becomes_a_deal() -> None:
    qid, deal = deal_from_line(json.dumps(LINE))
    assert qid == "x1"
    assert (deal.industry, deal.industry_terms, deal.region) == ("Retail banking", ("Financial services",), "Nordics")
    assert (deal.products, deal.replaces, deal.persona) == (("Ledger Cloud",), "", "CFO")


def test_what_is_missing_is_empty() -> None:
    qid, deal = deal_from_line('{"qid": "x2"}')
    assert (qid, deal.industry, deal.products, deal.use_case) == ("x2", "", (), "")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("{", "Not JSON"),
        ("[]", "Not a JSON object"),
        ("{}", "qid"),
        ('{"qid": 3}', "qid"),
        ('{"qid": "x", "persona": 3}', "persona"),
        ('{"qid": "x", "product_interest": "Ledger"}', "product_interest"),
        ('{"qid": "x", "product_interest": [1]}', "product_interest"),
    ],
)
def test_a_bad_line_says_what_is_wrong(line: str, says: str) -> None:
    with pytest.raises(JudgedLineError, match=says):
        deal_from_line(line)
