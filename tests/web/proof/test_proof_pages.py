"""Stories & quotes: the list under the viewer's rights, adding, clearing, withdrawing, and noting what was sent."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.members.models import Role
from goodword.members.policy import actor_of
from goodword.messages.models import Message
from goodword.proof import actions
from goodword.proof.models import Clearance, Sharing, Story
from goodword.references import actions as references
from tests import cast
from tests.cast import SETUP, Company
from tests.proof.words import WORDS, days_ahead, hers, quote
from tests.web.finding.making import boxes
from tests.web.links.making import text_of
from tests.web.requests.scenes import signed_in


@pytest.fixture
def company() -> Company:
    return cast.company()


def path(story: Story, rest: str = "") -> str:
    return f"/proof/{story.pk}{rest}"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return text_of(answer)


def undo_of(page: str) -> str:
    return re.findall(r'action="(/proof/[^"]+/undo/[^"]+)"', page)[0]


def test_the_list_counts_what_its_reader_may_see_and_finds_words_and_customers(company: Company) -> None:
    with opened(company.workspace):
        quote(company)
        actions.add_story(company.ingrid.profile, by=SETUP, title="Fourteen sites", text="On one calendar.")
        gone = actions.add_quote(company.ingrid.profile, "Gone by now.", by=SETUP)
        actions.withdraw(gone, by=SETUP)
    ben, priya = signed_in(company.ben), signed_in(company.priya)
    page = read(ben, "/proof")
    assert "2\xa0pieces of proof" in page and "Withdrawn" not in page
    assert (
        boxes(page).items()
        >= {"Quotes": 1, "Stories": 1, "Runs out within 60 days": 1, "For colleagues only": 1}.items()
    )
    assert "Fourteen sites" not in read(ben, "/proof?kind=quote") and WORDS in read(ben, "/proof?standing=soon")
    assert "Fourteen sites" in read(ben, "/proof?q=nordhaven+calendar")
    assert "Nothing matches “nordhaven closes”" in read(ben, "/proof?q=nordhaven+closes")
    assert "Gone by now." in read(priya, "/proof?view=withdrawn") and "Gone" not in read(ben, "/proof?view=withdrawn")
    with opened(company.workspace):
        references.set_visibility(company.maya.profile, "masked", by=SETUP)
    assert "1\xa0piece of proof" in read(ben, "/proof") and WORDS not in read(ben, "/proof?q=Kestrel")
    assert "Private" in read(priya, "/proof") and "Cleared, but can't be sent" in read(priya, "/proof")


def test_an_empty_list_says_what_is_missing_and_what_to_do(company: Company) -> None:
    assert "Add proof" in read(signed_in(company.priya), "/proof")
    assert "Find a reference" in read(signed_in(company.ben), "/proof")


def test_a_quote_is_added_in_an_advocates_name_and_a_mistake_keeps_what_was_typed(company: Company) -> None:
    priya = signed_in(company.priya)
    assert "Kestrel Freight" in read(priya, "/proof/add?q=kest") and "Nordhaven" not in read(priya, "/proof/add?q=kest")
    add = f"/proof/add?customer={company.kestrel.pk}"
    assert "Maya Okafor" in read(priya, add)
    said = {"kind": "quote", "text": "We slept.", "clearance": "public", "language": "en", "advocate": ""}
    refused = priya.post(add, said)
    assert refused.status_code == 422
    assert "Say how we know" in text_of(refused) and "We slept." in text_of(refused)
    hers = said | {"advocate": str(company.maya.pk), "expires_on": "2028-02-01"}
    refused = priya.post(add, hers)
    assert refused.status_code == 422 and "hasn't agreed to it" in text_of(refused)
    with opened(company.workspace):
        quote(company)
    made = priya.post(add, hers)
    assert made.status_code == 302
    with opened(company.workspace):
        story = Story.objects.get(text="We slept.")
        assert (story.speaker, story.speaker_title) == ("Maya Okafor", "Group Controller")
        assert (story.advocate, story.expires_on) == (company.maya, date(2028, 2, 1))
    assert signed_in(company.ben).get(add).status_code == 403


def test_a_story_needs_a_title_and_new_words_must_be_cleared_again(company: Company) -> None:
    priya = signed_in(company.priya)
    add = f"/proof/add?customer={company.kestrel.pk}"
    told = {"kind": "story", "text": "All of it.", "clearance": "public", "because": "Their site", "language": "nl"}
    assert "Give the story a title." in text_of(priya.post(add, told))
    assert priya.post(add, told | {"title": "Two days"}).status_code == 302
    with opened(company.workspace):
        story = Story.objects.get(title="Two days")
    words = {"title": "Two days", "text": "All of it.", "language": "nl", "licence": "CC BY 4.0"}
    priya.post(path(story, "/edit"), words)
    with opened(company.workspace):
        story.refresh_from_db()
        assert (story.clearance, story.licence) == (Clearance.PUBLIC, "CC BY 4.0")
    page = text_of(priya.post(path(story, "/edit"), words | {"text": "More."}, follow=True))
    assert "must be cleared again" in page and "For colleagues only" in page
    priya.post(path(story, "/clear"), {"clearance": "one_to_one", "because": "A mail of 3 May"})
    page = read(priya, path(story))
    assert "cleared it for one buyer at a time" in page and "A mail of 3 May" in page
    assert "changed the words, which takes the clearance back" in page


def test_what_is_withdrawn_is_gone_for_everyone_and_back_within_ten_minutes(company: Company) -> None:
    with opened(company.workspace):
        story = quote(company)
    ben, priya = signed_in(company.ben), signed_in(company.priya)
    assert "Withdraw this quote?" in read(priya, path(story, "/withdraw"))
    page = text_of(priya.post(path(story, "/withdraw"), {}, follow=True))
    assert "Nobody is shown it any more" in page and ben.get(path(story)).status_code == 404
    assert ben.post(undo_of(page)).status_code == 404
    assert "Taken back" in text_of(priya.post(undo_of(page), follow=True))
    assert ben.get(path(story)).status_code == 200
    with opened(company.workspace):
        assert Event.objects.filter(name="story.restored").count() == 1


def test_one_press_notes_what_was_sent_and_the_story_names_only_deals_its_reader_sees(company: Company) -> None:
    with opened(company.workspace):
        story, rhea = quote(company), cast.member("Rhea Lund", Role.REP)
    ben, find = signed_in(company.ben), f"/find?opp={company.deal.pk}"
    assert "I sent it" in read(ben, find) and "I sent it" in read(ben, f"{path(story)}?opp={company.deal.pk}")
    page = text_of(ben.post(path(story, "/sent"), {"opp": str(company.deal.pk), "from": "find"}, follow=True))
    assert "Noted: you sent it to Harbourline Logistics." in page and "Sent Tue 2 Feb by Ben" in page
    assert "I sent it" not in page
    assert "sent it to Harbourline Logistics" in read(ben, path(story))
    theirs = read(signed_in(rhea), path(story))
    assert "Harbourline" not in theirs and "sent it to a buyer" in theirs and "To one buyer of a colleague's." in theirs
    assert "once" in read(ben, "/proof")
    assert signed_in(rhea).post(path(story, "/sent"), {"opp": str(company.deal.pk)}).status_code == 404
    assert ben.post(undo_of(page)).status_code == 302
    assert "I sent it" in read(ben, find)
    with opened(company.workspace):
        assert Sharing.objects.count() == 2


def test_expired_words_cannot_be_sent_and_their_speaker_is_asked_to_renew_them(company: Company) -> None:
    with opened(company.workspace):
        story = quote(company, expires_on=days_ahead(-1))
        heard = actions.add_quote(
            company.maya.profile, "Heard.", by=SETUP, clearance=Clearance.PUBLIC, expires_on=days_ahead(-1)
        )
    ben, priya = signed_in(company.ben), signed_in(company.priya)
    page = read(ben, f"{path(story)}?opp={company.deal.pk}")
    assert "so it can't be sent" in page and "It may not be sent to Harbourline" in page and "renew" not in page
    assert ben.post(path(story, "/sent"), {"opp": str(company.deal.pk)}).status_code == 409
    assert "Ask Maya to renew" in read(priya, path(story))
    assert "is asked by mail" in text_of(priya.post(path(story, "/renew"), follow=True))
    assert "The answer is waited for." in read(priya, path(story))
    assert priya.post(path(story, "/renew")).status_code == 409
    assert "Write to Amara" in read(priya, path(heard)) and "amara@tidewell.example" in read(priya, path(heard))
    company.run()
    with opened(company.workspace):
        assert Message.objects.filter(kind="E37").count() == 1


def test_a_request_with_nobody_left_offers_proof_and_the_press_leads_back_to_it(company: Company) -> None:
    with opened(company.workspace):
        story, need = quote(company), company.request()
    ben = signed_in(company.ben)
    said = {"opp": str(company.deal.pk), "need": str(need.pk)}
    assert ben.post(path(story, "/sent"), said)["Location"] == f"/requests/{need.pk}"
    with opened(company.workspace):
        assert actor_of(company.ben).person_id == Sharing.objects.get().member_id


def approvals(page: str) -> str:
    """Return what a page says under Approvals, as it is read."""
    found = re.search(r'<h2 id="approvals">.*?</section>', page, re.DOTALL)
    assert found is not None
    return " ".join(re.sub(r"<[^>]+>", " ", found[0]).split()).removeprefix("Approvals ")


def test_the_approvals_say_who_gave_which_use_asked_by_whom_and_what_ended_it(company: Company) -> None:
    with opened(company.workspace):
        story = quote(company, because="Her mail of 3 May")
    priya = signed_in(company.priya)
    said = approvals(read(priya, path(story)))
    assert "For everyone, until Fri 12 Feb Holds Goodword cleared it on Tue 2 Feb, 09:00." in said
    assert "How we know: Her mail of 3 May It is for the words above." in said
    priya.post(path(story, "/renew"))
    assert "Priya Nair asked on Tue 2 Feb, 09:00" in approvals(read(priya, path(story)))
    with opened(company.workspace):
        actions.renew_own_words(story, by=hers(company))
    said = approvals(read(priya, path(story)))
    assert "Priya Nair asked for it on Tue 2 Feb, 09:00. Maya Okafor said yes on a page of their own" in said
    assert "Waits for an answer" not in said and "Followed by another" in said
    priya.post(path(story, "/edit"), {"text": "It closes.", "language": "en", "advocate": str(company.maya.pk)})
    said = approvals(read(priya, path(story)))
    assert "Holds" not in said and "Priya Nair changed the words on Tue 2 Feb, 09:00, which took it back." in said
    assert "they were changed since" in said


def test_a_clearance_that_ran_out_holds_no_more(company: Company) -> None:
    with opened(company.workspace):
        story = quote(company, expires_on=days_ahead(-1))
    said = approvals(read(signed_in(company.ben), path(story)))
    assert "until Mon 1 Feb Ran out" in said and "Holds" not in said


def test_what_nobody_cleared_says_so(company: Company) -> None:
    with opened(company.workspace):
        story = actions.add_quote(company.maya.profile, "Heard.", by=SETUP)
    assert approvals(read(signed_in(company.ben), path(story))) == "Nobody has cleared it for a buyer yet."


def test_what_the_speaker_agreed_to_stands_beside_and_its_words_are_for_who_keeps_the_customer(
    company: Company,
) -> None:
    with opened(company.workspace):
        story = quote(company)
    for who in (company.priya, company.amara):
        said = approvals(read(signed_in(who), path(story)))
        assert "What Maya Okafor agreed to Given Tue 2 Feb, 09:00 “Tidewell may ask me for a quote." in said
    said = approvals(read(signed_in(company.ben), path(story)))
    assert "Given Tue 2 Feb, 09:00" in said and "may ask me" not in said
    with opened(company.workspace):
        references.revoke_consent(company.maya, "quote", by=actor_of(company.priya))
    assert "Withdrawn" in approvals(read(signed_in(company.ben), path(story)))
