from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests import cast
from tests.cli.command import goodword
from tests.integrations.files.made import bring_in, everything, file_of, record


def query(qid: str, text: str, **more: Any) -> dict[str, Any]:
    return {"qid": qid, "vendor_program": "ledgerly", "use_case_text": text} | more


def test_a_run_names_records_best_first_and_writes_no_rows(tmp_path: Path) -> None:
    ledgerly = cast.workspace("ledgerly")
    harbour = record("harbour", customer_name=None, challenge="Pilots wait.", solution=None, results=None, body=None)
    bring_in(ledgerly, [file_of(tmp_path, record(), harbour)])
    before = everything(ledgerly)
    queries = file_of(tmp_path, query("q1", "pilots wait"), query("q2", "eleven spreadsheets"), name="queries.jsonl")
    run = goodword(
        "match", "--workspace", "ledgerly", "--queries", queries, "--out", tmp_path / "run.jsonl", data=tmp_path
    )
    assert run.returncode == 0, run.stderr
    lines = [json.loads(line) for line in (tmp_path / "run.jsonl").read_text().splitlines()]
    assert [(line["qid"], line["ranking"][0][0]) for line in lines] == [
        ("q1", "ledgerly/harbour"),
        ("q2", "ledgerly/fjordline"),
    ]
    assert all(line["ranking"][0][1] >= line["ranking"][1][1] for line in lines)
    assert everything(ledgerly) == before


def test_a_bad_query_is_named_and_the_rest_is_ranked(tmp_path: Path) -> None:
    bring_in(cast.workspace("ledgerly"), [file_of(tmp_path, record())])
    queries = file_of(tmp_path, query("q1", "close"), "{", query("q1", "again"), name="queries.jsonl")
    out = tmp_path / "run.jsonl"
    run = goodword("match", "--workspace", "ledgerly", "--queries", queries, "--out", out, "--top", "1", data=tmp_path)
    assert run.returncode == 3
    assert [line.split(": ")[0] for line in run.stderr.splitlines()] == [f"{queries}:2", f"{queries}:3"]
    assert len(out.read_text().splitlines()) == 1


def test_a_workspace_that_is_not_there_is_a_complaint(tmp_path: Path) -> None:
    queries = file_of(tmp_path, query("q1", "close"))
    run = goodword("match", "--workspace", "nowhere", "--queries", queries, "--out", tmp_path / "r", data=tmp_path)
    assert run.returncode == 1 and "There is no workspace nowhere." in run.stderr
    assert not (tmp_path / "r").exists()


def test_an_out_file_that_can_not_be_written_is_a_complaint(tmp_path: Path) -> None:
    cast.workspace("ledgerly")
    queries = file_of(tmp_path, query("q1", "close"))
    out = tmp_path / "no" / "run.jsonl"
    run = goodword("match", "--workspace", "ledgerly", "--queries", queries, "--out", out, data=tmp_path)
    assert run.returncode == 1 and "can't be written" in run.stderr
