from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.models import Event, Workspace
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account, add_contact
from goodword.directory.models import Account, Contact
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.references.actions import accept_invitation, decline_invitation, invite, nominate, not_a_fit
from goodword.references.models import Advocate, Consent
from tests.web.members.people import PASSWORD, SETUP, browser, company, member, signed_in

CSRF = re.compile(r'value="[A-Za-z0-9]{64}"|"X-CSRFToken": "[A-Za-z0-9]{64}"')
CLOCK = re.compile(r"Here it is [^<]*")  # a minute may turn between two pages
TOLD = {
    "person": "",
    "name": "Maya Okafor",
    "job_title": "Finance Director",
    "email": "maya@kestrel.example",
    "because": ["great results"],
    "how": "told",
    "kinds": ["call", "written"],
    "evidence": "Her mail to Amara",
    "agreed_on": "2026-01-12",
    "per_year": "3",
    "off_limits": "Prices, Headcount",
    "visibility": "colleagues",
}


def kestrel(where: Workspace, owner: Member | None = None) -> Account:
    with opened(where):
        return add_account("Kestrel Freight", owner=owner, by=SETUP)


def test_a_company_is_set_up_by_hand_from_nothing_to_its_first_advocate() -> None:
    where, priya = company()
    client = browser()
    client.post("/login", {"login": priya.email, "password": PASSWORD})
    assert "Add your first customer" in client.get("/accounts?view=customers").content.decode()

    invited = {"name": "Amara Diallo", "email": "amara@tidewell.example", "roles": ["owner"]}
    assert client.post("/settings/people/invite", invited).status_code == 302
    with opened(where):
        amara = Member.objects.get(email="amara@tidewell.example")
    customer = {
        "name": "Kestrel Freight",
        "status": "customer",
        "owner": str(amara.pk),
        "industry": "Logistics",
        "time_zone": "Europe/Brussels",
        "health": "green",
    }
    page = client.post("/accounts/add", customer, follow=True)
    path = page.redirect_chain[-1][0]
    assert path.startswith("/customers/") and "Nobody there helps yet" in page.content.decode()
    answer = client.post(f"{path}/advocates/add", TOLD)
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert "Her mail to Amara (2026-01-12)" in shown and "Rested" in shown and "Prices, Headcount" in shown
    assert "Maya Okafor" in client.get("/advocates").content.decode()
    with opened(where):
        maya = Advocate.objects.get()
        assert (maya.state, maya.dial_per_year, maya.off_limits) == ("active", 3, ["Prices", "Headcount"])
        claimed = Consent.objects.filter(advocate=maya).order_by("help_kind")
        assert [(one.help_kind, one.act) for one in claimed] == [("call", "claimed"), ("written", "claimed")]
        assert {one.evidence for one in claimed} == {"Her mail to Amara (2026-01-12)"}
        assert {one.by_label for one in claimed} == {"Priya Nair"}


def test_nobody_becomes_an_advocate_without_saying_how_we_know() -> None:
    where, priya = company()
    account = kestrel(where)
    for missing, words in (
        ({"evidence": ""}, "Say how we know that they agreed."),
        ({"kinds": []}, "Choose at least one kind of help."),
        ({"agreed_on": "2029-01-01"}, "Enter a date that is not ahead."),
        ({"name": ""}, "Choose a person, or enter the name of a new one."),
    ):
        page = signed_in(priya).post(f"/customers/{account.pk}/advocates/add", TOLD | missing)
        assert page.status_code == 422 and words in page.content.decode()
    assert 'value="Finance Director"' in page.content.decode(), "what was typed is kept"
    with opened(where):
        assert not Advocate.objects.exists()


def test_somebody_is_invited_by_mail() -> None:
    where, priya = company()
    account = kestrel(where)
    invite: dict[str, Any] = TOLD | {"how": "invite", "evidence": "", "kinds": []}
    assert signed_in(priya).post(f"/customers/{account.pk}/advocates/add", invite).status_code == 302
    with opened(where):
        maya = Advocate.objects.get()
        assert maya.state == "invited" and not maya.consents.exists()
        assert Event.objects.filter(name="advocate.invited", subject_id=maya.pk).exists()


