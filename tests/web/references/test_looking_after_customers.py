from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account, add_contact, set_owners
from goodword.directory.models import Account
from goodword.members.models import Member, Role
from goodword.protection.models import Hold
from goodword.references.actions import accept_invitation, add_fact, nominate, start_profile
from goodword.references.models import Advocate, Fact, ReferenceProfile
from tests import cast
from tests.web.members.people import SETUP, company, member, signed_in, workspace


def kestrel(where: Workspace, owner: Member | None = None) -> tuple[Account, Advocate]:
    """Return a customer with one active advocate."""
    with opened(where):
        account = add_account("Kestrel Freight", owner=owner, by=SETUP)
        contact = add_contact(account, "Maya Okafor", job_title="Finance Director", by=SETUP)
        maya = nominate(contact, by=SETUP)
        accept_invitation(maya, ["call"], evidence="Her mail.", by=SETUP)
        return account, maya


def test_an_owner_puts_a_customer_on_hold_and_lifts_it() -> None:
    where, _ = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    account, maya = kestrel(where, amara)
    client = signed_in(amara)
    with opened(where):
        until = (clock.now() + timedelta(days=30)).date()
    said = {"reason": "Renewal talks", "until": until.isoformat()}
    assert client.post(f"/customers/{account.pk}/hold", said).status_code == 302
    page = client.get(f"/customers/{account.pk}").content.decode()
    assert "Renewal talks" in page and "Lift the hold" in page
    assert "On hold" in client.get(f"/advocates/{maya.pk}").content.decode()
    assert "On hold" in client.get("/accounts").content.decode()
    with opened(where):
        hold = Hold.objects.get()
    assert client.post(f"/holds/{hold.pk}/lift").status_code == 302
    assert "Renewal talks" not in client.get(f"/customers/{account.pk}").content.decode()
    assert client.post(f"/holds/{hold.pk}/lift").status_code == 404, "nothing is left to lift"


def test_a_hold_until_a_day_gone_by_is_refused_and_what_was_typed_is_kept() -> None:
    where, priya = company()
    account, _ = kestrel(where)
    page = signed_in(priya).post(f"/customers/{account.pk}/hold", {"reason": "Renewal", "until": "2020-01-01"})
    text = page.content.decode()
    assert page.status_code == 422 and "Enter a date after today." in text and 'value="Renewal"' in text


def test_a_hold_that_ends_before_it_begins_is_told_at_its_field() -> None:
    where, priya = company()
    account, _ = kestrel(where)
    said = {"starts": "2100-02-20", "until": "2100-02-01"}
    answer = signed_in(priya).post(f"/customers/{account.pk}/hold", said)
    page = answer.content.decode()
    assert answer.status_code == 422 and '<a href="#id_until">It must end after it begins.</a>' in page
    assert page.count("It must end after it begins.") == 2 and 'aria-describedby="id_until_hint id_until_error"' in page
    assert 'value="2100-02-20"' in page and 'value="2100-02-01"' in page, "what was typed is kept"


def test_only_who_looks_after_a_customer_holds_confirms_and_states_facts() -> None:
    where, _ = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    lucia = member(where, "Lucia Ferrari", Role.OWNER)
    account, maya = kestrel(where, amara)
    with opened(where):
        fact = add_fact(start_profile(account, by=SETUP), "result", value="Closed 14 sites", by=SETUP)
        assert fact is not None
    paths = [
        f"/customers/{account.pk}/hold",
        f"/advocates/{maya.pk}/hold",
        f"/customers/{account.pk}/confirm",
        f"/customers/{account.pk}/facts/add",
        f"/facts/{fact.pk}/verify",
        f"/facts/{fact.pk}/withdraw",
        f"/customers/{account.pk}/owner-mode",
        f"/customers/{account.pk}/visibility",
    ]
    for path in paths:
        assert signed_in(lucia).post(path, {}).status_code == 403, path
    page = signed_in(lucia).get(f"/customers/{account.pk}").content.decode()
    assert "What happened" not in page and "Hold…" not in page
    with opened(where):
        assert Fact.objects.standing().count() == 1 and not Hold.objects.exists()
    assert signed_in(amara).post(f"/facts/{fact.pk}/verify").status_code == 302


def test_a_fact_is_stated_confirmed_and_withdrawn_with_its_name_and_day() -> None:
    where, priya = company()
    account, _ = kestrel(where)
    client = signed_in(priya)
    said = {"kind": "product", "value": "Planning", "on_date": ""}
    assert client.post(f"/customers/{account.pk}/facts/add", said).status_code == 302
    page = client.get(f"/customers/{account.pk}").content.decode()
    assert "Planning" in page and "confirmed by Priya Nair" in page
    with opened(where):
        fact = Fact.objects.get()
        assert fact.term is not None and fact.term.vocabulary == "product"
    assert client.post(f"/facts/{fact.pk}/withdraw").status_code == 302
    with opened(where):
        assert not Fact.objects.standing().exists()
    assert client.post(f"/facts/{fact.pk}/withdraw").status_code == 404


