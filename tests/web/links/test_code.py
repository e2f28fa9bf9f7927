"""E24 on the page: allowing more, being known to more people and taking the data away need the code that was mailed."""

from __future__ import annotations

import json

from goodword.core.models import Event
from goodword.core.tenancy import opened
from goodword.directory.actions import term
from goodword.directory.models import Vocabulary
from goodword.messages import places
from goodword.messages.models import Message
from goodword.references import actions as references
from tests import cast
from tests.cast import Company
from tests.web.links import making
from tests.web.links.making import browser, text_of
from tests.web.links.test_own_page import maya, own_link

RAISE = {"action": "limits", "per_year": "3"}


def limited() -> tuple[Company, str]:
    """Return the cast with Maya at one call a year, and her page."""
    company = cast.company()
    with opened(company.workspace):
        references.set_dial(company.maya, by=cast.SETUP, per_year=1)
    return company, own_link(company)


def mailed(company: Company) -> str:
    """Return the code of the newest mail."""
    with opened(company.workspace):
        message = Message.objects.filter(kind="E24").order_by("-created_at").first()
        assert message is not None and message.to_address == "maya@kestrel.example"
        return places.code_of(message)


def wrong(company: Company) -> str:
    return f"{(int(mailed(company).replace(' ', '')) + 1) % 1_000_000:06d}"


def asked(path: str, press: dict[str, str]) -> str:
    """Press for more; return the page that asks for the code."""
    answer = browser().post(path, press)
    assert answer.status_code == 303
    return text_of(browser().get(answer.headers["Location"]))


def test_raising_a_limit_asks_for_the_code_and_changes_nothing_yet() -> None:
    company, path = limited()
    page = asked(path, {"action": "limits", "per_year": "2"})
    assert "Type the code we sent" in page and "m•••@kestrel.example" in page
    assert 'autocomplete="one-time-code"' in page and 'inputmode="numeric"' in page
    assert maya(company).dial_per_year == 1


def test_the_right_code_raises_it_to_what_was_chosen() -> None:
    company, path = limited()
    page = asked(path, {"action": "limits", "per_year": "2"})
    assert '<option value="2" selected>' in page and '<option value="4">' in page and '<option value="5">' not in page
    assert browser().post(path, RAISE | {"code": mailed(company)}).status_code == 303
    assert maya(company).dial_per_year == 3


def test_a_code_pasted_with_spaces_works() -> None:
    company, path = limited()
    asked(path, RAISE)
    digits = mailed(company).replace(" ", "")
    assert browser().post(path, RAISE | {"code": f" {digits[:3]} {digits[3:]} "}).status_code == 303
    assert maya(company).dial_per_year == 3


def test_a_wrong_code_is_told_and_the_wish_is_kept() -> None:
    company, path = limited()
    asked(path, RAISE)
    answer = browser().post(path, RAISE | {"code": wrong(company)})
    page = text_of(answer)
    assert (
        answer.status_code == 422 and "That isn't the code we sent." in page and '<option value="3" selected>' in page
    )
    assert "<title>Error: Type the code" in page and f'value="{wrong(company)}"' in page
    assert maya(company).dial_per_year == 1
    assert browser().post(path, RAISE | {"code": mailed(company)}).status_code == 303


def test_five_wrong_tries_use_the_code_up() -> None:
    company, path = limited()
    asked(path, RAISE)
    for _nth in range(5):
        assert browser().post(path, RAISE | {"code": wrong(company)}).status_code == 422
    answer = browser().post(path, RAISE | {"code": mailed(company)})
    assert answer.status_code == 422 and "This code is used up. Ask for a new one." in text_of(answer)
    assert maya(company).dial_per_year == 1


def test_a_code_works_once() -> None:
    company, path = limited()
    asked(path, RAISE)
    code = mailed(company)
    assert browser().post(path, RAISE | {"code": code}).status_code == 303
    assert browser().post(path, {"action": "limits", "per_year": "4", "code": code}).status_code == 422
    assert maya(company).dial_per_year == 3


