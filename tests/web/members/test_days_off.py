from __future__ import annotations

from datetime import date

from goodword.core.models import Event
from goodword.core.tenancy import current, opened
from goodword.members.models import Role
from tests.web.members.people import company, member, signed_in


def test_closed_days_are_typed_as_dates_and_stretches_and_read_back_the_same() -> None:
    workspace, priya = company()
    client = signed_in(priya)
    assert "checked" in client.get("/settings/days-off").content.decode()
    said = {"closed_on": "2026-12-24 to 2026-12-26\n\n2026-05-01", "public_holidays": "on"}
    assert client.post("/settings/days-off", said).status_code == 302
    with opened(workspace):
        assert current().closed_on == {date(2026, 5, 1), *(date(2026, 12, day) for day in (24, 25, 26))}
        assert Event.objects.get(name="program.days_off_changed").actor_label == "Priya Nair"
    page = client.get("/settings/days-off").content.decode()
    assert "2026-05-01\n2026-12-24 to 2026-12-26" in page and "checked" in page
    assert client.post("/settings/days-off", {"closed_on": ""}).status_code == 302
    with opened(workspace):
        assert current().closed_on == frozenset() and not current().public_holidays


def test_what_is_no_date_is_named_and_kept() -> None:
    _, priya = company()
    for typed in ("Christmas", "2026-13-01", "2026-12-24 to 2026-12-01", "2026-01-01 to 2036-01-01"):
        page = signed_in(priya).post("/settings/days-off", {"closed_on": typed})
        assert page.status_code == 422 and page.content.decode().count(typed) >= 2, typed


def test_days_off_are_the_programs_to_set() -> None:
    workspace, _ = company()
    ben = member(workspace, "Ben Whitlock", Role.REP)
    assert signed_in(ben).get("/settings/days-off").status_code == 403
