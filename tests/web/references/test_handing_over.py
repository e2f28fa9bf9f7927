"""A customer handed over with what the next one needs to know: on their Today and on the customer's page, nowhere else."""

from __future__ import annotations

import pytest

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.actions import set_owners
from goodword.directory.models import Account
from tests.cast import SETUP, Company, company
from tests.web.requests.scenes import signed_in, text_of

NOTE = "They close their books in the first week: never ask then. <b>Olu decides.</b>"
SHOWN = "never ask then. &lt;b&gt;Olu decides.&lt;/b&gt;"


@pytest.fixture
def made() -> Company:
    return company()


def hand_over(made: Company, note: str = NOTE) -> None:
    said = {"owner": str(made.lucia.pk), "deputy": str(made.amara.pk), "note": note}
    assert signed_in(made.amara).post(f"/customers/{made.kestrel.pk}/owners", said).status_code == 302


def test_the_new_owner_reads_it_on_their_today_and_on_the_customers_page(made: Company) -> None:
    hand_over(made)
    today = text_of(signed_in(made.lucia), "/")
    assert "Kestrel Freight is yours now." in today and "Amara Diallo: “They close" in today and SHOWN in today
    page = text_of(signed_in(made.lucia), f"/customers/{made.kestrel.pk}")
    assert "Amara Diallo, when handing over" in page and SHOWN in page


def test_nobody_else_reads_it_and_no_event_keeps_it(made: Company) -> None:
    hand_over(made)
    for who in (made.ben, made.elin):
        answer = signed_in(who).get(f"/customers/{made.kestrel.pk}")
        assert "never ask then" not in answer.content.decode()
    with opened(made.workspace):
        assert not [event for event in Event.objects.all() if "never ask" in str(event.data)]


def test_it_is_gone_with_the_next_hand_over_and_stays_while_only_the_deputy_changes(made: Company) -> None:
    hand_over(made)
    with opened(made.workspace):
        kestrel = Account.objects.select_related("owner", "deputy").get(pk=made.kestrel.pk)
        set_owners(kestrel, owner=made.lucia, deputy=made.priya, by=SETUP)
        assert Account.objects.get(pk=kestrel.pk).hand_over_note.startswith("They close")
        set_owners(kestrel, owner=made.amara, by=SETUP)
        kestrel.refresh_from_db()
        assert (kestrel.hand_over_note, kestrel.hand_over_by) == ("", "")


def test_a_hand_over_without_a_word_shows_no_empty_one(made: Company) -> None:
    hand_over(made, note="  ")
    assert "when handing over" not in text_of(signed_in(made.lucia), f"/customers/{made.kestrel.pk}")
    assert "Kestrel Freight is yours now." in text_of(signed_in(made.lucia), "/")
