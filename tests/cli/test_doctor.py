from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from goodword.core.walls import references
from goodword.postgres import attach
from tests.cli.running import Running, command, free_port


def test_a_healthy_folder_has_nothing_to_mend(data: Path) -> None:
    seen = command("doctor", "--data", data)
    assert seen.returncode == 0, seen.stdout
    assert "Nothing to mend." in seen.stdout
    assert "Walls between workspaces stand" in seen.stdout


def test_a_folder_that_runs_has_a_worker_at_work(running: Running) -> None:
    seen = command("doctor", "--data", running.data)
    assert seen.returncode == 0, seen.stdout
    assert "A worker is at work" in seen.stdout


def test_a_new_folder_is_no_illness_and_is_left_alone(tmp_path: Path) -> None:
    seen = command("doctor", "--data", tmp_path / "new")
    assert seen.returncode == 0, seen.stdout
    assert not (tmp_path / "new").exists()


def test_a_secret_others_can_read_is_found(data: Path) -> None:
    (data / "secret_key").chmod(0o644)
    seen = command("doctor", "--data", data)
    assert seen.returncode == 1
    assert f"chmod 600 '{data / 'secret_key'}'" in seen.stdout


def test_a_database_of_another_major_version_is_found(data: Path) -> None:
    (data / "postgres" / "cluster" / "PG_VERSION").write_text("14\n")
    seen = command("doctor", "--data", data)
    assert seen.returncode == 1
    assert "made by PostgreSQL 14" in seen.stdout


def test_missing_programs_are_found(data: Path, tmp_path: Path) -> None:
    seen = command("doctor", "--data", data, PG_BIN=str(tmp_path))
    assert seen.returncode == 1
    assert "PG_BIN" in seen.stdout


def test_a_mail_server_that_does_not_answer_is_found(data: Path) -> None:
    seen = command("doctor", "--data", data, GOODWORD_SMTP_URL=f"smtp://127.0.0.1:{free_port()}")
    assert seen.returncode == 1
    assert "does not take our mail" in seen.stdout


def test_an_address_that_is_none_is_found(data: Path) -> None:
    seen = command("doctor", "--data", data, GOODWORD_URL="references.example.com")
    assert seen.returncode == 1
    assert "https://references.example.com" in seen.stdout


def test_a_powerful_role_a_short_key_and_an_absent_worker_are_all_found(tmp_path: Path) -> None:
    seen = command(
        "doctor", "--data", tmp_path, DATABASE_URL=os.environ["DATABASE_OWNER_URL"], GOODWORD_SECRET_KEY="short"
    )
    assert seen.returncode == 1
    assert "owns tables" in seen.stdout
    assert "5 characters" in seen.stdout


def test_a_database_of_another_encoding_is_found(tmp_path: Path) -> None:
    making = "CREATE DATABASE plain TEMPLATE template0 ENCODING SQL_ASCII LOCALE 'C' LOCALE_PROVIDER libc"
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(making)
    plain = psycopg.conninfo.make_conninfo(os.environ["DATABASE_URL"], dbname="plain")
    seen = command("doctor", "--data", tmp_path, DATABASE_URL=plain, GOODWORD_SECRET_KEY="k" * 50)
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("DROP DATABASE plain WITH (FORCE)")
    assert seen.returncode == 1
    assert "SQL_ASCII" in seen.stdout


def test_fallen_walls_are_found_and_mended(data: Path) -> None:
    key = next(key.name for key in references() if (key.table, key.column) == ("desk_call", "ask_id"))
    with attach(data) as urls:
        with psycopg.connect(urls.owner) as owner:
            owner.execute("ALTER TABLE directory_account DISABLE ROW LEVEL SECURITY")
            owner.execute(f'ALTER TABLE desk_call DROP CONSTRAINT "{key}"')
            owner.execute(f'GRANT DELETE ON core_event TO "{urlsplit(urls.runtime).username}"')
        seen = command("doctor", "--data", data)
        assert seen.returncode == 1
        for told in (
            "directory_account lacks row-level security",
            "desk_call lacks a composite key",
            "core_event lacks",
        ):
            assert told in seen.stdout
        mended = command("migrate", "--data", data)
        assert mended.returncode == 0, mended.stderr
    assert command("doctor", "--data", data).returncode == 0
