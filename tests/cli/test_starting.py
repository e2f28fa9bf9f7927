"""What a command needs before it does its work, and what it says when that is missing."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import psycopg
import pytest

from goodword.core.models import Workspace
from tests.cli.running import command
from tests.postgres.looking import nothing_left_of

CREATE = ("workspace", "create", "First", "--admin", "ada@ledgerly.example", "--data")
KEY = {"GOODWORD_SECRET_KEY": "k" * 50}


def test_a_command_on_a_new_folder_makes_the_database_and_its_key(tmp_path: Path) -> None:
    data = tmp_path / "good word"
    made = command(*CREATE, data)
    assert made.returncode == 0, made.stderr
    key = data / "secret_key"
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert len(key.read_text()) >= 50
    nothing_left_of(data)


def test_the_runtime_role_must_be_weak(tmp_path: Path) -> None:
    weak = command(*CREATE, tmp_path, DATABASE_URL=os.environ["DATABASE_URL"], **KEY)
    assert weak.returncode == 0, weak.stderr
    refused = command(*CREATE, tmp_path, DATABASE_URL=os.environ["DATABASE_OWNER_URL"], **KEY)
    assert refused.returncode == 1
    assert "owns tables" in refused.stderr
    assert "owns the database" in refused.stderr
    assert Workspace.objects.get().slug == "first"


def test_a_database_of_ones_own_needs_a_key_of_ones_own(tmp_path: Path) -> None:
    refused = command(*CREATE, tmp_path, DATABASE_URL=os.environ["DATABASE_URL"])
    assert refused.returncode == 1
    assert "GOODWORD_SECRET_KEY is not" in refused.stderr
    assert not (tmp_path / "secret_key").exists()


def test_a_database_that_does_not_answer_is_said_to(tmp_path: Path) -> None:
    refused = command(*CREATE, tmp_path, DATABASE_URL=f"postgresql://who@/goodword?host={tmp_path}", **KEY)
    assert refused.returncode == 1
    assert "The database does not answer" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_missing_migrations_are_named_with_the_command_that_applies_them(tmp_path: Path) -> None:
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute("CREATE DATABASE empty_one")
    try:
        runtime, owners = (
            psycopg.conninfo.make_conninfo(os.environ[name], dbname="empty_one")
            for name in ("DATABASE_URL", "DATABASE_OWNER_URL")
        )
        refused = command(*CREATE, tmp_path, DATABASE_URL=runtime, **KEY)
        assert refused.returncode == 1
        assert "goodword migrate" in refused.stderr
        without_owner = command("migrate", "--data", tmp_path, DATABASE_URL=runtime, **KEY)
        assert "DATABASE_OWNER_URL is not" in without_owner.stderr
        done = command("migrate", "--data", tmp_path, DATABASE_URL=runtime, DATABASE_OWNER_URL=owners, **KEY)
        assert done.returncode == 0, done.stderr
        assert command(*CREATE, tmp_path, DATABASE_URL=runtime, **KEY).returncode == 0
    finally:
        with psycopg.connect(os.environ["DATABASE_OWNER_URL"], autocommit=True) as owner:
            owner.execute("DROP DATABASE empty_one WITH (FORCE)")


@pytest.mark.parametrize(("url", "code"), [("https://references.example.com", 0), ("http://references.example.com", 1)])
def test_the_configuration_check_asks_for_https(tmp_path: Path, url: str, code: int) -> None:
    checked = command("check", "--data", tmp_path, GOODWORD_URL=url)
    assert checked.returncode == code, checked.stderr
    assert not list(tmp_path.iterdir())