def test_being_asked_less_is_the_owners_own_choice() -> None:
    where, priya = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    account, _ = kestrel(where, amara)
    path, less = f"/customers/{account.pk}/owner-mode", {"mode": "pre_approved", "pre_approved_a_quarter": "2"}
    refused = signed_in(priya).post(path, less)
    assert refused.status_code == 422 and "Only the account owner" in refused.content.decode()
    assert signed_in(amara).post(path, less).status_code == 302
    with opened(where):
        assert ReferenceProfile.objects.get().owner_mode == "pre_approved"


def test_a_description_that_fits_one_customer_is_refused_and_without_one_it_is_just_private() -> None:
    where, priya = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    account, _ = kestrel(where, amara)
    client, path = signed_in(amara), f"/customers/{account.pk}/visibility"
    telling = {"level": "masked", "description": "The freight company in Ghent", "described_by": ["industry"]}
    page = client.post(path, telling)
    assert page.status_code == 422 and "The freight company in Ghent" in page.content.decode()
    assert client.post(path, {"level": "masked", "description": ""}).status_code == 302
    assert "A private reference" in client.get(f"/customers/{account.pk}").content.decode()
    opening = client.post(path, {"level": "colleagues"})
    assert opening.status_code == 422, "the program opens it again, not the owner"
    assert signed_in(priya).post(path, {"level": "colleagues"}).status_code == 302


def test_a_managers_word_ends_a_part_and_withdraws_what_was_agreed() -> None:
    where, priya = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    _, maya = kestrel(where, amara)
    assert signed_in(amara).post(f"/advocates/{maya.pk}/revoke/call").status_code == 403
    client = signed_in(priya)
    assert client.post(f"/advocates/{maya.pk}/revoke/call").status_code == 302
    page = client.get(f"/advocates/{maya.pk}").content.decode()
    assert "Nothing is agreed." in page
    assert client.post(f"/advocates/{maya.pk}/revoke/dancing").status_code == 404
    assert client.post(f"/advocates/{maya.pk}/end").status_code == 302
    with opened(where):
        assert Advocate.objects.get().state == "left"


def test_consent_and_history_are_for_those_who_look_after_them() -> None:
    where, priya = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    _, maya = kestrel(where)
    path = f"/advocates/{maya.pk}"
    assert "Her mail." in signed_in(priya).get(path).content.decode()
    bens = signed_in(ben).get(path)
    assert bens.status_code == 200 and "Maya Okafor" in bens.content.decode()
    assert "Her mail." not in bens.content.decode() and "on record" not in bens.content.decode()


def test_another_companys_advocates_and_customers_are_not_there() -> None:
    _, priya = company()
    theirs = workspace("theirs")
    account, maya = kestrel(theirs)
    with opened(theirs):
        profile = start_profile(account, by=SETUP)
        fact = add_fact(profile, "result", value="Closed 14 sites", by=SETUP)
        assert fact is not None
    client = signed_in(priya)
    for path in (f"/customers/{account.pk}", f"/advocates/{maya.pk}", f"/customers/{account.pk}/advocates/add"):
        assert client.get(path).status_code == 404
    for path in (f"/facts/{fact.pk}/withdraw", f"/advocates/{maya.pk}/invite", f"/customers/{account.pk}/confirm"):
        assert client.post(path).status_code == 404
    with opened(theirs):
        assert Fact.objects.standing().count() == 1


def test_what_somebody_only_stands_in_for_is_marked_and_counted_among_theirs() -> None:
    made = cast.company()
    page = signed_in(made.amara).get("/accounts?view=mine").content.decode()
    assert "2\u00a0companies · 1 as deputy" in page
    rows = {name: row for row in page.split("<tr>") for name in ("Kestrel", "Nordhaven") if name in row}
    assert "You are deputy" in rows["Nordhaven"] and "You are deputy" not in rows["Kestrel"]
    everybody = signed_in(made.priya).get("/accounts?view=customers").content.decode()
    assert "as deputy" not in everybody and "You are deputy" not in everybody
    with opened(made.workspace):
        set_owners(made.nordhaven, owner=made.lucia, deputy=None, by=SETUP)
    page = signed_in(made.amara).get("/accounts?view=mine").content.decode()
    assert "1\u00a0company" in page and "as deputy" not in page
