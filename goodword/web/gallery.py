"""Every component in every state on one page, for people who build pages and for the tests that look at them.

Reachable from this machine only. All names are invented and nothing is read from the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from goodword.insights.rules import Share
from goodword.messages.layout import inline
from goodword.web.charts import Column, Row, bar, columns, intervals, spark
from goodword.web.context import Frame, RailItem
from goodword.web.errors import STALE_FORM, TROUBLES, trouble
from goodword.web.letter import letter
from goodword.web.templatetags._times import told_at

LOOPBACK = {"127.0.0.1", "::1"}
NOW = datetime(2026, 11, 23, 9, 12, tzinfo=UTC)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun")
WON = ((3, 2), (0, 0), (7, 5), (3, 0), (5, 4), (9, 4))
SECTIONS = (
    ("basics", "Basics", "swatch-book"),
    ("people", "Matches", "users"),
    ("flow", "Progress", "kanban"),
    ("forms", "Forms", "text-cursor-input"),
    ("answers", "Answers", "smile"),
    ("lists", "Lists", "table-2"),
    ("board", "Board", "square-kanban"),
    ("layers", "Layers", "layers"),
    ("figures", "Figures", "chart-column"),
)
SAMPLES = {"find": "gallery/find.html", "link": "gallery/link.html", "plain": "gallery/plain.html"}


@dataclass(frozen=True)
class SampleRest:
    level: int
    word: str
    reason: str


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Full name", help_text="As they sign their mails.")
    kind = forms.ChoiceField(label="Kind of help", choices=[("call", "Reference call"), ("written", "Written answers")])
    needed = forms.DateField(
        label="Needed by",
        error_messages={"invalid": "Enter a date like 2 Dec 2026."},
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    settle = forms.CharField(label="What must this call settle?", widget=forms.Textarea(attrs={"rows": 3}))
    mode = forms.ChoiceField(
        label="When a colleague asks for this customer",
        choices=[("ask", "Ask me first"), ("tell", "Just tell me"), ("ok", "Go ahead, up to 2 a quarter")],
        widget=forms.RadioSelect,
        initial="ask",
    )
    topics = forms.MultipleChoiceField(
        label="Never ask about",
        choices=[("price", "Prices"), ("head", "Headcount"), ("legal", "Contract terms")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    digest = forms.BooleanField(label="Monthly note", help_text="What your customers helped to win.", required=False)

    def clean(self) -> dict[str, Any]:
        raise forms.ValidationError("This person was changed by Lucia a minute ago. Look again before you save.")


class SampleFrame(Frame):
    """A frame with somebody in it and the gallery's own sections in the rail."""

    def __init__(self, request: HttpRequest, current: str = "") -> None:
        super().__init__(request)
        self.__dict__.update(
            viewer=SimpleNamespace(name="Ben Whitlock", roles=["rep", "owner"], single_keys=True),
            unseen="2",
            program=SimpleNamespace(name="Tidewell references", vendor_name="Tidewell"),
            workspace=None,
            demo={"now": NOW, "move_url": "/_gallery", "cast_url": "/_gallery/plain"},
            rail=[_rail_item(slug, label, icon, current) for slug, label, icon in SECTIONS],
        )


def _rail_item(slug: str, label: str, icon: str, current: str) -> RailItem:
    return RailItem(
        label=label,
        short=label,
        url=f"/_gallery#{slug}",
        icon=icon,
        group="" if slug in {"basics", "people", "flow"} else "More parts",
        counted=lambda: 4 if slug == "basics" else 3 if slug == "flow" else None,
        hot=slug == "basics",
        key="",
        foot=slug == "figures",
        current="page" if slug == current else "",
    )


@login_not_required
@require_safe
def parts(request: HttpRequest) -> HttpResponse:
    """Show every part."""
    _must_be_here(request)
    return _drawn(request, "gallery.html", SampleFrame(request, "basics"))


@login_not_required
@require_safe
def sample(request: HttpRequest, page: str) -> HttpResponse:
    """Show one whole page: find, link, plain, mail, mail-text, stale, or a status such as 404."""
    _must_be_here(request)
    if page in SAMPLES:
        return _drawn(request, SAMPLES[page], SampleFrame(request, "people"))
    if page == "mail":
        return letter(inline(render_to_string("gallery/mail.html", _mail())))
    if page == "mail-text":
        text = render_to_string("gallery/mail.txt", _mail())
        return HttpResponse(text, content_type="text/plain; charset=utf-8")
    if page == "stale":
        return trouble(request, 403, STALE_FORM)
    if page.isdecimal() and int(page) in TROUBLES:
        return trouble(request, int(page))
    raise Http404


