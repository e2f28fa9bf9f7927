from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused
from goodword.core.tenancy import opened
from goodword.members.policy import actor_of
from goodword.protection import actions
from goodword.protection.models import LedgerEntry, Reservation
from goodword.protection.queries import history, load_of, rest_of
from goodword.references.models import HelpKind
from tests import cast
from tests.protection.people import asked, reserve
from tests.references.people import company


def test_a_call_held_counts_once_and_frees_the_place() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        ask_id = asked(tidewell, tidewell.maya)
        use = actions.record_use(ask_id, by=cast.SETUP)
        assert actions.record_use(ask_id, by=cast.SETUP) == use
        assert not Reservation.objects.filter(released_at=None).exists()
        load = load_of([tidewell.maya], clock.now())[tidewell.maya.pk]
        assert (load.used, load.per_year, load.used_this_quarter, load.per_quarter) == ("1", 4, "1", 2)
        assert load.next_free_on == cast.MORNING.date() + timedelta(days=30)


def test_a_use_given_back_no_longer_counts_and_the_ask_still_does() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        before = rest_of([maya], clock.now())[maya.pk]
        ask_id = asked(tidewell, maya)
        use = actions.record_use(ask_id, by=cast.SETUP)
        assert rest_of([maya], clock.now())[maya.pk].level == 0
        LedgerEntry(
            kind=LedgerEntry.Kind.CREDIT,
            help_kind=use.help_kind,
            advocate=maya,
            contact=maya.contact,
            account=tidewell.kestrel,
            ask_id=ask_id,
        ).save()
        assert rest_of([maya], clock.now())[maya.pk].level == before.level == 5
        assert [entry.kind for entry in history(maya)].count("ask") == 1


def test_the_fourth_ask_in_thirty_days_is_refused_even_if_every_one_was_declined() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        for _ in range(3):
            actions.release(asked(tidewell, tidewell.maya), by=cast.SETUP)
        with pytest.raises(Refused) as refused:
            reserve(tidewell, tidewell.maya)
        assert refused.value.code == "asks_default"
    tidewell.run(days=31)
    with opened(tidewell.workspace):
        assert reserve(tidewell, tidewell.maya).reservation.pk


def test_help_given_elsewhere_counts_like_any_other() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        today = clock.now().date()
        with pytest.raises(NotAllowed):
            actions.log_elsewhere(maya, HelpKind.CALL, by=actor_of(tidewell.ben), on=today)
        with pytest.raises(Refused) as refused:
            actions.log_elsewhere(maya, HelpKind.CALL, by=actor_of(tidewell.amara), on=today + timedelta(days=1))
        assert refused.value.code == "future_date"
        entry = actions.log_elsewhere(
            maya, HelpKind.CALL, by=actor_of(tidewell.amara), on=today - timedelta(days=10), note="Trade fair"
        )
        assert (entry.elsewhere, entry.note) == (True, "Trade fair")
        rest = rest_of([maya], clock.now())[maya.pk]
        assert (rest.level, rest.zero_from, rest.next_free_on) == (0, "gap", today + timedelta(days=20))


def test_the_ledger_can_neither_be_changed_nor_emptied_nor_doubled() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        ask_id = asked(tidewell, tidewell.maya)
        entry = LedgerEntry.objects.get()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            LedgerEntry.objects.update(note="x")
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            LedgerEntry.objects.filter(pk=entry.pk)._raw_delete("default")
        with pytest.raises(IntegrityError, match="ledger_once_per_ask"), transaction.atomic():
            LedgerEntry(
                kind="ask",
                help_kind="call",
                advocate=tidewell.maya,
                contact=tidewell.maya.contact,
                account=tidewell.kestrel,
                ask_id=ask_id,
            ).save()
