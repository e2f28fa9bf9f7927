"""Calendar entries: one identity for a call, the right hour for everyone, nothing of the other side's address."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from icalendar import Calendar

from goodword.core.tenancy import opened
from goodword.messages.actions import Person
from goodword.messages.calendar import entry
from tests.messages.house import TUESDAY_CALL, built, happened


def read(text: str) -> Any:
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    return event


def test_an_entry_starts_and_ends_at_the_agreed_instant_in_utc() -> None:
    house = built()
    with opened(house.workspace):
        call = house.book()
        event = read(entry(call, Person.of(house.dana), title="Call with Maya", brief="Who and what"))
    assert event["DTSTART"].dt == TUESDAY_CALL
    assert event["DTEND"].dt == datetime(2026, 12, 1, 14, 30, tzinfo=UTC)
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert str(event["DESCRIPTION"]) == "Who and what"


def test_the_wall_clock_people_agreed_on_wins_over_a_stored_instant_that_went_stale() -> None:
    house = built()
    with opened(house.workspace):
        call = house.book()
        call.starts_at = datetime(2026, 12, 1, 13, 0, tzinfo=UTC)  # as zone rules of another year would have had it
        event = read(entry(call, Person.of(house.dana), title="Call", brief=""))
    assert event["DTSTART"].dt == TUESDAY_CALL


def test_a_calling_off_has_the_same_identity_and_a_higher_sequence() -> None:
    house = built()
    with opened(house.workspace):
        house.book()
        happened("ask.booked", house.ask, thread=house.need.pk)
        happened("ask.called_off", house.put("cancelled"), thread=house.need.pk, before="booked", side="advocate")
        hers = [mail.calendar for mail in house.mails("E09") if mail.person_id == house.dana.pk]
    off, booked = sorted(hers, key=lambda text: "METHOD:REQUEST" in text)
    assert read(booked)["UID"] == read(off)["UID"]
    assert read(off)["SEQUENCE"] > read(booked)["SEQUENCE"]
    assert (read(off)["STATUS"], "METHOD:CANCEL" in off) == ("CANCELLED", True)


def test_an_entry_invites_its_reader_and_nobody_else() -> None:
    house = built()
    with opened(house.workspace):
        call = house.book()
        event = read(entry(call, Person.of(house.dana), title="Call", brief=""))
    assert str(event["ATTENDEE"]) == "mailto:dana@harbourline.example"
    assert str(event["ORGANIZER"]) == "mailto:references@tidewell.example"


def test_lines_in_a_title_cannot_forge_a_property() -> None:
    house = built()
    with opened(house.workspace):
        call = house.book()
        text = entry(call, Person.of(house.dana), title="Call\r\nATTENDEE:mailto:evil@evil.example", brief="a\r\nURL:x")
    assert "URL" not in read(text)
    assert str(read(text)["ATTENDEE"]) == "mailto:dana@harbourline.example"
