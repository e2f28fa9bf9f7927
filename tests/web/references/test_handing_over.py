"""A customer handed over with what the next one needs to know: on their Today and on the customer's page, nowhere else."""

from __future__ import annotations

import pytest

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.actions import set_owners
from goodword.directory.models import Account
from goodword.members.policy import actor_of
from goodword.upkeep.actions import merge_accounts, undo_merge
from goodword.upkeep.models import Merge
from tests import cast
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


def test_a_word_to_a_new_owner_is_not_lost_where_the_owner_stays(made: Company) -> None:
    said = {"owner": str(made.amara.pk), "deputy": str(made.priya.pk), "note": NOTE}
    answer = signed_in(made.amara).post(f"/customers/{made.kestrel.pk}/owners", said)
    page = answer.content.decode()
    assert answer.status_code == 422 and "the owner stays the same" in page and SHOWN in page
    assert signed_in(made.amara).post(f"/customers/{made.kestrel.pk}/owners", said | {"note": ""}).status_code == 302


def test_a_hand_over_without_a_word_shows_no_empty_one(made: Company) -> None:
    hand_over(made, note="  ")
    assert "when handing over" not in text_of(signed_in(made.lucia), f"/customers/{made.kestrel.pk}")
    assert "Kestrel Freight is yours now." in text_of(signed_in(made.lucia), "/")


def merged(made: Company, *chosen: str) -> Merge:
    """Have the program make Amara's Kestrel and Lucia's other entry of it one: Amara's stays."""
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        set_owners(other, owner=made.lucia, note="Olu decides there.", by=actor_of(made.priya))
        kestrel = Account.objects.select_related("owner", "deputy").get(pk=made.kestrel.pk)
        return merge_accounts(kestrel, other, by=actor_of(made.priya), chosen=chosen)


def test_an_owner_by_a_merge_is_told_that_it_is_theirs_with_the_word_that_was_for_them(made: Company) -> None:
    hand_over(made)
    signed_in(made.lucia).post(f"/customers/{made.kestrel.pk}/owners", {"owner": str(made.amara.pk), "note": NOTE})
    merge = merged(made, "owner")
    today = text_of(signed_in(made.lucia), "/")
    assert "Kestrel Freight is yours now." in today and "Priya Nair: “Olu decides there.”" in today
    page = text_of(signed_in(made.lucia), f"/customers/{made.kestrel.pk}")
    assert "Olu decides there." in page and "never ask then" not in page
    with opened(made.workspace):
        undo_merge(merge, by=SETUP)
        assert Account.objects.get(pk=made.kestrel.pk).hand_over_note == NOTE
    assert "is yours now" not in text_of(signed_in(made.lucia), "/").replace("Kestrel Freight NV is yours", "")


def test_a_merge_that_leaves_the_owner_leaves_the_word_for_them(made: Company) -> None:
    hand_over(made)
    with opened(made.workspace):
        other = cast.customer("Kestrel Freight NV", owner=made.amara)
        merge_accounts(Account.objects.get(pk=made.kestrel.pk), other, by=actor_of(made.priya))
        assert Account.objects.get(pk=made.kestrel.pk).hand_over_note == NOTE
