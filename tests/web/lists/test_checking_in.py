"""Check-in: the owners of chosen advocates are asked whether everything is still right, once, with ten minutes to undo."""

from __future__ import annotations

import pytest

from goodword.core.tenancy import opened
from goodword.directory.models import Account
from goodword.members.policy import actor_of
from goodword.messages.models import Message, MessageState
from goodword.references import actions as references
from goodword.references.models import ReferenceProfile
from tests import cast
from tests.cast import Company
from tests.web.lists.test_bulk import choose
from tests.web.requests.scenes import masked, signed_in, text_of

QUESTION = "Is Kestrel Freight still right?"


@pytest.fixture
def made() -> Company:
    return cast.company()


def mails(made: Company, member_name: str) -> list[Message]:
    with opened(made.workspace):
        sent = Message.objects.filter(kind="E04", to_name__startswith=member_name)
        return list(sent.exclude(state=MessageState.DROPPED).order_by("created_at"))


def asked(made: Company, account: Account) -> bool:
    with opened(made.workspace):
        return ReferenceProfile.objects.get(account=account).check_in_asked_at is not None


def check_in(made: Company, *advocates: object) -> str:
    """Have the program check in on these; return where that can be looked at."""
    where = choose(made.priya, "check_in", *advocates, page="advocates")
    assert signed_in(made.priya).post(where).status_code == 302
    return where


def test_the_bar_offers_it_and_says_what_will_happen_to_how_many(made: Company) -> None:
    priya = signed_in(made.priya)
    assert 'value="check_in">Check-in…' in text_of(priya, "/advocates")
    with opened(made.workspace):
        second = cast.advocate(made.kestrel, "Olu Bright", nominated_by=made.amara)
        Account.objects.filter(pk=made.nordhaven.pk).update(owner=None)
    chosen = (made.maya.pk, second.pk, made.ingrid.pk)
    page = text_of(priya, choose(made.priya, "check_in", *chosen, page="advocates"))
    assert "1 will be changed." in page and "2 are left out." in page
    assert "Their company&#x27;s owner is asked already, with a colleague of theirs." in page
    assert "Nobody looks after this customer, so there is nobody to ask." in page
    assert "at most one a week" in page and "You can undo it for ten minutes." in page
    assert not asked(made, made.kestrel), "looking asks nobody"


def test_an_owner_is_asked_on_today_at_once_and_by_mail_when_it_can_not_be_undone(made: Company) -> None:
    amara = signed_in(made.amara)
    assert QUESTION not in text_of(amara, "/")
    check_in(made, made.maya.pk, made.ingrid.pk)
    page = text_of(amara, "/")
    assert QUESTION in page and "Priya Nair asked on" in page and "a colleague asks whether" in page
    assert "Check-in due" in text_of(amara, "/accounts?view=mine")
    made.run(minutes=9)
    assert mails(made, "Amara") == []
    made.run(minutes=5)
    [mail] = mails(made, "Amara")
    assert mail.subject == QUESTION and "Priya Nair asks whether what we know of this customer" in mail.text
    assert [one.subject for one in mails(made, "Lucia")] == ["Is Nordhaven Shipping still right?"]


def test_still_right_is_the_answer_and_the_question_is_gone(made: Company) -> None:
    check_in(made, made.maya.pk)
    amara = signed_in(made.amara)
    amara.post(f"/customers/{made.kestrel.pk}/confirm", {"next": "/"})
    assert QUESTION not in text_of(amara, "/") and not asked(made, made.kestrel)
    made.run(minutes=15)
    assert mails(made, "Amara") == [], "who answered needs no mail"


def test_the_question_stands_again_where_the_answer_was_a_slip(made: Company) -> None:
    check_in(made, made.maya.pk)
    with opened(made.workspace):
        event = references.confirm_profile(made.maya.profile, by=actor_of(made.amara))
        references.take_back_confirmation(event, by=actor_of(made.amara))
    assert asked(made, made.kestrel) and QUESTION in text_of(signed_in(made.amara), "/")


def test_it_is_taken_back_within_ten_minutes_and_nobody_gets_a_mail(made: Company) -> None:
    where = check_in(made, made.maya.pk, made.ingrid.pk)
    priya = signed_in(made.priya)
    with opened(made.workspace):
        references.confirm_profile(made.ingrid.profile, by=actor_of(made.lucia))
    assert priya.post(f"{where}/undo").status_code == 302
    page = text_of(priya, where)
    assert "1 taken back. 1 could not be taken back." in page and "It was confirmed meanwhile." in page
    assert QUESTION not in text_of(signed_in(made.amara), "/")
    made.run(minutes=20)
    assert mails(made, "Amara") == [] == mails(made, "Lucia")
    assert priya.post(f"{where}/undo").status_code == 409


def test_after_ten_minutes_the_question_stands(made: Company) -> None:
    where = check_in(made, made.maya.pk)
    made.run(minutes=11)
    assert signed_in(made.priya).post(f"{where}/undo").status_code == 409
    assert asked(made, made.kestrel)


def test_nobody_is_asked_twice_and_nobody_about_their_own(made: Company) -> None:
    check_in(made, made.maya.pk)
    again = text_of(signed_in(made.priya), choose(made.priya, "check_in", made.maya.pk, page="advocates"))
    assert "Priya Nair asked the owner already." in again and "Nothing here can be changed" in again
    own = text_of(signed_in(made.lucia), choose(made.lucia, "check_in", made.ingrid.pk, page="advocates"))
    assert "This is your own customer" in own


def test_an_owner_has_one_such_mail_a_week_about_all_that_was_asked_since(made: Company) -> None:
    with opened(made.workspace):
        second = cast.customer("Second Freight", owner=made.amara)
        third = cast.customer("Third Freight", owner=made.amara)
        people = [cast.advocate(one, f"{one.name.split()[0]} Doe", nominated_by=made.amara) for one in (second, third)]
    check_in(made, made.maya.pk)
    made.run(minutes=15)
    for one in people:
        check_in(made, one.pk)
    made.run(days=5)
    assert len(mails(made, "Amara")) == 1
    made.run(days=3)
    _first, later = mails(made, "Amara")
    assert later.subject == "2 customers to confirm, about 10 seconds"
    assert "Kestrel" not in later.text and "Second Freight" in later.text and "Third Freight" in later.text


def test_a_mail_that_waits_for_the_morning_is_not_sent_to_who_answered_meanwhile(made: Company) -> None:
    made.run(hours=12)
    check_in(made, made.maya.pk)
    made.run(minutes=15)
    [mail] = mails(made, "Amara")
    assert mail.state == MessageState.QUEUED
    with opened(made.workspace):
        references.confirm_profile(made.maya.profile, by=actor_of(made.amara))
    made.run(hours=14)
    assert mails(made, "Amara") == []


def test_a_private_customer_is_asked_about_in_a_private_mail(made: Company) -> None:
    masked(made)
    check_in(made, made.maya.pk)
    made.run(minutes=15)
    assert [mail.private for mail in mails(made, "Amara")] == [True]


def test_a_rep_asks_no_owner(made: Company) -> None:
    sent = {"page": "advocates", "act": "check_in", "row": [str(made.maya.pk)]}
    assert signed_in(made.ben).post("/bulk", sent).status_code == 403
    assert not asked(made, made.kestrel)
