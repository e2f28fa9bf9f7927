"""A new workspace is set up step by step; each step is done when the rows say so."""

from __future__ import annotations

import re

from django.test import Client

from goodword.core import jobs
from goodword.core.models import Event, Program
from goodword.core.tenancy import current_workspace, opened
from goodword.directory.models import Account
from goodword.members.actions import create_workspace, invite_member
from goodword.members.models import Member, Role
from goodword.messages.models import Message
from goodword.web.settings.steps import ENOUGH_CUSTOMERS
from tests import cast
from tests.cast import SETUP
from tests.messages.test_delivery import mailing
from tests.web.members.people import signed_in
from tests.web.members.test_demo import demo


def founder() -> Member:
    """Return the admin of a new live workspace with nothing in it."""
    with opened(create_workspace("Tidewell")):
        return invite_member("ada@tidewell.example", "Ada Okoye", [Role.ADMIN, Role.MANAGER], by=SETUP)


def test_a_new_workspace_leads_its_admin_through_the_first_steps() -> None:
    ada = founder()
    client = signed_in(ada)
    today = client.get("/").content.decode()
    assert "First steps" in today and 'href="/welcome"' in today
    page = client.get("/welcome").content.decode()
    assert "0 of 5 done" in page and 'href="/settings/people/invite"' in page
    said = {"name": "Priya Nair", "email": "priya@tidewell.example", "roles": ["manager"]}
    client.post("/settings/people/invite", said)
    assert "1 of 5 done" in client.get("/welcome").content.decode()
    client.post("/settings/rules/keep")
    assert "2 of 5 done" in client.get("/welcome").content.decode()


def test_a_test_mail_goes_to_whoever_asked_and_once_a_minute() -> None:
    ada = founder()
    client = signed_in(ada)
    assert client.post("/welcome/mail").status_code == 302
    assert "Wait a minute" in client.post("/welcome/mail", follow=True).content.decode()
    with opened(ada.workspace_id):
        mail = Message.objects.get(kind="E38")
        assert (mail.person_id, mail.to_address) == (ada.pk, ada.email)


def test_a_step_is_done_elsewhere_too_and_the_list_goes_by_itself() -> None:
    company = cast.company()
    cast.gone_live(company)
    client = signed_in(company.priya)
    assert "2 of 5 done" in client.get("/welcome").content.decode()
    client.post("/settings/rules/keep")
    with mailing():
        assert "On its way to" in client.post("/welcome/mail", follow=True).content.decode()
        company.run()
    customers(company, ENOUGH_CUSTOMERS)
    assert "Everything is set up" in client.get("/welcome").content.decode()
    assert "First steps" not in client.get("/").content.decode()


def test_without_a_mail_server_no_mail_has_arrived() -> None:
    ada = founder()
    client = signed_in(ada)
    answer = client.post("/welcome/mail", follow=True).content.decode()
    assert "It waits in the outbox" in answer and "On its way" not in answer
    with opened(ada.workspace_id):
        place = current_workspace()
    jobs.run_due(place)
    page = client.get("/welcome").content.decode()
    assert "0 of 5 done" in page and "No mail server is set" in page and "took the mail" not in page
    with opened(ada.workspace_id):
        assert Message.objects.get(kind="E38").state == "sent", "its way ends in the outbox"


def test_customers_are_brought_in_once_there_are_enough_to_start() -> None:
    company = cast.company()
    client = signed_in(company.priya)
    customers(company, ENOUGH_CUSTOMERS - 1)
    page = client.get("/welcome").content.decode()
    assert "19 customers so far, of the 20 to start with" in page and "2 of 5 done" in page
    customers(company, ENOUGH_CUSTOMERS)
    assert "3 of 5 done" in client.get("/welcome").content.decode()


def customers(company: cast.Company, wanted: int) -> None:
    """Add customers until there are so many."""
    with opened(company.workspace):
        for nth in range(Account.objects.customers().count(), wanted):
            cast.customer(f"Customer {nth}", owner=company.amara)


def test_the_list_can_be_taken_off_today() -> None:
    ada = founder()
    client = signed_in(ada)
    client.post("/welcome/close")
    assert "First steps" not in client.get("/").content.decode()
    assert client.get("/welcome").status_code == 200
    with opened(ada.workspace_id):
        assert Event.objects.filter(name="program.welcome_closed").exists()


def test_neither_a_rep_nor_a_demo_is_led_through_first_steps() -> None:
    company = cast.company()
    assert "First steps" not in signed_in(company.priya).get("/").content.decode()
    cast.gone_live(company)
    assert "First steps" not in signed_in(company.ben).get("/").content.decode()
    assert signed_in(company.ben).get("/welcome").status_code == 403


def sample(client: Client) -> str:
    """Return what the first steps say of the sample company."""
    page = client.get("/welcome").content.decode()
    found = re.search(r'<h2 id="sample-h">.*?</section>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split())


def test_without_a_sample_company_it_is_said_how_to_load_one() -> None:
    said = sample(signed_in(founder()))
    assert "Not loaded" in said and said.endswith("goodword demo") and "Look at the sample company" not in said


def test_one_press_leads_from_the_first_steps_into_the_sample_company_and_out_of_ones_own() -> None:
    ada, brightwater = founder(), demo()
    client = signed_in(ada)
    assert "Loaded" in sample(client) and sample(client).endswith("goodword demo --clear")
    assert client.get("/demo/cast").status_code == 404, (
        "who works in a company of their own is not led there as they are"
    )
    answer = client.post("/logout", {"next": "/demo/cast"})
    assert answer.headers["Location"] == "/demo/cast"
    page = client.get("/demo/cast").content.decode()
    assert "Ben Whitlock" in page and client.get("/welcome").status_code == 302, "they are signed out here"
    with opened(brightwater):
        assert Program.objects.get().name == "Brightwater references"


def test_from_another_machine_the_sample_company_is_told_of_and_not_entered() -> None:
    ada = founder()
    demo()
    client = signed_in(ada)
    client.defaults["HTTP_X_FORWARDED_FOR"] = "192.0.2.1"
    said = sample(client)
    assert "only by a browser on the machine" in said and "Look at the sample company" not in said


def test_within_the_sample_company_it_says_so() -> None:
    brightwater = demo()
    with opened(brightwater):
        ruth = invite_member("ruth@brightwater.example", "Ruth Cohen", [Role.ADMIN], by=SETUP)
    said = sample(signed_in(ruth))
    assert "You are in it" in said and said.endswith("goodword demo --clear") and "Look at" not in said


def test_signing_out_leads_to_no_other_site() -> None:
    client = signed_in(founder())
    assert client.post("/logout", {"next": "https://elsewhere.example/"}).headers["Location"] == "/login"
