"""Synthetic data in bulk: the same twice, in a workspace of its own, with nobody asked or told."""

from __future__ import annotations

import pytest

from goodword.core.errors import Refused
from goodword.core.models import Event, Workspace
from goodword.core.tenancy import opened
from goodword.demo.large.writing import Size, generate
from goodword.directory.models import Account, Contact
from goodword.messages.models import Message
from goodword.references.models import Advocate, Consent
from tests import cast

FEW = Size(accounts=20, contacts=90, advocates=12)


def names(workspace: Workspace) -> list[str]:
    with opened(workspace):
        return list(Contact.objects.values_list("name", flat=True))


def test_as_many_as_asked_for_and_every_name_sorted() -> None:
    told: list[int] = []
    made = generate("Large", FEW, seed=1, progress=told.append)
    with opened(made):
        assert (Account.objects.count(), Contact.objects.count(), Advocate.objects.count()) == (20, 90, 12)
        assert not Contact.objects.filter(sort_key="").exists()
        assert not Account.objects.filter(contacts=None).exists()
    assert sum(told) == FEW.rows


def test_the_same_seed_makes_the_same_people() -> None:
    first, second, other = (generate(name, FEW, seed=seed) for name, seed in (("A", 1), ("B", 1), ("C", 2)))
    assert len(names(first)) == 90
    assert names(second) == names(first)
    assert names(other) != names(first)


def test_nobody_is_asked_told_or_said_to_have_agreed_in_person() -> None:
    made = generate("Large", FEW, seed=1)
    with opened(made):
        assert not Message.objects.exists()
        assert set(Consent.objects.values_list("act", flat=True)) == {Consent.Act.CLAIMED}
        assert not Event.objects.filter(name__startswith="advocate.").exists()


def test_a_workspace_with_data_is_left_alone() -> None:
    company = cast.company()
    with pytest.raises(Refused):
        generate("tidewell", FEW, seed=1)
    with opened(company.workspace):
        assert Account.objects.count() == 3


def test_more_advocates_than_people_are_refused() -> None:
    with pytest.raises(Refused):
        generate("Large", Size(accounts=10, contacts=10, advocates=11), seed=1)
    assert Workspace.named("Large") is None
