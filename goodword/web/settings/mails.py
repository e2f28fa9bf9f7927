"""Messages (S21): every kind of mail, to whom and when it goes, and how it looks in a story of our own invention."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods

from goodword.members.policy import Permission
from goodword.messages.queries.samples import Shown, lines_of, mail_kinds, shown
from goodword.messages.rules import Audience, MailKind, news_in
from goodword.web.letter import letter
from goodword.web.members.forms import NEWS_WORDS
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.settings.mail_words import MAILS

AUDIENCES: dict[Audience, str | Promise] = {
    Audience.OWNER: lazy("account owner"),
    Audience.NOMINATOR: lazy("whoever proposed them"),
    Audience.ADVOCATE: lazy("customer"),
    Audience.REP: lazy("rep"),
    Audience.PROSPECT: lazy("buyer"),
    Audience.PROGRAM: lazy("program"),
    Audience.LEADER: lazy("leader"),
    Audience.ANYONE: lazy("whoever it is about"),
}
OUTSIDE = {Audience.ADVOCATE, Audience.PROSPECT}
# A dark mail program is one for which this holds; the preview says it for the reader's own.
DARK_MAIL = "@media (prefers-color-scheme: dark)"


@dataclass(frozen=True, slots=True)
class Look:
    """How a mail is looked at: which variant, as wide as a desk or a phone, by day or by night."""

    variant: str
    phone: bool
    dark: bool

    @property
    def query(self) -> str:
        return f"?variant={self.variant}&night={'1' if self.dark else '0'}"


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.PROGRAM_EDIT)
def overview(request: MemberRequest) -> HttpResponse:
    """List every kind of mail."""
    rows = [_row(kind, variants) for kind, variants in mail_kinds()]
    tables = [
        (_("To customers and buyers"), [row for row in rows if row["outside"]]),
        (_("To colleagues"), [row for row in rows if not row["outside"]]),
    ]
    return render(request, "settings/messages.html", {"tables": tables})


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.PROGRAM_EDIT)
def mail(request: MemberRequest, code: str) -> HttpResponse:
    """Show one kind of mail as it arrives."""
    kind, variants = _kind(code)
    look = _look(request, variants)
    seen = shown(code, look.variant)
    context = _row(kind, variants) | {
        "seen": seen,
        "look": look,
        "variants": lines_of(code, variants),
        "said_by_bell": NEWS_WORDS.get(seen.news) if seen.news else None,
    }
    return render(request, "settings/message.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.PROGRAM_EDIT)
def sheet(request: MemberRequest, code: str) -> HttpResponse:
    """Answer with the mail's HTML alone, for its frame."""
    _kind_of_it, variants = _kind(code)
    look = _look(request, variants)
    return letter(_lit(shown(code, look.variant), dark=look.dark))


def _lit(seen: Shown, *, dark: bool) -> str:
    return seen.html.replace(DARK_MAIL, "@media all" if dark else "@media not all")


def _row(kind: MailKind, variants: tuple[str, ...]) -> dict[str, Any]:
    news = {news_in(kind.code, variant) for variant in variants}
    return {
        "kind": kind,
        "title": MAILS[kind.code][0],
        "when": MAILS[kind.code][1],
        "subject": lines_of(kind.code, variants[:1])[0][1],
        "to": ", ".join(str(AUDIENCES[one]) for one in kind.audience),
        "count": len(variants),
        "outside": bool(OUTSIDE & set(kind.audience)) or kind.code in ("E24", "E28"),
        "optional": "all" if None not in news else "some" if news != {None} else "",
    }


def _kind(code: str) -> tuple[MailKind, tuple[str, ...]]:
    for kind, variants in mail_kinds():
        if kind.code == code:
            return kind, variants
    raise Http404


def _look(request: MemberRequest, variants: tuple[str, ...]) -> Look:
    said = request.GET
    variant = said.get("variant", variants[0])
    if variant not in variants:
        raise Http404
    return Look(variant, said.get("width") == "phone", said.get("night") == "1")
