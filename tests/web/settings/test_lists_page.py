"""The lists are kept on pages: found, added, renamed, merged after a look, retired."""

from __future__ import annotations

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core.tenancy import opened
from goodword.directory.models import Term, Vocabulary
from tests import cast
from tests.web.members.people import signed_in


def test_a_word_is_added_renamed_and_merged_after_a_look_at_what_moves() -> None:
    company = cast.company()
    client = signed_in(company.priya)
    assert client.post("/settings/lists/industry", {"name": "Shipping"}).status_code == 302
    with opened(company.workspace):
        old = Term.objects.get(vocabulary=Vocabulary.INDUSTRY, name="Transport & logistics")
        new = Term.objects.get(vocabulary=Vocabulary.INDUSTRY, name="Shipping")
    said = {"name": "Shipping & ports", "other_names": "Ports\nHarbours", "place": "1"}
    assert client.post(f"/settings/words/{new.pk}", said).status_code == 302
    look = client.get(f"/settings/words/{old.pk}/merge?into=harbours").content.decode()
    assert "Merge, and move" in look and "Shipping &amp; ports" in look
    with opened(company.workspace):
        assert Term.objects.filter(pk=old.pk).exists()
    assert client.post(f"/settings/words/{old.pk}/merge", {"into": "Shipping & ports"}).status_code == 302
    with opened(company.workspace):
        assert not Term.objects.filter(pk=old.pk).exists()
        company.harbourline.refresh_from_db()
        assert company.harbourline.industry == new


def test_what_can_not_be_is_said_where_it_is_typed() -> None:
    company = cast.company()
    client = signed_in(company.ada)
    twice = client.post("/settings/lists/industry", {"name": "transport  & LOGISTICS"})
    assert twice.status_code == 422 and "You can merge the two." in twice.content.decode()
    with opened(company.workspace):
        one = Term.objects.filter(vocabulary=Vocabulary.INDUSTRY).first()
    assert one is not None
    missing = client.get(f"/settings/words/{one.pk}/merge?into=Nowhere")
    assert missing.status_code == 422 and "There is no other word like that" in missing.content.decode()
    assert client.get("/settings/lists/nothing").status_code == 404


def test_a_list_of_thousands_is_searched_and_costs_no_more_queries() -> None:
    company = cast.company()
    client = signed_in(company.ada)
    client.get("/settings/lists/topic")
    with CaptureQueriesContext(connection) as few:
        client.get("/settings/lists/topic")
    with opened(company.workspace):
        Term.objects.bulk_create(
            Term(vocabulary=Vocabulary.TOPIC, name=f"Topic {nth}", workspace=company.workspace) for nth in range(3000)
        )
    with CaptureQueriesContext(connection) as many:
        page = client.get("/settings/lists/topic").content.decode()
    assert len(many) <= len(few) + 1 and "Load 50 more" in page
    assert "Topic 2999" in client.get("/settings/lists/topic?q=2999").content.decode()
