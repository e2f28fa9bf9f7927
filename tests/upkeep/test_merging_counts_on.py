"""What was begun, agreed and earned before a merge counts on after it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from goodword.directory.actions import add_contact, change_account, change_contact
from goodword.directory.queries import forget_merged, merged_into, who_is_now, with_merged
from goodword.members.policy import actor_of
from goodword.protection.models import Hold
from goodword.protection.queries import rest_of
from goodword.recognition.actions import _delivered
from goodword.recognition.rules import Role
from goodword.references.models import Advocate, Consent, HelpKind
from goodword.references.queries import ending_agreements
from goodword.upkeep.actions import choose_many, make_many, merge_accounts, merge_contacts, take_back_many
from goodword.upkeep.models import Act, BulkRow
from tests import cast
from tests.cast import SETUP, Company, company


@pytest.fixture
def made() -> Company:
    return company()


def twin(made: Company) -> Advocate:
    return cast.advocate(made.kestrel, "Mayah Okafor", nominated_by=made.lucia)


def agreed(advocate: Advocate, kind: HelpKind, ends: datetime | None) -> Consent:
    consent = Consent(
        advocate=advocate, help_kind=kind, act="given", wording="Yes", evidence="page", channel="page", by_label="Maya"
    )
    consent.expires_at = ends
    consent.save(force_insert=True)
    return consent


def ending() -> set[Consent]:
    return set(ending_agreements(clock.now(), clock.now() + timedelta(days=30)))


def test_what_ends_soon_is_what_counts_of_somebody_who_was_two(made: Company) -> None:
    with opened(made.workspace):
        other, soon = twin(made), clock.now() + timedelta(days=9)
        as_other = agreed(other, HelpKind.QUOTE, soon)
        renewed_as_other = agreed(made.maya, HelpKind.LOGO, soon)
        agreed(other, HelpKind.LOGO, None)
        single = agreed(made.ingrid, HelpKind.LOGO, soon)
        assert ending() == {as_other, renewed_as_other, single}
        merge_contacts(made.maya.contact, other.contact, by=SETUP)
        assert ending() == {as_other, single}


def test_what_ends_soon_is_asked_of_nobody_who_went(made: Company) -> None:
    with opened(made.workspace):
        soon = clock.now() + timedelta(days=9)
        maya, ingrid = agreed(made.maya, HelpKind.QUOTE, soon), agreed(made.ingrid, HelpKind.QUOTE, soon)
        assert ending() == {maya, ingrid}
        change_contact(made.maya.contact, by=SETUP, left_on=date(2027, 1, 4))
        assert ending() == {ingrid}
        change_account(made.nordhaven, by=SETUP, status="former")
        assert ending() == set()


def test_a_hold_chosen_for_the_one_that_went_is_put_on_the_one_that_stays_and_taken_back(made: Company) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        by = actor_of(made.amara)
        change = choose_many(Act.HOLD_CUSTOMER, [other.pk], by=by)
        merge_accounts(made.kestrel, other, by=by)
        make_many(change, {}, by=by)
        assert Hold.objects.get().account == made.kestrel
        change.refresh_from_db()
        take_back_many(change, by=by)
        assert BulkRow.objects.get().outcome == BulkRow.Outcome.UNDONE
        assert Hold.objects.filter(lifted_at=None).count() == 0


def test_a_hold_that_moved_is_taken_back(made: Company) -> None:
    with opened(made.workspace):
        other, by = twin(made), actor_of(made.amara)
        change = choose_many(Act.HOLD_ADVOCATE, [made.maya.pk, other.pk], by=by)
        make_many(change, {}, by=by)
        merge_contacts(made.maya.contact, other.contact, by=by)
        change.refresh_from_db()
        take_back_many(change, by=by)
        assert [row.outcome for row in BulkRow.objects.all()] == [BulkRow.Outcome.UNDONE] * 2
        assert Hold.objects.filter(lifted_at=None).count() == 0


def test_of_two_chosen_that_are_one_by_now_one_is_held(made: Company) -> None:
    with opened(made.workspace):
        other, by = twin(made), actor_of(made.amara)
        change = choose_many(Act.HOLD_ADVOCATE, [made.maya.pk, other.pk], by=by)
        merge_contacts(made.maya.contact, other.contact, by=by)
        make_many(change, {}, by=by)
        assert Hold.objects.get().advocate == made.maya
        assert BulkRow.objects.get(thing_id=other.pk).outcome == BulkRow.Outcome.SKIPPED


def test_everybody_who_proposed_somebody_who_was_two_is_credited(made: Company) -> None:
    with opened(made.workspace):
        merge_contacts(made.maya.contact, twin(made).contact, by=SETUP)
        made.request()
        ask = Ask.objects.select_related("advocate__contact", "advocate__profile__account", "owner").first()
        assert ask is not None and ask.advocate == made.maya
        proposed = {helper.person for helper in _delivered(ask).helpers if helper.role == Role.NOMINATOR}
        assert proposed == {("member", made.amara.pk), ("member", made.lucia.pk)}


def test_only_what_is_asked_for_is_read_of_who_is_who(made: Company) -> None:
    with opened(made.workspace):
        for nth in range(3):
            merge_contacts(
                add_contact(made.nordhaven, f"Stays {nth}", by=SETUP),
                add_contact(made.nordhaven, f"Goes {nth}", by=SETUP),
                by=SETUP,
            )
        away = add_contact(made.kestrel, "M. Okafor", by=SETUP)
        merge_contacts(made.maya.contact, away, by=SETUP)
        assert merged_into([made.maya.contact_id, made.ingrid.contact_id]) == {away.pk: made.maya.contact_id}
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert set(with_merged([made.maya.contact_id])) == {made.maya.contact_id, away.pk}
        assert len(asked) == 0, "read a moment ago"
        forget_merged()
        with CaptureQueriesContext(connection) as asked:
            rest_of([made.maya], clock.now())
        assert not any('merged_into_id" IS NOT NULL' in query["sql"] for query in asked if "contact" in query["sql"])
        assert len(who_is_now()) == 4
