"""Who may do what under Settings, and forms that act there."""

from __future__ import annotations

from goodword.desk.queries.ruling import rules_from
from goodword.matching.rules.weighing import values_from
from goodword.web.settings.rules import field_name
from tests.web.walk.address import ADMINS, EVERYBODY, Address, Form, page

SETTINGS = (
    page("settings", "/settings", EVERYBODY),
    page(
        "settings-general",
        "/settings/general",
        "priya ada",
        {"name": "Voices", "vendor_name": "Tidewell", "time_zone": "Europe/Brussels", "currency": "EUR"},
    ),
    page("settings-days-off", "/settings/days-off", "priya ada", {"public_holidays": "on", "closed_on": "2027-12-24"}),
    page("settings-people", "/settings/people", ADMINS),
    page(
        "settings-invite",
        "/settings/people/invite",
        ADMINS,
        {"name": "Noah Weil", "email": "noah@tidewell.example", "roles": ["rep"]},
    ),
    Address("settings-person", lambda w: f"/settings/people/{w.olga.pk}", ADMINS, form={"roles": ["rep"]}),
    Address("settings-invite-again", lambda w: f"/settings/people/{w.olga.pk}/invite", ADMINS, form={}, get=False),
    Address(
        "settings-remove",
        lambda w: f"/settings/people/{w.amara.pk}/remove",
        ADMINS,
        form=lambda w: {"successor": str(w.lucia.pk)},
    ),
)
SETTINGS_OF_THE_PROGRAM = (
    page("settings-rules", "/settings/rules", "priya ada", lambda w: _rules()),
    page("settings-rules-effect", "/settings/rules/effect", "priya ada", lambda w: _rules(), get=False, shows=True),
    page("settings-rules-keep", "/settings/rules/keep", "priya ada", {}, get=False),
    page("settings-matching", "/settings/matching", "priya ada", {"facts-industry": "2.5"}),
    page(
        "settings-matching-effect",
        "/settings/matching/effect",
        "priya ada",
        lambda w: _weights(),
        get=False,
        shows=True,
    ),
    page("settings-audit", "/settings/audit", "priya ada"),
    page("settings-audit-csv", "/settings/audit.csv", "priya ada"),
    Address(
        "settings-audit-put-back",
        lambda w: f"/settings/audit/{w.rules_changed.pk}/put-back",
        "priya ada",
        form={},
        get=False,
    ),
    page("settings-lists", "/settings/lists", "priya ada"),
    page("settings-words", "/settings/lists/topic", "priya ada", {"name": "Speed of the first close"}),
    Address(
        "settings-word",
        lambda w: f"/settings/words/{w.word.pk}",
        "priya ada",
        form={"name": "Port cities", "other_names": "Quays", "place": "1"},
    ),
    Address(
        "settings-word-merge",
        lambda w: f"/settings/words/{w.word.pk}/merge?into=Harbours",
        "priya ada",
        form={"into": "Harbours"},
    ),
    Address("settings-word-retire", lambda w: f"/settings/words/{w.word.pk}/retire", "priya ada", form={}, get=False),
    page("settings-messages", "/settings/messages", "priya ada"),
    page("settings-message", "/settings/messages/E07", "priya ada"),
    page("settings-message-letter", "/settings/messages/E07/letter", "priya ada"),
    page("welcome", "/welcome", "priya ada"),
    page("welcome-mail", "/welcome/mail", "priya ada", {}, get=False),
    page("welcome-close", "/welcome/close", "priya ada", {}, get=False),
)


def _weights() -> dict[str, str]:
    """Return the form of the weights, one of them changed."""
    return {field_name(key): f"{value:g}" for key, value in values_from({"facts.industry": 3}).items()}


def _rules() -> Form:
    """Return the rules as their page sends them, one of them changed."""
    typed = {field_name(key): value for key, value in rules_from({}).items()} | {"desk-waits-draft_program": 41}
    return {name: value for name, value in typed.items() if value is not None and value is not False}
