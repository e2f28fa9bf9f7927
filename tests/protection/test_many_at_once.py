"""Lists of advocates cost the same number of queries however long they are, and give the numbers of the one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from goodword.core import clock
from goodword.core.models import Program
from goodword.core.tenancy import opened
from goodword.members.policy import Purpose
from goodword.protection import actions
from goodword.protection.queries import limits, load_of, rest_of, verdicts
from goodword.protection.rules import FOR_GOOD, Limits
from goodword.references import actions as references
from goodword.references.models import Advocate, HelpKind
from tests import cast
from tests.cast import Company, link_actor
from tests.protection.people import asked, call_with, reserve
from tests.references.people import company


def queries_of(made: Company, work: Callable[[], object]) -> int:
    """Count the queries of a transaction of its own: what is read once for each is counted every time."""
    with opened(made.workspace), CaptureQueriesContext(connection) as captured:
        work()
    return len(captured)


def test_three_and_thirty_advocates_cost_the_same_queries() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        many = [
            cast.advocate(tidewell.kestrel, f"Helper{nth} Person", nominated_by=tidewell.amara) for nth in range(30)
        ]
        for one in many[:3]:
            actions.release(asked(tidewell, one), by=cast.SETUP)
        actions.pause(many[0], by=link_actor(Purpose.OWN_PAGE, many[0], many[0].contact))
        read = Advocate.objects.select_related("contact", "profile__account")
        few = read.filter(pk__in=[one.pk for one in many[:3]])
        all_of_them = read.filter(pk__in=[one.pk for one in many])
        now, wanted = clock.now(), call_with(tidewell)

    def same(work: Callable[[QuerySet[Advocate]], object]) -> bool:
        return queries_of(tidewell, lambda: work(few)) == queries_of(tidewell, lambda: work(all_of_them)) <= 9

    assert same(lambda people: rest_of(people, now))
    assert same(lambda people: load_of(people, now))
    assert same(lambda people: verdicts(people, wanted, now))
    with opened(tidewell.workspace):
        assert len(rest_of(all_of_them, now)) == 30


def test_the_rest_in_a_verdict_is_the_rest_everywhere() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        actions.record_use(asked(tidewell, tidewell.ingrid), by=cast.SETUP)
        reserve(tidewell, tidewell.maya)
        people, now = [tidewell.maya, tidewell.ingrid], clock.now()
        answers = verdicts(people, call_with(tidewell), now)
        assert {pk: answer.rest for pk, answer in answers.items()} == rest_of(people, now)
        assert answers[tidewell.maya.pk].rest.word == "Being asked"
        assert answers[tidewell.ingrid.pk].first is not None


def test_a_narrower_limit_of_one_kind_of_help_leaves_the_rest_shown_as_it_is() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        actions.record_use(asked(tidewell, tidewell.maya), by=cast.SETUP)
    with opened(tidewell.workspace):
        program = Program.here()
        program.rules = {"protection": {"gap_days": 0, "kinds": {"call": {"per_year": 1}}}}
        program.save()
        people, now = [tidewell.maya], clock.now()
        (answer,) = verdicts(people, call_with(tidewell), now).values()
        assert answer.first is not None and answer.first.code == "limit_kind_year"
        assert answer.rest == rest_of(people, now)[tidewell.maya.pk]
        assert answer.rest.level == 4


def test_the_programs_own_numbers_replace_the_defaults_one_by_one() -> None:
    with opened(cast.workspace()):
        assert limits().limits == Limits()
        assert (limits().gate_stage, int(limits().gate_amount), limits().blackout_days) == (1, 0, 45)
        program = Program.here()
        program.rules = {"protection": {"per_year": 6, "gate_stage": "proposal", "gate_amount": "50000.00"}}
        program.save()
        assert limits().limits == Limits(per_year=6)
        assert (limits().gate_stage, int(limits().gate_amount)) == (2, 50_000)


def test_the_customers_own_numbers_bind_beside_ours() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        references.set_dial(maya, by=link_actor(Purpose.OWN_PAGE, maya, maya.contact), per_year=1, per_quarter=1)
        actions.record_use(asked(tidewell, maya), by=cast.SETUP)
        answer = verdicts([maya], call_with(tidewell), clock.now())[maya.pk]
        assert answer.first is not None
        assert answer.first.code == "limit_customer_year" and answer.first.sentence.startswith("Maya set 1 call")
        assert not answer.overridable


def test_a_person_counts_with_what_they_did_at_a_former_company() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        actions.log_elsewhere(maya, HelpKind.CALL, by=cast.SETUP, on=clock.now().date() - timedelta(days=40))
        profile = tidewell.ingrid.profile
        Advocate.objects.filter(pk=maya.pk).update(profile=profile)
        maya.refresh_from_db()
        assert load_of([maya], clock.now())[maya.pk].used == "1"
        assert rest_of([maya], clock.now())[maya.pk].level == 4


def test_an_endless_pause_has_no_free_day() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        actions.pause(maya, by=link_actor(Purpose.OWN_PAGE, maya, maya.contact))
        answer = verdicts([maya], call_with(tidewell), clock.now())[maya.pk]
        assert [reason.code for reason in answer.reasons] == ["paused"]
        assert answer.next_free_on is None and answer.rest.next_free_on in (None, FOR_GOOD)
