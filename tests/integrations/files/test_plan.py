from __future__ import annotations

import json
from typing import Any

from goodword.integrations.files.plan import Plan, plan_of
from goodword.integrations.files.records import record_of
from goodword.integrations.files.text import name_key
from goodword.proof.models import Clearance
from tests.integrations.files.made import record


def plan(**changes: Any) -> Plan:
    return plan_of(record_of(json.dumps(record(**changes))))


def facts(made: Plan) -> set[tuple[str, str]]:
    return {(str(said.kind), said.value) for said in made.facts}


def test_every_field_becomes_a_fact_of_its_kind() -> None:
    assert facts(plan()) == {
        ("industry", "Ferry operators"),
        ("industry", "Transportation & logistics"),
        ("region", "Bergen"),
        ("region", "Europe"),
        ("country", "Norway"),
        ("size", "1,200 employees"),
        ("product", "Ledgerly Close"),
        ("feature", "Bank matching"),
        ("technology", "Postgres"),
        ("use_case", "Month-end close"),
    }


def test_what_was_replaced_is_a_fact_only_where_a_field_says_so() -> None:
    assert ("replaced", "Grandbook") in facts(plan(replaced="Grandbook"))
    assert not any(kind == "replaced" for kind, _ in facts(plan(challenge="We left Grandbook.")))


def test_each_thing_is_told_once() -> None:
    passages = plan().passages
    assert [field for field, _ in passages] == ["title", "challenge", "solution", "results", "quote", "body"]
    assert passages[-1] == ("body", "It began on the night boat.")


def test_a_figure_that_nothing_else_tells_is_a_passage() -> None:
    assert ("metric", "Nine ports.") in plan(metrics=["Nine ports."]).passages


def test_a_tag_as_long_as_a_paragraph_is_told_not_stated() -> None:
    tag = "Long. " * 60
    made = plan(use_cases=[tag])
    assert ("summary", tag.strip()) in made.passages
    assert not any(kind == "use_case" for kind, _ in facts(made))


def test_only_a_quote_with_a_speaker_stands_apart() -> None:
    made = plan(quotes=[{"text": "Fine."}, {"text": "Good.", "speaker": "Solveig Aune"}])
    assert [quote.text for quote in made.quotes] == ["Good."]
    assert ("quote", "Fine.") in made.passages


def test_spellings_of_one_name_have_one_key() -> None:
    assert (
        len({name_key(name) for name in ("Ｆjordline  FERRIES", "fjordline ferries", "Fjord\u200bline Ferries ")}) == 1
    )
    assert name_key("Straße") == name_key("STRASSE")
    assert name_key("Fjordline") != name_key("Fjordlane")


def test_an_anonymous_customer_is_named_by_what_was_published() -> None:
    assert plan(customer_name="A Nordic ferry line", customer_anonymous=True).account_name == "A Nordic ferry line"
    nameless = plan(customer_name=None)
    assert nameless.account_name == "Unnamed customer (Transportation & logistics, Norway)"
    unknown = plan(customer_name=None, industry=None, industry_normalised=None, country=None)
    assert unknown.account_name == "Customer of “Fjordline closes its books in three days”"


def test_a_very_long_name_is_shortened_but_told_from_others() -> None:
    one, other = plan(customer_name="F" * 1000), plan(customer_name="F" * 999 + "G")
    assert len(one.account_name) == 300 and one.account_name.endswith("…")
    assert one.external_id != other.external_id and len(one.external_id) <= 200


def test_words_without_a_licence_stay_among_colleagues() -> None:
    assert plan().clearance == Clearance.PUBLIC
    assert plan(licence=None).clearance == Clearance.INTERNAL


def test_any_change_of_the_record_changes_its_digest() -> None:
    assert plan().digest == plan().digest
    assert plan().digest != plan(results="Four days.").digest
