"""A private reference's name reaches rep and prospect with the customer's yes, and not a mail earlier."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from goodword.core import clock, jobs
from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.messages import queries, smtp
from goodword.messages.models import Message
from tests.messages.house import DESCRIPTION, TUESDAY_CALL, House, actor, built, happened

SECRETS = ("Zephyrine", "Quillfeather", "Obsidian", "kestrel.example")
DAY = timedelta(days=1)


def private_house() -> House:
    return built(visibility="masked", customer="Obsidian Haulage", advocate="Zephyrine Quillfeather")


def proposed(house: House) -> None:
    house.need.program_picks = True
    house.need.save()
    happened("ask.owner_asked", house.ask, thread=house.need.pk)


def asked(house: House) -> None:
    happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)


def refused_by_owner(house: House) -> None:
    happened("ask.declined_by_owner", house.put("owner_no"), thread=house.need.pk, before="owner_pending")


def refused(house: House) -> None:
    happened("ask.declined", house.put("declined"), thread=house.need.pk, before="customer_pending")


def silent(house: House) -> None:
    happened("ask.expired", house.put("expired"), thread=house.need.pk, before="customer_pending")


def nobody_left(house: House) -> None:
    refused(house)
    happened("request.nobody_left", house.need, thread=house.need.pk)


BEFORE_THE_YES = [proposed, asked, refused_by_owner, refused, silent, nobody_left]


@pytest.mark.parametrize("story", BEFORE_THE_YES)
def test_nothing_to_rep_or_prospect_names_a_private_reference_before_the_yes(story: Callable[[House], None]) -> None:
    house = private_house()
    with opened(house.workspace):
        story(house)
    settle(house)
    with opened(house.workspace):
        theirs = mails_to(house, house.rep.pk, house.dana.pk)
        assert theirs
        for mail in theirs:
            for part in parts_of(mail):
                for secret in SECRETS:
                    assert secret.lower() not in part.lower(), f"{mail.kind}: {part}"


def test_with_the_yes_both_learn_the_name() -> None:
    house = private_house()
    with opened(house.workspace):
        house.offer(TUESDAY_CALL, by="advocate", ask=house.ask)
        happened("ask.countered", house.put("countered"), thread=house.need.pk, before="customer_pending")
    settle(house)
    with opened(house.workspace):
        assert "Obsidian Haulage said yes" in house.mail("E15").subject
        assert "Zephyrine Quillfeather" in house.mail("E19").text


def test_the_owner_reads_the_name_from_the_beginning() -> None:
    house = private_house()
    with opened(house.workspace):
        proposed(house)
        assert "Zephyrine" in house.mail("E01").subject


def test_the_rep_is_told_what_may_be_told() -> None:
    house = private_house()
    with opened(house.workspace):
        proposed(house)
    settle(house)
    with opened(house.workspace):
        assert DESCRIPTION in house.mail("E15").text


def test_a_prospect_learns_no_name_of_a_colleagues_only_reference_before_the_yes() -> None:
    """Nothing goes to a prospect before it; this holds the rule at the place where a name would be put in."""
    house = built(advocate="Zephyrine Quillfeather", customer="Obsidian Haulage")
    with opened(house.workspace):
        for tell in (proposed, asked, refused):
            tell(house)
    settle(house)
    with opened(house.workspace):
        assert mails_to(house, house.dana.pk) == []
        assert any("Zephyrine" in mail.text for mail in mails_to(house, house.rep.pk))


def test_both_calendar_entries_keep_the_other_sides_address() -> None:
    house = private_house()
    with opened(house.workspace):
        house.book()
        happened("ask.booked", house.ask, thread=house.need.pk)
        to_maya, to_dana = house.to("E09", house.maya.contact), house.to("E09", house.dana)
        assert "maya@kestrel.example" not in to_dana.calendar.replace("\r\n ", "")
        assert "dana@harbourline.example" not in to_maya.calendar.replace("\r\n ", "")
        assert "tidewell.example" not in to_dana.calendar.replace("references@tidewell.example", "")
        assert "SUMMARY:Call with Zephyrine Quillfeather" in to_dana.calendar
        assert "SUMMARY:Call with Dana Fox" in to_maya.calendar


def test_a_mail_that_names_a_private_reference_is_read_by_those_who_may_know() -> None:
    house = private_house()
    with opened(house.workspace):
        proposed(house)
        mail = house.mail("E01")
        for member, reads in ((house.manager, True), (house.owner, True), (house.deputy, True), (house.rep, False)):
            seen = queries.as_seen(mail, actor(member))
            assert seen.readable is reads, member.name
            told = f"{seen.to_name}{seen.subject}{seen.text}{seen.html}"
            assert ("Zephyrine" in told) is reads


def test_an_admin_who_lists_all_mail_reads_no_private_name_in_it_after_the_yes_either() -> None:
    house = private_house()
    with opened(house.workspace):
        house.book()
        happened("ask.booked", house.ask, thread=house.need.pk, before="accepted")
    settle(house)
    with opened(house.workspace):
        admin = replace(actor(house.rep), id="other", person_id=house.need.pk, roles=frozenset({"admin"}))
        assert {mail.kind for mail in queries.outbox(admin)} == {"E09", "E15"}
        for mail in queries.outbox(admin):
            assert not queries.as_seen(mail, admin).readable
            assert queries.as_seen(mail, actor(house.manager)).readable
        assert queries.as_seen(house.mail("E15"), actor(house.rep)).readable
        assert queries.as_seen(house.to("E09", house.dana), actor(house.owner)).readable


def test_an_event_about_a_mail_does_not_tell_whose_it_is() -> None:
    house = private_house()
    with opened(house.workspace):
        asked(house)
        assert house.mail("E07").event_label == "E07"
        assert not Event.objects.filter(subject_label__icontains="zephyrine").exists()


def settle(house: House) -> None:
    with opened(house.workspace):
        until = clock.now() + timedelta(minutes=5)
    jobs.run_due(house.workspace, until=until)


def mails_to(house: House, *people: object) -> list[Message]:
    return [mail for mail in house.mails() if mail.person_id in people]


def parts_of(mail: Message) -> list[str]:
    """Return everything that leaves: subject, bodies, calendar, and the whole composed message with its headers."""
    return [mail.subject, mail.text, mail.html, mail.calendar, smtp.compose(mail).body.decode("utf-8", "replace")]
