"""The deal as chips: what they need to hear, and what the CRM knows of them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from goodword.directory.models import Opportunity, Term, Vocabulary
from goodword.web.finding.look import Look

TOPICS_SHOWN = 8
LONGEST = 36


@dataclass(frozen=True, slots=True)
class Topic:
    name: str
    wanted: bool


@dataclass(frozen=True, slots=True)
class Chip:
    """One CRM fact that ranks. `url` switches it off, or on again when it is."""

    code: str
    text: str
    whole: str
    off: bool
    url: str

    @property
    def id(self) -> str:
        return "fact-" + "".join(sign if sign.isalnum() else "-" for sign in self.code)


def topics_of(deal: Opportunity, look: Look) -> list[Topic]:
    """Return the topics to choose from: what is looked for, then the deal's own, then the program's list."""
    listed = Term.objects.offered().filter(vocabulary=Vocabulary.TOPIC).order_by("position", "name")[: TOPICS_SHOWN * 2]
    own = [term.name for term in deal.topics.all()]
    names = list(dict.fromkeys([*look.topics, *own, *(term.name for term in listed)]))
    most = max(TOPICS_SHOWN, len(look.topics))
    return [Topic(name, name in look.topics) for name in names[:most]]


def facts_of(deal: Opportunity, look: Look) -> list[Chip]:
    """Return what the deal's row says and ranking reads, as chips that can be switched off one by one."""
    account = deal.account
    texts = [
        ("industry", deal.industry_text or _name(account.industry)),
        ("size", deal.size_text or _people(account.employees) or _name(account.size_band)),
        ("region", deal.region_text or account.country or _name(account.region)),
        *((f"products:{term.name}", term.name) for term in deal.products.all()),
        ("replaces", _("Replaces %(what)s") % {"what": replaced} if (replaced := _replaced(deal)) else ""),
        ("persona", deal.persona),
        ("use_case", _("Use: %(what)s") % {"what": deal.use_case} if deal.use_case else ""),
        ("concerns", _("Worry: %(what)s") % {"what": deal.concerns} if deal.concerns else ""),
    ]
    return [_chip(code, text, look) for code, text in texts if text]


def _chip(code: str, text: str, look: Look) -> Chip:
    off = code in look.ignored
    url = (look.with_chip(code) if off else look.without(code)).url()
    return Chip(code, Truncator(text).chars(LONGEST), text, off, url)


def _name(term: Term | None) -> str:
    return term.name if term else ""


def _people(employees: int | None) -> str:
    return _("%(n)s people") % {"n": f"{employees:,}"} if employees else ""


def _replaced(deal: Opportunity) -> str:
    return deal.replaces_text or _name(deal.replaces)
