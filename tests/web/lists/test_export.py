"""A list as a file: what is on it, who may take it, and that it was taken."""

from __future__ import annotations

import csv
import io

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.actions import change_account, change_contact, set_owners
from goodword.members.models import Member, Role
from goodword.members.policy import actor_of
from goodword.references.actions import set_visibility
from goodword.references.models import Visibility
from tests.cast import SETUP, company, member
from tests.web.requests.scenes import masked, signed_in


def lines(member: Member, path: str) -> list[list[str]]:
    answer = signed_in(member).get(path)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.getvalue().decode("utf-8-sig"))))


def test_the_file_holds_what_the_list_is_narrowed_to() -> None:
    made = company()
    file = lines(made.priya, "/files/accounts.csv?view=customers&q=kestrel")
    assert [row[0] for row in file] == ["Company", "Kestrel Freight"]
    assert file[1][5:8] == ["Amara Diallo", "Lucia Ferro", "1"]
    assert len(lines(made.priya, "/files/contacts.csv")) == 4
    assert [row[0] for row in lines(made.priya, "/files/advocates.csv")] == ["Name", "Ingrid Solheim", "Maya Okafor"]


def test_a_name_that_would_be_a_formula_is_none() -> None:
    made = company()
    with opened(made.workspace):
        change_account(made.kestrel, by=SETUP, name='=HYPERLINK("http://evil.example")')
        change_contact(made.maya.contact, by=SETUP, name="+1-800 Maya", job_title="@SUM(A1)")
    cells = [
        cell
        for page in ("accounts", "contacts", "advocates")
        for row in lines(made.priya, f"/files/{page}.csv?view=")
        for cell in row
    ]
    assert '\'=HYPERLINK("http://evil.example")' in cells and "'+1-800 Maya" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]


def test_a_private_customer_leaves_with_nobody_who_may_not_know_it() -> None:
    made = company()
    with opened(made.workspace):
        set_visibility(made.maya.profile, Visibility.MASKED, by=actor_of(made.priya))
        change_account(made.kestrel, by=SETUP, deputy=None)
    for page in ("accounts", "contacts", "advocates"):
        path = f"/files/{page}.csv?view=" + ("customers" if page == "accounts" else "")
        assert "Kestrel" in str(lines(made.priya, path)) and "Kestrel" not in str(lines(made.lucia, path))


def test_who_took_which_list_is_kept() -> None:
    made = company()
    lines(made.amara, "/files/accounts.csv?view=customers")
    with opened(made.workspace):
        event = Event.objects.get(name="list.exported")
        assert (event.actor_label, event.data) == ("Amara Diallo", {"page": "accounts", "rows": 2})


def test_a_rep_takes_no_list_and_is_offered_none() -> None:
    made = company()
    assert signed_in(made.ben).get("/files/accounts.csv").status_code == 403
    assert "accounts.csv" not in signed_in(made.ben).get("/accounts?view=customers").content.decode()
    assert "accounts.csv" in signed_in(made.amara).get("/accounts?view=customers").content.decode()
    assert signed_in(made.priya).get("/files/members.csv").status_code == 404


def test_requests_leave_as_they_are_listed_and_a_private_customer_without_its_name() -> None:
    made = company()
    with opened(made.workspace):
        made.request(made.maya)
        made.request(made.ingrid)
    masked(made)
    file = lines(made.priya, "/files/requests.csv?view=open")
    assert file[0][:3] == ["Asked on", "Buyer", "Deal"] and len(file) == 3
    assert {row[7] for row in file[1:]} == {"Kestrel Freight", "Nordhaven Shipping"}
    assert {row[7] for row in lines(made.lucia, "/files/requests.csv")[1:]} <= {"Kestrel Freight", "Nordhaven Shipping"}
    with opened(made.workspace):
        set_owners(made.kestrel, owner=made.priya, by=SETUP)
        olga = member("Olga Petit", Role.OWNER, Role.LEADER)
    assert "1 private reference" in {row[7] for row in lines(olga, "/files/requests.csv")}
    assert "Kestrel" not in str(lines(olga, "/files/requests.csv"))
    assert lines(made.priya, "/files/requests.csv?q=nobody") == file[:1]
    assert signed_in(made.ben).get("/files/requests.csv").status_code == 403
