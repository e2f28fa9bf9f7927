"""The frame around a real page, for a real member; and the two health addresses against the real database."""

from __future__ import annotations

from django.db import connection
from django.test import Client

from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.members.models import Member, Membership, Role, User
from tests import cast
from tests.web.asking import queries_of

HERE = {"host": "localhost"}


def signed_in(where: Workspace, name: str, *roles: Role) -> Client:
    user = User.objects.create_user(f"{name.split()[0].lower()}@tidewell.example", "correct horse battery")
    Membership.objects.create(user=user, workspace=where)
    with opened(where):
        Member(user=user, name=name, email=user.email, roles=list(roles)).save()
    reader = Client(headers=HERE)
    reader.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    return reader


def test_help_names_a_person_to_write_to(collected: None) -> None:
    where = cast.workspace()
    signed_in(where, "Priya Nair", Role.MANAGER)
    text = signed_in(where, "Ben Whitlock", Role.REP).get("/help").content.decode()
    assert "mailto:priya@tidewell.example" in text and "Write to Priya" in text
    assert text.count('aria-label="Help"') == 1
    assert text.count("Ben Whitlock") == 1 + text.count("For Ben Whitlock")


def test_help_names_nobody_of_another_workspace(collected: None) -> None:
    signed_in(cast.workspace("elsewhere"), "Priya Nair", Role.MANAGER)
    text = signed_in(cast.workspace(), "Ben Whitlock", Role.REP).get("/help").content.decode()
    assert "Priya" not in text and "No one runs the program here yet" in text


def test_a_stranger_is_sent_to_sign_in() -> None:
    answer = Client(headers=HERE).get("/help")
    assert answer.status_code == 302 and answer.headers["Location"].startswith("/login")


def test_a_test_workspace_says_so_and_tells_its_time(collected: None) -> None:
    text = signed_in(cast.workspace(), "Ben Whitlock", Role.REP).get("/help").content.decode()
    assert "Demo company" in text


def test_it_is_alive_without_a_worker_but_not_ready() -> None:
    reader = Client(headers=HERE)
    assert reader.get("/healthz").status_code == 200
    answer = reader.get("/readyz")
    assert answer.status_code == 503
    assert answer.json() == {"ready": False, "checks": {"database": True, "migrations": True, "worker": False}}


def test_it_is_ready_with_a_worker_that_beats() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 s')")
    assert Client(headers=HERE).get("/readyz").json()["ready"] is True


def test_a_worker_silent_for_a_minute_does_not_count() -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '61 s')")
    assert Client(headers=HERE).get("/readyz").status_code == 503


def test_the_frame_asks_no_more_for_many_members_than_for_one(collected: None) -> None:
    where = cast.workspace()
    reader = signed_in(where, "Ben Whitlock", Role.REP)
    few = queries_of(reader, "/help")
    for number in range(5):
        signed_in(where, f"Priya{number} Nair", Role.MANAGER)
    assert queries_of(reader, "/help") == few
