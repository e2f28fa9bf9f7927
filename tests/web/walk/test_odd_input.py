"""Whatever is typed, pasted or sent, nothing falls over: no 500, nothing run that was only text, a sentence instead."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import pytest
from django.test import Client

from goodword.core.tenancy import opened
from goodword.members.policy import Purpose
from tests.web.links.making import browser, digest, path_of, signed
from tests.web.links.test_own_page import own_link
from tests.web.walk.addresses import SIGNED_IN
from tests.web.walk.world import World, taken_back, world

LONG = "x" * 100_000
WORDS = {
    "a NUL": "a\x00b",
    "controls, two lines, right to left, emoji, markup": (
        "<script>alert(1)</script>{{ 7*7 }}{% now %}\x07\x1b\r\nBcc: x@evil.example \u202eأحمد 🎷"
    ),
    "100,000 letters": LONG,
}
DAYS = {
    "year 1": "0001-01-01",
    "year 9999": "9999-12-31",
    "year 1, with a time": "0001-01-01T00:00",
    "before year 1": "0001-01-01T00:00:00+14:00",
    "after year 9999": "9999-12-31T23:59:59-12:00",
    "no such day": "2027-02-30",
}
NUMBERS = {"negative": "-5", "5,000 digits": "9" * 5000, "no number": "NaN", "endless": "1e999"}
A_DAY = re.compile(r"_on$|^on$|until|slot|^time_|need_by|^own_")
A_NUMBER = re.compile(r"per_|amount|gap|quarter")
ADDRESSES = (
    "/find?opp={0.deal.pk}&touched=1&hear={odd}",
    "/find?opp={0.deal.pk}&own={odd}",
    "/find?opp={0.deal.pk}&touched=1&ignored={odd}&industry={odd}&kind={odd}",
    "/find?opp={odd}",
    "/find/request?opp={0.deal.pk}&touched=1&hear={odd}&help_kind={odd}",
    "/find/request?opp={0.deal.pk}&need_by={odd}",
    "/find/request?opp={0.deal.pk}&advocate={odd}",
    "/requests?q={odd}",
    "/requests?view={odd}&state={odd}&show={odd}",
    "/requests?as={odd}&need={odd}&kind={odd}&by={odd}",
    "/requests?as=list&kind={odd}&by={odd}&q={odd}",
    "/requests?need={0.to_match.pk}&pick={odd}&all={odd}",
    "/calls?view={odd}&show={odd}",
    "/calls/month?month={odd}",
    "/requests/{0.to_match.pk}?pick={odd}",
    "/requests/{0.to_match.pk}/status?seen={odd}",
    "/accounts?q={odd}",
    "/accounts?view={odd}&sort={odd}&show={odd}",
    "/advocates?q={odd}",
    "/advocates?view={odd}&sort={odd}",
    "/contacts?q={odd}&company={odd}&industry={odd}&standing={odd}&owner={odd}",
    "/advocates?kind={odd}&stop={odd}&region={odd}&owner={odd}",
    "/opportunities?q={odd}&view={odd}",
    "/opportunities/add?account={odd}",
    "/customers/{0.kestrel.pk}/advocates/add?person={odd}",
    "/outbox?q={odd}",
    "/palette?q={odd}",
    "/proof?q={odd}",
    "/proof?view={odd}&sort={odd}&show={odd}&kind={odd}&standing={odd}&industry={odd}&language={odd}",
    "/proof/add?q={odd}",
    "/proof/add?customer={odd}",
    "/proof/{0.quote.pk}?opp={odd}",
    "/notifications?sort={odd}&show={odd}",
    "/outbox?kind={odd}&state={odd}&show={odd}",
    "/impact?period={odd}&by={odd}&unit={odd}",
    "/impact/won?period={odd}&show={odd}&sort={odd}",
    "/impact/late.csv?period={odd}",
    "/workspaces?next={odd}",
    "/login?next={odd}",
)
# A file that is taken leaves an event, so these alone change something.
FILES = ("/files/accounts.csv?view={odd}&q={odd}&standing={odd}", "/files/{odd}.csv", "/settings/audit.csv?name={odd}")
BY_LINK = (
    "?view={odd}",
    "?a={odd}&t={odd}",
    "?view=code&for={odd}",
    "?view=code&for=limits&per_year={odd}",
    "?was={odd}&event={odd}",
    "?view=stop&words={odd}",
)
ODD = (
    "a%00b",
    "%ED%A0%80%FF",
    "-5",
    "9" * 5000,
    "0001-01-01T00:00:00%2B14:00",
    "9999-12-31",
    quote("%(x)s{0}<b>\u202e"),
)


class Fields(HTMLParser):
    """The names of everything that can be filled in or pressed in a page's forms, with what they hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self.actions: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        name, value = told.get("name"), told.get("value") or ""
        if tag not in ("input", "select", "textarea", "button") or not name or name == "csrfmiddlewaretoken":
            return
        if name == "action":
            self.actions.add(value)
        elif told.get("type") not in ("checkbox", "radio") or "checked" in told:
            self.found[name] = value
        else:
            self.found.setdefault(name, "")


