"""Adding what may be here already: said before and at saving, with a way to it; going on is one press."""

from __future__ import annotations

import html
import re

import pytest
from django.test import Client

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Account, Contact, Opportunity
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.references import actions as references
from goodword.references.models import Visibility
from goodword.references.queries import companies_alike, people_alike
from goodword.upkeep.actions import merge_accounts
from tests import cast
from tests.cast import SETUP, Company
from tests.web.asking import queries_of
from tests.web.requests.scenes import signed_in

ADD = "/accounts/add"
SAID = {"time_zone": "Europe/Brussels", "status": "customer", "health": "green"}


@pytest.fixture
def company() -> Company:
    return cast.company()


def here(page: str) -> str:
    """Return what a form says is here already, as it is read."""
    found = re.search(r'<section[^>]*id="here".*?</section>', page, re.DOTALL)
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", found[0]).split())) if found else ""


def look(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def goes_on(page: str) -> str:
    """Return what the press that goes on sends along."""
    found = re.search(r'name="anyway" value="([^"]+)">Add it all the same', page)
    assert found is not None
    return found[1]


def companies(company: Company, who: Member, name: str, website: str = "") -> list[str]:
    with opened(company.workspace):
        return [one.name for one in companies_alike(actor_of(who), name, website)]


@pytest.mark.parametrize("name", ["Kestrel Freight", "KESTREL-FREIGHT Ltd.", "kestrel freight GmbH & Co. KG"])
def test_the_form_says_so_while_it_is_filled_in_with_a_way_there(name: str, company: Company) -> None:
    page = look(signed_in(company.priya), f"{ADD}?name={name.replace('&', '%26')}")
    assert "This company may be here already: Kestrel Freight" in here(page)
    assert f'href="/accounts/{company.kestrel.pk}"' in page and goes_on(page) == str(company.kestrel.pk)
    assert "Add company" not in page.split('class="actions"')[-1]


def test_another_name_is_nobody_elses(company: Company) -> None:
    page = look(signed_in(company.priya), f"{ADD}?name=Kestrel+Shipping")
    assert here(page) == "" and "Add it all the same" not in page and "Add company" in page


def test_saving_asks_once_and_one_press_goes_on(company: Company) -> None:
    priya, said = signed_in(company.priya), SAID | {"name": "Kestrel Freight B.V.", "city": "Delft"}
    answer = priya.post(ADD, said)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Kestrel Freight" in here(page) and "autofocus" in page
    assert 'value="Delft"' in page, "what was typed is kept"
    with opened(company.workspace):
        assert Account.objects.filter(name__startswith="Kestrel").count() == 1
    assert priya.post(ADD, said | {"anyway": goes_on(page)}).status_code == 302
    with opened(company.workspace):
        assert Account.objects.filter(name__startswith="Kestrel").count() == 2


def test_going_on_goes_on_from_what_was_shown_and_from_nothing_else(company: Company) -> None:
    priya = signed_in(company.priya)
    other = SAID | {"name": f"{company.nordhaven.name} AB", "anyway": str(company.kestrel.pk)}
    assert "Nordhaven" in here(priya.post(ADD, other).content.decode())
    with opened(company.workspace):
        assert not Account.objects.filter(name__endswith=" AB").exists()


def test_a_company_is_known_by_its_domain_and_by_its_peoples(company: Company) -> None:
    with opened(company.workspace):
        directory.change_account(company.nordhaven, by=SETUP, website="https://www.nordhaven.example/en")
        domain = company.maya.contact.email.rpartition("@")[2]
    assert companies(company, company.priya, "Something Else", "http://nordhaven.example") == [company.nordhaven.name]
    assert "Kestrel Freight" in companies(company, company.priya, "Something Else", f"https://{domain}")
    assert companies(company, company.priya, "Something Else", "haven.example") == [], "a part of a domain is another"
    answer = signed_in(company.priya).post(ADD, SAID | {"name": "Something Else", "website": "nordhaven.example"})
    assert answer.status_code == 422 and company.nordhaven.name in here(answer.content.decode())


def test_a_private_customer_is_found_by_the_program_and_its_keepers_and_by_nobody_else(company: Company) -> None:
    with opened(company.workspace):
        bea = cast.member("Bea Lindt", Role.REP, Role.OWNER)
        profile = company.maya.profile
        references.set_visibility(profile, Visibility.MASKED, by=SETUP, description="", described_by=())
        directory.change_account(company.kestrel, by=SETUP, website="https://kestrel.example")
    for who, knows in ((company.priya, True), (company.amara, True), (company.lucia, True), (bea, False)):
        page = look(signed_in(who), f"{ADD}?name=Kestrel+Freight+Ltd&website=kestrel.example")
        assert ("Kestrel Freight" in here(page)) is knows, who.name
    answer = signed_in(bea).post(ADD, SAID | {"name": "Kestrel Freight", "website": "kestrel.example"})
    assert answer.status_code == 302, "it is added as if nothing were there"


def test_what_was_merged_away_is_told_as_what_it_is_now(company: Company) -> None:
    with opened(company.workspace):
        old = directory.add_account("Kestrel Haulage", by=SETUP, owner=company.amara)
        merge_accounts(company.kestrel, old, by=SETUP)
    assert companies(company, company.priya, "Kestrel Haulage Ltd") == ["Kestrel Freight"]


def test_a_person_of_the_same_name_or_address_is_told_with_their_page(company: Company) -> None:
    add = f"/accounts/{company.kestrel.pk}/people/add"
    amara, said = signed_in(company.amara), {"name": "maya OKAFOR", "time_zone": "Europe/Brussels"}
    page = look(amara, f"{add}?name=maya+OKAFOR")
    assert "This person may be here already: Maya Okafor" in here(page)
    assert f'href="/advocates/{company.maya.pk}"' in page, "who helps has a profile"
    answer = amara.post(add, said)
    assert answer.status_code == 422 and "Maya Okafor" in here(answer.content.decode())
    assert amara.post(add, said | {"anyway": goes_on(answer.content.decode())}).status_code == 302
    with opened(company.workspace):
        assert Contact.objects.filter(name__iexact="maya okafor", account=company.kestrel).count() == 2


def test_an_address_is_known_wherever_it_is_and_a_colleagues_customer_leads_to_the_company(company: Company) -> None:
    with opened(company.workspace):
        olga = cast.member("Olga Ruiz", Role.OWNER)
        add = f"/accounts/{cast.customer('Fernmark Rail', owner=olga).pk}/people/add"
        other = directory.add_contact(company.nordhaven, "I. Berg", by=SETUP, email="ib@nordhaven.example")
    page = look(signed_in(olga), f"{add}?name=Ingrid+B&email=IB@nordhaven.example")
    assert "I. Berg" in here(page) and f'href="/accounts/{company.nordhaven.pk}"' in page
    assert f'href="/contacts/{other.pk}"' in look(signed_in(company.priya), f"{add}?name=I&email=ib@nordhaven.example")


def test_people_at_a_private_customer_are_nobody_elses_business(company: Company) -> None:
    with opened(company.workspace):
        references.set_visibility(company.maya.profile, Visibility.MASKED, by=SETUP, description="", described_by=())
        olga, address = cast.member("Olga Ruiz", Role.OWNER), company.maya.contact.email
        add = f"/accounts/{cast.customer('Fernmark Rail', owner=olga).pk}/people/add"
    assert here(look(signed_in(olga), f"{add}?name=Maya&email={address}")) == ""
    assert "Maya Okafor" in here(look(signed_in(company.priya), f"{add}?name=Maya&email={address}"))


def test_naming_somebody_new_as_an_advocate_says_they_are_one_already(company: Company) -> None:
    add = f"/customers/{company.kestrel.pk}/advocates/add"
    said = {"person": "", "name": "Maya Okafor", "how": "propose", "visibility": "colleagues"}
    answer = signed_in(company.amara).post(add, said)
    page = answer.content.decode()
    assert answer.status_code == 422 and f'href="/advocates/{company.maya.pk}"' in page
    assert signed_in(company.amara).post(add, said | {"anyway": goes_on(page)}).status_code == 302


def test_a_deal_takes_the_company_that_is_here_in_one_press(company: Company) -> None:
    add = "/opportunities/add"
    ben, said = signed_in(company.ben), {"company": "Harbourline Logistics Inc", "stage": "proposal", "currency": "EUR"}
    answer = ben.post(add, said)
    page = answer.content.decode()
    assert answer.status_code == 422 and "Harbourline Logistics" in here(page)
    assert 'name="company" value="Harbourline Logistics">Use Harbourline Logistics' in page
    assert ben.post(add, said | {"company": ["Harbourline Logistics Inc", "Harbourline Logistics"]}).status_code == 302
    with opened(company.workspace):
        assert not Account.objects.filter(name="Harbourline Logistics Inc").exists()
        assert Opportunity.objects.filter(account=company.harbourline).count() == 2
    assert ben.post(add, said | {"anyway": goes_on(page)}).status_code == 302
    with opened(company.workspace):
        assert Account.objects.filter(name="Harbourline Logistics Inc").exists()


def test_no_more_queries_for_many_that_look_the_same(company: Company) -> None:
    priya, path = signed_in(company.priya), f"{ADD}?name=Kestrel+Freight&website=kestrel.example"
    one = queries_of(priya, path)
    with opened(company.workspace):
        for nth in range(12):
            directory.add_account("Kestrel Freight Ltd", by=SETUP, website=f"https://kestrel.example/{nth}")
    assert queries_of(priya, path) == one
    assert here(look(priya, path)).count("Kestrel Freight") == 5, "no more than can be read"


def test_nothing_typed_looks_like_nothing(company: Company) -> None:
    with opened(company.workspace):
        by = actor_of(company.priya)
        assert companies_alike(by, "", "") == companies_alike(by, "!!", "nothing") == []
        assert people_alike(by, company.kestrel, " ", " ") == []
