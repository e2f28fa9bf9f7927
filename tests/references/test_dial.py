from __future__ import annotations

import pytest

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.tenancy import opened
from goodword.members.policy import Purpose, actor_of
from goodword.references import actions
from goodword.references.rules import Dial, loosens, more_open
from tests.cast import link_actor
from tests.references.people import company


def test_a_customer_allows_less_at_once_and_more_only_with_the_code() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        own = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        assert actions.set_dial(maya, by=own, per_year=3) is not None
        assert actions.set_dial(maya, by=own, per_year=2, gap_days=60) is not None
        with pytest.raises(Refused) as refused:
            actions.set_dial(maya, by=own, per_year=3)
        assert refused.value.code == "needs_code"
        maya.refresh_from_db()
        assert (maya.dial_per_year, maya.dial_gap_days) == (2, 60)
        actions.set_dial(maya, by=own, per_year=3, proven=True)
        maya.refresh_from_db()
        assert (maya.dial_per_year, maya.dial_gap_days) == (3, 60)
        assert actions.set_dial(maya, by=own, per_year=3) is None


def test_nobody_else_turns_a_customers_dial() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        stranger = link_actor(Purpose.OWN_PAGE, tidewell.ingrid, tidewell.ingrid.contact)
        for by in (stranger, actor_of(tidewell.priya), actor_of(tidewell.amara)):
            with pytest.raises(NotAllowed):
                actions.set_dial(maya, by=by, per_year=1)
        assert actions.set_dial(maya, by=link_actor(Purpose.ASK, maya, maya.contact), per_year=1) is not None


def test_an_import_brings_restrictions_and_lifts_none() -> None:
    tidewell = company()
    maya, crm = tidewell.maya, Actor.importer("old system")
    with opened(tidewell.workspace):
        actions.set_dial(maya, by=crm, per_year=1)
        actions.set_off_limits(maya, ["Pricing"], by=crm)
        actions.set_off_limits(maya, ["Audit", "Pricing"], by=crm)
        with pytest.raises(Refused):
            actions.set_dial(maya, by=crm, per_year=4, proven=True)
        maya.refresh_from_db()
        assert (maya.dial_per_year, maya.off_limits) == (1, ["Pricing", "Audit"])


def test_a_name_becomes_more_private_at_once_and_more_open_only_with_the_code() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        own = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        actions.set_own_visibility(maya, "masked", by=own)
        with pytest.raises(Refused):
            actions.set_own_visibility(maya, "public", by=own)
        actions.set_own_visibility(maya, "public", by=own, proven=True)
        maya.refresh_from_db()
        assert maya.visibility == "public"


@pytest.mark.parametrize(
    ("before", "after", "answer"),
    [
        (Dial(), Dial(per_year=10), False),
        (Dial(per_year=2), Dial(per_year=2), False),
        (Dial(per_year=2), Dial(per_year=1), False),
        (Dial(per_year=2), Dial(per_year=3), True),
        (Dial(per_year=2), Dial(), True),
        (Dial(per_quarter=1), Dial(per_quarter=2), True),
        (Dial(gap_days=60), Dial(gap_days=30), True),
        (Dial(gap_days=60), Dial(gap_days=90), False),
        (Dial(gap_days=60), Dial(), True),
        (Dial(per_year=2, gap_days=60), Dial(per_year=1, gap_days=30), True),
    ],
)
def test_which_changes_of_the_dial_let_us_ask_more(before: Dial, after: Dial, answer: bool) -> None:
    assert loosens(before, after) is answer


def test_private_is_stricter_than_colleagues_and_colleagues_than_public() -> None:
    assert more_open("masked", "colleagues") and more_open("colleagues", "public")
    assert not more_open("public", "masked") and not more_open("masked", "masked")
