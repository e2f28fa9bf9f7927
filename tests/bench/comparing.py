"""Each page of each place beside that place's lean list, all in one run and one process."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.conf import settings
from django.test import Client, override_settings

from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.directory.models import Account, Contact
from goodword.members.models import Member
from goodword.references.models import Advocate
from goodword.web.middleware import SESSION_KEY
from tests.bench import lean
from tests.bench.measuring import Cost, cost_of
from tests.bench.pages import Page, of_demo, of_large
from tests.bench.report import Line, Part


def compared(*, large: str, small: str, times: int) -> list[Part]:
    """Measure the demo company's pages, a small workspace's, and the same of the large one beside them.

    Raises Workspace.DoesNotExist for a missing one.
    """
    demo = Workspace.objects.filter(kind=Workspace.Kind.DEMO).earliest("created_at")
    few, vast = (Workspace.objects.get(slug=slug) for slug in (small, large))
    little = _part("A small one", few, list(of_large(few)), times, {})
    at_ten_thousand = {line.page.name: line.cost for line in little.lines}
    return [
        _part("The demo company", demo, list(of_demo(demo)), times, {}),
        little,
        _part("A very large one", vast, list(of_large(vast)), times, at_ten_thousand),
    ]


def _part(title: str, place: Workspace, pages: list[Page], times: int, small: Mapping[str, Cost]) -> Part:
    yardstick = _yardstick(pages[0].who, times)
    return Part(title, _holds(place), yardstick, tuple(_lines(title, pages, yardstick, times, small)))


def _yardstick(who: Member, times: int) -> Cost:
    with override_settings(ROOT_URLCONF="tests.bench.lean", MIDDLEWARE=lean.MIDDLEWARE):
        return cost_of(signed_in(who), "/lean", times=times)


def _lines(title: str, pages: list[Page], yardstick: Cost, times: int, small: Mapping[str, Cost]) -> Iterator[Line]:
    for page in pages:
        cost = cost_of(signed_in(page.who), page.path, times=times)
        line = Line(page, cost, yardstick, small.get(page.name))
        print(f"{title}: {page.name}, {line.ratio:.1f} × a lean list", flush=True)
        yield line


def signed_in(who: Member) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(who.user, backend=settings.AUTHENTICATION_BACKENDS[-1])
    # The made-up places have the same people.
    session = client.session
    session[SESSION_KEY] = str(who.workspace_id)
    session.save()
    return client


def _holds(place: Workspace) -> str:
    with opened(place):
        companies, people, helping = (model.objects.count() for model in (Account, Contact, Advocate))
    return f"{companies:,} companies, {people:,} people, {helping:,} of them advocates."
