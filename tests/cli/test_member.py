from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.test import Client

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.members.actions import remove_member, set_password
from goodword.members.models import Role
from goodword.members.policy import actor_of
from tests import cast
from tests.cli.command import goodword

PASSWORD = "correct horse battery"


@pytest.mark.usefixtures("collected")
@pytest.mark.parametrize("had_one", [True, False])
def test_a_link_from_the_terminal_leads_to_a_password_once_and_is_on_record(tmp_path: Path, had_one: bool) -> None:
    place = cast.workspace()
    with opened(place):
        ben = cast.member("Ben Whitlock", Role.REP)
        if had_one:
            set_password(ben, "forgotten long ago", by=actor_of(ben))
    run = goodword("member", "link", "Ben@tidewell.example", "--workspace", "Tidewell", data=tmp_path)
    assert run.returncode == 0, run.stderr
    path = urlsplit(run.stdout.split()[-1]).path
    client = Client(SERVER_NAME="localhost")
    chosen = {"password": PASSWORD}
    assert client.get(path).status_code == 200
    assert client.post(path, chosen).status_code == 302
    ben.user.refresh_from_db()
    assert ben.user.check_password(PASSWORD)
    Client(SERVER_NAME="localhost").post(path, {"password": "another " + PASSWORD})
    ben.user.refresh_from_db()
    assert ben.user.check_password(PASSWORD)
    with opened(place):
        assert Event.objects.get(name="member.link_made", subject_id=ben.pk).channel == "cli"


def test_there_is_no_way_in_for_strangers_or_who_left(tmp_path: Path) -> None:
    place = cast.workspace()
    with opened(place):
        cast.member("Priya Nair", Role.MANAGER)
        remove_member(cast.member("Ben Whitlock", Role.REP), by=cast.SETUP)
    for who, where in (("ben@tidewell.example", "tidewell"), ("eve@x.example", "tidewell"), ("eve@x.example", "none")):
        run = goodword("member", "link", who, "--workspace", where, data=tmp_path)
        assert run.returncode == 1 and "/l/" not in run.stdout
    assert "Nobody with the address" in goodword("member", "link", who, "--workspace", "tidewell", data=tmp_path).stderr
