"""What somebody wrote for an entry while it was merged away follows to the one that stays, and matching hears of it."""

from __future__ import annotations

from uuid import UUID

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account
from goodword.directory.models import Account
from goodword.matching.queries import index_of
from goodword.references.models import ReferenceProfile
from goodword.upkeep.actions import merge_accounts
from tests.cast import SETUP, Company, company


def entries() -> list[Account]:
    return [add_account(name, by=SETUP, status="customer") for name in ("Quayside", "Quayside NV")]


def companies_in_matching(made: Company) -> set[UUID]:
    with opened(made.workspace):
        return {entry.account_id for entry in index_of().entries.values()}


def followed(made: Company) -> int:
    with opened(made.workspace):
        return Event.objects.filter(name="account.followed").count()


def test_a_profile_written_for_the_one_that_went_is_found_under_the_one_that_stays() -> None:
    made = company()
    with opened(made.workspace):
        stays, away = entries()
        merge_accounts(stays, away, by=SETUP)
        # Whoever read the entry before it was merged writes to it after.
        late = ReferenceProfile(account=Account.objects.get(pk=away.pk))
        late.save()
    assert stays.pk not in companies_in_matching(made)
    made.run(minutes=11)
    with opened(made.workspace):
        assert ReferenceProfile.objects.get(pk=late.pk).account_id == stays.pk
    assert stays.pk in companies_in_matching(made) and away.pk not in companies_in_matching(made)
    assert followed(made) == 1


def test_where_nothing_was_written_nothing_is_told() -> None:
    made = company()
    with opened(made.workspace):
        merge_accounts(*entries(), by=SETUP)
    made.run(minutes=11)
    assert followed(made) == 0
