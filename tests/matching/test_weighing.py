"""A workspace's own weights: within bounds, versioned, followed by its index, and nobody else's."""

from __future__ import annotations

import pytest

from goodword.core.errors import NotAllowed, Refused, TooLate
from goodword.core.models import Event, Program
from goodword.core.tenancy import opened
from goodword.matching.actions import CHANGED, change_weights
from goodword.matching.queries import index_of, weights_here
from goodword.matching.rules.weighing import SETTINGS, changes_of, values_from, weights_from
from goodword.matching.weights import WEIGHTS, value_at
from goodword.members.policy import actor_of
from tests import cast


def test_untouched_weights_are_the_table() -> None:
    assert weights_from(values_from({})) is WEIGHTS
    assert changes_of(values_from({})) == {}


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_default_lies_within_its_bounds(key: str) -> None:
    setting = SETTINGS[key]
    assert setting.fits(setting.default) and setting.least < setting.most
    assert not setting.fits(setting.most + 1) and not setting.fits(setting.least - 1) and not setting.fits(True)


def test_changed_weights_have_a_version_of_their_own_that_says_which_they_are() -> None:
    one, other = (weights_from(values_from({"facts.industry": points})) for points in (3.0, 2.0))
    assert value_at(one, "facts.industry") == 3.0
    assert len({one.version, other.version, WEIGHTS.version}) == 3
    assert one.version == weights_from(values_from({"facts.industry": 3})).version
    assert one.version.startswith(f"{WEIGHTS.version}+") and len(one.version) <= 40


def test_what_may_not_be_counts_for_none() -> None:
    assert values_from({"facts.industry": "much", "facts.region": 99, "unheard of": 1}) == values_from({})


def test_a_change_is_kept_with_its_event_and_the_index_follows() -> None:
    company = cast.company()
    with opened(company.workspace):
        assert index_of().index.weights is WEIGHTS
        event = change_weights({"facts.industry": 3.0}, by=actor_of(company.priya))
        assert event is not None
        assert event.data == {"changed": {"facts.industry": [1.5, 3.0]}, "version": weights_here().version}
        assert Program.here().rules == {"matching": {"facts.industry": 3.0}}
        assert index_of().index.weights == weights_here()
        assert change_weights({"facts.industry": 3.0}, by=actor_of(company.priya)) is None
        change_weights({"facts.industry": 1.5}, by=actor_of(company.priya))
        assert Program.here().rules == {} and weights_here() is WEIGHTS
        assert Event.objects.filter(name=CHANGED).count() == 2


def test_rules_of_other_parts_stay_beside_the_weights() -> None:
    company = cast.company()
    with opened(company.workspace):
        program = Program.here()
        program.rules = {"protection": {"per_year": 3}}
        program.save(update_fields=["rules"])
        change_weights({"story": 6.0}, by=actor_of(company.priya))
        assert Program.here().rules == {"protection": {"per_year": 3}, "matching": {"story": 6.0}}


def test_a_rep_may_not_change_them_and_no_weight_leaves_its_bounds() -> None:
    company = cast.company()
    with opened(company.workspace):
        with pytest.raises(NotAllowed):
            change_weights({"facts.industry": 3.0}, by=actor_of(company.ben))
        for wrong in ({"facts.industry": 9.0}, {"story": 0.0}, {"length": 0.5}):
            with pytest.raises(Refused):
                change_weights(wrong, by=actor_of(company.priya))
        assert Program.here().rules == {}


def test_a_change_made_meanwhile_is_not_overwritten() -> None:
    company = cast.company()
    with opened(company.workspace):
        change_weights({"facts.region": 2.0}, by=actor_of(company.ada))
        with pytest.raises(TooLate):
            change_weights({"facts.industry": 3.0}, by=actor_of(company.priya), seen=values_from({}))
        assert weights_here().facts["industry"] == WEIGHTS.facts["industry"]


def test_another_workspace_keeps_its_own() -> None:
    ours, theirs = cast.company(), cast.workspace("other")
    with opened(ours.workspace):
        change_weights({"facts.industry": 3.0}, by=actor_of(ours.priya))
    with opened(theirs):
        assert index_of().index.weights is WEIGHTS
