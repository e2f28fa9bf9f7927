"""How to join a call: filled in by itself, set by who runs the request, told to both sides."""

from __future__ import annotations

from datetime import timedelta

import pytest
from icalendar import Calendar

from goodword.core import clock
from goodword.core.errors import NotAllowed, Refused
from goodword.core.joining import joining_of
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, set_how_to_join
from goodword.desk.models import Call, ReferenceRequest
from goodword.members.actions import change_self
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from tests import cast
from tests.cast import Company

ROOM = "https://meet.example/ben-room"


def booked(company: Company, **fields: object) -> ReferenceRequest:
    with opened(company.workspace):
        when = clock.now() + timedelta(days=6)
        need = company.request(times=[Offer(when, "Europe/Amsterdam")], **fields)
        approve_ask(need.asks.get(rank=0), by=actor_of(company.amara))
    company.run(minutes=11)
    with opened(company.workspace):
        ask = need.asks.get(rank=0)
        accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
    company.run(minutes=11)
    return need


@pytest.mark.parametrize(
    ("said", "kind", "text", "href"),
    [
        (" https://meet.example/a?b=c ", "link", "https://meet.example/a?b=c", "https://meet.example/a?b=c"),
        ("HTTP://meet.example", "link", "HTTP://meet.example", "HTTP://meet.example"),
        ("+32 2 555 01 00", "phone", "+32 2 555 01 00", "tel:+3225550100"),
        ("tel:+3225550100", "phone", "+3225550100", "tel:+3225550100"),
        ("Daniel calls Maya at three", "words", "Daniel calls Maya at three", ""),
        ("Dial-in: +32 2 555 01 00\npin 12", "words", "Dial-in: +32 2 555 01 00 pin 12", ""),
        ("12", "words", "12", ""),
        ("javascript: alert(1)", "words", "javascript: alert(1)", ""),
    ],
)
def test_a_way_to_join_is_an_address_a_number_or_words(said: str, kind: str, text: str, href: str) -> None:
    joining = joining_of(said)
    assert joining is not None
    assert (joining.kind, joining.text, joining.href) == (kind, text, href)


@pytest.mark.parametrize(
    "said",
    ["javascript:alert(1)", "ftp://x.example", "data:text/html,x", "https://", "https:// x", "tel:hello", "x" * 301],
)
def test_no_other_address_is_taken(said: str) -> None:
    with pytest.raises(Refused):
        joining_of(said)


def test_nothing_said_is_no_way_to_join() -> None:
    assert joining_of(" \n") is None


def test_a_standing_place_fills_in_every_call_its_member_asks_for() -> None:
    company = cast.company()
    with opened(company.workspace):
        ben = actor_of(company.ben)
        change_self(
            company.ben, name="Ben Whitlock", time_zone="Europe/Brussels", language="en", by=ben, how_to_join=ROOM
        )
    need = booked(company)
    with opened(company.workspace):
        assert Call.objects.get(need=need).how_to_join == ROOM
        for mail in Message.objects.filter(kind="E09"):
            assert ROOM in mail.text and f"LOCATION:{ROOM}" in mail.calendar


def test_what_was_said_for_the_request_goes_before_the_standing_place() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.ben.how_to_join = ROOM
        company.ben.save()
        need = company.request()
        set_how_to_join(need, "Daniel calls Maya", by=actor_of(company.ben))
        need.refresh_from_db()
        assert need.joins_by == "Daniel calls Maya"


def test_a_change_after_the_booking_sends_both_sides_a_newer_entry_of_the_same_call() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        before = {mail.to_address: _entry(mail) for mail in Message.objects.filter(kind="E09")}
        set_how_to_join(need, ROOM, by=actor_of(company.ben))
    company.run(minutes=1)
    with opened(company.workspace):
        told = Message.objects.filter(kind="E09", key="joining")
        assert (
            {mail.to_address for mail in told} == set(before) == {"maya@kestrel.example", "daniel@harbourline.example"}
        )
        for mail in told:
            old, new = before[mail.to_address], _entry(mail)
            assert new["uid"] == old["uid"] and int(new["sequence"]) > int(old["sequence"])
            assert new["location"] == ROOM and ROOM in mail.text
        assert Event.objects.filter(name="call.joining_set", thread=need.pk).count() == 1
        set_how_to_join(need, ROOM, by=actor_of(company.priya))
        assert Event.objects.filter(name="call.joining_set", thread=need.pk).count() == 1, "nothing changed"


def test_only_who_runs_the_request_says_how_to_join() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        ask = need.asks.get(rank=0)
        for by in (actor_of(company.amara), actor_of(company.elin), cast.as_customer(ask)):
            with pytest.raises(NotAllowed):
                set_how_to_join(need, ROOM, by=by)
        assert Call.objects.get(need=need).how_to_join == ""
        set_how_to_join(need, ROOM, by=actor_of(company.priya))
        assert Call.objects.get(need=need).how_to_join == ROOM


def test_an_address_that_is_none_changes_nothing() -> None:
    company = cast.company()
    need = booked(company)
    with opened(company.workspace):
        with pytest.raises(Refused, match="https://"):
            set_how_to_join(need, "javascript:alert(1)", by=actor_of(company.ben))
        assert Call.objects.get(need=need).how_to_join == ""


def _entry(mail: Message) -> dict[str, str]:
    event = next(part for part in Calendar.from_ical(mail.calendar).walk("VEVENT"))
    return {name: str(event.get(name, "")) for name in ("uid", "sequence", "location")}