@pytest.fixture
def place() -> World:
    return world()


def test_nothing_falls_over_whatever_is_filled_in(place: World) -> None:
    problems = []
    for client, path, filled in forms(place):
        for name in filled:
            for what, odd in oddities(name):
                with taken_back():
                    answer = client.post(path, filled | {name: odd})
                    if answer.status_code >= 500:
                        problems.append(f"{path} {filled.get('action', '')} {name}, {what}: {answer.status_code}")
                    elif answer.status_code == 422 and "<script>alert" in answer.content.decode():
                        problems.append(f"{path} {name}: text became markup")
    assert not problems, "\n".join(problems)


def test_nothing_falls_over_whatever_stands_in_the_address(place: World) -> None:
    priya = sturdy(place.client("priya"))
    asked = [(priya, path.format(place, odd=odd)) for path in ADDRESSES for odd in ODD]
    links = [path for _client, path, _form in forms(place) if path.startswith("/l/")]
    asked += [(sturdy(browser()), path + odd.format(odd=one)) for path in links for odd in BY_LINK for one in ODD]
    before = digest()
    assert [path for client, path in asked if client.get(path).status_code >= 500] == []
    assert digest() == before


def test_no_file_falls_over_whatever_stands_in_its_address(place: World) -> None:
    priya = sturdy(place.client("priya"))
    asked = [path.format(odd=odd) for path in FILES for odd in ODD]
    assert [path for path in asked if priya.get(path).status_code >= 500] == []


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"name": "Fernmark"}', "application/json"),
        (b"--x\r\nno such thing", "multipart/form-data; boundary=x"),
        (b"name=Fernmark", "multipart/form-data"),
        (b"name=Fernmark", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"name=%FF%FE%00&time_zone=%ED%A0%80", "application/x-www-form-urlencoded"),
        (b"&".join(b"name=%d" % nth for nth in range(2000)), "application/x-www-form-urlencoded"),
        (b"name=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
        (b"", "application/x-www-form-urlencoded"),
    ],
    ids=["json", "broken parts", "no boundary", "another alphabet", "no text", "too many", "too much", "nothing"],
)
def test_a_body_that_is_no_form_is_refused_in_words(place: World, body: bytes, kind: str) -> None:
    before = digest()
    for client, path in ((place.client("priya"), "/accounts/add"), (browser(), own_link(place))):
        before = digest()
        answer = sturdy(client).generic("POST", path, body, content_type=kind)
        assert 200 <= answer.status_code < 500, path
        said = html.unescape(answer.content.decode())
        assert answer.status_code in (200, 422) or "othing was changed" in said or "nothing was changed" in said
        assert digest() == before


def test_a_form_without_its_token_is_refused_in_words(place: World) -> None:
    stale = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    stale.force_login(place.priya.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for client, path in ((stale, "/accounts/add"), (browser(enforces_csrf=True), own_link(place))):
        before = digest()
        answer = client.post(path, {"name": "Fernmark", "action": "leave"})
        assert answer.status_code == 403 and "This page was open too long" in html.unescape(answer.content.decode())
        assert digest() == before


def forms(place: World) -> Iterator[tuple[Client, str, dict[str, Any]]]:
    """Yield every form with what it holds when it is first shown, and each press of the pages by link."""
    for address in SIGNED_IN:
        if address.form and address.name != "account_logout":
            client, path = sturdy(place.client(address.may.split()[0])), address.path(place)
            shown = Fields(client.get(path).content.decode()).found if address.get else {}
            yield client, path, shown | (address.sent(place) or {})
    for path in by_link(place):
        page = Fields(browser().get(path).content.decode())
        for action in sorted(page.actions) or [""]:
            yield sturdy(browser()), path, page.found | ({"action": action} if action else {})


def by_link(place: World) -> Iterator[str]:
    yield place.by_link(Purpose.OWNER_ANSWER, place.asked, place.amara)
    yield place.by_link(Purpose.ASK, place.countered, place.tomasz)
    yield place.by_link(Purpose.PICK_TIME, place.countered, place.daniel)
    yield place.by_link(Purpose.PICK_TIME, place.countered, place.daniel) + "?view=other"
    yield place.by_link(Purpose.DEBRIEF, place.called, place.daniel)
    yield place.by_link(Purpose.DEBRIEF, place.called, place.ben)
    yield own_link(place)
    with opened(place.workspace):
        yield path_of(signed(Purpose.RENEWAL, place.run_out, place.maya.contact))


def oddities(name: str) -> Iterator[tuple[str, str]]:
    if name != "action":
        yield from WORDS.items()
    if A_DAY.search(name):
        yield from DAYS.items()
    if A_NUMBER.search(name):
        yield from NUMBERS.items()


def sturdy(client: Client) -> Client:
    """Return the client; what breaks is an answer to it, as it is to a browser."""
    client.raise_request_exception = False
    return client
