from __future__ import annotations

from datetime import date, timedelta

import pytest

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.members.policy import Purpose, actor_of
from goodword.protection import actions
from goodword.protection.models import Hold
from goodword.protection.queries import holds_on, rest_of
from goodword.references.models import Advocate
from tests import cast
from tests.cast import Company, link_actor
from tests.protection.people import reserve
from tests.references.people import company


def in_days(count: int) -> date:
    return clock.now().date() + timedelta(days=count)


def own_page(advocate: Advocate) -> Actor:
    return link_actor(Purpose.OWN_PAGE, advocate, advocate.contact)


def word(tidewell: Company) -> str:
    return rest_of([tidewell.maya], clock.now())[tidewell.maya.pk].word


def test_a_pause_by_link_stops_asks_until_its_day() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        hold = actions.pause(maya, by=own_page(maya), until=in_days(10))
        assert (hold.kind, word(tidewell)) == (Hold.Kind.PAUSE, "Paused")
        with pytest.raises(Refused) as refused:
            reserve(tidewell, maya)
        assert refused.value.code == "paused_until"
    tidewell.run(days=11)
    with opened(tidewell.workspace):
        assert word(tidewell) == "Rested"
        assert reserve(tidewell, maya).reservation.pk


def test_a_new_pause_takes_the_place_of_the_old_one() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        actions.pause(maya, by=own_page(maya))
        actions.pause(maya, by=own_page(maya), until=in_days(5))
        (standing,) = holds_on([maya], clock.now())[maya.pk]
        assert standing.until is not None


def test_a_colleague_writes_down_a_longer_pause_and_never_a_shorter_one() -> None:
    tidewell = company()
    maya, amara = tidewell.maya, actor_of(tidewell.amara)
    with opened(tidewell.workspace):
        first = actions.pause(maya, by=own_page(maya), until=in_days(20))
        assert actions.pause(maya, by=amara, until=in_days(10)) == first
        assert actions.pause(maya, by=amara, until=in_days(30)) != first
        with pytest.raises(NotAllowed):
            actions.pause(maya, by=actor_of(tidewell.ben), until=in_days(40))
        with pytest.raises(NotAllowed):
            actions.pause(maya, by=own_page(tidewell.ingrid), until=in_days(40))


def test_only_the_person_ends_a_pause_and_only_a_keeper_ends_a_hold() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        pause = actions.pause(maya, by=own_page(maya))
        hold = actions.place_hold(maya, by=actor_of(tidewell.amara), reason="Renewal talks")
        for by in (actor_of(tidewell.priya), actor_of(tidewell.amara), own_page(tidewell.ingrid)):
            with pytest.raises(NotAllowed):
                actions.lift_hold(pause, by=by)
        for by in (own_page(maya), actor_of(tidewell.ben)):
            with pytest.raises(NotAllowed):
                actions.lift_hold(hold, by=by)
        actions.lift_hold(pause, by=own_page(maya))
        assert word(tidewell) == "On hold"
        actions.lift_hold(hold, by=actor_of(tidewell.lucia))
        assert word(tidewell) == "Rested"
        with pytest.raises(TooLate):
            actions.lift_hold(hold, by=actor_of(tidewell.lucia))


def test_a_hold_on_a_company_stops_everyone_there_and_nobody_elsewhere() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        tom = cast.advocate(tidewell.kestrel, "Tom Reyes", nominated_by=tidewell.amara)
        actions.place_hold(tidewell.kestrel, by=actor_of(tidewell.amara), until=in_days(14))
        words = {pk: rest.word for pk, rest in rest_of([tidewell.maya, tom, tidewell.ingrid], clock.now()).items()}
        assert words == {tidewell.maya.pk: "On hold", tom.pk: "On hold", tidewell.ingrid.pk: "Rested"}


def test_who_places_a_hold_looks_after_the_customer() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        for by in (actor_of(tidewell.ben), own_page(maya)):
            with pytest.raises(NotAllowed):
                actions.place_hold(maya, by=by)
        assert actions.place_hold(maya, by=link_actor(Purpose.OWNER_ANSWER, maya, tidewell.amara)).pk


def test_a_stop_ends_on_a_day_ahead() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        with pytest.raises(Refused) as refused:
            actions.pause(maya, by=own_page(maya), until=in_days(0))
        assert refused.value.code == "past_date"
        assert actions.pause(maya, by=own_page(maya), until=in_days(1)).pk


def test_not_again_holds_until_someone_talked() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        hold = actions.open_repair_hold(maya, by=cast.SETUP, reason="Not again")
        assert actions.open_repair_hold(maya, by=cast.SETUP) == hold
        assert word(tidewell) == "On hold"
        with pytest.raises(NotAllowed):
            actions.lift_hold(hold, by=actor_of(tidewell.ben))
        actions.lift_hold(hold, by=actor_of(tidewell.amara))
        assert word(tidewell) == "Rested"


def test_each_stop_leaves_one_event_that_names_nobody_by_itself() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        hold = actions.pause(maya, by=own_page(maya), until=date(2027, 3, 1))
        (event,) = Event.objects.filter(name="hold.placed")
        assert (event.subject_id, event.subject_label) == (hold.pk, "Paused by the customer")
        assert event.data == {"kind": "pause", "until": "2027-03-01"}
        assert set(event.mentions.values_list("kind", flat=True)) == {"account", "advocate", "contact"}
