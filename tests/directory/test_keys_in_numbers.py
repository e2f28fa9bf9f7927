"""Rows found by keys that are told one by one: few or thousands, in or out, the same rows."""

from __future__ import annotations

from uuid import uuid4

import pytest

from goodword.core.statements import FEW
from goodword.core.tenancy import opened
from goodword.directory.models import Account
from goodword.members.models import Role
from tests import cast


@pytest.mark.parametrize("others", [0, FEW + 1])
def test_rows_are_found_and_left_out_by_their_keys_however_many_are_told(others: int) -> None:
    strangers = [uuid4() for _ in range(others)]
    with opened(cast.workspace()):
        amara, ben = cast.member("Amara", Role.OWNER), cast.member("Ben", Role.OWNER)
        hers, his = cast.customer("Hers", owner=amara), cast.customer("His", owner=ben)
        assert list(Account.objects.filter(pk__in=[hers.pk, None, *strangers])) == [hers]
        assert list(Account.objects.filter(owner__in=[str(amara.pk), *strangers])) == [hers]
        assert list(Account.objects.exclude(owner__in=[amara, *strangers])) == [his]
        assert not Account.objects.filter(pk__in=[])
