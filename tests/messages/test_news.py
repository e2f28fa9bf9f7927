"""A colleague may do without news as mails, and never without what asks something of them."""

from __future__ import annotations

from goodword.core import jobs
from goodword.core.tenancy import opened
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.messages.actions import Person, page, write
from goodword.messages.models import Message, MessageState
from goodword.messages.queries import notices
from goodword.messages.rules import MAIL_KINDS, Audience, News, news_in
from goodword.messages.samples import sample_of, sampled
from tests import cast

EVERYTHING = [news.value for news in News]


def told(member: Member, kind: str, variant: str) -> Message:
    """Write a mail of the samples' story to a member, as a reaction would."""
    sample = sample_of(kind, variant)
    links = {name: page("/") for name in sample.links}
    sent = write(kind, to=Person.of(member), context=sample.context(variant), links=links, key=f"{kind}{variant}")
    assert sent is not None
    return sent


def test_news_somebody_does_without_stands_behind_the_bell_and_goes_to_nobody() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.ben.news_off = [News.PROGRESS.value]
        company.ben.save()
        silent, asked = told(company.ben, "E15", "asked"), told(company.ben, "E17", "")
        assert (silent.channel, silent.state) == ("bell", MessageState.SENT)
        assert (asked.channel, asked.state) == ("email", MessageState.QUEUED)
        assert silent in notices.notices(actor_of(company.ben))
        assert told(company.ben, "E15", "asked") == silent
        assert told(company.amara, "E15", "asked").channel == "email"
    jobs.run_due(company.workspace)
    with opened(company.workspace):
        silent.refresh_from_db()
        assert (silent.attempts, silent.handed_over_at) == (0, None)


def test_what_asks_something_always_goes_by_mail() -> None:
    company = cast.company()
    with opened(company.workspace):
        company.ben.news_off = EVERYTHING
        company.ben.save()
        for kind, variant in (("E01", ""), ("E03", ""), ("E15", "handed_over"), ("E15", "no_word"), ("E22", "")):
            assert told(company.ben, kind, variant).channel == "email", (kind, variant)
        for kind, variant in (("E15", "booked"), ("E15", "moved"), ("E16", ""), ("E25", ""), ("E34", "pick")):
            assert told(company.ben, kind, variant).channel == "email", (kind, variant)


def test_nothing_to_a_customer_or_buyer_is_news() -> None:
    for kind, variants in sampled().items():
        if {Audience.ADVOCATE, Audience.PROSPECT} & set(MAIL_KINDS[kind].audience):
            assert {news_in(kind, variant) for variant in variants} == {None}, kind
