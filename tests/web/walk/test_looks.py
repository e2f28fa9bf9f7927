"""Nobody is shut out of any page: every address of the product, filled, empty and with mistakes in its form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, Route

from goodword.core.tenancy import opened
from goodword.members.models import Role
from tests import cast
from tests.web.looking import browsing, shuts_out, signs_in
from tests.web.walk.addresses import SIGNED_IN, WITHOUT_LOGIN
from tests.web.walk.world import World, world

FILES = {"link-calendar", "call-entry", "impact-numbers", "impact-file", "list-export", "settings-audit-csv"}
LETTERS = {"outbox-letter", "settings-message-letter"}  # a mail in its own walls: no script may run there, nor axe
NOT_PAGES = {*FILES, *LETTERS, "healthz", "readyz", "accent", "request-status", "login", "demo-cast"}
# What a list or page shows under other addresses of the same name.
MORE = (
    ("ben", "/find?opp={0.deal.pk}&whole=1"),
    ("ben", "/find?opp={0.deal.pk}&touched=1&kind=press"),
    ("ben", "/search?q=suite+freigt&pick=person:{0.ingrid.pk}&pick=person:{0.maya.pk}"),
    ("ben", "/search?q=%22nobody+says+this%22&region=Nordics"),
    (
        "priya",
        "/search?opp={0.deal.pk}&pick=person:{0.ingrid.pk}&pick=person:{0.maya.pk}&pick=person:{0.private.pk}",
    ),
    ("ben", "/search/like?ref=person:{0.maya.pk}"),
    ("priya", "/search/compare?pick=person:{0.ingrid.pk}&pick=person:{0.private.pk}"),
    ("ben", "/find?advocate={0.ingrid.pk}"),
    ("ben", "/requests?q=nobody"),
    ("ben", "/requests?as=board"),
    ("priya", "/requests?need={0.to_match.pk}"),
    ("priya", "/requests?need={0.called.pk}"),
    ("priya", "/requests?as=board&view=private"),
    ("ben", "/requests/{0.countered.pk}"),
    ("ben", "/requests/{0.called.pk}"),
    ("ben", "/accounts?view=all&sort=-renewal"),
    ("amara", "/"),
    ("amara", "/requests/{0.asked.pk}"),
    ("priya", "/"),
    ("ben", "/calls?view=unsettled"),
    ("priya", "/calls?view=past"),
    ("priya", "/requests/{0.to_match.pk}?all=1&pick={0.ingrid.pk}"),
    ("priya", "/outbox/{0.unknown.pk}"),
    ("priya", "/advocates?view=proposed"),
    ("priya", "/proof?view=withdrawn"),
    ("priya", "/proof/{0.run_out.pk}"),
    ("priya", "/proof/add?q=kes"),
    ("ben", "/proof/{0.quote.pk}?opp={0.deal.pk}"),
    ("ben", "/proof?kind=quote&standing=soon"),
    ("priya", "/advocates/{0.sofia.pk}"),
    ("ada", "/"),
    ("elin", "/"),
    ("elin", "/impact?period=2027&by=product"),
    ("ben", "/impact/won?period=2027"),
    ("ben", "/nowhere"),
    ("ben", "/settings/people"),
)
LISTS = (
    "/",
    "/find",
    "/requests",
    "/requests?as=list",
    "/calls",
    "/accounts",
    "/contacts",
    "/opportunities",
    "/advocates",
    "/impact",
    "/impact/used",
    "/proof",
    "/proof/add",
    "/outbox",
    "/settings/people",
)
DOOR = ("/login", "/login/forgot", "/_gallery/link", "/_gallery/plain", "/_gallery/500", "/l/nothing")


@pytest.fixture
def place() -> World:
    return world()


def test_nobody_is_shut_out_of_a_page(place: World, chromium: Browser, site: str) -> None:
    looks: defaultdict[str, list[str]] = defaultdict(list)
    for address in (*SIGNED_IN, *WITHOUT_LOGIN):
        if address.get and address.name not in NOT_PAGES:
            looks[address.may.split()[0]].append(address.path(place))
    for who, path in MORE:
        looks[who].append(path.format(place))
    with browsing(chromium, site) as page:
        for who, paths in looks.items():
            signs_in(page.context, site, place.member(who))
            must_be_open(page, site, paths)


def test_nobody_is_shut_out_of_an_empty_company_nor_at_the_door(chromium: Browser, site: str) -> None:
    with opened(cast.workspace()):
        everything = cast.member("Ada Okoye", *Role)
    with browsing(chromium, site) as page:
        must_be_open(page, site, DOOR)
        signs_in(page.context, site, everything)
        must_be_open(page, site, LISTS)


def test_nobody_is_shut_out_by_a_mistake(place: World, chromium: Browser, site: str) -> None:
    with browsing(chromium, site) as page:
        for path, answer in mistakes(place):
            page.route(f"{site}{path}", showing(answer))
            must_be_open(page, site, [path])
            assert page.title().startswith("Error:"), path
            page.goto(site + path)
            assert page.evaluate("document.activeElement.id") == "error-summary", path
            page.unroute(f"{site}{path}")


def mistakes(place: World) -> Iterator[tuple[str, bytes]]:
    """Yield each form's page as it answers when nothing is filled in."""
    for address in SIGNED_IN:
        if address.get and address.form:
            path = address.path(place)
            answer = place.client(address.may.split()[0]).post(path, {})
            if answer.status_code == 422:
                yield path, answer.content


def showing(answer: bytes) -> Callable[[Route], None]:
    return lambda route: route.fulfill(status=200, content_type="text/html; charset=utf-8", body=answer)


def must_be_open(page: Page, site: str, paths: list[str] | tuple[str, ...]) -> None:
    found = [f"{path}: {one}" for path in paths for one in shuts_out(page, site + path)]
    assert not found, "\n".join(found)
