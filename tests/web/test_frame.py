"""The frame and its small words: who sees which rail, how times, amounts and initials are told."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from django.test import Client, RequestFactory
from django.utils import timezone

from goodword.messages.layout import inline
from goodword.web import context
from goodword.web.context import Frame, RailEntry
from goodword.web.templatetags import _figures, _parts, _times

NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)


def frame_for(*roles: str, at: str = "/") -> Frame:
    request = RequestFactory().get(at)
    request.__dict__["member"] = SimpleNamespace(name="Ben Whitlock", roles=list(roles)) if roles else None
    return Frame(request)


@pytest.fixture
def three_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """Entries that lead to pages this module can count on."""
    entries = [
        RailEntry("Sellers", "gallery", "search", frozenset({"rep"}), count=lambda request: 3, hot=True),
        RailEntry("Everyone", "healthz", "inbox"),
        RailEntry("Not built", "no-such-page", "inbox"),
    ]
    monkeypatch.setattr(context, "rail", entries)


@pytest.mark.usefixtures("three_places")
class TestTheRail:
    def test_shows_a_rep_the_reps_places(self) -> None:
        assert [item.label for item in frame_for("rep").rail] == ["Sellers", "Everyone"]

    def test_hides_them_from_a_leader(self) -> None:
        assert [item.label for item in frame_for("leader").rail] == ["Everyone"]

    def test_is_empty_for_a_stranger(self) -> None:
        assert frame_for().rail == []

    def test_leaves_out_a_page_that_does_not_exist(self) -> None:
        assert "Not built" not in [item.label for item in frame_for("rep").rail]

    def test_marks_where_one_is(self) -> None:
        assert [item.current for item in frame_for("rep", at="/_gallery/find").rail] == ["true", ""]
        assert [item.current for item in frame_for("rep", at="/_gallery").rail] == ["page", ""]

    def test_counts_what_waits(self) -> None:
        assert [(item.count, item.hot) for item in frame_for("rep").rail] == [(3, True), (None, False)]


def test_an_area_replaces_an_entry_instead_of_doubling_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(context, "rail", [RailEntry("Old", "gallery", "inbox")])
    context.register(RailEntry("New", "gallery", "inbox"))
    assert [item.label for item in frame_for("rep").rail] == ["New"]


def test_roles_add_up_and_the_manager_has_a_word_of_their_own() -> None:
    entry = next(entry for entry in context.rail if entry.url_name == "requests")
    assert entry.label_for({"rep"}) == "My requests"
    assert entry.label_for({"rep", "manager"}) == "Requests"


def test_the_phone_bar_has_five_items_with_more() -> None:
    frame = frame_for("rep")
    frame.__dict__["rail"] = list("abcdefg")
    assert len(frame.bar) + 1 == 5
    assert [*frame.bar, *frame.rest_of_bar] == frame.rail


def test_the_theme_is_in_the_page_before_any_script(collected: None) -> None:
    reader = Client(headers={"host": "localhost"})
    assert b"data-theme" not in reader.get("/_gallery").content
    reader.cookies["theme"] = "dark"
    assert b'<html lang="en" data-theme="dark">' in reader.get("/_gallery").content
    reader.cookies["theme"] = '"><script>'
    assert b"data-theme" not in reader.get("/_gallery").content


def test_the_theme_switch_leads_nowhere_else(collected: None) -> None:
    reader = Client(headers={"host": "localhost"})
    assert reader.post("/theme", {"theme": "dark", "next": "https://elsewhere.example/"}).headers["Location"] == "/"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Maya Okafor", "MO"),
        ("Prince", "P"),
        ("Ana María de la Cruz", "AC"),
        ("山田 太郎", "山"),
        ("Ольга Ильина", "ОИ"),
        ("أحمد علي", "أ"),
        ("🎷 Zoë 🎷", "Z"),
        ("ß", "S"),
        ("3M", "3"),
        ("", "?"),
        ("🎷", "?"),
        ("X" * 200, "X"),
    ],
)
def test_any_name_has_initials(name: str, letters: str) -> None:
    assert _parts.initials(name)[: len(letters)] == letters
    assert len(_parts.initials(name)) <= 2


def test_a_name_keeps_its_tint_and_a_masked_one_has_no_letters() -> None:
    assert _parts.tint("Maya Okafor") == _parts.tint("Maya Okafor")
    assert {_parts.tint(f"Person {i}") for i in range(60)} == set(_parts.TINTS)
    assert "KF" not in _parts.avatar("Kestrel Freight", company=True, masked=True)


def test_a_name_cannot_carry_markup() -> None:
    assert "<b" not in _parts.avatar("<b> <i>").replace("</b", "")


def test_the_rest_meter_says_level_and_reason_unless_only_the_word_may_show() -> None:
    rest = SimpleNamespace(level=2, word="Go easy", reason="Last call 34 days ago.")
    assert "Go easy" in _parts.rest(rest) and "2 of 5. Last call 34 days ago." in _parts.rest(rest)
    assert _parts.rest(rest).count('class="on"') == 2
    assert "34 days" not in _parts.rest(rest, word_only=True)


@pytest.mark.parametrize(
    ("left", "words", "css"),
    [
        (timedelta(minutes=-1), "late", "late"),
        (timedelta(minutes=30), "30 min left", "soon"),
        (timedelta(hours=6, minutes=5), "6 h left", "soon"),
        (timedelta(hours=20), "20 h left", "calm"),
        (timedelta(days=3), "by Thu", "calm"),
        (timedelta(days=21), "by 14 Dec", "calm"),
    ],
)
def test_a_clock_says_what_is_left(left: timedelta, words: str, css: str) -> None:
    with _times.told_at(NOW):
        drawn = _times.clock(NOW + left)
    assert words in drawn and f'class="clock {css}"' in drawn


def test_a_time_names_its_zone_when_asked() -> None:
    call = datetime(2026, 12, 1, 14, 0, tzinfo=UTC)
    with _times.told_at(NOW), timezone.override(ZoneInfo("Europe/London")):
        assert _times.when(call) == "Tue 1 Dec, 14:00"
        assert _times.when(call, "Europe/Brussels") == "Tue 1 Dec, 15:00 Brussels time"
        assert _times.when(call, "America/New_York") == "Tue 1 Dec, 09:00 New York time"
        assert _times.hour(call, "Europe/Brussels") == "15:00"
        assert _times.day(date(2027, 1, 4)) == "Mon 4 Jan 2027"


@pytest.mark.parametrize(
    ("passed", "words"),
    [
        (timedelta(seconds=20), "just now"),
        (timedelta(minutes=12), "12 min ago"),
        (timedelta(hours=3), "3 h ago"),
        (timedelta(hours=20), "yesterday"),
        (timedelta(days=5), "5 days ago"),
        (timedelta(days=40), "Wed 14 Oct"),
    ],
)
def test_the_past_is_told_as_people_do(passed: timedelta, words: str) -> None:
    with _times.told_at(NOW):
        assert _times.ago(NOW - passed) == words


@pytest.mark.parametrize(
    ("amount", "currency", "long", "short"),
    [
        (480_000, "USD", "$480,000", "$480k"),
        (1_250_000, "EUR", "€1,250,000", "€1.25M"),
        (1_455_000, "EUR", "€1,455,000", "€1.46M"),
        (24_950_000, "EUR", "€24,950,000", "€25M"),
        (999_600, "USD", "$999,600", "$1M"),
        (88_000, "CHF", "CHF\u00a088,000", "CHF\u00a088k"),
        (12.5, "GBP", "£12.50", "£12.50"),
        (-3_000, "USD", "−$3,000", "−$3k"),
        (0, "USD", "$0", "$0"),
    ],
)
def test_an_amount_is_told_in_its_currency(amount: float, currency: str, long: str, short: str) -> None:
    assert _figures.money(amount, currency) == long
    assert _figures.money_short(amount, currency) == short


def test_one_is_not_many() -> None:
    assert _figures.plural(1, "person,people") == "1\u00a0person"
    assert _figures.plural(0, "person,people") == "0\u00a0people"


def test_a_mail_carries_its_styles_in_each_element_and_stays_dark_readable() -> None:
    page = Client(headers={"host": "localhost"}).get("/_gallery/mail").content.decode()
    assert 'class="button" href=' in page and "background: #0B665D" in page
    assert "prefers-color-scheme: dark" in page and 'role="presentation"' in page
    assert "<link" not in page and "<img" not in page
    assert "@media" in inline("<style>@media print { p { color: red } } p { margin: 0 }</style><p>x</p>")


def test_the_gallery_is_for_this_machine_only() -> None:
    here = Client(headers={"host": "localhost"})
    assert here.get("/_gallery/mail").status_code == 200
    assert here.get("/_gallery/mail", REMOTE_ADDR="203.0.113.9").status_code == 404
    assert here.get("/_gallery/mail", headers={"x-forwarded-for": "203.0.113.9"}).status_code == 404
