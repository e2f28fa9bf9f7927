from __future__ import annotations

from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.desk.actions import propose
from goodword.members.policy import actor_of
from goodword.messages.models import Message, MessageState
from tests import cast
from tests.web.asking import queries_of
from tests.web.requests import scenes
from tests.web.requests.scenes import asked, signed_in, text_of


def first_mail(company: cast.Company, kind: str) -> Message:
    with opened(company.workspace):
        return Message.objects.get(kind=kind)


def as_if(company: cast.Company, message: Message, state: str) -> None:
    """A worker that died after hand-over leaves this behind; the phases themselves are tested with the messages."""
    with opened(company.workspace):
        Message.objects.filter(pk=message.pk).update(state=state, last_error="No answer: timed out")


def test_the_program_and_admins_read_the_outbox_and_nobody_else() -> None:
    company, other = cast.company(), cast.company("elsewhere")
    asked(company)
    company.run()
    mail = first_mail(company, "E01")
    for who in (company.priya, company.ada):
        page = text_of(signed_in(who), "/outbox")
        assert "Can we ask Maya at Kestrel Freight?" in page and "E01 to Amara" in page
    for who in (company.ben, company.amara, company.elin):
        text_of(signed_in(who), "/outbox", 403)
        text_of(signed_in(who), f"/outbox/{mail.pk}", 403)
    for path in (f"/outbox/{mail.pk}", f"/outbox/{mail.pk}/letter"):
        text_of(signed_in(other.priya), path, 404)


def test_in_the_demo_everyone_of_the_cast_reads_it() -> None:
    company = cast.company()
    asked(company)
    company.run()
    Workspace.objects.filter(pk=company.workspace.pk).update(kind=Workspace.Kind.DEMO)
    assert "E01 to Amara" in text_of(signed_in(company.ben), "/outbox")


def test_a_mail_is_shown_with_its_letter_under_a_policy_of_its_own() -> None:
    company = cast.company()
    asked(company)
    company.run()
    mail = first_mail(company, "E01")
    priya = signed_in(company.priya)
    page = text_of(priya, f"/outbox/{mail.pk}")
    assert f"/outbox/{mail.pk}/letter" in page and "The text part" in page
    letter = priya.get(f"/outbox/{mail.pk}/letter")
    assert "sandbox" in letter.headers["Content-Security-Policy"] and "/l/" in letter.content.decode()


def test_links_are_hidden_where_mail_leaves_here(settings_smtp: None) -> None:
    company = cast.company()
    asked(company)
    company.run()
    mail = first_mail(company, "E01")
    letter = text_of(signed_in(company.priya), f"/outbox/{mail.pk}/letter")
    assert "/l/" not in letter and 'href="#"' in letter
    page = text_of(signed_in(company.priya), f"/outbox/{mail.pk}")
    assert "/l/" not in page and "[link for Amara" in page and "Links are shown as" in page


def test_deliver_now_sends_a_mail_that_waits() -> None:
    company = cast.company()
    scenes.approved(company)
    with opened(company.workspace):
        waiting = Message.objects.filter(state=MessageState.QUEUED).first()
    if waiting is None:
        # It is office hours: hurry one that was put off.
        waiting = first_mail(company, "E01")
        with opened(company.workspace):
            Message.objects.filter(pk=waiting.pk).update(state=MessageState.QUEUED)
    priya = signed_in(company.priya)
    assert "Deliver now" in text_of(priya, f"/outbox/{waiting.pk}")
    said = priya.post(f"/outbox/{waiting.pk}/deliver", follow=True).content.decode()
    assert "On its way." in said
    assert signed_in(company.ben).post(f"/outbox/{waiting.pk}/deliver").status_code == 403
    company.run()
    assert "Deliver now" not in text_of(priya, f"/outbox/{waiting.pk}")
    assert priya.post(f"/outbox/{waiting.pk}/deliver").status_code == 409


def test_one_nobody_knows_of_is_on_top_and_settled_by_a_person() -> None:
    company = cast.company()
    asked(company)
    company.run()
    mail = first_mail(company, "E01")
    as_if(company, mail, MessageState.UNKNOWN)
    priya = signed_in(company.priya)
    page = text_of(priya, "/outbox?state=sent")
    assert "One mail to check" in page and "it may have arrived" in page
    assert "Please check one mail" in text_of(priya, "/")
    priya.post(f"/outbox/{mail.pk}/settle", {"arrived": "yes"})
    assert "to check" not in text_of(priya, "/outbox?state=sent")
    assert "Please check" not in text_of(priya, "/")


def test_mails_are_narrowed_by_state_kind_and_person() -> None:
    company = cast.company()
    asked(company)
    company.run()
    priya = signed_in(company.priya)
    assert "E01 to Amara" in text_of(priya, "/outbox?state=sent&kind=E01&q=amara")
    for nothing in ("?kind=E24", "?q=nobody", "?state=dropped&kind=E01"):
        assert "Nothing matches" in text_of(priya, f"/outbox{nothing}")


def test_a_private_mail_is_closed_to_an_admin() -> None:
    company = cast.company()
    scenes.masked(company)
    with opened(company.workspace):
        propose(company.request(company.maya), company.maya, by=actor_of(company.priya))
    company.run(minutes=11)
    mail = first_mail(company, "E01")
    ada = signed_in(company.ada)
    for path in ("/outbox", f"/outbox/{mail.pk}", "/outbox?q=maya", "/outbox?q=amara"):
        page = text_of(ada, path)
        assert "Can we ask" not in page and "Kestrel" not in page
    text_of(ada, f"/outbox/{mail.pk}/letter", 404)
    assert "Can we ask Maya" in text_of(signed_in(company.priya), "/outbox")


def test_a_mail_of_before_is_closed_when_its_customer_becomes_private() -> None:
    company = cast.company()
    asked(company)
    company.run()
    ada = signed_in(company.ada)
    assert "Can we ask Maya" in text_of(ada, "/outbox")
    scenes.masked(company)
    company.run()
    page = text_of(ada, "/outbox")
    assert "Can we ask" not in page and "Kestrel" not in page and "About a private reference" in page
    assert "Can we ask Maya" in text_of(signed_in(company.priya), "/outbox")


def test_the_list_asks_the_same_number_of_questions_however_long() -> None:
    company = cast.company()
    priya = signed_in(company.priya)
    asked(company)
    company.run()
    few = queries_of(priya, "/outbox")
    company.run(days=3)
    with opened(company.workspace):
        assert Message.objects.count() > 3
    assert queries_of(priya, "/outbox") == few
