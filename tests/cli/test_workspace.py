from __future__ import annotations

from pathlib import Path

import pytest

from goodword.core import links
from goodword.core.errors import Refused
from goodword.core.models import Program, SignedLink, Workspace, slug_of
from goodword.core.tenancy import opened
from goodword.members.actions import create_workspace
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose
from tests.cli.command import goodword


def test_a_workspace_is_made_with_its_admin_and_a_link_to_sign_in(tmp_path: Path) -> None:
    run = goodword("workspace", "create", "Ledgerly AS", "--admin", "Ada@Ledgerly.example", data=tmp_path)
    assert run.returncode == 0, run.stderr
    address = run.stdout.split()[-1]
    assert address.startswith("https://references.ledgerly.example/l/")
    token = address.rsplit("/", 1)[-1]
    with opened(Workspace.objects.get(slug="ledgerly-as")):
        link, member = links.find(token), Member.objects.get()
        assert member.email == "ada@ledgerly.example" and member.has(Role.ADMIN)
        assert link is not None and link.purpose == Purpose.MEMBER_INVITATION and link.person_id == member.pk
        assert (link.expires_at - link.issued_at).days == 7


def test_a_name_is_given_once(tmp_path: Path) -> None:
    goodword("workspace", "create", "Ledgerly", "--admin", "ada@ledgerly.example", data=tmp_path)
    again = goodword("workspace", "create", "ledgerly", "--admin", "eve@ledgerly.example", data=tmp_path)
    assert again.returncode == 1 and "There is a workspace called ledgerly already." in again.stderr
    with opened(Workspace.objects.get()):
        assert SignedLink.objects.count() == 1


def test_what_is_no_address_or_zone_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    wrong = goodword("workspace", "create", "Ledgerly", "--admin", "ada", data=tmp_path)
    assert wrong.returncode == 1 and "is no e-mail address" in wrong.stderr
    zoned = ("--admin", "ada@ledgerly.example", "--time-zone", "Mars")
    elsewhere = goodword("workspace", "create", "Ledgerly", *zoned, data=tmp_path)
    assert elsewhere.returncode == 1 and "is no time zone" in elsewhere.stderr
    assert not Workspace.objects.exists()


NAMES = ("株式会社さくら", "شركة النور", "Ω", "🙂 GmbH", "🙂🙂", "&", "Łódź & Müller", "3M", "Ω" * 200, "ab" * 100)


@pytest.mark.parametrize("name", NAMES)
def test_a_company_of_any_name_has_its_workspace_found_by_name_and_by_slug(name: str) -> None:
    made = create_workspace(name)
    assert Workspace.named(name) == Workspace.named(made.slug) == made
    assert Workspace.named("Somebody else") is None
    with opened(made):
        assert Program.here().name == name


def test_names_keep_apart_what_differs_and_latin_ones_stay_plain() -> None:
    assert slug_of("Müller & Söhne") == "muller-sohne"
    assert slug_of("株式会社 ABC") != slug_of("ABC") and slug_of("🙂") != slug_of("🙃")


@pytest.mark.parametrize("name", ["", "  ", "\u200b", "x" * 201])
def test_a_name_nobody_can_read_or_remember_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        create_workspace(name)
    assert not Workspace.objects.exists()
