"""Settings (S21): what there is to set, and the program's own page."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from goodword.core.actors import Actor
from goodword.core.models import Program
from goodword.members.actions import change_program
from goodword.members.policy import Permission, may
from goodword.web.members.forms import ProgramForm
from goodword.web.members.http import MemberRequest, for_members, posted


@dataclass(frozen=True, slots=True)
class Topic:
    """One page of settings, and what somebody must be allowed to open it (None: everyone)."""

    label: str | Promise
    text: str | Promise
    icon: str
    url_name: str
    permission: Permission | None = None


topics: list[Topic] = [
    Topic(
        gettext_lazy("Your settings"),
        gettext_lazy("Your name, time zone, mails, colours and password"),
        "user-round",
        "me",
    ),
    Topic(
        gettext_lazy("First steps"),
        gettext_lazy("From an empty workspace to the first advocate who agreed"),
        "list-checks",
        "welcome",
        Permission.PROGRAM_EDIT,
    ),
    Topic(
        gettext_lazy("General"),
        gettext_lazy("What the program and your company are called, time zone, currency"),
        "settings-2",
        "settings-general",
        Permission.PROGRAM_EDIT,
    ),
    Topic(
        gettext_lazy("Rules"),
        gettext_lazy("How often customers are asked, how long we wait, who looks first"),
        "scale",
        "settings-rules",
        Permission.PROGRAM_EDIT,
    ),
    Topic(
        gettext_lazy("Matching"),
        gettext_lazy("How much industry, region, what was replaced and the rest count in who fits"),
        "sliders-horizontal",
        "settings-matching",
        Permission.PROGRAM_EDIT,
    ),
    Topic(
        gettext_lazy("Days off"),
        gettext_lazy("When nobody is asked: public holidays and your closed days"),
        "calendar-off",
        "settings-days-off",
        Permission.PROGRAM_EDIT,
    ),
    Topic(
        gettext_lazy("People & roles"),
        gettext_lazy("Who works here and what they do; invite somebody, hand over"),
        "users",
        "settings-people",
        Permission.MEMBER_EDIT,
    ),
    Topic(
        gettext_lazy("Fields & lists"),
        gettext_lazy("Your words for industries, regions, products, topics"),
        "list",
        "settings-lists",
        Permission.PROGRAM_EDIT,
    ),
    Topic(
        gettext_lazy("Messages"),
        gettext_lazy("Every mail that goes out: to whom, when, and how it looks"),
        "mails",
        "settings-messages",
        Permission.PROGRAM_EDIT,
    ),
    Topic(
        gettext_lazy("Who did what"),
        gettext_lazy("Everything anybody did here, to look up and to save"),
        "history",
        "settings-audit",
        Permission.AUDIT_SEE,
    ),
]


def open_to(by: Actor) -> list[tuple[Topic, str]]:
    """Return the pages of settings somebody may open, each with its address."""
    theirs = (topic for topic in topics if topic.permission is None or may(by, topic.permission))
    return [(topic, url) for topic in theirs if (url := _url(topic.url_name))]


@require_http_methods(["GET", "HEAD"])
@for_members()
def overview(request: MemberRequest) -> HttpResponse:
    """List the settings this person may open."""
    rows = [{"topic": topic, "url": url} for topic, url in open_to(request.actor)]
    return render(request, "members/settings.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.PROGRAM_EDIT)
def general(request: MemberRequest) -> HttpResponse:
    """Show what the program is called and starts with; a POST changes it."""
    program = Program.here()
    initial = {name: getattr(program, name) for name in ProgramForm.base_fields}
    form = ProgramForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        change_program(**form.cleaned_data, by=request.actor)
        messages.success(request, _("Saved."))
        return redirect("settings-general")
    return render(request, "members/general.html", {"form": form}, status=422 if form.errors else 200)


def _url(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
