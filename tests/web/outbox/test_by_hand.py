"""Real people and no mail server: each mail is copied and sent by somebody, who is given its links to pass on."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.members.actions import ask_password_reset
from goodword.messages.actions import Person, send_code
from goodword.messages.models import Message
from tests import cast
from tests.web.requests.scenes import approved, signed_in, text_of


def live(kind: str = "E07") -> tuple[cast.Company, Message]:
    """Return the cast in a live workspace, and a mail of a kind."""
    company = cast.company()
    approved(company)
    cast.gone_live(company)
    return company, newest(company, kind)


def newest(company: cast.Company, kind: str) -> Message:
    with opened(company.workspace):
        return Message.objects.filter(kind=kind).latest("created_at")


def test_the_program_copies_a_mail_with_its_links_and_the_letter_shows_none_to_press() -> None:
    company, mail = live()
    priya = signed_in(company.priya)
    page = text_of(priya, f"/outbox/{mail.pk}")
    to_send = page.split('id="to-send"')[1].split("</textarea>")[0]
    assert "/l/" in to_send and "Copy the mail" in page and "answering there is for Maya Okafor alone" in page
    assert "/l/" not in page.replace(to_send, "")
    assert "/l/" not in text_of(priya, f"/outbox/{mail.pk}/letter")
    assert "Copy each one when its time comes" in page
    assert "Ready to copy" in page and ">Sent<" not in page


def test_with_a_mail_server_there_is_nothing_to_copy(settings_smtp: None) -> None:
    company, mail = live()
    page = text_of(signed_in(company.priya), f"/outbox/{mail.pk}")
    assert "/l/" not in page and "to-send" not in page and "Links work only in the mail itself." in page


def test_a_colleagues_first_way_in_is_passed_on_by_whoever_may_invite_and_by_nobody_else() -> None:
    company, mail = live("E25")
    assert "/l/" in text_of(signed_in(company.ada), f"/outbox/{mail.pk}")
    assert "/l/" not in text_of(signed_in(company.priya), f"/outbox/{mail.pk}")


def test_a_new_password_and_a_code_are_their_readers_alone() -> None:
    company, _mail = live()
    ask_password_reset(company.ben.email)
    company.run()
    with opened(company.workspace):
        send_code(Person.of(company.maya.contact), company.maya)
    for kind in ("E26", "E24"):
        for who in (company.priya, company.ada):
            page = text_of(signed_in(who), f"/outbox/{newest(company, kind).pk}")
            assert "to-send" not in page and "/l/" not in page and "Links are shown as" in page


def test_the_request_page_gives_no_link_away() -> None:
    company, mail = live()
    assert "/l/" not in text_of(signed_in(company.priya), f"/requests/{mail.thread}")
