"""A mail is written once, for a polite hour at its reader, and stored without anything that opens a door."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings

from goodword.core import clock, jobs, links
from goodword.core.errors import Refused
from goodword.core.models import SignedLink, Workspace
from goodword.core.tenancy import opened
from goodword.desk.models import Ask
from goodword.members.models import Member
from goodword.messages import places, queries
from goodword.messages.actions import Person, send_code, use_code
from goodword.messages.models import MessageState
from goodword.references.models import Advocate
from tests.messages.house import MONDAY, TUESDAY_CALL, House, actor, built, happened, react_to

SATURDAY_IN_AUCKLAND = datetime(2026, 11, 27, 22, 0, tzinfo=UTC)


def test_told_once_even_when_the_reaction_runs_again() -> None:
    house = built()
    with opened(house.workspace):
        house.book()
        event = happened("ask.booked", house.ask, thread=house.need.pk)
        react_to(event)
        assert sorted(mail.to_name for mail in house.mails("E09")) == ["Dana Fox", "Maya Okafor"]
        happened("ask.booked", house.ask, thread=house.need.pk)
        assert len(house.mails("E09")) == 4
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*), count(DISTINCT args->>'message_id') FROM procrastinate_jobs WHERE task_name = 'messages.deliver'"
        )
        assert cursor.fetchone() == (4, 4)


def test_a_mail_waits_for_morning_at_its_reader_and_for_monday_after_the_weekend() -> None:
    house = built(at=SATURDAY_IN_AUCKLAND)
    with opened(house.workspace):
        Member.objects.filter(pk=house.owner.pk).update(time_zone="Pacific/Auckland")
        house.ask.refresh_from_db()
        happened("ask.owner_asked", Ask.objects.get(), thread=house.need.pk)
        assert house.mail("E01").due_at == datetime(2026, 11, 29, 19, 0, tzinfo=UTC)  # Monday 08:00 there


def test_a_mail_in_working_hours_goes_at_once() -> None:
    house = built()
    with opened(house.workspace):
        happened("ask.owner_asked", house.ask, thread=house.need.pk)
        assert house.mail("E01").due_at == clock.now()


def test_a_call_called_off_on_its_day_is_told_at_night_and_one_of_next_week_in_the_morning() -> None:
    for start, waits in ((MONDAY.replace(hour=22), False), (TUESDAY_CALL, True)):
        house = built(at=MONDAY.replace(hour=21), slug=f"house-{waits}")
        with opened(house.workspace):
            house.book(start)
            happened("ask.called_off", house.put("cancelled"), thread=house.need.pk, before="booked")
            assert (house.to("E09", house.maya.contact).due_at > clock.now()) is waits


def test_no_stored_row_holds_a_token_or_a_code() -> None:
    house = built()
    with opened(house.workspace):
        house.offer(TUESDAY_CALL)
        happened("ask.owner_asked", house.ask, thread=house.need.pk)
        happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
        happened("member.invited", house.rep)
        code = send_code(Person.of(house.maya.contact), house.maya)
        assert code is not None
        tokens = [links.token(link) for link in SignedLink.objects.all()]
        digits = places.code_of(code)
        assert len(tokens) >= 3
    with opened(house.workspace), connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(m::text, ' ') FROM outbox_message m")
        stored = str(cursor.fetchone()[0])
        cursor.execute("SELECT string_agg(args::text, ' ') FROM procrastinate_jobs")
        stored += str(cursor.fetchone()[0])
    assert "[[link:yes]]" in stored
    for secret in (*tokens, f"{digits[:3]} {digits[3:]}"):
        assert secret not in stored


def test_others_read_a_mail_without_its_links_where_mail_leaves_and_the_program_with_them_where_none_does() -> None:
    house = built()
    with opened(house.workspace):
        happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
        mail, token = house.mail("E07"), links.token(SignedLink.objects.get())
        with override_settings(SMTP_URL="smtp://127.0.0.1:25"):
            seen = queries.as_seen(mail, actor(house.manager))
            assert not seen.links_work
            assert token not in seen.text + seen.html
            assert "[link for Maya Okafor]" in seen.text
        assert token in queries.as_seen(mail, actor(house.manager)).text
        assert token not in queries.as_seen(mail, actor(house.rep)).text
    Workspace.objects.filter(pk=house.workspace.pk).update(kind=Workspace.Kind.DEMO)
    with opened(house.workspace), override_settings(SMTP_URL="smtp://127.0.0.1:25"):
        assert token in queries.as_seen(mail, actor(house.rep)).text


def test_a_member_lists_their_own_mail_and_the_program_all() -> None:
    house = built()
    with opened(house.workspace):
        happened("ask.owner_asked", house.ask, thread=house.need.pk)
        assert list(queries.outbox(actor(house.rep))) == []
        assert [mail.kind for mail in queries.outbox(actor(house.owner))] == ["E01"]
        assert [mail.kind for mail in queries.outbox(actor(house.manager))] == ["E01"]


def test_status_mails_merge_a_no_with_the_next_and_the_older_unsent_one_is_dropped() -> None:
    house = built(at=MONDAY.replace(hour=22))
    with opened(house.workspace):
        happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
    _settle(house)
    with opened(house.workspace):
        assert house.mail("E15").subject == "Maya is asked for Harbourline Logistics"
        happened("ask.declined", house.put("declined"), thread=house.need.pk, before="customer_pending")
        ingrid = _second_ask(house)
        happened("ask.owner_asked", ingrid, thread=house.need.pk)
    _settle(house)
    with opened(house.workspace):
        _, newer = house.mails("E15")
        assert newer.subject == "Maya can't. Ingrid is next"
    jobs.run_due(house.workspace, until=MONDAY + timedelta(days=1))
    with opened(house.workspace):
        assert [mail.state for mail in house.mails("E15")] == [MessageState.DROPPED, MessageState.SENT]


def test_a_status_already_told_is_not_told_again() -> None:
    house = built()
    with opened(house.workspace):
        event = happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
    _settle(house)
    with opened(house.workspace):
        react_to(event)
    _settle(house)
    with opened(house.workspace):
        assert len(house.mails("E15")) == 1


def test_the_rep_hears_nothing_of_a_request_they_withdrew() -> None:
    house = built()
    with opened(house.workspace):
        house.need.state, house.need.close_reason = "closed", "withdrawn"
        house.need.save()
        happened("ask.cancelled", house.put("cancelled"), thread=house.need.pk, before="owner_pending")
    _settle(house)
    with opened(house.workspace):
        assert house.mails("E15") == []


def test_an_owner_who_asks_in_person_gets_the_words_and_the_customer_no_mail() -> None:
    house = built()
    with opened(house.workspace):
        happened("ask.customer_asked", house.put("customer_pending", owner_asks_personally=True), thread=house.need.pk)
        words = house.to("E27", house.owner)
        assert house.mails("E07") == []
        link = SignedLink.objects.get()
        assert link.person_id == house.maya.contact_id
        assert links.token(link) in places.filled(words).text


def test_the_brief_goes_on_the_last_weekday_before_the_call_at_nine_where_the_reader_is() -> None:
    house = built()
    monday_call = datetime(2026, 12, 7, 14, 0, tzinfo=UTC)
    with opened(house.workspace):
        house.book(monday_call)
        happened("ask.booked", house.ask, thread=house.need.pk)
    jobs.run_due(house.workspace, until=monday_call)
    with opened(house.workspace):
        to_maya, to_dana = house.to("E10", house.maya.contact), house.to("E10", house.dana)
        assert _to_the_minute(to_maya.sent_at) == datetime(2026, 12, 4, 8, 0, tzinfo=UTC)
        assert _to_the_minute(to_dana.sent_at) == datetime(2026, 12, 4, 9, 0, tzinfo=UTC)
        assert to_maya.subject.startswith("Mon 7 Dec 15:00")
        assert "What surprised you most" in to_dana.text


def test_a_call_that_was_called_off_has_no_brief() -> None:
    house = built()
    with opened(house.workspace):
        call = house.book()
        happened("ask.booked", house.ask, thread=house.need.pk)
        call.called_off_at = clock.now()
        call.save()
    jobs.run_due(house.workspace, until=TUESDAY_CALL)
    with opened(house.workspace):
        assert house.mails("E10") == []


def test_someone_without_an_address_gets_no_mail() -> None:
    house = built()
    with opened(house.workspace):
        contact = Advocate.objects.get().contact
        contact.email = ""
        contact.save()
        happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
        assert house.mails("E07") == []


def test_a_code_works_once_within_ten_minutes_and_not_after_five_wrong_tries() -> None:
    house = built()
    maya = house.maya
    with opened(house.workspace):
        to = Person.of(maya.contact)
        code = send_code(to, maya)
        assert code is not None
        assert code.due_at == clock.now()
        right = places.code_of(code)
        wrong = f"{(int(right) + 1) % 1_000_000:06d}"
        _refused(to, maya, wrong, "wrong_code")
        use_code(to, maya, f"{right[:3]} {right[3:]}")
        _refused(to, maya, right, "code_used")
    clock.move(house.workspace, timedelta(minutes=1))
    with opened(house.workspace):
        second = send_code(to, maya)
        assert second is not None
        right = places.code_of(second)
        for _ in range(5):
            _refused(to, maya, f"{(int(right) + 1) % 1_000_000:06d}", "wrong_code")
        _refused(to, maya, right, "code_used")
    clock.move(house.workspace, timedelta(minutes=11))
    with opened(house.workspace):
        _refused(to, maya, right, "code_over")
        for _ in range(3):
            send_code(to, maya)
        with pytest.raises(Refused, match="many codes"):
            send_code(to, maya)


def test_five_requests_for_a_password_in_a_row_are_one_mail() -> None:
    house = built()
    with opened(house.workspace):
        for _ in range(5):
            happened("member.password_reset_asked", house.rep)
        assert len(house.mails("E26")) == 1
    clock.move(house.workspace, timedelta(minutes=6))
    with opened(house.workspace):
        happened("member.password_reset_asked", house.rep)
        assert len(house.mails("E26")) == 2


def _settle(house: House) -> None:
    with opened(house.workspace):
        until = clock.now() + timedelta(minutes=5)
    jobs.run_due(house.workspace, until=until)


def _to_the_minute(moment: datetime | None) -> datetime | None:
    return moment.replace(second=0, microsecond=0) if moment else None


def _second_ask(house: House) -> Ask:
    contact = house.maya.contact.__class__(account=house.customer, name="Ingrid Holm", email="ingrid@kestrel.example")
    contact.save()
    advocate = Advocate(profile=house.maya.profile, contact=contact, state="active")
    advocate.save()
    ask = Ask(need=house.need, advocate=advocate, owner=house.owner, state="owner_pending", rank=1)
    ask.deadline_at = clock.now() + timedelta(hours=8)
    ask.save()
    return ask


def _refused(to: Person, maya: Advocate, typed: str, code: str) -> None:
    with pytest.raises(Refused) as why:
        use_code(to, maya, typed)
    assert why.value.code == code
