from __future__ import annotations

import pytest

from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event, Workspace
from goodword.core.tenancy import opened
from goodword.directory import actions
from goodword.directory.models import Account, Vocabulary
from goodword.members.models import Role
from goodword.members.policy import actor_of
from tests import cast

CRM = Actor.importer("crm")


def test_each_value_remembers_where_it_came_from_when_and_who_said_so() -> None:
    with opened(cast.workspace()):
        nordics = actions.term(Vocabulary.REGION, "Nordics", by=cast.SETUP)
        account = actions.add_account("Kestrel Freight", by=CRM, external_id="001", region=nordics, city="Oslo")
        account.refresh_from_db()
        assert set(account.provenance) == {"name", "region", "city"}
        assert account.provenance["city"]["source"] == "crm"
        assert account.provenance["city"]["by"] == "crm"
        assert "T" in account.provenance["city"]["at"]
        assert (account.source, account.external_id) == ("crm", "001")


def test_an_import_leaves_alone_what_a_person_wrote_and_changes_the_rest() -> None:
    with opened(cast.workspace()):
        priya = actor_of(cast.member("Priya Nair", Role.MANAGER))
        account = actions.add_account("Kestrel", by=CRM, external_id="001", city="Oslo", country="Norway")
        actions.change_account(account, by=priya, city="Bergen")
        event = actions.change_account(account, by=CRM, city="Oslo", country="Sweden")
        account.refresh_from_db()
        assert (account.city, account.country) == ("Bergen", "Sweden")
        assert event is not None and set(event.data["changed"]) == {"country"}


def test_an_import_run_twice_changes_nothing_the_second_time() -> None:
    with opened(cast.workspace()):
        account = actions.add_account("Kestrel", by=CRM, external_id="001", city="Oslo")
        before = Event.objects.count()
        assert actions.change_account(account, by=CRM, name="Kestrel", city="Oslo") is None
        assert Event.objects.count() == before


def test_a_rep_adds_a_prospect_but_no_customer() -> None:
    with opened(cast.workspace()):
        ben = actor_of(cast.member("Ben Whitlock", Role.REP))
        prospect = actions.add_account("Harbourline", by=ben, status=Account.Status.PROSPECT)
        assert actions.add_contact(prospect, "Daniel Reyes", by=ben).account == prospect
        with pytest.raises(NotAllowed):
            actions.add_account("Kestrel", by=ben)


def test_an_owner_changes_their_own_customer_and_nobody_elses() -> None:
    with opened(cast.workspace()):
        amara, lucia = (cast.member(name, Role.OWNER) for name in ("Amara Diallo", "Lucia Ferro"))
        kestrel = actions.add_account("Kestrel", by=cast.SETUP, owner=amara)
        assert actions.change_account(kestrel, by=actor_of(amara), city="Oslo") is not None
        with pytest.raises(NotAllowed):
            actions.change_account(kestrel, by=actor_of(lucia), city="Rome")
        actions.set_owners(kestrel, by=actor_of(amara), owner=amara, deputy=lucia)
        assert actions.change_account(kestrel, by=actor_of(lucia), city="Rome") is not None


def test_only_someone_who_can_answer_becomes_owner_or_deputy() -> None:
    with opened(cast.workspace()):
        ben, amara = cast.member("Ben Whitlock", Role.REP), cast.member("Amara Diallo", Role.OWNER)
        kestrel = actions.add_account("Kestrel", by=cast.SETUP, owner=amara)
        with pytest.raises(Refused) as refused:
            actions.set_owners(kestrel, by=cast.SETUP, owner=amara, deputy=ben)
        assert refused.value.code == "cannot_decide"
        with pytest.raises(Refused) as refused:
            actions.set_owners(kestrel, by=cast.SETUP, owner=amara, deputy=amara)
        assert refused.value.code == "same_person"
        kestrel.refresh_from_db()
        actions.set_owners(kestrel, by=cast.SETUP, owner=amara, informed=ben)
        kestrel.refresh_from_db()
        assert (kestrel.owner, kestrel.deputy, kestrel.informed) == (amara, None, ben)


def test_two_people_at_one_company_cannot_share_an_address() -> None:
    with opened(cast.workspace()):
        kestrel = actions.add_account("Kestrel", by=cast.SETUP)
        other = actions.add_account("Nordhaven", by=cast.SETUP)
        actions.add_contact(kestrel, "Maya Okafor", by=cast.SETUP, email="Maya@kestrel.example")
        with pytest.raises(Refused) as refused:
            actions.add_contact(kestrel, "Maya O.", by=cast.SETUP, email="maya@kestrel.example")
        assert refused.value.code == "contact_exists"
        assert actions.add_contact(other, "Maya O.", by=cast.SETUP, email="maya@kestrel.example").pk


def test_an_unknown_time_zone_is_refused_and_a_known_one_kept() -> None:
    with opened(cast.workspace()):
        kestrel = actions.add_account("Kestrel", by=cast.SETUP, time_zone="Europe/Oslo")
        with pytest.raises(Refused) as refused:
            actions.change_account(kestrel, by=cast.SETUP, time_zone="Oslo time")
        assert refused.value.code == "unknown_zone"
        kestrel.refresh_from_db()
        assert kestrel.time_zone == "Europe/Oslo"


def test_a_changed_contact_keeps_names_and_addresses_out_of_the_timeline() -> None:
    with opened(cast.workspace()):
        kestrel = actions.add_account("Kestrel", by=cast.SETUP)
        maya = actions.add_contact(kestrel, "Maya Okafor", by=cast.SETUP)
        event = actions.change_contact(maya, by=cast.SETUP, name=" Maya Okafor-Lind ", email="maya@kestrel.example")
        assert event is not None and event.data == {"changed": ["email", "name"]}
        maya.refresh_from_db()
        assert maya.name == "Maya Okafor-Lind"


def _in_two_transactions(place: Workspace) -> tuple[Account, Account]:
    """Return a company as it is, and as somebody read it a moment ago."""
    with opened(place):
        account = actions.add_account("Kestrel", by=cast.SETUP, city="Oslo", country="Norway")
        return account, Account.objects.get(pk=account.pk)


def test_a_change_writes_over_nothing_that_others_wrote_meanwhile() -> None:
    place = cast.workspace()
    account, stale = _in_two_transactions(place)
    with opened(place):
        actions.change_account(account, by=CRM, health="red", employees=40)
    with opened(place):
        actions.change_account(stale, by=cast.SETUP, country="Sweden")
        account.refresh_from_db()
        assert (account.employees, account.health, account.country) == (40, "red", "Sweden")
        assert account.provenance["health"]["source"] == "crm", "where a value came from is kept, too"
