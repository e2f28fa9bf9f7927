"""Two entries made one on pages: found, compared side by side, merged, undone; old addresses lead on."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.directory.actions import add_contact, change_account, change_contact
from goodword.directory.models import Account, Contact
from goodword.members.models import Member, Role
from goodword.protection.actions import log_elsewhere
from goodword.references.actions import set_visibility
from goodword.references.models import ReferenceProfile
from goodword.upkeep.actions import merge_accounts
from goodword.upkeep.models import Merge
from tests import cast
from tests.cast import SETUP, Company, company
from tests.protection.people import as_one_group
from tests.web.requests.scenes import signed_in, text_of


@pytest.fixture
def made() -> Company:
    return company()


def twin(made: Company) -> Account:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        change_account(other, by=SETUP, city="Ghent", health="red")
        change_account(made.kestrel, by=SETUP, city="Bruges", health="green")
        cast.advocate(other, "Olu Adeyemi", nominated_by=made.amara)
    return other


def test_what_looks_the_same_is_offered(made: Company) -> None:
    other = twin(made)
    page = text_of(signed_in(made.amara), f"/accounts/{made.kestrel.pk}/merge")
    assert f"/accounts/{made.kestrel.pk}/merge?with={other.pk}" in page
    assert "Nordhaven" not in page
    found = text_of(signed_in(made.amara), f"/accounts/{made.kestrel.pk}/merge?q=nordhaven")
    assert f"with={made.nordhaven.pk}" in found


def test_both_are_shown_side_by_side_and_merged_and_parted(made: Company) -> None:
    other = twin(made)
    client, where = signed_in(made.amara), f"/accounts/{made.kestrel.pk}/merge?with={other.pk}"
    page = text_of(client, where)
    assert 'name="city" value="away"' in page and 'name="health"' not in page, "health is nobody's choice"
    assert "the stricter holds" in page and "At risk" in page
    assert "1\xa0person" in page and "1\xa0advocate" in page
    assert "Keep the other one" in page and f"/accounts/{other.pk}/merge?with={made.kestrel.pk}" in page
    with opened(made.workspace):
        assert Account.objects.get(pk=other.pk).merged_into is None, "looking changes nothing"
    answer = client.post(where, {"with": str(other.pk), "city": "away", "name": "stays"})
    assert answer.status_code == 302
    done = text_of(client, answer["Location"])
    assert "Kestrel Freight is one now" in done and "Undo" in done
    with opened(made.workspace):
        kestrel = Account.objects.get(pk=made.kestrel.pk)
        assert (kestrel.name, kestrel.city, kestrel.health) == ("Kestrel Freight", "Ghent", "red")
    assert client.post(f"{answer['Location']}/undo").status_code == 302
    assert "They are two again" in text_of(client, answer["Location"])
    with opened(made.workspace):
        assert Account.objects.get(pk=made.kestrel.pk).city == "Bruges"


def test_the_old_address_leads_to_the_one_that_stays(made: Company) -> None:
    other = twin(made)
    with opened(made.workspace):
        merge_accounts(made.kestrel, other, by=SETUP)
    for path in ("/accounts", "/customers"):
        answer = signed_in(made.ben).get(f"{path}/{other.pk}")
        assert answer.status_code == 302 and str(made.kestrel.pk) in answer["Location"]
    assert "Kestrel Freight NV" not in text_of(signed_in(made.priya), "/accounts?view=all")
    assert "Kestrel Freight NV" not in text_of(signed_in(made.priya), "/palette?q=kestrel")


def test_the_old_address_of_a_private_one_leads_nobody_anywhere(made: Company) -> None:
    other = twin(made)
    with opened(made.workspace):
        set_visibility(ReferenceProfile.objects.get(account=made.kestrel), "masked", by=SETUP)
        merge_accounts(made.kestrel, other, by=SETUP)
    assert signed_in(made.ben).get(f"/accounts/{other.pk}").status_code == 404
    assert signed_in(made.amara).get(f"/accounts/{other.pk}").status_code == 302


def test_nobody_learns_of_a_private_one_by_merging(made: Company) -> None:
    with opened(made.workspace):
        hidden = cast.customer("Kestrel Secret", owner=made.lucia)
        set_visibility(ReferenceProfile.objects.get(account=hidden), "masked", by=SETUP)
    client = signed_in(made.amara)
    assert "Kestrel Secret" not in text_of(client, f"/accounts/{made.kestrel.pk}/merge")
    for other in (hidden.pk, uuid4()):
        assert client.get(f"/accounts/{made.kestrel.pk}/merge?with={other}").status_code == 404
        assert client.get(f"/accounts/{other}/merge?with={made.kestrel.pk}").status_code == 404
        assert client.post(f"/accounts/{made.kestrel.pk}/merge", {"with": str(other)}).status_code == 404
    assert client.get(f"/accounts/{made.kestrel.pk}/merge?with=rubbish").status_code == 404
    assert "Kestrel Secret" in text_of(signed_in(made.priya), f"/accounts/{made.kestrel.pk}/merge")


def test_two_people_are_compared_with_what_they_gave(made: Company) -> None:
    with opened(made.workspace):
        olu = add_contact(made.kestrel, "Maya O.", by=SETUP, email="m.o@kestrel.example")
        change_contact(olu, by=SETUP, job_title="CFO")
        log_elsewhere(made.maya, "call", by=SETUP, on=clock.now().date() - timedelta(days=4))
    client, where = signed_in(made.amara), f"/contacts/{olu.pk}/merge?with={made.maya.contact_id}"
    page = text_of(client, where)
    assert "m.o@kestrel.example" in page and "Both count together: 1\xa0line" in page and "Resting until" in page
    answer = client.post(where, {"with": str(made.maya.contact_id), "job_title": "away", "email": "stays"})
    assert answer.status_code == 302
    with opened(made.workspace):
        person = Contact.objects.get(pk=olu.pk)
        assert (person.job_title, person.email) == ("Group Controller", "m.o@kestrel.example")
    assert signed_in(made.amara).get(f"/contacts/{made.maya.contact_id}")["Location"] == f"/contacts/{olu.pk}"
    assert "Maya O." in text_of(client, f"/advocates/{made.maya.pk}")


def test_what_stands_against_it_is_said_and_there_is_no_button(made: Company) -> None:
    other = twin(made)
    with opened(made.workspace):
        add_contact(other, "Maya", by=SETUP, email="maya@kestrel.example")
    page = text_of(signed_in(made.amara), f"/accounts/{made.kestrel.pk}/merge?with={other.pk}")
    assert "by the same address: Maya Okafor" in page and "Merge into" not in page
    answer = signed_in(made.amara).post(f"/accounts/{made.kestrel.pk}/merge", {"with": str(other.pk)})
    assert answer.status_code == 409


def test_what_the_choices_do_is_seen_before_the_press(made: Company) -> None:
    other = twin(made)
    with opened(made.workspace):
        log_elsewhere(made.maya, "call", by=SETUP, on=clock.now().date() - timedelta(days=40))
    client, where = signed_in(made.amara), f"/accounts/{made.kestrel.pk}/merge"
    answer = client.post(where, {"with": str(other.pk), "city": "away", "name": "stays", "look": "1"})
    assert (answer.status_code, answer["Location"]) == (302, f"{where}?with={other.pk}&city=away")
    page = text_of(client, answer["Location"])
    assert 'name="city" value="away" checked' in page and 'name="name" value="stays" checked' in page
    assert "Both count together: 1\xa0line" in page, "what the one who stays gave counts as well"
    with opened(made.workspace):
        assert not Merge.objects.exists()


def test_what_stands_against_it_is_said_before_the_press_and_can_be_changed(made: Company) -> None:
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        as_one_group(other, name="Southern Freight")
        as_one_group(made.kestrel)
    client, where = signed_in(made.priya), f"/accounts/{made.kestrel.pk}/merge?with={other.pk}"
    page = text_of(client, where)
    assert "two groups of companies, Northern Freight and Southern Freight" in page and "Merge into" not in page
    refused = client.post(where, {"with": str(other.pk)})
    assert refused.status_code == 409 and "two groups of companies" in refused.content.decode()
    with opened(made.workspace):
        change_account(other, by=SETUP, group=None)
    assert "Merge into" in text_of(client, where)
    assert client.post(where, {"with": str(other.pk)}).status_code == 302


def test_two_ticked_rows_are_compared_and_other_numbers_refused(made: Company) -> None:
    twin(made)
    with opened(made.workspace):
        olu = add_contact(made.kestrel, "Maya O.", by=SETUP)
    client = signed_in(made.priya)
    assert "Merge two" in text_of(client, "/contacts") and "Merge two" in text_of(client, "/advocates")
    sent = {"page": "advocates", "row": [str(made.maya.pk), str(made.ingrid.pk)]}
    answer = client.post("/merge", sent)
    # An address of its own, so that a reload or the way back sends nothing again.
    assert (answer.status_code, answer["Location"]) == (
        302,
        f"/contacts/{made.maya.contact_id}/merge?with={made.ingrid.contact_id}",
    )
    assert "in the program as somebody at Nordhaven" in text_of(client, answer["Location"])
    sent["row"] = [str(made.maya.contact_id), str(olu.pk)]
    page = client.post("/merge", sent | {"page": "contacts"}, follow=True).content.decode()
    assert f'action="/contacts/{made.maya.contact_id}/merge"' in page and f'name="with" value="{olu.pk}"' in page
    assert client.post("/merge", sent | {"row": [str(made.maya.pk)]}).status_code == 409
    assert client.post("/merge", sent | {"page": "deals"}).status_code == 404
    assert client.post("/merge", sent | {"row": [str(uuid4()), str(olu.pk)], "page": "contacts"}).status_code == 404
    assert "Merge two" not in text_of(signed_in(made.ben), "/contacts")


def test_who_may_not_change_both_is_refused(made: Company) -> None:
    with opened(made.workspace):
        other: Member = cast.member("Olga Petit", Role.OWNER)
        theirs = cast.customer("Kestrel Freight NV", owner=other)
    client = signed_in(other)
    assert client.get(f"/accounts/{theirs.pk}/merge?with={made.kestrel.pk}").status_code == 403
    assert client.post(f"/accounts/{theirs.pk}/merge", {"with": str(made.kestrel.pk)}).status_code == 403
    with opened(made.workspace):
        assert not Merge.objects.exists()


def test_somebody_elses_merge_is_not_there(made: Company) -> None:
    other = twin(made)
    answer = signed_in(made.amara).post(f"/accounts/{made.kestrel.pk}/merge", {"with": str(other.pk)})
    assert signed_in(made.lucia).get(answer["Location"]).status_code == 404
    assert signed_in(made.priya).get(answer["Location"]).status_code == 200


def test_after_ten_minutes_there_is_no_undo(made: Company) -> None:
    other = twin(made)
    client = signed_in(made.amara)
    where = client.post(f"/accounts/{made.kestrel.pk}/merge", {"with": str(other.pk)})["Location"]
    clock.move(made.workspace, timedelta(minutes=11))
    assert "The ten minutes to undo this are over." in text_of(client, where)
    assert client.post(f"{where}/undo").status_code == 409
