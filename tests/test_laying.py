"""What is laid again for a test is what the verbs would have built for it: every row, every moment, every object."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256
from inspect import unwrap
from typing import Any

import pytest
from django.db import models

from goodword.core import clock, links
from goodword.core.models import Event, SignedLink, Workspace
from goodword.core.tenancy import opened
from goodword.core.walls import GLOBAL
from goodword.members.models import Member, Role
from tests import cast, database
from tests.laying import laid
from tests.messages import house
from tests.references import people as without_mail
from tests.web.finding.making import market
from tests.web.members import people as with_password

KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):\d\d(?:\.\d+)?\+00:00")
SECRETS = {"token_hash", "password"}
NUMBERS = {"number", "id", "job_id"}
SCENES: dict[str, tuple[Callable[..., object], tuple[str, ...]]] = {
    "the company": (cast.company, ()),
    "another company": (cast.company, ("elsewhere",)),
    "the company without mail": (without_mail.company, ()),
    "the company with passwords": (with_password.company, ()),
    "the house of the mails": (house.built, ()),
    "the market": (market, ()),
}


@pytest.mark.parametrize("scene", SCENES)
def test_what_is_laid_is_what_the_verbs_build(scene: str) -> None:
    asked, names = SCENES[scene]
    assert rows_after(asked, asked, names=names) == rows_after(unwrap(asked), names=names)


def test_a_copy_that_fell_behind_the_verbs_is_seen() -> None:
    names = iter(["Ben Whitlock", "Ben Whitlock", "Ben Brown"])

    @laid
    def somebody() -> None:
        with opened(cast.workspace()):
            cast.member(next(names), Role.REP)

    assert rows_after(somebody, somebody) == rows_after(unwrap(somebody))
    assert rows_after(somebody) != rows_after(unwrap(somebody))


def test_the_objects_returned_read_as_their_rows_do() -> None:
    for _ in range(2):
        company = cast.company()
        with opened(company.workspace):
            for row in vars(company).values():
                assert columns(row) == columns(type(row)._base_manager.get(pk=row.pk))
            assert company.deal.owner is company.ben
        database.empty()


def test_what_a_test_does_to_its_company_the_next_one_does_not_see() -> None:
    for _ in range(2):
        company = cast.company()
        assert company.ben.name == "Ben Whitlock"
        with opened(company.workspace):
            assert Member.objects.get(pk=company.ben.pk).name == "Ben Whitlock"
            company.ben.name = "Benjamin"
            company.ben.save()
        database.empty()


def test_what_goes_by_the_databases_clock_stands_where_it_stood_on_the_workspaces() -> None:
    moments = """
        SELECT job.id, scheduled_at + clock_offset, created_at + clock_offset
        FROM procrastinate_jobs job JOIN core_workspace there ON there.id::text = args->>'workspace_id'
    """
    found = []
    for _ in range(2):
        company = cast.company()
        found.append(set(database.owner().execute(moments).fetchall()))
        offset = company.workspace.clock_offset
        company.workspace.refresh_from_db()
        assert company.workspace.clock_offset == offset
        database.empty()
    assert found[0] == found[1] != set()


def test_a_laid_company_lives_on() -> None:
    cast.company()
    database.empty()
    company = cast.company()
    with opened(company.workspace):
        assert timedelta() <= clock.now() - cast.MORNING < timedelta(minutes=1)
        link = SignedLink.objects.all()[0]
        assert links.find(links.token(link)) == link
        assert links.workspace_of(links.token(link)) == company.workspace.pk
        before = Event.objects.latest("number")
        olu = cast.advocate(company.kestrel, "Olu Bright", nominated_by=company.amara)
        numbers = Event.objects.filter(subject_id=olu.pk).values_list("number", flat=True)
        assert numbers and min(numbers) > before.number
        company.request()
        events = Event.objects.count()
    company.run(days=10)
    with opened(company.workspace):
        assert Event.objects.count() > events


def test_where_rows_stand_already_a_scene_is_built_beside_them() -> None:
    cast.company("elsewhere")
    database.empty()
    company, other = cast.company(), cast.company("elsewhere")
    with opened(other.workspace):
        assert not Member.objects.filter(pk=company.ben.pk).exists()
        assert Member.objects.get(name="Ben Whitlock") == other.ben


def rows_after(*scenes: Callable[..., object], names: tuple[str, ...] = ()) -> dict[str, Counter[str]]:
    """Return what stands after the last of some scenes, each in an empty database; leave it empty."""
    for scene in scenes:
        database.empty()
        scene(*names)
    standing = _standing()
    database.empty()
    return standing


def columns(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _standing() -> dict[str, Counter[str]]:
    """Return every row of every table as it reads: keys by what they name, numbers by rank, moments by the minute."""
    tables = {table: _read(table) for table in database.filled()}
    names = {
        str(row["id"]): f"{table} {sha256(_told(row, {}).encode()).hexdigest()[:8]}"
        for table, rows in tables.items()
        for row in rows
        if "id" in row
    }
    return {table: Counter(_told(row, names) for row in rows) for table, rows in tables.items()}


def _read(table: str) -> list[dict[str, Any]]:
    found = [row for (row,) in database.owner().execute(f'SELECT to_jsonb(it) FROM "{table}" it').fetchall()]
    ranks = {
        name: sorted({row[name] for row in found}) for name in NUMBERS if found and isinstance(found[0].get(name), int)
    }
    ahead = Workspace.objects.get().clock_offset if table in GLOBAL else timedelta()
    for row in found:
        row |= {name: rank.index(row[name]) for name, rank in ranks.items()}
        row |= dict.fromkeys(SECRETS & set(row), "secret")
        row |= {name: _ahead(value, ahead) for name, value in row.items() if MOMENT.fullmatch(str(value))}
        row.pop("clock_offset", None)  # what it shows is in created_at, which the database's clock wrote
    return found


def _ahead(moment: str, by: timedelta) -> str:
    return (datetime.fromisoformat(moment) + by).isoformat()


def _told(row: dict[str, Any], names: dict[str, str]) -> str:
    told = KEY.sub(lambda key: names.get(key[0], "a key"), json.dumps(row, sort_keys=True))
    return MOMENT.sub(r"\1", told)