def test_an_invitation_without_an_address_is_refused_before_anything_is_written() -> None:
    where, priya = company()
    account = kestrel(where)
    page = signed_in(priya).post(f"/customers/{account.pk}/advocates/add", TOLD | {"how": "invite", "email": ""})
    assert page.status_code == 422 and "An invitation needs a mail address." in page.content.decode()
    with opened(where):
        assert not account.contacts.exists()


def test_a_rep_proposes_and_can_neither_invite_nor_vouch() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    account = kestrel(where)
    with opened(where):
        maya = add_contact(account, "Maya Okafor", email="maya@kestrel.example", by=SETUP)
    client = signed_in(ben)
    page = client.get(f"/customers/{account.pk}/advocates/add").content.decode()
    assert "evidence" not in page and "Propose" in page
    said = TOLD | {"how": "told", "person": str(maya.pk)}
    assert client.post(f"/customers/{account.pk}/advocates/add", said).status_code == 302
    with opened(where):
        advocate = Advocate.objects.get()
        assert (advocate.state, advocate.nominated_by) == ("nominated", ben), "a forged form makes it no more than that"
        assert not advocate.consents.exists()
    for tail in ("agreed", "invite", "decide", "hold", "end"):
        assert client.post(f"/advocates/{advocate.pk}/{tail}", TOLD).status_code == 403, tail


def test_an_owner_vouches_only_for_their_own_customers() -> None:
    where, _ = company()
    amara = member(where, "Amara Diallo", Role.OWNER)
    lucia = member(where, "Lucia Ferrari", Role.OWNER)
    account = kestrel(where, amara)
    path = f"/customers/{account.pk}/advocates/add"
    assert signed_in(lucia).post(path, TOLD).status_code == 422
    with opened(where):
        assert not Advocate.objects.exists()
    assert signed_in(amara).post(path, TOLD).status_code == 302


def test_a_proposal_is_taken_up_with_what_the_person_said() -> None:
    where, priya = company()
    account = kestrel(where)
    with opened(where):
        maya = nominate(add_contact(account, "Maya Okafor", by=SETUP), by=SETUP)
    client = signed_in(priya)
    assert "They told me what they agree to" in client.get(f"/advocates/{maya.pk}").content.decode()
    said = {"kinds": ["call"], "evidence": "On the phone with me", "agreed_on": "2026-01-12"}
    assert client.post(f"/advocates/{maya.pk}/agreed", said).status_code == 302
    more = said | {"kinds": ["site_visit"]}
    assert client.post(f"/advocates/{maya.pk}/agreed", more).status_code == 302
    with opened(where):
        assert {one.help_kind for one in maya.consents.all()} == {"call", "site_visit"}


def test_the_languages_somebody_speaks_are_said_in_words() -> None:
    where, priya = company()
    account = kestrel(where)
    with opened(where):
        maya = nominate(add_contact(account, "Maya Okafor", by=SETUP), by=SETUP)
        maya.languages = ["pt-br", "en", "xx"]
        maya.save(update_fields=["languages"])
    page = signed_in(priya).get(f"/advocates/{maya.pk}").content.decode()
    assert "<dd>Brazilian Portuguese, English, xx</dd>" in page


def test_a_proposal_that_is_no_fit_is_closed_with_a_reason_and_stands_again_where_that_is_taken_back() -> None:
    where, priya = company()
    account = kestrel(where)
    with opened(where):
        maya = nominate(add_contact(account, "Maya Okafor", by=SETUP), by=SETUP)
    client, path = signed_in(priya), f"/advocates/{maya.pk}/no-fit"
    assert "Somebody else there is the better voice" in client.get(path).content.decode()
    unreasoned = client.post(path, {})
    assert unreasoned.status_code == 422 and "Choose a reason, or write one" in unreasoned.content.decode()
    closed = client.post(path, {"because": ["enough"], "own_words": "Ask in May"}, follow=True).content.decode()
    with opened(where):
        assert Advocate.objects.get().state == "not_a_fit"
        event = Event.objects.get(name="advocate.not_a_fit")
        assert event.data["why"] == "Enough people there help already. Ask in May"
    back = f"/advocates/{maya.pk}/undo/{event.pk}"
    assert back in closed, "the toast offers the way back"
    assert client.post(back).status_code == 302
    with opened(where):
        assert Advocate.objects.get().state == "nominated"
    assert client.post(back).status_code == 409


