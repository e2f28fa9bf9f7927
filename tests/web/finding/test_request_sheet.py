"""S03: everything filled in, one thought required, and what is possible instead where something isn't."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

from goodword.core import clock
from goodword.core.models import Event, Program
from goodword.core.tenancy import opened
from goodword.desk.actions import send_request
from goodword.desk.models import Ask, ReferenceRequest
from goodword.directory import actions as directory
from goodword.members.policy import actor_of
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import Advocate, HelpKind, OwnerMode
from tests import cast
from tests.cast import SETUP
from tests.web.finding.making import Market, customer_with, market, profile_of, signed_in

SETTLED = {"help_kind": "call", "settle": "That it holds up at our size"}


def url(company: Market, advocate: Advocate | None = None, more: str = "") -> str:
    whom = f"&advocate={advocate.pk}" if advocate else ""
    return f"/find/request?opp={company.deal.pk}{whom}{more}"


def sheet(company: Market, advocate: Advocate | None = None, more: str = "") -> str:
    answer = signed_in(company.ben).get(url(company, advocate, more))
    assert answer.status_code == 200
    return answer.content.decode()


def filled(text: str) -> dict[str, str | list[str]]:
    """Return what a browser would send from the sheet as it stands, the required thought aside."""
    sent: dict[str, str | list[str]] = dict(
        re.findall(r'<input type="(?:text|date)" name="(\w+)"(?: id="\w+")? value="([^"]*)"', text)
    )
    sent["people"] = re.findall(r'name="people" value="([^"]+)"[^>]* checked', text)
    sent["help_kind"] = re.findall(r'<option value="(\w+)" selected', text)[0]
    return sent


def test_everything_is_filled_in_and_nothing_is_settled_for_them() -> None:
    company = market()
    text = sheet(company, company.maya)
    assert "Request Maya at Kestrel Freight" in text and "Reference call, 30 minutes" in text
    assert "Daniel Reyes, Chief Financial Officer" in text
    assert "Leaving a legacy suite: how did that go for you?" in text
    assert len(re.findall(r'name="question_\d" value="[^"]+"', text)) == 3
    assert re.findall(r'name="settle"[^>]*checked', text) == []
    assert 'name="need_by" id="id_need_by" value="2027-03-22"' in text


def test_the_sheet_states_the_promise_who_decides_and_who_is_next() -> None:
    company = market()
    text = sheet(company, company.maya)
    assert "Answer by Fri 5 Feb. Call by Fri 12 Feb." in text
    assert "Amara Diallo decides, answers within 1 day. If Maya can't: Ingrid, then Tomasz." in text.replace(
        "&#x27;", "'"
    )
    with opened(company.workspace):
        program = Program.here()
        program.rules = {"desk": {"waits": {"owner": 80}}}
        program.save()
    assert "Answer by Thu 18 Feb." in sheet(company, company.maya)


def test_one_thought_is_required_and_what_was_typed_is_kept() -> None:
    company = market()
    client = signed_in(company.ben)
    sent = filled(sheet(company, company.maya)) | {"note": "They fly on Tuesdays."}
    answer = client.post(url(company, company.maya), sent)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert text.count("Say what this call must settle: one tap or a few words.") == 2
    assert 'href="#id_settle"' in text and "Error: A reference for" in text and "They fly on Tuesdays." in text
    with opened(company.workspace):
        assert not ReferenceRequest.objects.exists()


def test_a_request_is_sent_as_it_stands_on_the_sheet() -> None:
    company = market()
    client = signed_in(company.ben)
    answer = client.post(url(company, company.maya), filled(sheet(company, company.maya)) | SETTLED, follow=False)
    with opened(company.workspace):
        need = ReferenceRequest.objects.get()
        assert answer.status_code == 302 and answer.headers["Location"] == f"/requests/{need.pk}"
        assert (need.must_settle, need.help_kind, need.need_by) == (SETTLED["settle"], "call", date(2027, 3, 22))
        assert [row.contact for row in need.attendees.all()] == [company.daniel]
        assert [row.term.name for row in need.topic_rows.all()] == ["Leaving a legacy suite"]
        assert need.questions.count() == 3
        ask = Ask.objects.get(need=need, rank=0)
        assert (ask.advocate, ask.state, ask.owner) == (company.maya, "owner_pending", company.amara)
        assert Event.objects.filter(name="request.sent", subject_id=need.pk).count() == 1
    shown = client.get(f"/find?opp={company.deal.pk}").content.decode()
    assert "Sent. Amara hears first, then Maya." in shown and "A request for this deal is on its way" in shown
    assert "Request Maya" not in shown


def test_with_script_the_browser_is_sent_on_and_errors_stay_in_the_sheet() -> None:
    company = market()
    client = signed_in(company.ben, HTTP_HX_REQUEST="true")
    assert client.post(url(company, company.maya), {"help_kind": "call"}).status_code == 422
    sent = client.post(url(company, company.maya), SETTLED)
    with opened(company.workspace):
        assert sent.headers["HX-Redirect"] == f"/requests/{ReferenceRequest.objects.get().pk}"


def test_own_words_questions_times_and_a_new_person_go_with_it() -> None:
    company = market()
    said = {
        "help_kind": "call",
        "settle": "That it holds up at our size",
        "settle_own": "Whether month-end closes in four days",
        "question_1": "How long did the migration take?",
        "person_name": "Hana Sato",
        "person_email": "hana@harbourline.example",
        "time_0": "2027-02-18T15:00",
        "people": [str(company.daniel.pk)],
    }
    more = "&touched=1&kind=call&ignored=replaces"
    assert signed_in(company.ben).post(url(company, company.maya, more), said).status_code == 302
    with opened(company.workspace):
        need = ReferenceRequest.objects.get()
        assert need.must_settle == "Whether month-end closes in four days"
        assert [question.text for question in need.questions.all()] == ["How long did the migration take?"]
        assert [row.contact.name for row in need.attendees.all()] == ["Daniel Reyes", "Hana Sato"]
        assert need.times.get().starts_at == datetime(2027, 2, 18, 14, 0, tzinfo=UTC)
        assert need.ignored_facts == ["replaces"]
        assert company.deal.contact_rows.count() == 2


def test_a_date_too_near_says_what_is_possible_and_offers_written_answers() -> None:
    company = market()
    with opened(company.workspace):
        olga = customer_with(
            company.lucia, "Silent Docks", "Food & drink", "Benelux", "Olga Brandt", ("call", "written")
        )
    clock.move(company.workspace, timedelta(hours=5))
    client, said = signed_in(company.ben), SETTLED | {"need_by": "2027-02-03"}
    answer = client.post(url(company, olga), said)
    text = answer.content.decode()
    assert answer.status_code == 422 and "That is too soon for a call. The earliest is" in text
    assert 'name="use_need_by"' in text and 'name="use_help_kind" value="written"' in text
    possible = re.findall(r'name="use_need_by" value="([\d-]+)"', text)[0]
    written = client.post(url(company, olga), said | {"use_help_kind": "written"})
    assert written.status_code == 302
    known = {"under_way": written.headers["Location"].rpartition("/")[2]}
    assert client.post(url(company, company.maya), said | known | {"use_need_by": possible}).status_code == 302
    with opened(company.workspace):
        kinds = ReferenceRequest.objects.order_by("created_at").values_list("help_kind", "need_by")
        assert list(kinds) == [("written", date(2027, 2, 3)), ("call", date.fromisoformat(possible))]


def test_a_date_in_the_past_is_refused_in_words() -> None:
    company = market()
    answer = signed_in(company.ben).post(url(company, company.maya), SETTLED | {"need_by": "2027-02-01"})
    assert answer.status_code == 422 and answer.content.decode().count("Enter a date after today.") == 2


def test_someone_who_was_asked_meanwhile_is_not_asked_twice_and_the_next_best_is_offered() -> None:
    company = market()
    ready = filled(sheet(company, company.maya)) | SETTLED
    with opened(company.workspace):
        other = directory.add_opportunity(company.harbourline, "Second deal", by=actor_of(company.priya))
        directory.change_opportunity(other, by=actor_of(company.priya), contacts=company.deal.contacts.all())
        protection.place_hold(company.ingrid, by=SETUP, reason="Migration")
        send_request(other, by=actor_of(company.priya), advocate=company.maya, must_settle="Month-end")
    answer = signed_in(company.ben).post(url(company, company.maya), ready)
    text = answer.content.decode()
    assert answer.status_code == 422 and "Maya is being asked just now." in text
    assert "Request Tomasz" in text and "Let the program pick" in text and "Send request" not in text
    with opened(company.workspace):
        assert ReferenceRequest.objects.filter(opportunity=company.deal).count() == 0


def test_what_a_rule_refuses_is_said_in_place_and_nothing_is_written() -> None:
    company = market()
    with opened(company.workspace):
        directory.set_owners(company.kestrel, by=SETUP, owner=None)
    assert "Request Maya" not in company.page(company.ben)
    answer = signed_in(company.ben).post(url(company, company.maya), SETTLED)
    text = answer.content.decode()
    assert answer.status_code == 422 and "This customer has no owner to ask." in text and "Request Ingrid" in text
    with opened(company.workspace):
        assert not ReferenceRequest.objects.exists() and not Ask.objects.exists()


def test_the_program_can_be_left_to_pick() -> None:
    company = market()
    text = sheet(company)
    assert "Let the program pick" in text and "Priya picks and asks" in text
    assert signed_in(company.ben).post(url(company), SETTLED).status_code == 302
    with opened(company.workspace):
        need = ReferenceRequest.objects.get()
        assert need.program_picks and need.state == "to_match"


def test_an_owners_own_account_needs_nobodys_yes() -> None:
    company = market()
    with opened(company.workspace):
        deal = directory.add_opportunity(
            company.harbourline, "More seats", by=actor_of(company.amara), contacts=[company.daniel]
        )
    where = f"/find/request?opp={deal.pk}&advocate={company.maya.pk}"
    assert "You own this account." in signed_in(company.amara).get(where).content.decode()
    assert signed_in(company.amara).post(where, SETTLED).status_code == 302
    company.run(minutes=11)
    with opened(company.workspace):
        assert Ask.objects.get(advocate=company.maya).state == "customer_pending"


def test_the_sheet_says_when_the_owner_is_only_told() -> None:
    company = market()
    with opened(company.workspace):
        references.set_owner_mode(profile_of(company.kestrel), OwnerMode.TELL_ME, by=SETUP)
    assert "Amara Diallo is told, and may stop it." in sheet(company, company.maya)


def test_a_resting_person_has_no_send_button_and_an_alternative() -> None:
    company = market()
    with opened(company.workspace):
        day = clock.now().date() - timedelta(days=10)
        protection.log_elsewhere(company.maya, "call", by=SETUP, on=day)
    text = sheet(company, company.maya)
    assert "Resting until 22 Feb." in text and "Send request" not in text and "Request Ingrid" in text


def test_looking_changes_nothing() -> None:
    company = market()
    client = signed_in(company.ben)
    with opened(company.workspace):
        before = Event.objects.count()
    for path in (url(company, company.maya), url(company), f"/find?opp={company.deal.pk}", "/find"):
        client.get(path)
        client.head(path)
    with opened(company.workspace):
        assert Event.objects.count() == before and not ReferenceRequest.objects.exists()


def test_who_was_found_by_hand_is_asked_for_what_they_agreed_to() -> None:
    company = market()
    with opened(company.workspace):
        writer = cast.advocate(company.kestrel, "Noor Haddad", nominated_by=company.amara, kinds=(HelpKind.WRITTEN,))
    text = sheet(company, writer)
    assert '<option value="written" selected' in text and "can't be asked" not in text
    sent = filled(text) | {"settle": SETTLED["settle"]}
    assert signed_in(company.ben).post(url(company, writer), sent).status_code == 302
    with opened(company.workspace):
        assert Ask.objects.get(advocate=writer).need.help_kind == HelpKind.WRITTEN


def sent_from_another_tab(company: Market, advocate: Advocate | None = None) -> ReferenceRequest:
    with opened(company.workspace):
        return send_request(
            company.deal,
            by=actor_of(company.ben),
            advocate=advocate,
            must_settle="Month-end",
            attendees=[company.daniel],
        )


def test_a_sheet_that_does_not_know_of_the_request_under_way_sends_no_second_one() -> None:
    company = market()
    ready = filled(sheet(company, company.ingrid)) | SETTLED
    need = sent_from_another_tab(company, company.maya)
    client = signed_in(company.ben)
    answer = client.post(url(company, company.ingrid), ready)
    text = answer.content.decode()
    assert answer.status_code == 422 and "You asked for a reference for this deal already." in text
    assert f'href="/requests/{need.pk}"' in text and "Send another request" in text
    with opened(company.workspace):
        assert ReferenceRequest.objects.count() == 1
    # Whoever was told and needs one more may send it.
    assert client.post(url(company, company.ingrid), ready | {"under_way": str(need.pk)}).status_code == 302
    with opened(company.workspace):
        assert ReferenceRequest.objects.count() == 2


def test_who_is_asked_for_the_deal_already_is_said_with_the_way_there_and_no_button() -> None:
    company = market()
    ready = filled(sheet(company, company.maya)) | SETTLED
    need = sent_from_another_tab(company, company.maya)
    client = signed_in(company.ben)
    for answer in (client.get(url(company, company.maya)), client.post(url(company, company.maya), ready)):
        text = answer.content.decode()
        assert "Your request for this deal names Maya already." in text and f'href="/requests/{need.pk}"' in text
        assert "Send request" not in text and "Send another" not in text and "being asked just now" not in text
    with opened(company.workspace):
        assert ReferenceRequest.objects.count() == 1
    shown = signed_in(company.priya).get(url(company, company.maya)).content.decode()
    assert "Ben’s request for this deal names Maya already." in shown


def test_a_private_one_in_a_request_is_not_told_apart_from_any_other() -> None:
    company = market()
    need = sent_from_another_tab(company, company.private)
    page = signed_in(company.ben).get(f"/find?opp={company.deal.pk}")
    assert page.headers["Cache-Control"] == "no-store" and "on its way since" in page.content.decode()
    described = re.findall(r"/find/request\?opp=[^\"]*described=[^\"]*", page.content.decode())
    for address in described:
        text = signed_in(company.ben).get(address.replace("&amp;", "&")).content.decode()
        assert "names" not in text and "You asked for a reference for this deal already." in text
        assert f'href="/requests/{need.pk}"' in text


def test_who_comes_next_on_the_sheet_is_who_comes_next_on_the_request() -> None:
    company = market()
    with opened(company.workspace):
        # As good a fit in a word as Tomasz, and more of one by its score: the cards have them by name.
        customer_with(company.lucia, "Zenith Freight", "Transport & logistics", "Nordics", "Zara Holm")
    text = sheet(company, company.ingrid)
    told = re.search(r"can(?:'|&#x27;)t: (\w+), then (\w+)\.", text)
    assert told is not None and told.groups() == ("Maya", "Tomasz")
    client = signed_in(company.ben)
    where = client.post(url(company, company.ingrid), filled(text) | SETTLED).headers["Location"]
    page = client.get(where).content.decode()
    then = page[page.index("Then:") :]
    assert then.index(told[1]) < then.index(told[2]) < then.index("</p>")
    with opened(company.workspace):
        planned = Ask.objects.filter(state="planned").in_order()
        assert [ask.advocate.contact.first_name for ask in planned] == [told[1], told[2]]
