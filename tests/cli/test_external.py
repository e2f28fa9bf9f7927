"""DATABASE_URL replaces the embedded server wholly: proven against a server that Goodword did not start."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest

from goodword.postgres import account, binaries
from tests.cli.running import Running, command, free_port
from tests.postgres.looking import until

KEY = {"GOODWORD_SECRET_KEY": "k" * 50}
SET_UP = (
    "CREATE ROLE keeper_of_tables LOGIN PASSWORD 'one'",
    "CREATE ROLE pages LOGIN PASSWORD 'two'",
    "CREATE DATABASE desk OWNER keeper_of_tables",
)


@dataclass
class Separate:
    """A PostgreSQL server on a TCP port, as an operator has it, with roles of the operator's own naming."""

    port: int

    def url(self, who: str, database: str) -> str:
        return f"postgresql://{who}@127.0.0.1:{self.port}/{database}"

    def answers(self) -> bool:
        try:
            with psycopg.connect(self.url("postgres", "postgres"), connect_timeout=2):
                return True
        except psycopg.OperationalError:
            return False


@pytest.fixture(scope="module")
def separate() -> Iterator[Separate]:
    folder = Path(tempfile.mkdtemp(prefix="separate-", dir="/tmp"))
    who = account.for_cluster(folder / "cluster")
    programs = binaries.reachable(binaries.find(), who).folder
    who.own(folder)
    port = free_port()
    cluster = str(folder / "cluster")
    made = [str(programs / "initdb"), "-D", cluster, "-U", "postgres", "--auth=trust", "--no-sync"]
    made += ["--encoding=UTF8", "--locale=C.UTF-8"]
    subprocess.run(made, check=True, capture_output=True, cwd=folder, **who.identity)
    started = [str(programs / "postgres"), "-D", cluster, "-p", str(port), "-k", str(folder)]
    server = subprocess.Popen(started, cwd=folder, stderr=subprocess.DEVNULL, **who.identity)
    found = Separate(port)
    try:
        until(found.answers, "the separate server answers")
        with psycopg.connect(found.url("postgres", "postgres"), autocommit=True) as superuser:
            for statement in SET_UP:
                superuser.execute(statement)
        yield found
    finally:
        server.terminate()
        server.wait(60)
        subprocess.run(["rm", "-rf", folder], check=True)


def test_everything_runs_on_the_operators_database_and_starts_no_other(separate: Separate, tmp_path: Path) -> None:
    data = tmp_path / "good word" / "data"
    given = KEY | {"DATABASE_URL": separate.url("pages:two", "desk")}
    owner = {"DATABASE_OWNER_URL": separate.url("keeper_of_tables:one", "desk")}
    migrated = command("migrate", "--data", data, **given, **owner)
    assert migrated.returncode == 0, migrated.stderr
    data.parent.mkdir(parents=True, exist_ok=True)
    run = Running(data, **given)
    try:
        run.wait_until_ready()
        made = command("workspace", "create", "Ours", "--admin", "ada@ledgerly.example", "--data", data, **given)
        assert made.returncode == 0, made.stderr
        seen = command("doctor", "--data", data, **given)
        assert seen.returncode == 0, seen.stdout
    finally:
        run.stop()
        run.end()
    assert not (data / "postgres").exists()
    with psycopg.connect(separate.url("postgres", "desk")) as superuser:
        assert superuser.execute("SELECT slug FROM core_workspace").fetchall() == [("ours",)]


@pytest.mark.parametrize("powerful", ["postgres", "keeper_of_tables:one"])
def test_neither_the_superuser_nor_the_owner_may_serve(separate: Separate, tmp_path: Path, powerful: str) -> None:
    refused = command("worker", "--data", tmp_path, DATABASE_URL=separate.url(powerful, "desk"), **KEY)
    assert refused.returncode == 1
    assert "the walls between workspaces would not hold" in refused.stderr
    assert "owns the database" in refused.stderr
    assert os.listdir(tmp_path) == []
