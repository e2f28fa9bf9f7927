from __future__ import annotations

from datetime import date

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from goodword.core.tenancy import opened
from goodword.directory.actions import add_account, add_contact
from goodword.directory.models import Account, Contact, Term
from goodword.members.models import Role
from goodword.references.actions import accept_invitation, nominate, set_visibility, start_profile
from goodword.references.models import Visibility
from tests.web.members.people import SETUP, company, member, signed_in, workspace

FACTS = {
    "name": "Kestrel Freight",
    "status": "customer",
    "industry": "Transport & logistics",
    "region": "Benelux",
    "size_band": "1,000-5,000",
    "time_zone": "Europe/Brussels",
    "health": "green",
    "renewal_on": "2027-06-30",
}


def test_an_owner_adds_a_customer_in_their_own_words() -> None:
    where, _ = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    client = signed_in(amara)
    assert f'value="{amara.pk}" selected' in client.get("/accounts/add").content.decode(), "they own it unless they say"
    answer = client.post("/accounts/add", FACTS | {"owner": str(amara.pk)})
    assert answer.status_code == 302
    with opened(where):
        added = Account.objects.get(name="Kestrel Freight")
        assert (added.owner, added.renewal_on, added.health) == (amara, date(2027, 6, 30), "green")
        assert added.industry is not None and added.industry.name == "Transport & logistics"
    page = client.get(answer["Location"], follow=True).content.decode()
    assert "Transport &amp; logistics" in page and "Amara Diallo" in page


def test_the_same_word_is_one_word_however_it_is_typed() -> None:
    where, priya = company()
    client = signed_in(priya)
    client.post("/accounts/add", FACTS)
    client.post("/accounts/add", FACTS | {"name": "Nordhaven", "industry": "transport  &  LOGISTICS"})
    with opened(where):
        assert Term.objects.filter(vocabulary="industry").count() == 1
    assert '<option value="Transport &amp; logistics"></option>' in client.get("/accounts/add").content.decode()


def test_a_rep_adds_prospects_and_never_customers() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    client = signed_in(ben)
    assert 'name="status"' not in client.get("/accounts/add").content.decode()
    assert client.post("/accounts/add", FACTS | {"name": "Harbourline"}).status_code == 302
    with opened(where):
        assert Account.objects.get(name="Harbourline").status == "prospect"
        kestrel = add_account("Kestrel Freight", by=SETUP)
    assert client.get(f"/accounts/{kestrel.pk}/edit").status_code == 403
    assert client.post(f"/accounts/{kestrel.pk}/edit", FACTS).status_code == 403


def test_what_was_typed_is_kept_when_something_is_wrong() -> None:
    _, priya = company()
    page = signed_in(priya).post("/accounts/add", FACTS | {"name": "", "renewal_on": "soon"})
    text = page.content.decode()
    assert page.status_code == 422 and "Enter the company&#x27;s name." in text and "Enter a date." in text
    assert 'value="Transport &amp; logistics"' in text and 'value="Europe/Brussels" selected' in text
    assert "<title>Error: " in text


def test_an_owner_who_could_not_decide_is_refused_in_words() -> None:
    where, priya = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    page = signed_in(priya).post("/accounts/add", FACTS | {"owner": str(ben.pk)})
    assert page.status_code == 422
    with opened(where):
        assert not Account.objects.exists()


def test_one_person_cannot_be_owner_and_deputy() -> None:
    where, priya = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    both = {"owner": str(amara.pk), "deputy": str(amara.pk)}
    page = signed_in(priya).post("/accounts/add", FACTS | both)
    assert page.status_code == 422 and "someone else than the owner" in page.content.decode()


def test_another_companys_accounts_are_not_there() -> None:
    _, priya = company()
    theirs = workspace("theirs")
    with opened(theirs):
        secret = add_account("Secret customer", by=SETUP)
        person = add_contact(secret, "Maya Okafor", by=SETUP)
    client = signed_in(priya)
    for path in (
        f"/accounts/{secret.pk}",
        f"/accounts/{secret.pk}/edit",
        f"/accounts/{secret.pk}/people/add",
        f"/customers/{secret.pk}",
        f"/contacts/{person.pk}",
        f"/opportunities/add?account={secret.pk}",
    ):
        assert client.get(path).status_code == 404, path
    assert "Secret customer" not in client.get("/accounts?view=all").content.decode()


