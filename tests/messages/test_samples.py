"""Every mail can be looked at before one goes out: whole, invented, in the company's name, and nothing is written."""

from __future__ import annotations

import re

import pytest

from goodword.core.models import Event, SignedLink
from goodword.core.tenancy import opened
from goodword.messages.models import Message
from goodword.messages.queries.samples import shown
from goodword.messages.samples import sampled
from goodword.messages.subjects import SUBJECTS
from tests import cast
from tests.messages.test_every_mail import UNFILLED


@pytest.fixture
def mails() -> dict[tuple[str, str], tuple[str, str, str]]:
    with opened(cast.workspace()):
        seen = [shown(kind, variant) for kind, variants in sampled().items() for variant in variants]
        assert not Message.objects.exists() and not Event.objects.exists() and not SignedLink.objects.exists()
    return {(one.kind.code, one.variant): (one.subject, one.text, one.html) for one in seen}


def test_every_mail_that_is_written_has_a_sample(mails: dict[tuple[str, str], tuple[str, str, str]]) -> None:
    assert set(mails) == set(SUBJECTS)


def test_a_sample_leaves_nothing_unfilled(mails: dict[tuple[str, str], tuple[str, str, str]]) -> None:
    for key, (subject, text, html) in mails.items():
        assert subject and len(subject) <= 78, key
        for body in (text, html):
            assert not UNFILLED.search(body), (key, UNFILLED.search(body))
        assert 'href="http' not in html and "<script" not in html, key
        assert "Tidewell" in html, key


def test_a_sample_says_who_and_what(mails: dict[tuple[str, str], tuple[str, str, str]]) -> None:
    assert "Brightwater Foods" in mails["E01", ""][0]
    assert "Helene Brandt" in mails["E07", ""][1] and "What surprised you most" in mails["E07", ""][1]
    assert len(re.findall(r"https://…/time_", mails["E07", ""][1])) == 2
    assert "2" in mails["E29", "limits"][1]
