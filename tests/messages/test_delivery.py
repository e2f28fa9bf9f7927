"""What becomes of a mail when its hour comes: sent, tried again, given up, dropped, or kept in the outbox page."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.test import override_settings

from goodword.core import clock, events, jobs, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event, SignedLink, Workspace
from goodword.core.tenancy import opened
from goodword.directory.models import Contact
from goodword.messages import smtp
from goodword.messages.actions import deliver_now, settle_unknown
from goodword.messages.actions.delivering import LostClaim, _claim, _move
from goodword.messages.models import Message, MessageState
from tests.messages.house import MONDAY, House, actor, built, happened
from tests.messages.postbox import Handler, postbox

HOUR = timedelta(hours=1)


@contextmanager
def mailing() -> Iterator[Handler]:
    """Have mail leave by a real SMTP server on loopback."""
    with postbox() as (server, port):
        given = {"SMTP_URL": f"smtp://127.0.0.1:{port}", "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": port}
        with override_settings(**given):
            yield server


def owner_asked(house: House) -> Message:
    with opened(house.workspace):
        happened("ask.owner_asked", house.ask, thread=house.need.pk)
        return house.mail("E01")


def run(house: House, after: timedelta = timedelta(minutes=1)) -> None:
    with opened(house.workspace):
        until = clock.now() + after
    jobs.run_due(house.workspace, until=until)


def again(house: House, mail: Message) -> Message:
    with opened(house.workspace):
        mail.refresh_from_db()
    return mail


def test_a_due_mail_is_sent_once_with_working_links_to_its_one_reader() -> None:
    house = built()
    with mailing() as server:
        mail = owner_asked(house)
        run(house)
        run(house)
    assert again(house, mail).state == MessageState.SENT
    assert server.recipients == ["amara@tidewell.example"]
    (taken,) = server.taken
    with opened(house.workspace):
        token = links.token(SignedLink.objects.get())
    plain = taken.get_body(("plain",))
    assert plain is not None and f"/l/{token}?a=yes" in plain.get_content()
    assert taken["From"] == "Priya Nair via Tidewell <references@tidewell.example>"
    assert taken["Reply-To"] == "ben@tidewell.example"


def test_without_smtp_a_due_mail_is_in_the_outbox_as_sent() -> None:
    house = built()
    mail = owner_asked(house)
    run(house)
    assert again(house, mail).state == MessageState.SENT
    assert mail.attempts == 0


def test_mail_of_a_demo_never_reaches_smtp_and_that_of_others_does() -> None:
    demo, other = built(kind=Workspace.Kind.DEMO, slug="demo"), built(slug="other")
    with mailing() as server:
        demo_mail, other_mail = owner_asked(demo), owner_asked(other)
        run(demo)
        assert server.commands == 0
        run(other)
    assert again(demo, demo_mail).state == again(other, other_mail).state == MessageState.SENT
    assert server.ids == {f"<{other_mail.pk}@tidewell.example>": 1}


def test_a_server_that_says_later_is_asked_again_later() -> None:
    house = built()
    with mailing() as server:
        server.says = ["451 Come back later", "250 OK"]
        mail = owner_asked(house)
        run(house)
        assert again(house, mail).state == MessageState.QUEUED
        assert "451" in mail.last_error
        assert mail.due_at > MONDAY
        run(house, HOUR)
    assert again(house, mail).state == MessageState.SENT
    assert (mail.attempts, mail.last_error) == (2, "")
    assert list(server.ids.values()) == [1]


def test_a_server_that_says_no_is_not_asked_again_and_the_reason_is_kept() -> None:
    house = built()
    with mailing() as server:
        server.says = ["550 No such person"]
        mail = owner_asked(house)
        run(house, 24 * HOUR)
    assert again(house, mail).state == MessageState.FAILED
    assert mail.last_error == "550 No such person"


def test_a_server_that_cannot_be_reached_is_tried_for_two_days_and_then_a_person_looks() -> None:
    house = built()
    with override_settings(SMTP_URL="smtp://127.0.0.1:1", EMAIL_HOST="127.0.0.1", EMAIL_PORT=1):
        mail = owner_asked(house)
        run(house, 24 * HOUR)
        assert again(house, mail).state == MessageState.QUEUED
        run(house, 48 * HOUR)
    assert again(house, mail).state == MessageState.FAILED
    assert "refused" in mail.last_error.lower()


def test_of_two_workers_with_one_mail_only_the_later_may_hand_it_over() -> None:
    house = built()
    with mailing() as server:
        mail = owner_asked(house)
        with opened(house.workspace):
            first = _claim(mail.pk)
        with opened(house.workspace):
            second = _claim(mail.pk)
        assert first is not None and second is not None
        with opened(house.workspace), pytest.raises(LostClaim):
            _move(first, MessageState.HANDED_OVER, MessageState.CLAIMED)
        with opened(house.workspace):
            _move(second, MessageState.HANDED_OVER, MessageState.CLAIMED)
        assert server.commands == 0


def test_an_unknown_mail_is_settled_by_a_person_either_way() -> None:
    house = built()
    with mailing() as server:
        for arrived, copies in ((True, 0), (False, 1)):
            with opened(house.workspace):
                Message.objects.all().update(state=MessageState.DROPPED)
                happened("ask.owner_asked", house.ask, thread=house.need.pk)
                mail = house.mails("E01")[-1]
                Message.objects.filter(pk=mail.pk).update(state=MessageState.UNKNOWN)
                settle_unknown(mail, arrived=arrived, by=actor(house.manager))
                with pytest.raises(TooLate):
                    settle_unknown(mail, arrived=arrived, by=actor(house.manager))
            run(house)
            assert again(house, mail).state == MessageState.SENT
            assert server.ids[f"<{mail.pk}@tidewell.example>"] == copies


def test_a_waiting_mail_can_be_delivered_now_by_the_program_and_nobody_else() -> None:
    house = built(at=MONDAY.replace(hour=22))
    mail = owner_asked(house)
    run(house)
    assert again(house, mail).state == MessageState.QUEUED
    with opened(house.workspace), pytest.raises(NotAllowed):
        deliver_now(mail, by=actor(house.rep))
    with opened(house.workspace):
        deliver_now(mail, by=actor(house.manager))
        assert Event.objects.filter(name="message.hurried", subject_label="E01").count() == 1
    run(house)
    assert again(house, mail).state == MessageState.SENT
    with opened(house.workspace), pytest.raises(TooLate):
        deliver_now(mail, by=actor(house.manager))


def test_a_mail_whose_question_was_answered_meanwhile_is_dropped() -> None:
    house = built(at=MONDAY.replace(hour=22))
    mail = owner_asked(house)
    with opened(house.workspace):
        links.spend(SignedLink.objects.get(), "yes")
    run(house, 24 * HOUR)
    assert again(house, mail).state == MessageState.DROPPED
    assert mail.last_error == "It was answered already."


def test_a_mail_whose_ask_moved_on_is_dropped() -> None:
    house = built(at=MONDAY.replace(hour=22))
    mail = owner_asked(house)
    with opened(house.workspace):
        house.put("cancelled")
    run(house, 24 * HOUR)
    assert again(house, mail).state == MessageState.DROPPED


def test_a_mail_about_something_taken_back_is_dropped() -> None:
    house = built(at=MONDAY.replace(hour=22))
    mail = owner_asked(house)
    with opened(house.workspace):
        assert mail.event is not None
        events.record("ask.undone", house.ask, by=Actor.system("desk"), undoes=mail.event)
    run(house, 24 * HOUR)
    assert again(house, mail).state == MessageState.DROPPED
    assert mail.last_error == "What it tells was taken back."


def test_someone_who_left_is_not_written_to_and_a_corrected_address_is_used() -> None:
    house = built(at=MONDAY.replace(hour=22))
    with opened(house.workspace):
        happened("ask.customer_asked", house.put("customer_pending"), thread=house.need.pk)
        Contact.objects.filter(pk=house.maya.contact_id).update(email="maya.okafor@kestrel.example")
    with mailing() as server:
        run(house, 24 * HOUR)
        assert "maya.okafor@kestrel.example" in server.recipients
        assert "maya@kestrel.example" not in server.recipients
    other = built(at=MONDAY.replace(hour=22), slug="other")
    with opened(other.workspace):
        happened("ask.customer_asked", other.put("customer_pending"), thread=other.need.pk)
        Contact.objects.filter(pk=other.maya.contact_id).update(left_on=MONDAY.date())
    run(other, 24 * HOUR)
    with opened(other.workspace):
        assert other.mail("E07").state == MessageState.DROPPED


def test_a_mail_that_carries_another_persons_link_does_not_leave() -> None:
    house = built()
    with mailing() as server:
        mail = owner_asked(house)
        with opened(house.workspace):
            SignedLink.objects.update(person_id=house.deputy.pk)
        run(house)
    assert again(house, mail).state == MessageState.FAILED
    assert mail.last_error == "A link in it is another person's."
    assert server.commands == 0


def test_the_same_message_id_whenever_it_is_composed() -> None:
    house = built()
    mail = owner_asked(house)
    with opened(house.workspace):
        first = smtp.compose(mail).body
    clock.move(house.workspace, HOUR)
    with opened(house.workspace):
        second = smtp.compose(mail).body
    assert first.split(b"Message-ID: ")[1].split(b"\r\n")[0] == second.split(b"Message-ID: ")[1].split(b"\r\n")[0]


def test_a_mail_that_cannot_be_put_together_is_shown_to_a_person_instead_of_tried_for_ever() -> None:
    house = built()
    with mailing() as server:
        mail = owner_asked(house)
        with opened(house.workspace):
            Message.objects.filter(pk=mail.pk).update(text="[[link:nowhere]]")
        run(house)
    assert again(house, mail).state == MessageState.FAILED
    assert mail.last_error == "It can't be put together: 'nowhere'"
    assert server.commands == 0
