"""A mail counts the days since somebody helped, and how often, as their page does: by dates of their own calendar."""

from __future__ import annotations

from datetime import timedelta

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.messages.models import Message
from goodword.protection.actions import log_elsewhere
from goodword.references.actions import set_dial
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import SETUP, Company
from tests.web.requests.scenes import asked, signed_in, text_of


def told_owner(made: Company) -> str:
    asked(made)
    made.run(minutes=11)
    with opened(made.workspace):
        return Message.objects.get(kind="E01").text


def test_the_owner_reads_as_many_days_in_the_mail_as_on_the_page() -> None:
    made = cast.company()
    with opened(made.workspace):
        log_elsewhere(made.maya, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=257))
    assert "257 days since Maya last helped" in told_owner(made)
    assert "Last call 257 days ago" in text_of(signed_in(made.amara), f"/advocates/{made.maya.pk}")


def test_half_a_call_is_told_as_half_a_call_in_both() -> None:
    made = cast.company()
    with opened(made.workspace):
        set_dial(made.maya, per_year=3, by=SETUP)
        for kind, days in ((HelpKind.CALL, 257), (HelpKind.WRITTEN, 100)):
            log_elsewhere(made.maya, kind, by=SETUP, on=clock.now().date() - timedelta(days=days))
    assert "100 days since Maya last helped, 1½ of 3 in twelve months" in " ".join(told_owner(made).split())
    assert "1½ of 3" in text_of(signed_in(made.amara), f"/advocates/{made.maya.pk}")
