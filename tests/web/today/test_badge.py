"""The figure beside Today says on every page what Today itself would say."""

from __future__ import annotations

import re

from django.test import Client

from goodword.core.tenancy import opened
from goodword.members.models import Member
from tests import cast
from tests.web.requests.scenes import asked, first_ask, signed_in, text_of


def badge(client: Client, path: str = "/help") -> str:
    """Return the figure beside Today in a page's rail; nothing where none stands there."""
    rail = text_of(client, path).partition('<nav class="nav"')[2].partition("</nav>")[0]
    today = re.search(r'<a class="item" href="/"[^>]*>(.*?)</a>', rail, re.DOTALL)
    assert today is not None
    said = re.search(r'<span class="count[^>]*>.*?(\d+)</span>', today[1], re.DOTALL)
    return said[1] if said else ""


def test_a_card_counts_on_every_page_until_it_is_answered() -> None:
    company = cast.company()
    amara = signed_in(company.amara)
    assert badge(amara) == ""
    need = asked(company)
    assert badge(amara) == badge(amara, "/") == "1"
    with opened(company.workspace):
        ask = first_ask(need)
    amara.post(f"/asks/{ask.pk}/answer", {"answer": "yes", "next": "/"})
    assert badge(amara) == badge(amara, "/") == ""


def test_what_is_put_off_does_not_count_and_what_comes_with_time_does() -> None:
    company = cast.company()
    need = asked(company)
    amara = signed_in(company.amara)
    assert badge(amara) == "1"
    with opened(company.workspace):
        card = f"ask:{first_ask(need).pk}"
    amara.post("/today/snooze", {"card": card, "until": "tomorrow"})
    assert badge(amara) == ""
    company.run(hours=23)
    assert badge(amara) == badge(amara, "/") != ""


def test_everybody_reads_their_own_figure() -> None:
    company = cast.company()
    asked(company)

    def figure(member: Member) -> str:
        return badge(signed_in(member))

    assert figure(company.amara) == "1" and figure(company.elin) == ""
