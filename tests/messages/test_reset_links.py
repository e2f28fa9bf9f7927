from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.members.actions import ask_password_reset
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from goodword.messages.queries import as_seen
from tests import cast


def test_a_manager_cannot_follow_a_colleagues_password_reset_from_the_outbox() -> None:
    company = cast.company()
    ask_password_reset(company.ben.email)
    company.run()
    with opened(company.workspace):
        mail = Message.objects.get(kind="E26")
        assert "/l/" in as_seen(mail, actor_of(company.ben)).text
        assert "/l/" not in as_seen(mail, actor_of(company.priya)).text
        assert "/l/" not in as_seen(mail, actor_of(company.priya)).html
        invitation = Message.objects.filter(kind="E25").first()
        assert invitation is not None
        assert "/l/" in as_seen(invitation, actor_of(company.priya)).text
