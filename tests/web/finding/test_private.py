"""A private reference on these pages: described to who may not know it, named to who may, and never by accident."""

from __future__ import annotations

import re
from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.models import Ask, ReferenceRequest
from goodword.directory import actions as directory
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.protection import actions as protection
from goodword.references.models import Fact, HelpKind
from tests.cast import SETUP
from tests.web.finding.making import DESCRIPTION, SECRETS, Market, market, signed_in


def canaries(company: Market) -> list[str]:
    """Return what gives the private customer away: names, city, owner, and every id around them."""
    private = company.private
    with opened(company.workspace):
        profile = private.profile
        ids = [private.pk, private.contact_id, profile.pk, profile.account_id, company.xanthe.pk]
        ids += Fact.objects.filter(profile=profile).values_list("pk", flat=True)
    return [*SECRETS, *(str(one) for one in ids)]


def told(text: str, company: Market) -> list[str]:
    return [word for word in canaries(company) if word in text]


def described_url(company: Market, who: Member) -> str:
    found = re.search(r'href="(/find/request[^"]*described=[0-9a-f]+[^"]*)"', company.page(who, "&whole=1"))
    assert found is not None
    return found[1].replace("&amp;", "&")


def test_a_rep_sees_the_description_and_nothing_that_gives_it_away() -> None:
    company = market()
    text = company.page(company.ben, "&whole=1")
    assert DESCRIPTION in text and "Ask the program" in text and "Named only after they say yes" in text
    assert told(text, company) == []
    card = text[text.index(f"Why {DESCRIPTION}") : text.index("</article>", text.index(f"Why {DESCRIPTION}"))]
    assert re.findall(r"\d{4}|\b\d+ days?\b ago|of 4 this year|confirmed", card.replace("1,001 to 5,000", "")) == []


def test_the_manager_and_the_owner_see_the_name() -> None:
    company = market()
    with opened(company.workspace):
        own = directory.add_opportunity(company.harbourline, "More seats", by=actor_of(company.xanthe))
    for who, deal in ((company.priya, company.deal), (company.xanthe, own)):
        text = signed_in(who).get(f"/find?opp={deal.pk}&whole=1").content.decode()
        assert set(told(text, company)) >= {"Umbral", "Zephyrine", "Quillon", "Reykjavik", "Xanthe Moor"}
        assert "Private: the request goes by the program" in text


def test_the_sheet_and_its_answers_keep_the_secret() -> None:
    company = market()
    client, url = signed_in(company.ben), described_url(company, company.ben)
    sheet = client.get(url)
    assert sheet.status_code == 200 and f"Ask the program: {DESCRIPTION}" in sheet.content.decode()
    assert told(sheet.content.decode(), company) == []
    refused = client.post(url, {"help_kind": "call"})
    assert refused.status_code == 422 and told(refused.content.decode(), company) == []


def test_asking_for_a_private_one_goes_to_the_program_which_knows_who_was_meant() -> None:
    company = market()
    answer = signed_in(company.ben).post(
        described_url(company, company.ben), {"help_kind": "call", "settle": "That it holds up at our size"}
    )
    assert answer.status_code == 302 and told(answer.headers["Location"], company) == []
    with opened(company.workspace):
        need = ReferenceRequest.objects.get()
        assert need.state == "to_match"
        assert Ask.objects.get(need=need, rank=0).advocate == company.private


def test_a_private_ones_id_opens_nothing_for_a_rep() -> None:
    company = market()
    url = f"/find/request?opp={company.deal.pk}&advocate={company.private.pk}"
    assert signed_in(company.ben).get(url).status_code == 404
    assert signed_in(company.priya).get(url).status_code == 200


def test_the_word_for_a_private_one_works_for_nobody_else() -> None:
    company = market()
    url = described_url(company, company.ben)
    with opened(company.workspace):
        company.ben.team = company.lucia.team = "North"
        company.ben.save()
        company.lucia.save()
    assert signed_in(company.lucia).get(f"/find?opp={company.deal.pk}").status_code == 200
    assert signed_in(company.lucia).get(url).status_code == 404
    assert signed_in(company.ben).get(url).status_code == 200


def test_a_private_one_that_cannot_be_asked_shows_a_word_without_a_date() -> None:
    company = market()
    with opened(company.workspace):
        day = clock.now().date() - timedelta(days=10)
        protection.log_elsewhere(company.private, HelpKind.CALL, by=SETUP, on=day)
    text = company.page(company.ben, "&whole=1")
    row = text[text.index('id="later"') : text.index("</details>", text.index('id="later"'))]
    assert DESCRIPTION in row and "Not free now." in row and "22 Feb" not in row and "10 days" not in row
    assert told(text, company) == []
    named = company.page(company.priya, "&whole=1")
    assert "Resting until 22 Feb" in named


def test_a_competitors_private_reference_is_not_even_described() -> None:
    company = market()
    with opened(company.workspace):
        directory.name_rivals(company.private.profile.account, company.harbourline, by=SETUP)
    text = company.page(company.ben, "&whole=1")
    assert DESCRIPTION not in text and told(text, company) == []
    assert "The buyer competes with this customer." in company.page(company.priya, "&whole=1")
