"""Who is credited for what they did, and not for what they wrote down for somebody else."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.actions import approve_ask, give_debrief, propose
from goodword.desk.models import ReferenceRequest
from goodword.directory.actions import close_opportunity
from goodword.members.policy import actor_of
from goodword.recognition.models import Assist
from goodword.references import actions as references
from goodword.references.models import Visibility
from tests import cast
from tests.cast import Company
from tests.desk.steps import UNDO, accepted, ask_of, with_a_time


def won(company: Company, need: ReferenceRequest) -> dict[str, list[str]]:
    """Have the call booked, held and the deal won; return what each colleague is credited for, by first name."""
    accepted(company, need, company.maya)
    company.run(days=6, hours=3)
    with opened(company.workspace):
        ask = ask_of(need, company.maya)
        give_debrief(ask, "advocate", "fine", by=cast.as_customer(ask))
    company.run(**UNDO)
    with opened(company.workspace):
        close_opportunity(company.deal, by=actor_of(company.ben), won=True)
    company.run(**UNDO)
    with opened(company.workspace):
        return {one.member.first_name: one.parts for one in Assist.objects.exclude(member=None) if one.member}


def test_the_manager_who_brokered_a_private_reference_the_rep_picked_is_credited() -> None:
    company = cast.company()
    with opened(company.workspace):
        references.set_visibility(
            company.maya.profile, Visibility.MASKED, by=cast.SETUP, description="", described_by=()
        )
        maya = company.maya = type(company.maya).objects.get(pk=company.maya.pk)
    need = with_a_time(company, maya)
    with opened(company.workspace):
        assert need.state == "to_match"
        propose(need, maya, by=actor_of(company.priya))
        approve_ask(ask_of(need, maya), by=actor_of(company.amara))
    company.run(**UNDO)
    assert won(company, need) == {"Amara": ["owner", "nominator"], "Priya": ["broker"]}


def test_who_writes_the_owners_yes_down_for_them_takes_no_credit_for_it() -> None:
    company = cast.company()
    need = with_a_time(company)
    with opened(company.workspace):
        approve_ask(ask_of(need, company.maya), by=actor_of(company.priya))
    company.run(**UNDO)
    assert won(company, need) == {"Amara": ["owner", "nominator"]}


def test_a_deputy_who_said_yes_is_credited_by_name() -> None:
    company = cast.company()
    need = with_a_time(company)
    with opened(company.workspace):
        approve_ask(ask_of(need, company.maya), by=actor_of(company.lucia))
    company.run(**UNDO)
    assert won(company, need) == {"Amara": ["nominator"], "Lucia": ["owner"]}
