"""Published references: read and cited as they were published, ranked as on the command line, nobody asked."""

from __future__ import annotations

import json
import re

from goodword.core.tenancy import opened
from goodword.directory import actions as directory
from goodword.directory.models import Vocabulary
from goodword.matching.judged import deal_from_line
from goodword.matching.queries import rank_records
from goodword.proof import actions as proof
from goodword.proof.models import Story
from goodword.references import actions as references
from goodword.references.models import FactKind, Visibility
from tests import cast
from tests.cast import SETUP
from tests.web.finding.making import add_proof, profile_of, published, signed_in, term

JUDGED = {
    "qid": "t01",
    "vendor_program": "tidal",
    "prospect_industry": "Container shipping",
    "prospect_industry_normalised": "Transport & logistics",
    "prospect_region": "Netherlands",
    "prospect_size": "3,200 employees",
    "product_interest": ["Consolidation"],
    "use_case_text": "Close the month faster across many sites after leaving a legacy suite",
    "migration_from": "Legacy suite",
    "persona": "Finance director",
    "concerns_text": "Will the migration disturb month-end?",
}
STORIES = (
    ("Polder Shipping", "Transport & logistics", "We left the legacy suite and the month closes faster at many sites."),
    ("Quay Cargo", "Transport & logistics", "The migration did not disturb month-end at all."),
    ("Rye Bakeries", "Food & drink", "Sites report sales each morning."),
    ("Slate Mining", "Manufacturing", "Consolidation across many sites after a migration from a legacy suite."),
    ("Tern Airlines", "Transport & logistics", "Crews plan their weeks."),
    ("Umber Paints", "Manufacturing", "Colours are mixed to order."),
)


def test_a_deal_made_from_a_judged_query_shows_the_order_of_goodword_match() -> None:
    place = cast.workspace()
    with opened(place):
        ben = cast.member("Ben Whitlock", "rep")
        library = [
            published(name, industry, text, f"tidal/{nth}") for nth, (name, industry, text) in enumerate(STORIES)
        ]
        for story in (library[0], library[3]):
            legacy = term(Vocabulary.REPLACED, "Legacy suite")
            references.add_fact(story.profile, FactKind.REPLACED, by=SETUP, term=legacy)
        qid, judged = deal_from_line(json.dumps(JUDGED))
        expected = [record for record, _ in rank_records(judged, program="tidal")]
        prospect = directory.add_account(
            "Judged prospect",
            by=SETUP,
            status="prospect",
            industry=term(Vocabulary.INDUSTRY, judged.industry_terms[0]),
        )
        deal = directory.add_opportunity(
            prospect,
            qid,
            by=SETUP,
            owner=ben,
            products=[term(Vocabulary.PRODUCT, name) for name in judged.products],
            industry_text=judged.industry,
            region_text=judged.region,
            size_text=judged.size,
            replaces_text=judged.replaces,
            persona=judged.persona,
            use_case=judged.use_case,
            concerns=judged.concerns,
        )
    text = signed_in(ben).get(f"/find?opp={deal.pk}&whole=1").content.decode()
    shown = list(dict.fromkeys(re.findall(r"<h3>([A-Z][^<]*?) *<", text[text.index('id="results"') :])))
    names = {story.record: story.profile.account.name for story in library}
    assert len(expected) == len(STORIES)
    assert [name for name in shown if name in names.values()] == [names[record] for record in expected]
    assert "Nobody to ask yet" in text and "Nominate someone" in text and "Request" not in text.split('id="results"')[1]


def test_a_card_of_a_published_reference_shows_licence_and_credit() -> None:
    company = cast.company()
    with opened(company.workspace):
        published("Polder Shipping", "Transport & logistics", STORIES[0][2], "tidal/0")
    text = signed_in(company.ben).get(f"/find?opp={company.deal.pk}").content.decode()
    card = text[text.index("Why Polder Shipping") : text.index("</article>", text.index("Why Polder Shipping"))]
    assert "Nobody to ask yet" in card and "CC-BY-4.0" in card and "Polder Shipping, published" in card


def test_proof_stands_beside_the_people_with_its_credit() -> None:
    company = cast.company()
    with opened(company.workspace):
        story = add_proof(company)
    text = signed_in(company.ben).get(f"/find?opp={company.deal.pk}").content.decode()
    assert "Nobody asked for the old system back." in text and f"/proof/{story.pk}" in text
    assert "Nordhaven Shipping, case study 2025" in text


def test_a_story_is_read_in_full_with_where_it_is_from() -> None:
    company = cast.company()
    with opened(company.workspace):
        story = add_proof(company)
        lonely = published("Polder Shipping", "Transport & logistics", STORIES[0][2], "tidal/0")
    client = signed_in(company.ben)
    text = client.get(f"/proof/{story.pk}").content.decode()
    assert "One calendar in a quarter." in text and "Challenge" in text and "CC-BY-4.0" in text
    assert 'href="https://nordhaven.example/story"' in text and "Nobody to ask" not in text
    assert "Nobody to ask here yet." in client.get(f"/proof/{lonely.pk}").content.decode()


def test_a_story_for_colleagues_says_that_it_may_not_be_sent() -> None:
    company = cast.company()
    with opened(company.workspace):
        story = proof.add_story(profile_of(company.nordhaven), by=SETUP, title="Draft", text="Not yet.")
    text = signed_in(company.ben).get(f"/proof/{story.pk}").content.decode()
    assert "it may not be sent to a buyer yet" in text and "Copy the words" not in text


def test_a_withdrawn_a_private_and_another_companys_story_are_not_there() -> None:
    company, other = cast.company(), cast.company("elsewhere")
    with opened(company.workspace):
        story = add_proof(company)
    client = signed_in(company.ben)
    assert client.get(f"/proof/{story.pk}").status_code == 200
    assert signed_in(other.ben).get(f"/proof/{story.pk}").status_code == 404
    with opened(company.workspace):
        references.set_visibility(profile_of(company.nordhaven), Visibility.MASKED, by=SETUP)
    assert client.get(f"/proof/{story.pk}").status_code == 404
    assert signed_in(company.lucia).get(f"/proof/{story.pk}").status_code == 200
    with opened(company.workspace):
        proof.withdraw(Story.objects.get(pk=story.pk), by=SETUP)
    assert signed_in(company.lucia).get(f"/proof/{story.pk}").status_code == 404