def test_a_code_is_over_after_ten_minutes() -> None:
    company, path = limited()
    asked(path, RAISE)
    code = mailed(company)
    company.run(minutes=11)
    answer = browser().post(path, RAISE | {"code": code})
    assert answer.status_code == 422 and "This code is over. Ask for a new one." in text_of(answer)
    assert maya(company).dial_per_year == 1


def test_the_sixth_code_in_an_hour_is_refused_in_words() -> None:
    company, path = limited()
    for _nth in range(5):
        asked(path, RAISE)
    answer = browser().post(path, RAISE)
    assert answer.status_code == 422 and "Try again in an hour." in text_of(answer)
    with opened(company.workspace):
        assert Message.objects.filter(kind="E24").count() == 5


def test_letters_and_nothing_are_no_tries() -> None:
    company, path = limited()
    asked(path, RAISE)
    for nonsense in ("", "abcdef", "12345", "1234567"):
        answer = browser().post(path, RAISE | {"code": nonsense})
        assert answer.status_code == 422 and "Enter the 6 digits from the mail." in text_of(answer)
    with opened(company.workspace):
        assert Message.objects.get(kind="E24").links[places.CODE]["tries"] == 0


def test_a_code_of_somebody_else_proves_nothing() -> None:
    company, path = limited()
    with opened(company.workspace):
        references.set_dial(company.ingrid, by=cast.SETUP, per_year=1)
    asked(own_link(company, company.ingrid), RAISE)
    with opened(company.workspace):
        code = places.code_of(Message.objects.get(kind="E24"))
    assert browser().post(path, RAISE | {"code": code}).status_code == 422
    assert maya(company).dial_per_year == 1


def test_being_known_to_more_people_takes_the_code() -> None:
    company, path = limited()
    press = {"action": "visibility", "visibility": "public"}
    assert "Your name may be known to anyone." in asked(path, press)
    assert maya(company).visibility == "colleagues"
    assert browser().post(path, press | {"code": mailed(company)}).status_code == 303
    assert maya(company).visibility == "public"


def test_the_data_is_handed_over_for_the_code_alone() -> None:
    company, path = limited()
    making.customer_asked(company)
    with opened(company.workspace):
        word = term(Vocabulary.TAG, "Board member", by=cast.SETUP)
        references.tag_advocate(company.maya, word, by=cast.SETUP)
    refused = browser().post(path, {"action": "download", "code": "123 45"})
    assert refused.status_code == 422
    asked(path, {"action": "download"})
    answer = browser().post(path, {"action": "download", "code": mailed(company)})
    assert answer.status_code == 200 and answer.headers["Content-Type"] == "application/json"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="my-reference-data.json"'
    data = json.loads(answer.content)
    assert data["person"]["email"] == "maya@kestrel.example"
    assert data["consents"][0]["wording"].startswith("Tidewell may ask me to talk")
    assert data["asks"][0]["for"] == "Harbourline Logistics"
    assert data["part_in_the_program"]["marked_as"] == ["Board member"]
    assert data["part_in_the_program"]["own_limits"]["calls_in_twelve_months"] == 1
    assert {row["subject"] for row in data["mails"]} and "code" not in str(data["mails"]).lower()
    with opened(company.workspace):
        assert Event.objects.filter(name="advocate.data_downloaded").count() == 1


def test_what_never_reached_them_is_not_in_the_data() -> None:
    company, path = limited()
    making.owner_asked(company)
    asked(path, {"action": "download"})
    answer = browser().post(path, {"action": "download", "code": mailed(company)})
    assert json.loads(answer.content)["asks"] == []


def test_an_address_made_up_by_hand_shows_a_form_and_does_nothing() -> None:
    company, path = limited()
    for query in (
        "view=code&for=limits&per_year=99",
        "view=code&for=download&x=1",
        "view=code&for=limits&per_year=<b>",
    ):
        assert browser().get(f"{path}?{query}").status_code == 200
    assert "Your reference page" in text_of(browser().get(f"{path}?view=code&for=leave"))
    with opened(company.workspace):
        assert not Message.objects.filter(kind="E24").exists()
    assert maya(company).dial_per_year == 1
