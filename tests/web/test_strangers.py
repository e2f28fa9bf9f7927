"""Nothing is open by oversight: every address of the product, asked for by somebody nobody knows."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.converters import get_converters

pytestmark = pytest.mark.usefixtures("collected")

# Who is on this list answers strangers, and why. A new name here needs a reason.
OPEN = {
    "healthz": "a probe",
    "readyz": "a probe",
    "theme": "a cookie, nothing else",
    "accent": "a colour, nothing else",
    "gallery": "at this machine only",
    "gallery-sample": "at this machine only",
    "login": "the door",
    "password-forgot": "the door",
    "password-asked": "the door",
    "demo-cast": "at this machine only, and only for a demo company",
    "link": "a signed link is its own key",
    "link-calendar": "a signed link is its own key",
}
SAMPLES = {"uuid": str(uuid4()), "slug": "won", "str": "unknown", "int": "1", "path": "unknown"}


def patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from patterns(one)
        else:
            yield one


def address(pattern: URLPattern) -> str:
    """Return an address of the pattern with a value nobody has for each of its parts."""
    words = {type(converter): name for name, converter in get_converters().items()}
    values = {name: SAMPLES[words[type(converter)]] for name, converter in pattern.pattern.converters.items()}
    return reverse(str(pattern.name), kwargs=values)


ALL = list(patterns(get_resolver()))


def test_every_address_has_a_name() -> None:
    assert [str(one.pattern) for one in ALL if not one.name] == []


@pytest.mark.parametrize("pattern", [one for one in ALL if one.name not in OPEN], ids=lambda one: str(one.name))
def test_a_stranger_is_led_to_the_door(pattern: URLPattern) -> None:
    client = Client(SERVER_NAME="localhost")
    for answer in (client.get(address(pattern)), client.post(address(pattern))):
        assert answer.status_code == 302, pattern.name
        assert answer["Location"].startswith("/login?next="), pattern.name


def test_the_list_of_what_is_open_names_nothing_that_is_gone() -> None:
    assert set(OPEN) <= {str(one.name) for one in ALL}
