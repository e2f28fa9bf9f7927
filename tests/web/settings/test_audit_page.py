"""Who did what is found in two clicks, by whoever may know, and leaves as a file."""

from __future__ import annotations

import csv
import io

from goodword.core.tenancy import opened
from goodword.directory.actions import change_account
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.references.actions import set_visibility
from goodword.references.models import Visibility
from goodword.upkeep.actions import merge_accounts
from goodword.web.settings.audit_words import DEEDS
from tests import cast
from tests.architecture.test_timeline_words import recorded
from tests.web.members.people import signed_in


def test_only_the_program_and_admins_look_up_who_did_what() -> None:
    company = cast.company()
    for who, status in ((company.priya, 200), (company.ada, 200), (company.ben, 403), (company.elin, 403)):
        assert signed_in(who).get("/settings/audit").status_code == status
        assert signed_in(who).get("/settings/audit.csv").status_code == status


def test_every_event_has_words() -> None:
    assert recorded() - set(DEEDS) - {name for name in recorded() if name.endswith("_undone")} == set()


def test_it_narrows_by_person_thing_deed_and_words() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request()
    client = signed_in(company.priya)

    def lines(query: str) -> str:
        return client.get(f"/settings/audit?{query}").content.decode().partition("<tbody>")[2]

    assert "sent the request" in lines(f"who={company.ben.pk}")
    assert "sent the request" not in lines(f"who={company.amara.pk}")
    assert "sent the request" in lines("kind=referencerequest") and "invited" not in lines("kind=referencerequest")
    assert "sent the request" in lines("name=request.sent") and "added the company" not in lines("name=request.sent")
    assert "Kestrel Freight" in lines("q=kestrel") and "Nordhaven" not in lines("q=kestrel")
    assert "Nordhaven Shipping" not in lines(f"thing={company.kestrel.pk}")
    assert lines("from=2031-01-01") == ""


def test_one_thing_is_found_as_whatever_it_was_known() -> None:
    company = cast.company()
    with opened(company.workspace):
        other = cast.customer("Kestrel Freight NV", owner=company.amara)
        change_account(other, by=actor_of(company.amara), city="Ghent")
        merge_accounts(company.kestrel, other, by=actor_of(company.priya))
    page = signed_in(company.priya).get(f"/settings/audit?thing={company.kestrel.pk}").content.decode()
    assert "Kestrel Freight NV" in page.partition("<tbody>")[2]


def test_it_is_paged_by_number() -> None:
    company = cast.company()
    with opened(company.workspace):
        for nth in range(60):
            cast.customer(f"Customer {nth}", owner=company.amara)
    client = signed_in(company.priya)
    first = client.get("/settings/audit").content.decode()
    following = first.partition('href="?before=')[2].partition('"')[0]
    older = client.get(f"/settings/audit?before={following}").content.decode()
    assert "Customer 59" in first and "Customer 59" not in older and "Newest" in older


def test_what_became_private_is_masked_for_an_admin_and_not_for_the_program() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.request()
        set_visibility(company.maya.profile, Visibility.MASKED, by=actor_of(company.priya))
    for path in ("/settings/audit", "/settings/audit.csv", "/settings/audit?q=Kestrel", "/settings/audit.csv?q=Maya"):
        admins = answer_of(company.ada, path)
        for name in ("Kestrel Freight", "Maya Okafor"):
            assert name not in admins, path
    assert "Kestrel Freight" in answer_of(company.priya, "/settings/audit")
    assert "a private reference" in answer_of(company.ada, "/settings/audit")


def test_whose_private_reference_it_is_can_not_be_told_from_who_did_it() -> None:
    company = cast.company()
    with opened(company.workspace):
        set_visibility(company.maya.profile, Visibility.MASKED, by=actor_of(company.amara))

    def rows(query: str) -> str:
        return answer_of(company.ada, f"/settings/audit?{query}").partition("<tbody>")[2]

    masking = rows("name=profile.changed")
    assert "a private reference" in masking and "Amara" not in masking
    for query in (f"who={company.amara.pk}&name=profile.changed", "q=Amara&name=profile.changed"):
        assert rows(query) == "", query
    assert "Amara Diallo" in answer_of(company.priya, "/settings/audit?name=profile.changed").partition("<tbody>")[2]


def test_the_file_has_every_line_and_no_formula() -> None:
    company = cast.company()
    with opened(company.workspace):
        cast.customer("=cmd|' /C calc'!A0", owner=company.amara)
    text = answer_of(company.priya, "/settings/audit.csv").lstrip("\ufeff")
    rows = list(csv.reader(io.StringIO(text)))
    assert any(cell.startswith("'=cmd") for row in rows for cell in row)
    assert not any(cell.startswith("=") for row in rows for cell in row)


def answer_of(who: Member, path: str) -> str:
    return signed_in(who).get(path).getvalue().decode()