def _must_be_here(request: HttpRequest) -> None:
    """Raise Http404 for anyone not sitting at this machine, a proxy in front of it included."""
    host = request.get_host().rsplit(":", 1)[0].strip("[]")
    forwarded = any(name in request.headers for name in ("Forwarded", "X-Forwarded-For", "X-Real-Ip"))
    if forwarded or request.META.get("REMOTE_ADDR") not in LOOPBACK or host not in LOOPBACK | {"localhost"}:
        raise Http404


def _drawn(request: HttpRequest, template: str, frame: Frame) -> HttpResponse:
    with told_at(NOW), timezone.override("Europe/London"):
        return render(request, template, {"frame": frame, **_contents()})


def _contents() -> dict[str, Any]:
    filled = SampleForm(
        {"name": "Maya Okafor", "kind": "call", "needed": "soon", "mode": "tell", "topics": ["price"]},
        auto_id="bad_%s",
    )
    return {
        "empty_form": SampleForm(auto_id="new_%s"),
        "bad_form": filled,
        "rests": [
            SampleRest(5, "Rested", "Last call 96 days ago, 1 of 4 this year."),
            SampleRest(3, "Ready", "Last call 58 days ago, 3 of 6 this year."),
            SampleRest(2, "Go easy", "Last call 34 days ago, 3 of 4 this year."),
            SampleRest(0, "Resting until 4 Dec", "Last call 19 days ago."),
        ],
        "names": ["Maya Okafor", "Prince", "山田 太郎", "Ольга Ильина", "🎷 Zoë 🎷", "", "X" * 200, "3M", "أحمد علي"],
        "in_30_min": NOW + timedelta(minutes=30),
        "in_6_h": NOW + timedelta(hours=6, minutes=5),
        "in_3_days": NOW + timedelta(days=3),
        "in_3_weeks": NOW + timedelta(days=21),
        "overdue": NOW - timedelta(hours=2),
        "steps": [
            ("Matched", "done"),
            ("Owner", "done"),
            ("Customer", "now"),
            ("Booked", "next"),
            ("Held", "next"),
        ],
        "settles": ["Risk of the move", "Time to value", "Who does the work"],
        "timeline": _timeline(),
        "slots": [NOW + timedelta(days=8, hours=hours) for hours in (1, 2, 5, 6, 7)],
        "for_name": "Maya Okafor",
        "reply_to": {"name": "Priya", "address": "priya@tidewell.example"},
        **_charts(),
    }


def _charts() -> dict[str, Any]:
    months = [Column(name, f"{name} 2026", parts) for name, parts in zip(MONTHS, WON, strict=True)]
    helped = (
        Row("Helped", "62% · 50 of 81", Share(50, 81), 1),
        Row("Found nobody", "41% · 13 of 32", Share(13, 32), 5),
    )
    series = ("with a reference", "without")
    return {
        "chart_columns": columns("won", "Won deals by month", "27 of 42 used one", months, series, "{:.0f}".format),
        "chart_intervals": intervals("helps", "Share of deals won", "+21 points, between +1 and +39", helped),
        "chart_bar": bar([56, 67, 6]),
        "chart_spark": spark([one for one, _other in WON], 3),
    }


def _timeline() -> list[dict[str, Any]]:
    def row(hours: int, icon: str, tone: str, who: str, what: str, **more: Any) -> dict[str, Any]:
        return {"at": NOW - timedelta(hours=hours), "icon": icon, "tone": tone, "who": who, "what": what, **more}

    return [
        row(27, "send", "brand", "Ben Whitlock", "asked for a call by 2 Dec", channel="on the page"),
        row(26, "list-checks", "", "Goodword", "found 8 people and planned two standbys", quiet=True),
        row(5, "check", "good", "Amara Diallo", "said yes", channel="by mail", said="She'd enjoy this one."),
        row(4, "mail", "", "Priya Nair", "asked Maya Okafor", channel="by mail"),
        row(1, "x", "bad", "Maya Okafor", "can't this time"),
    ]


def _mail() -> dict[str, Any]:
    return {
        "link": "https://references.tidewell.example/l/sample",
        "vendor_name": "Tidewell",
        "reply_to": {"name": "Priya Nair", "address": "priya@tidewell.example"},
    }
