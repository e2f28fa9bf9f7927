"""Who gets in where: every address of the product, asked for by a stranger, by another company, by every colleague."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from goodword.core.tenancy import opened
from goodword.members.models import Role
from tests import cast
from tests.web.links.making import digest
from tests.web.requests.scenes import signed_in
from tests.web.walk.address import EVERYBODY, Address
from tests.web.walk.addresses import SIGNED_IN, WITHOUT_LOGIN
from tests.web.walk.world import World, taken_back, world

# Who is on this list answers strangers, and why. A new name here needs a reason.
OPEN = {
    "healthz": "a probe",
    "readyz": "a probe",
    "accent": "a colour, nothing else",
    "theme": "a cookie, nothing else",
    "gallery": "at this machine only",
    "gallery-sample": "at this machine only",
    "login": "the door",
    "password-forgot": "the door",
    "password-asked": "the door",
    "demo-cast": "at this machine only, and only for a demo company",
    "link": "a signed link is its own key",
    "link-calendar": "a signed link is its own key",
}
ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
GOOD = (200, 302)
WRONG_METHOD = 405
Said = tuple[int, bytes]


@pytest.fixture
def place() -> World:
    return world()


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def test_the_table_has_every_address_and_nothing_that_is_gone() -> None:
    names = [one.name for one in patterns(get_resolver())]
    assert None not in names and len(names) == len(set(names))
    assert {one.name for one in WITHOUT_LOGIN} == set(OPEN)
    assert {one.name for one in SIGNED_IN} == set(names) - set(OPEN)


def test_a_stranger_is_led_to_the_door(place: World) -> None:
    stranger, before = Client(SERVER_NAME="localhost"), digest()
    for address in SIGNED_IN:
        path = address.path(place)
        for answer in (stranger.get(path), stranger.post(path, address.sent(place) or {})):
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/login?next="), path
    assert digest() == before


def test_who_is_on_the_list_answers_a_stranger(place: World) -> None:
    for address in WITHOUT_LOGIN:
        answer = Client(SERVER_NAME="localhost").get(address.path(place))
        assert answer.status_code != 302 or "/login" not in answer["Location"], address.name


def test_another_companys_things_are_not_there_whatever_ones_role(place: World) -> None:
    other = cast.company("elsewhere")
    with opened(other.workspace):
        everything = cast.member("Una Boyd", *Role, domain="elsewhere.example")
    una = signed_in(everything)
    before = digest()
    for address in SIGNED_IN:
        path = address.path(place)
        if ID.search(path):
            assert {una.get(path).status_code, sent(una, address, place).status_code} <= {404, WRONG_METHOD}, path
            assert said(una.get(path)) in not_there(una, path), path
    assert digest() == before


def test_whoever_may_not_learns_no_more_than_if_it_were_not_there(place: World) -> None:
    clients = {name: place.client(name) for name in EVERYBODY.split()}
    before = digest()
    problems = [
        f"{name} {path}: {why}"
        for name, client in clients.items()
        for address in SIGNED_IN
        if name not in address.may.split() and (path := address.path(place))
        for why in refusals(client, address, path, place, sees=name in address.sees.split())
    ]
    assert not problems, "\n".join(problems)
    assert digest() == before


def test_whoever_may_gets_in_and_their_press_acts(place: World) -> None:
    problems = []
    for address in SIGNED_IN:
        for name in address.may.split():
            client, path = place.client(name), address.path(place)
            with taken_back():
                looked = client.get(path)
                good = looked.status_code in GOOD if address.get else looked.status_code == WRONG_METHOD
                if not good:
                    problems.append(f"{name} GET {path}: {looked.status_code}")
            with taken_back():
                pressed = sent(client, address, place)
                if address.form is not None and pressed.status_code != (200 if address.shows else 302):
                    problems.append(f"{name} POST {path}: {pressed.status_code}")
    assert not problems, "\n".join(problems)


def refusals(client: Client, address: Address, path: str, place: World, *, sees: bool) -> Iterator[str]:
    """Yield what is wrong about how somebody is refused."""
    for method in ("GET", "POST"):
        answer = client.get(path) if method == "GET" else sent(client, address, place)
        if answer.status_code == WRONG_METHOD:
            continue
        if answer.status_code not in (403, 404):
            yield f"{method} is answered {answer.status_code}"
        elif not sees and ID.search(path) and said(answer) not in not_there(client, path, method=method):
            yield f"{method} gives away that it is there ({answer.status_code})"


def not_there(client: Client, path: str, *, method: str = "GET") -> set[Said]:
    """Return what the address says of things that are not there: none of them, or only the last."""
    last = list(ID.finditer(path))[-1]
    paths = (ID.sub(lambda _found: str(uuid4()), path), f"{path[: last.start()]}{uuid4()}{path[last.end() :]}")
    return {said(client.generic(method, one)) for one in paths}


def sent(client: Client, address: Address, place: World) -> Any:
    return client.post(address.path(place), address.sent(place) or {})


def said(answer: Any) -> Said:
    """Return status and page without the code that is made anew for each."""
    return answer.status_code, answer.content.replace(answer["X-Request-Id"].encode(), b"")
