"""One embedded server per run; each test process has its own database, cloned from a migrated template.

Tests connect as the runtime role and commit for real, so that row-level security, locks and the queue are tested as
they run in production. After each test the owner empties the tables it filled.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from playwright.sync_api import Browser, sync_playwright

from goodword.postgres import Server, Urls
from tests import database
from tests.chromium import FLAGS, path_of_chromium

ROOT = Path(__file__).resolve().parents[1]
UPGRADE = "import django; django.setup(); from goodword.core.schema import upgrade; upgrade()"
LONGEST = "tests/web/walk/test_looks.py"
# How long anything takes is measured by `make bench`; a busy machine fails no test.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")
_SERVER: pytest.StashKey[Server] = pytest.StashKey()
_URLS: pytest.StashKey[Urls] = pytest.StashKey()

os.environ["DJANGO_SETTINGS_MODULE"] = "goodword.settings"
os.environ["GOODWORD_SECRET_KEY"] = "tests-only-" + "k" * 50
# Playwright runs an event loop in this thread; our own code here is as synchronous as ever.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ["GOODWORD_STATIC"] = str(ROOT / "var" / f"test-static-{os.environ.get('PYTEST_XDIST_WORKER', 'main')}")


def pytest_configure(config: pytest.Config) -> None:
    """Start or join the run's server and set Django up on this process's own database."""
    home = ROOT / "var" / "test-postgres"
    home.mkdir(parents=True, exist_ok=True)
    server = Server(home, durable=False, owner_creates_databases=True)
    urls = server.start()
    config.stash[_SERVER], config.stash[_URLS] = server, urls
    # Named after the process too: two runs side by side must not share a database.
    own = urls.to(f"goodword_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}_{os.getpid()}")
    os.environ["DATABASE_URL"], os.environ["DATABASE_OWNER_URL"] = own.runtime, own.owner
    _clone(urls, _template(urls, home), own)
    import django

    django.setup()
    # What reads the code can be imported only now.
    from tests import kept_questions

    kept_questions.hold_against_new()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes minutes each, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: LONGEST not in item.nodeid)


def pytest_unconfigure(config: pytest.Config) -> None:
    if _SERVER in config.stash:
        from django.db import connections

        connections.close_all()
        database.owner().close()
        with suppress(psycopg.Error), psycopg.connect(config.stash[_URLS].owner, autocommit=True) as owner:
            # A browser's last request may still hold it; then the next run drops it.
            owner.execute(f'DROP DATABASE IF EXISTS "{_name_of(os.environ["DATABASE_OWNER_URL"])}"')
        config.stash[_SERVER].stop()


def _template(urls: Urls, home: Path) -> str:
    """Return the name of the migrated template for this very schema, made by the first process that needs it."""
    name = f"goodword_template_{_fingerprint()}"
    with (home / "template.lock").open("w") as lock, psycopg.connect(urls.owner, autocommit=True) as owner:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _drop_abandoned(owner)
        if owner.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return name
        making = f"{name}_making"
        owner.execute(f'DROP DATABASE IF EXISTS "{making}"')
        owner.execute(f'CREATE DATABASE "{making}"')
        made = urls.to(making)
        environment = os.environ | {"DATABASE_URL": made.runtime, "DATABASE_OWNER_URL": made.owner}
        subprocess.run([sys.executable, "-c", UPGRADE], env=environment, cwd=ROOT, check=True)
        owner.execute(f'ALTER DATABASE "{making}" RENAME TO "{name}"')
    return name


def _drop_abandoned(owner: psycopg.Connection[tuple[object, ...]]) -> None:
    """Drop the databases of test processes that are gone."""
    for (name,) in owner.execute(
        "SELECT datname FROM pg_database WHERE datname ~ '^goodword_(main|gw[0-9]+)_[0-9]+$'"
    ).fetchall():
        if not Path(f"/proc/{str(name).rsplit('_', 1)[1]}").exists():
            with suppress(psycopg.Error):
                owner.execute(f'DROP DATABASE "{name}"')


def _fingerprint() -> str:
    """Digest of everything the schema is made from."""
    sources = [*ROOT.glob("goodword/*/migrations/*.py"), *ROOT.glob("goodword/*/models*.py")]
    sources += [*ROOT.glob("goodword/*/models/*.py"), ROOT / "goodword/core/walls.py", ROOT / "requirements-dev.txt"]
    digest = hashlib.sha256()
    for source in sorted(path for path in sources if path.exists()):
        digest.update(source.read_bytes())
    return digest.hexdigest()[:12]


def _clone(urls: Urls, template: str, own: Urls) -> None:
    name = _name_of(own.owner)
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _name_of(url: str) -> str:
    return urlsplit(url).path.strip("/")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium, one for each test process: a process bears one Playwright."""
    path = path_of_chromium()
    if path is None:
        pytest.fail("These tests look at pages in a browser. Install the system package chromium.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def owner() -> psycopg.Connection[tuple[Any, ...]]:
    """The owner's connection to this process's database, to see what tests wrote."""
    return database.owner()


@pytest.fixture(autouse=True)
def emptied_tables() -> Iterator[None]:
    """Empty every table a test filled, by whichever connection or process; as the owner, since others may not."""
    before = database.written()
    yield
    _leave_nothing_open()
    if database.written() != before:
        database.empty()
        _forget_rows()


def _leave_nothing_open() -> None:
    """Close what a test left within a transaction; an idle connection serves the next one, as in a web process."""
    from django.db import connections

    for connection in connections.all(initialized_only=True):
        raw = connection.connection
        idle = raw is not None and raw.info.transaction_status == psycopg.pq.TransactionStatus.IDLE
        if connection.in_atomic_block or not idle or connection.alias != "default":
            connection.close()


def _forget_rows() -> None:
    """Empty what this process remembers of rows by their keys: the next test's may be laid under the same ones.

    The indexes of matching and figures of the frame are all there is. Django's other cache and its sessions stand in
    tables; whatever else is cached goes by words.
    """
    from django.core.cache import caches

    from goodword.matching.queries.held import forget

    forget()
    caches["process"].clear()


@pytest.fixture(scope="session")
def collected() -> None:
    """Collect static files as a release does: hashed names, so a page that asks for a missing one fails here."""
    from django.core.management import call_command

    call_command("collectstatic", interactive=False, verbosity=0)
