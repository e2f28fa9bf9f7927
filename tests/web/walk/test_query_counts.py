"""Lists cost the same however long they are: a page asks as often with three times the rows."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import send_request, withdraw_request
from goodword.directory import actions as directory
from goodword.directory.models import Contact, Vocabulary
from goodword.members.models import Role
from goodword.members.policy import actor_of
from goodword.proof.actions import note_sharing
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import FactKind, HelpKind
from tests import cast
from tests.cast import SETUP
from tests.web.finding.making import add_proof, customer_with, published
from tests.web.links.test_own_page import own_link
from tests.web.requests.scenes import signed_in
from tests.web.walk.world import SETTLE, World, world

LISTS = (
    ("ben", "/"),
    ("ben", "/find"),
    ("ben", "/find?opp={0.deal.pk}&touched=1&kind=call"),
    ("ben", "/find?opp={0.deal.pk}&touched=1&kind=call&whole=1"),
    ("ben", "/find/request?opp={0.deal.pk}&advocate={0.maya.pk}"),
    ("ben", "/requests"),
    ("ben", "/opportunities"),
    ("ben", "/opportunities/add"),
    ("ben", "/opportunities/{0.deal.pk}"),
    ("ben", "/calls?view=past"),
    ("priya", "/calls"),
    ("priya", "/calls/month?month=2027-02"),
    ("ben", "/calls/days/2027-02-08"),
    ("amara", "/"),
    ("amara", "/requests"),
    ("amara", "/accounts?view=mine"),
    ("priya", "/"),
    ("priya", "/requests"),
    ("priya", "/requests?need={0.to_match.pk}"),
    ("priya", "/requests?as=list"),
    ("ben", "/requests?as=board"),
    ("priya", "/requests?view=closed"),
    ("priya", "/requests/{0.to_match.pk}?all=1"),
    ("priya", "/requests/{0.asked.pk}"),
    ("priya", "/accounts?view=all"),
    ("priya", "/contacts"),
    ("priya", "/opportunities?view=open"),
    ("priya", "/advocates"),
    ("priya", "/advocates?sort=-rest"),
    ("priya", "/advocates?sort=year"),
    ("priya", "/advocates?view=proposed"),
    ("priya", "/advocates/{0.maya.pk}"),
    ("priya", "/customers/{0.kestrel.pk}"),
    ("priya", "/accounts?view=customers&standing=active&q=freight"),
    ("priya", "/contacts?standing=none&q=freight"),
    ("priya", "/advocates?kind=call&stop=free"),
    ("ben", "/advocates"),
    ("priya", "/contacts/{0.maya.contact_id}"),
    ("lucia", "/bulk/{0.chosen.pk}"),
    ("ben", "/proof"),
    ("priya", "/proof?standing=sendable&kind=quote"),
    ("priya", "/proof/{0.quote.pk}"),
    ("priya", "/proof/add?customer={0.kestrel.pk}"),
    ("priya", "/outbox"),
    ("ada", "/"),
    ("ada", "/settings/people"),
    ("elin", "/"),
    ("elin", "/impact?period=2027"),
    ("elin", "/impact/won?period=2027"),
    ("elin", "/impact/requests?period=2027"),
    ("elin", "/impact/answers?period=2027"),
    ("elin", "/impact/late"),
    ("elin", "/impact/owners"),
    ("elin", "/impact/assists?period=2027"),
    ("ben", "/impact?period=2027"),
    ("", "{0.own}"),
)


def test_a_list_asks_the_database_as_often_for_three_times_the_rows() -> None:
    place = world()
    grow(place, "First")
    before = {look: asked(place, *look) for look in LISTS}
    for name in ("Second", "Third", "Fourth"):
        grow(place, name)
    after = {look: asked(place, *look) for look in LISTS}
    more = [f"{look}: {after[look] - before[look]}" for look in LISTS if after[look].total() != before[look].total()]
    assert not more, "\n".join(more)


def asked(place: World, who: str, path: str) -> Counter[str]:
    """Return the queries one look costs, by what they read, with the sign-in's warmed up."""
    client = place.client(who) if who else signed_in(place.ben)
    wanted = path.replace("{0.own}", own_link(place)).format(place)
    assert client.get(wanted).status_code == 200, wanted
    with CaptureQueriesContext(connection) as queries:
        client.get(wanted)
    return Counter(shape(query["sql"]) for query in queries.captured_queries)


def shape(sql: str) -> str:
    """Return a query without its values."""
    found = re.search(r'(SELECT|UPDATE|INSERT|SAVEPOINT|RELEASE).{0,60}?(?:FROM "?(\w+)|$)', sql, re.DOTALL)
    return re.sub(r"'[^']*'|\d+", "?", f"{sql[:60]} … {(found and found[2]) or ''}")


def grow(place: World, name: str) -> None:
    """Add one of everything a list shows, by the verbs; Maya's own history grows too."""
    with opened(place.workspace):
        cast.member(f"{name} Colleague", Role.REP, Role.OWNER)
        helper = customer_with(place.amara, f"{name} Freight", "Transport & logistics", "Benelux", f"{name} Helper")
        references.add_fact(helper.profile, FactKind.USE_CASE, by=SETUP, value=f"{name}: closed on one calendar")
        protection.place_hold(place.kestrel, by=SETUP, reason=name, until=clock.now().date() + timedelta(days=90))
        references.tag_advocate(place.maya, directory.term(Vocabulary.TAG, name, by=SETUP), by=SETUP)
        references.tag_advocate(helper, directory.term(Vocabulary.TAG, "Panel", by=SETUP), by=SETUP)
        references.nominate(_somebody(place, name), by=actor_of(place.ben))
        references.claim_consent(place.maya, HelpKind.WRITTEN, by=actor_of(place.amara), evidence=f"{name} mail")
        published(f"{name} Works", "Transport & logistics", "We left the legacy suite in a quarter.", f"t/{name}")
        add_proof(place)
        deal = cast.deal(f"{name} Rail", owner=place.ben, domain=f"{name.lower()}.example")
        send_request(
            deal, by=actor_of(place.ben), advocate=helper, must_settle=SETTLE, attendees=list(deal.contacts.all())
        )
        note_sharing(place.quote, deal, by=actor_of(place.ben))
        other = cast.deal(f"{name} Ferries", owner=place.ben, domain=f"{name.lower()}f.example")
        send_request(other, by=actor_of(place.ben), advocate=None, must_settle=SETTLE)
        cast.deal(f"{name} Docks", owner=place.ben, domain=f"{name.lower()}d.example")
        over = send_request(other, by=actor_of(place.ben), advocate=None, must_settle=SETTLE)
        withdraw_request(over, by=actor_of(place.ben))
    place.run()


def _somebody(place: World, name: str) -> Contact:
    return directory.add_contact(place.kestrel, f"{name} Person", by=SETUP, email=f"{name.lower()}@kestrel.example")
