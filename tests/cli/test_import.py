from __future__ import annotations

from pathlib import Path

from django.db import connection

from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.proof.models import Story
from tests.cli.command import goodword
from tests.integrations.files.made import everything, file_of, record


def stories() -> int:
    with opened(Workspace.objects.get(slug="ledgerly")):
        return Story.objects.filter(kind=Story.Kind.STORY).count()


def test_references_go_in_and_the_workspace_is_made_once(tmp_path: Path) -> None:
    path = file_of(tmp_path, record(), record("quay", customer_name="Quay"))
    first = goodword("import", "references", path, "--workspace", "Ledgerly", data=tmp_path)
    assert first.returncode == 0, first.stderr
    assert "Made the workspace ledgerly" in first.stdout and "2 added" in first.stdout
    before = everything(Workspace.objects.get(slug="ledgerly"))
    second = goodword("import", "references", path, "--workspace", "Ledgerly", data=tmp_path)
    assert second.returncode == 0 and "Made the workspace" not in second.stdout and "2 unchanged" in second.stdout
    assert everything(Workspace.objects.get()) == before


def test_refused_lines_are_named_on_stderr_and_the_exit_code_is_3(tmp_path: Path) -> None:
    path = file_of(tmp_path, record(), '{"id": 3}', record("quay"))
    run = goodword("import", "references", path, "--workspace", "ledgerly", data=tmp_path)
    assert run.returncode == 3
    assert run.stderr.strip() == f"{path}:2: “id” must be a text, not a number."
    assert "2 added; 1 refused" in run.stdout and stories() == 2


def test_a_check_makes_no_workspace_and_writes_nothing(tmp_path: Path) -> None:
    path = file_of(tmp_path, record(), "{")
    run = goodword("import", "references", path, "--workspace", "ledgerly", "--check", data=tmp_path)
    assert run.returncode == 3 and f"{path}:2: Not JSON" in run.stderr
    assert "1 would be added" in run.stdout and "Nothing was written" in run.stdout
    assert not Workspace.objects.exists()


def test_a_file_that_can_not_be_read_stops_everything_before_it_begins(tmp_path: Path) -> None:
    path, missing = file_of(tmp_path, record()), tmp_path / "none.jsonl"
    for wrong, sentence in ((missing, "does not exist"), (tmp_path, "is a folder")):
        run = goodword("import", "references", path, wrong, "--workspace", "ledgerly", data=tmp_path)
        assert run.returncode == 1 and sentence in run.stderr and "Nothing was brought in" in run.stderr
    assert not Workspace.objects.exists()


def test_an_empty_file_is_said_to_be_empty(tmp_path: Path) -> None:
    run = goodword("import", "references", file_of(tmp_path), "--workspace", "ledgerly", data=tmp_path)
    assert run.returncode == 0 and "is empty" in run.stderr and "nothing to do" in run.stdout
    assert stories() == 0


def test_what_came_in_is_counted_for_the_planner_at_once(tmp_path: Path) -> None:
    path = file_of(tmp_path, record(), record("quay", customer_name="Quay"))
    goodword("import", "references", path, "--workspace", "Ledgerly", data=tmp_path)
    with connection.cursor() as cursor:
        cursor.execute("SELECT reltuples::int FROM pg_class WHERE oid = 'directory_account'::regclass")
        assert cursor.fetchone() == (2,)