def test_a_private_reference_is_on_no_list_of_a_rep_and_its_page_is_not_there() -> None:
    where, priya = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    ben = member(where, "Ben Whitlock", Role.REP)
    with opened(where):
        kestrel = add_account("Kestrel Freight", owner=amara, by=SETUP)
        add_contact(kestrel, "Maya Okafor", by=SETUP)
        add_account("Open Customer", by=SETUP)
        set_visibility(start_profile(kestrel, by=SETUP), Visibility.MASKED, by=SETUP)
    bens = signed_in(ben)
    for path in ("/accounts?view=all", "/accounts?view=all&q=kestrel", "/contacts", "/opportunities/add"):
        page = bens.get(path).content.decode()
        assert "Kestrel" not in page and "Maya" not in page, path
    assert "1\xa0company" in bens.get("/accounts?view=all").content.decode(), "nor does the count know it"
    for path in (f"/accounts/{kestrel.pk}", f"/customers/{kestrel.pk}", f"/accounts/{kestrel.pk}/edit"):
        assert bens.get(path).status_code == 404, path
    for who in (priya, amara):
        assert "Kestrel Freight" in signed_in(who).get("/accounts?view=all").content.decode()
        assert signed_in(who).get(f"/customers/{kestrel.pk}").status_code == 200


def test_a_private_person_at_an_open_customer_counts_for_nobody_who_may_not_know() -> None:
    where, priya = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    with opened(where):
        kestrel = add_account("Kestrel Freight", by=SETUP)
        maya = nominate(add_contact(kestrel, "Maya Okafor", by=SETUP), by=SETUP)
        accept_invitation(maya, ["call"], visibility=Visibility.MASKED, evidence="She said so.", by=SETUP)
    assert "1\xa0advocate" in signed_in(priya).get("/accounts?view=all").content.decode()
    assert "1\xa0advocate" not in signed_in(ben).get("/accounts?view=all").content.decode()
    bens = signed_in(ben).get(f"/customers/{kestrel.pk}").content.decode()
    assert f"/advocates/{maya.pk}" not in bens and "proposed" not in bens
    assert signed_in(ben).get(f"/advocates/{maya.pk}").status_code == 404


def test_the_list_asks_the_database_as_often_for_thirty_companies_as_for_three() -> None:
    where, priya = company()
    client = signed_in(priya)

    def fill(first: int, last: int) -> None:
        with opened(where):
            for nth in range(first, last):
                account = add_account(f"Customer {nth:02}", by=SETUP)
                one = nominate(add_contact(account, f"Person {nth:02}", by=SETUP), by=SETUP)
                accept_invitation(one, ["call"], evidence="A mail.", by=SETUP)

    for path in ("/accounts?view=all", "/contacts", "/advocates"):
        client.get(path)
    fill(0, 3)
    few = {path: queries(client, path) for path in ("/accounts?view=all", "/contacts", "/advocates")}
    fill(3, 30)
    many = {path: queries(client, path) for path in few}
    assert many == few
    assert "Person 29" in client.get("/advocates").content.decode()


def queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_a_long_list_comes_in_fifties_and_is_searched_and_sorted() -> None:
    where, priya = company()
    with opened(where):
        for nth in range(53):
            add_account(f"Customer {nth:02}", by=SETUP)
    client = signed_in(priya)
    page = client.get("/accounts?view=customers").content.decode()
    assert "Customer 49" in page and "Customer 50" not in page and "Load 3 more" in page
    more = client.get("/accounts?view=customers&show=100").content.decode()
    assert "Customer 52" in more and "That's all." in more.replace("&#x27;", "'")
    assert "Customer 52" in client.get("/accounts?view=customers&sort=-name").content.decode()
    found = client.get("/accounts?view=customers&q=customer+51").content.decode()
    assert "Customer 51" in found and "Customer 50" not in found
    nothing = client.get("/accounts?view=customers&q=zzz").content.decode()
    assert "Nothing matches “zzz”" in nothing and "Clear filters" in nothing


def test_odd_addresses_of_a_list_are_read_as_the_plain_list() -> None:
    _, priya = company()
    client = signed_in(priya)
    for query in ("show=-1", "show=x", "sort=password", "view=nonsense", "q=%00", "show=999999999999999999999"):
        assert client.get(f"/accounts?{query}").status_code == 200, query


def test_somebody_who_left_the_company_is_no_longer_proposed() -> None:
    where, priya = company()
    with opened(where):
        kestrel = add_account("Kestrel Freight", by=SETUP)
        maya = add_contact(kestrel, "Maya Okafor", by=SETUP)
    client = signed_in(priya)
    path = f"/customers/{kestrel.pk}"
    assert f"?person={maya.pk}" in client.get(path).content.decode()
    said = {"name": "Maya Okafor", "time_zone": "UTC", "left_on": "2026-01-01"}
    assert client.post(f"/contacts/{maya.pk}", said).status_code == 302
    assert f"?person={maya.pk}" not in client.get(path).content.decode()
    with opened(where):
        assert Contact.objects.get(pk=maya.pk).left_on == date(2026, 1, 1)
