"""No form stands within another: a browser drops the inner one, and its button sends the outer one instead."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

from tests.web.walk.addresses import SIGNED_IN, WITHOUT_LOGIN
from tests.web.walk.test_looks import MORE, NOT_PAGES
from tests.web.walk.world import World, world


class Nested(HTMLParser):
    """Collects the actions of forms that stand within another one."""

    def __init__(self) -> None:
        super().__init__()
        self.depth, self.found = 0, list[str]()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "form":
            self.depth += 1
            if self.depth > 1:
                self.found.append(dict(attrs).get("action") or "a form without an address")

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.depth -= 1


def nested_in(page: str) -> list[str]:
    reader = Nested()
    reader.feed(page)
    return reader.found


def test_a_form_in_a_form_would_be_seen() -> None:
    assert nested_in('<form><form action="/sent"></form></form><form action="/other"></form>') == ["/sent"]


def test_every_form_of_every_page_stands_by_itself() -> None:
    place = world()
    found, forms = [], 0
    for who, path in pages(place):
        answer = place.client(who).get(path)
        body = answer.getvalue().decode() if answer.streaming else answer.content.decode()
        forms += body.count("<form")
        found += [f"{path}: {one}" for one in nested_in(body)]
    assert not found, "\n".join(found)
    assert forms > 200


def pages(place: World) -> Iterator[tuple[str, str]]:
    for address in (*SIGNED_IN, *WITHOUT_LOGIN):
        if address.get and address.name not in NOT_PAGES:
            yield address.may.split()[0], address.path(place)
    for who, path in MORE:
        yield who, path.format(place)
