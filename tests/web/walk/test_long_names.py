"""Names nobody foresaw: very long, without a break, right to left, in pictures, in markup. Each page holds them."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.members.actions import change_self
from goodword.members.policy import actor_of
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import FactKind
from tests import cast
from tests.cast import SETUP, Company
from tests.web.links import making
from tests.web.links.test_own_page import own_link
from tests.web.looking import DESK, PHONE, browsing, overhang, signs_in

UNBROKEN = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 3
NAMES = {
    "unbroken": UNBROKEN[:190],
    "markup": "<script>document.title='run'</script><b>Maya",
    "right to left, pictures": "\u202eأحمد علي بن محمد 🎷👩‍👩‍👧‍👦 " + "حروف" * 30,
}


def called(name: str) -> Company:
    """Return the company with everybody and everything of this name."""
    company = cast.company()
    with opened(company.workspace):
        for account in (company.kestrel, company.harbourline):
            directory.change_account(account, by=SETUP, name=f"{name} {account.name[:4]}")
        for contact in (company.maya.contact, company.daniel):
            directory.change_contact(contact, by=SETUP, name=name, job_title=name)
        directory.change_opportunity(company.deal, by=SETUP, name=name, concerns=name * 4)
        for member in (company.ben, company.amara):
            change_self(member, name=name, time_zone=member.time_zone, language="en", by=actor_of(member))
        references.add_fact(company.maya.profile, FactKind.USE_CASE, by=SETUP, value=name * 4)
        protection.place_hold(company.nordhaven, by=SETUP, reason=name)
        for row in (company.kestrel, company.maya.contact, company.daniel, company.deal, company.ben, company.amara):
            row.refresh_from_db()
    return company


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
def test_a_page_holds_any_name(name: str, chromium: Browser, site: str) -> None:
    company = called(name)
    ask = making.customer_asked(company, must_settle=name, questions=[name], note=name)
    pages = (
        "/",
        f"/find?opp={company.deal.pk}",
        f"/find/request?opp={company.deal.pk}",
        "/requests",
        f"/requests/{ask.need_id}",
        f"/requests/{ask.need_id}/brief",
        "/accounts?view=all",
        "/contacts",
        "/opportunities?view=open",
        f"/opportunities/{company.deal.pk}",
        "/advocates",
        f"/advocates/{company.maya.pk}",
        f"/customers/{company.kestrel.pk}",
        f"/customers/{company.nordhaven.pk}",
        "/outbox",
        making.owner_link(company, ask),
        making.customer_link(company, ask),
        own_link(company),
    )
    with browsing(chromium, site) as page:
        signs_in(page.context, site, company.priya)
        found = []
        for path in pages:
            answer = page.goto(site + path)
            assert answer is not None and answer.status == 200, path
            assert page.title() != "run", path
            found += [f"{path} at {width}: {one}" for width in (PHONE, DESK) for one in overhang(page, width)]
    assert not found, "\n".join(found)
