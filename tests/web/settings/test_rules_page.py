"""Rules are changed with a look at what they do, and put back with one press."""

from __future__ import annotations

from typing import Any

from django.test import Client

from goodword.core.models import Event, Program
from goodword.core.tenancy import opened
from goodword.desk.queries.ruling import RULES, rules_from
from goodword.desk.queries.weeks import settings_here
from goodword.members.models import Member
from goodword.protection.queries import limits
from goodword.web.settings.rules import SEEN, field_name
from tests import cast
from tests.web.members.people import signed_in


def typed(**changes: Any) -> dict[str, Any]:
    """Return the form as the page of untouched rules sends it, with these values typed in."""
    usual = {field_name(key): value for key, value in rules_from({}).items()}
    seen = {f"{SEEN}{name}": "" if value is None else value for name, value in usual.items()}
    sent = usual | changes
    return seen | {name: value for name, value in sent.items() if value is not None and value is not False}


def words_of(client: Client, path: str, form: dict[str, Any]) -> str:
    return client.post(path, form).content.decode()


def test_only_the_program_and_admins_open_the_rules() -> None:
    company = cast.company()
    for who, status in ((company.priya, 200), (company.ada, 200), (company.ben, 403), (company.elin, 403)):
        assert signed_in(who).get("/settings/rules").status_code == status


def test_every_rule_is_on_the_page_with_its_default() -> None:
    company = cast.company()
    page = signed_in(company.ada).get("/settings/rules").content.decode()
    for key in RULES:
        assert f'name="{field_name(key)}"' in page, key


def test_the_effect_is_shown_and_nothing_is_saved() -> None:
    company = cast.company()
    page = words_of(signed_in(company.priya), "/settings/rules/effect", typed(**{"protection-per_year": 0}))
    assert "No longer free today" in page and "Maya Okafor" in page and "Ingrid Solheim" in page
    with opened(company.workspace):
        assert Program.here().rules == {}
        assert not Event.objects.filter(name="program.rules_changed").exists()


def test_a_saved_rule_holds_and_its_event_keeps_before_and_after() -> None:
    company = cast.company()
    answer = signed_in(company.ada).post(
        "/settings/rules", typed(**{"protection-per_year": 3, "desk-waits-owner": 6, "desk-program_reviews_all": "on"})
    )
    assert answer.status_code == 302
    with opened(company.workspace):
        assert limits().limits.per_year == 3
        assert settings_here().owner.total_seconds() == 6 * 3600
        kept = Event.objects.get(name="program.rules_changed")
        assert kept.data["changed"]["protection.per_year"] == [4, 3]
        assert Program.here().rules == {
            "protection": {"per_year": 3},
            "desk": {"waits": {"owner": 6}, "program_reviews_all": True},
        }


def test_a_value_that_can_not_be_is_refused_where_it_is_typed() -> None:
    company = cast.company()
    client = signed_in(company.ada)
    for name, value in (("protection-per_year", -1), ("desk-waits-owner", "soon"), ("protection-gate_amount", 1.5)):
        answer = client.post("/settings/rules", typed(**{name: value}))
        assert answer.status_code == 422 and "enter a whole number from" in answer.content.decode()
    late = client.post("/settings/rules", typed(**{"desk-waits-owner_reminder": 8}))
    assert late.status_code == 422 and "it has to come before" in late.content.decode()
    with opened(company.workspace):
        assert Program.here().rules == {}


def test_who_saves_over_a_change_made_meanwhile_is_told() -> None:
    company = cast.company()
    assert signed_in(company.ada).post("/settings/rules", typed(**{"protection-per_year": 3})).status_code == 302
    late = signed_in(company.priya).post("/settings/rules", typed(**{"protection-gap_days": 60}))
    assert late.status_code == 422 and "changed the rules meanwhile" in late.content.decode()
    with opened(company.workspace):
        assert limits().limits.per_year == 3 and limits().limits.gap_days == 30


def test_a_change_is_put_back_once_from_the_audit() -> None:
    company = cast.company()
    client = signed_in(company.ada)
    client.post("/settings/rules", typed(**{"protection-per_year": 3}))
    change = changes_in(company.ada)[0]
    assert "4\u00a0times → 3\u00a0times" in client.get("/settings/audit").content.decode()
    assert client.post(f"/settings/audit/{change.pk}/put-back").status_code == 302
    with opened(company.workspace):
        assert limits().limits.per_year == 4
    assert client.post(f"/settings/audit/{change.pk}/put-back").status_code == 409


def test_a_change_that_was_changed_again_is_not_put_back() -> None:
    company = cast.company()
    client = signed_in(company.ada)
    client.post("/settings/rules", typed(**{"protection-per_year": 3}))
    again = typed(**{"protection-per_year": 2}) | {f"{SEEN}protection-per_year": 3}
    client.post("/settings/rules", again)
    first = changes_in(company.ada)[0]
    assert client.post(f"/settings/audit/{first.pk}/put-back").status_code == 409
    with opened(company.workspace):
        assert limits().limits.per_year == 2


def test_a_private_reference_is_counted_but_not_named_to_an_admin() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.maya.profile.visibility = "masked"
        company.maya.profile.save()
    form = typed(**{"protection-per_year": 0})
    admins = words_of(signed_in(company.ada), "/settings/rules/effect", form)
    assert "Maya Okafor" not in admins and "and one private reference" in admins
    assert "Maya Okafor" in words_of(signed_in(company.priya), "/settings/rules/effect", form)


def changes_in(who: Member) -> list[Event]:
    with opened(who.workspace_id):
        return list(Event.objects.filter(name="program.rules_changed").order_by("number"))
