from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests import cast
from tests.cli.command import goodword
from tests.integrations.files.made import bring_in, file_of, record

FJORDLINE, HARBOUR = "ledgerly/fjordline", "ledgerly/harbour"


def judgement(qid: str, reference: str, grade: int) -> dict[str, Any]:
    return {"qid": qid, "doc_id": reference, "grade": grade}


def deal(qid: str, text: str, wording: str = "specific") -> dict[str, Any]:
    return {"qid": qid, "vendor_program": "ledgerly", "use_case_text": text, "wording": wording}


def test_a_run_is_scored_compared_and_its_words_are_held_to_account(tmp_path: Path) -> None:
    qrels = file_of(
        tmp_path, judgement("q1", FJORDLINE, 3), judgement("q1", HARBOUR, 0), judgement("q2", HARBOUR, 2), name="qrels"
    )
    lines = ({"qid": "q1", "ranking": [[FJORDLINE, 2.0], [HARBOUR, 1.0]], "words": ["Strong", "Weak"]},)
    run = file_of(tmp_path, *lines, name="run")
    worse = file_of(tmp_path, {"qid": "q1", "ids": [HARBOUR, FJORDLINE]}, name="worse")
    queries = file_of(tmp_path, deal("q1", "close", "plain"), deal("q2", "pilots"), name="queries")
    out = tmp_path / "figures.json"
    told = goodword(
        *("evaluate", run, "--qrels", qrels, "--queries", queries, "--baseline", worse, "--json", out), data=tmp_path
    )
    assert told.returncode == 0, told.stderr
    assert "1 of 2 judged deals are not in the run and score 0." in told.stderr
    figures = json.loads(out.read_text())["figures"]
    assert figures["plain-worded"]["MRR"]["mean"] == 1.0
    assert figures["ledgerly"]["MRR"]["mean"] == 0.5
    assert figures["ledgerly"]["minus_baseline"]["MRR"]["mean"] == 0.25
    assert "minus baseline" in told.stdout and "The words are in order." in told.stdout


def test_files_that_can_not_be_used_are_complaints(tmp_path: Path) -> None:
    qrels, run = file_of(tmp_path, judgement("q1", FJORDLINE, 3), name="qrels"), file_of(tmp_path, "{", name="run")
    bad = goodword("evaluate", run, "--qrels", qrels, data=tmp_path)
    assert bad.returncode == 1 and f"{run}:1: Not JSON" in bad.stderr
    absent = goodword("evaluate", tmp_path / "none", "--qrels", qrels, data=tmp_path)
    assert absent.returncode == 1 and "does not exist" in absent.stderr
    useless = file_of(tmp_path, judgement("q1", FJORDLINE, 1), name="useless")
    empty = goodword("evaluate", file_of(tmp_path, {"qid": "q1", "ids": []}), "--qrels", useless, data=tmp_path)
    assert empty.returncode == 1 and "No deal in the judgements has a good reference." in empty.stderr


def test_the_workspace_s_references_are_put_to_the_test(tmp_path: Path) -> None:
    harbour = record("harbour", customer_name=None, challenge="Pilots wait.", solution=None, results=None, body=None)
    bring_in(cast.workspace("ledgerly"), [file_of(tmp_path, record(), harbour)])
    queries = file_of(tmp_path, deal("q1", "pilots wait"), deal("q2", "eleven spreadsheets"), name="queries")
    grades = [judgement("q1", HARBOUR, 3), judgement("q1", FJORDLINE, 0), judgement("q2", FJORDLINE, 3)]
    judged = ("--workspace", "ledgerly", "--queries", queries, "--qrels", file_of(tmp_path, *grades, name="qrels"))
    said = {}
    for study in ("ablation", "words", "explanations", "leave-one-out"):
        told = goodword("study", study, *judged, data=tmp_path)
        assert told.returncode == 0, told.stderr
        said[study] = told.stdout
    assert "without industry as a fact" in said["ablation"]
    assert "“No one fits” is said of 0 of the 0 deals without a lead" in said["words"]
    assert "3 judged pairs explained" in said["explanations"] and "Every reason cites" in said["explanations"]
    assert "Fitted each time without the program measured" in said["leave-one-out"]
    elsewhere = goodword("study", "words", "--workspace", "nowhere", *judged[2:], data=tmp_path)
    assert elsewhere.returncode == 1 and "There is no workspace nowhere." in elsewhere.stderr


def test_other_weights_are_asked_about_and_never_set(tmp_path: Path) -> None:
    company = cast.company()
    asked = ("study", "change", "--workspace", company.workspace.slug, "--set")
    told = goodword(*asked, "facts.industry=3", data=tmp_path)
    assert told.returncode == 0, told.stderr
    assert "0 lists were kept" in told.stdout and told.stdout.count("Too few to say anything.") == 2
    for wrong in ("facts.industry", "facts.industry=99", "length=1"):
        refused = goodword(*asked, wrong, data=tmp_path)
        assert refused.returncode == 1 and wrong in refused.stderr
