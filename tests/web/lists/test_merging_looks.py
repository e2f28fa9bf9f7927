"""Nobody is shut out of the pages of a merge: what is in the way of one, what became of it, and where lists go on."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from goodword.core.tenancy import opened
from goodword.directory.actions import add_contact, change_account
from goodword.directory.models import Account
from goodword.upkeep.actions import merge_accounts
from goodword.web.directory import listing
from tests import cast
from tests.cast import SETUP, company
from tests.web.looking import browsing, shuts_out, signs_in


def test_a_merge_in_every_state_and_a_list_read_on(
    chromium: Browser, site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "STEP", 2)
    monkeypatch.setattr(listing, "MOST", 2)
    made = company()
    with opened(made.workspace):
        alike, twin, other = (cast.customer(f"Kestrel {name}", owner=made.amara) for name in ("A", "B", "C"))
        change_account(alike, by=SETUP, city="Ghent", health="red")
        change_account(made.kestrel, by=SETUP, city="Bruges", health="green")
        add_contact(twin, "Maya", by=SETUP, email="maya@kestrel.example")
        merge = merge_accounts(made.nordhaven, other, by=SETUP)
        last = Account.objects.customers().order_by("-sort_key")[1]
    with browsing(chromium, site) as page:
        signs_in(page.context, site, made.priya)
        paths = [
            f"/accounts/{made.kestrel.pk}/merge",
            f"/accounts/{made.kestrel.pk}/merge?with={alike.pk}",
            f"/accounts/{made.kestrel.pk}/merge?with={twin.pk}",
            f"/merges/{merge.pk}",
            f"/accounts?view=customers&before={last.pk}~{last.sort_key}",
            "/requests?as=list",
        ]
        found = [f"{path}: {one}" for path in paths for one in shuts_out(page, site + path)]
    assert not found, "\n".join(found)