def test_that_somebody_is_no_fit_is_final_after_ten_minutes() -> None:
    where, priya = company()
    account = kestrel(where)
    with opened(where):
        maya = nominate(add_contact(account, "Maya Okafor", by=SETUP), by=SETUP)
        event = not_a_fit(maya, by=SETUP, why="Too new")
    clock.move(where, timedelta(minutes=11))
    answer = signed_in(priya).post(f"/advocates/{maya.pk}/undo/{event.pk}")
    assert answer.status_code == 409 and "ten minutes" in answer.content.decode()
    with opened(where):
        assert Advocate.objects.get().state == "not_a_fit"


def test_a_rep_who_proposes_a_private_reference_learns_nothing() -> None:
    where, _ = company()
    ben = member(where, "Ben Whitlock", Role.REP)
    account = kestrel(where)
    with opened(where):
        maya = add_contact(account, "Maya Okafor", by=SETUP)
        jon = add_contact(account, "Jon Petersen", by=SETUP)
        masked = nominate(maya, by=SETUP)
        accept_invitation(masked, ["call"], visibility="masked", evidence="Her mail.", by=SETUP)
    client, path = signed_in(ben), f"/customers/{account.pk}"

    def said_and_shown(person: Contact) -> str:
        answer = client.post(f"{path}/advocates/add", {"person": str(person.pk)}, follow=True)
        pages = [answer.content, client.get("/contacts").content, client.get("/advocates?view=proposed").content]
        pages += [client.get("/accounts?view=all").content, client.get(f"{path}/advocates/add").content]
        text = b"".join(pages).decode()
        return CLOCK.sub("", CSRF.sub("", text)).replace(str(person.pk), "ID").replace(person.name, "NAME")

    others = {str(jon.pk): "ID", str(maya.pk): "ID", "Jon Petersen": "NAME", "Maya Okafor": "NAME"}
    seen = []
    for person in (maya, jon, maya, jon):
        text = said_and_shown(person)
        for one, other in others.items():
            text = text.replace(one, other)
        seen.append(text)
    assert seen[0] == seen[1] == seen[2] == seen[3]
    with opened(where):
        assert Advocate.objects.filter(state="nominated").count() == 1


def test_who_declined_is_not_offered_again_beside_the_others_of_their_company() -> None:
    where, priya = company()
    amara = member(where, "Amara Lindqvist", Role.OWNER)
    account = kestrel(where, amara)
    with opened(where):
        maya = add_contact(account, "Maya Okafor", email="maya@kestrel.example", by=SETUP)
        ana = add_contact(account, "Ana Brandt", by=SETUP)
        advocate = nominate(maya, by=actor_of(priya))
        invite(advocate, by=actor_of(priya))
        decline_invitation(advocate, by=actor_of(priya))
    for who in (priya, amara):
        page = signed_in(who).get(f"/customers/{account.pk}").content.decode()
        assert f"?person={ana.pk}" in page and f"?person={maya.pk}" not in page
        assert re.search(rf'href="/advocates/{advocate.pk}">Declined, \w+', page)
    ben = member(where, "Ben Whitlock", Role.REP)
    page = signed_in(ben).get(f"/customers/{account.pk}").content.decode()
    assert "Declined" not in page and f"?person={maya.pk}" in page, "who was asked is no rep's business"
    with opened(where), pytest.raises(Refused, match=r"said no\. Only the program manager can invite them again"):
        nominate(maya, by=actor_of(amara))
