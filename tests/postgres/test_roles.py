from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import psycopg
import pytest
from psycopg import errors

from goodword.postgres import Server, Urls
from tests.postgres.looking import nothing_left_of


@pytest.fixture(scope="module")
def shared_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("roles") / "postgres"
    yield folder
    nothing_left_of(folder)


@pytest.fixture(scope="module")
def urls(shared_home: Path) -> Iterator[Urls]:
    with Server(shared_home, durable=False) as found:
        yield found


def socket_folder(urls: Urls) -> Path:
    return Path(parse_qs(urlsplit(urls.runtime).query)["host"][0])


@pytest.mark.parametrize("role", ["runtime", "owner"])
def test_neither_role_is_powerful(urls: Urls, role: str) -> None:
    with psycopg.connect(getattr(urls, role)) as connection:
        powers = connection.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " FROM pg_roles WHERE rolname = current_user"
        ).fetchone()
    assert powers == (False, False, False, False, False)


def test_the_owner_makes_tables_and_the_runtime_role_does_not(urls: Urls) -> None:
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE TABLE made_by_owner (id integer)")
    with psycopg.connect(urls.runtime) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("CREATE TABLE made_by_runtime (id integer)")
    with psycopg.connect(urls.runtime) as connection, pytest.raises(errors.InsufficientPrivilege):
        connection.execute("SELECT * FROM made_by_owner")


def test_the_runtime_role_owns_nothing(urls: Urls) -> None:
    with psycopg.connect(urls.runtime) as connection:
        owned = connection.execute(
            "SELECT count(*) FROM pg_shdepend WHERE deptype = 'o' AND refobjid = %s::regrole", ["goodword_app"]
        ).fetchone()
    assert owned == (0,)


def test_the_owner_makes_the_extensions_constraints_need(urls: Urls) -> None:
    with psycopg.connect(urls.owner) as connection:
        connection.execute("CREATE EXTENSION btree_gist")
        connection.execute("CREATE EXTENSION pg_trgm")
        connection.rollback()


def test_only_the_two_roles_come_in_and_only_with_their_password(urls: Urls) -> None:
    with psycopg.connect(urls.runtime) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    place = f"/goodword?host={socket_folder(urls)}"
    for who in ("postgres", "goodword_app:wrong", "goodword_owner"):
        with pytest.raises(psycopg.OperationalError, match=r"no pg_hba.conf entry|password"):
            psycopg.connect(f"postgresql://{who}@{place}")


@pytest.mark.parametrize("database", ["postgres", "template1"])
def test_there_is_no_other_database_to_go_to(urls: Urls, database: str) -> None:
    with pytest.raises(psycopg.OperationalError, match="CONNECT"):
        psycopg.connect(urls.to(database).runtime)


def test_the_server_listens_on_no_network(urls: Urls) -> None:
    with psycopg.connect(urls.runtime) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_other_users_of_the_machine_reach_neither_socket_nor_passwords(urls: Urls, shared_home: Path) -> None:
    folder = socket_folder(urls)
    assert len(os.fsencode(folder / ".s.PGSQL.5432")) <= 107
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((shared_home / "cluster").stat().st_mode) == 0o700
    assert stat.S_IMODE((shared_home / "roles.json").stat().st_mode) == 0o600


def test_lost_passwords_are_made_anew(home: Path) -> None:
    with Server(home, durable=False) as before:
        pass
    (home / "roles.json").unlink()
    with Server(home, durable=False) as after, psycopg.connect(after.runtime) as connection:
        assert connection.execute("SELECT current_user").fetchone() == ("goodword_app",)
    assert after != before


def test_tests_may_clone_databases_when_they_ask_for_it(home: Path) -> None:
    with Server(home, durable=False, owner_creates_databases=True) as urls:
        with psycopg.connect(urls.owner, autocommit=True) as connection:
            connection.execute("CREATE DATABASE cloned")
        with psycopg.connect(urls.to("cloned").owner) as connection:
            assert connection.execute("SELECT current_database()").fetchone() == ("cloned",)
