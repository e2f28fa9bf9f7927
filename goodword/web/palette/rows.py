"""What a line of the palette is, and where its lines come from. Every source starts from what its reader may see."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, reduce
from operator import and_, or_
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.utils.translation import ngettext

from goodword.core.actors import Actor
from goodword.core.planning import planned_for_these_values
from goodword.core.statements import by_keys
from goodword.desk.models import ReferenceRequest
from goodword.desk.policy import visible_requests
from goodword.desk.queries.listing import with_words
from goodword.desk.rules.states import RequestState
from goodword.directory.models import Contact
from goodword.directory.queries import (
    advocates_begun_by,
    advocates_by_words,
    begun_by,
    companies_by_words,
    deals_by_words,
    people_by_words,
)
from goodword.matching.queries.searching import Seen, seen_by
from goodword.members.policy import Permission, may
from goodword.proof.policy import visible_stories
from goodword.references.policy import visible_accounts, visible_contacts, visible_deals
from goodword.web.context import Frame
from goodword.web.directory.listing import first_of
from goodword.web.members.http import MemberRequest
from goodword.web.members.settings import open_to
from goodword.web.references.seen import shown_advocates

MOST_OF_ONE, NEAR = 5, 100
WORDS = 5
Found = TypeVar("Found", bound=Model)


@dataclass(frozen=True, slots=True)
class Row:
    """One line: what it is called, what tells it from others of that name, where Enter leads."""

    label: str
    note: str
    url: str
    icon: str


@dataclass(frozen=True, slots=True)
class Group:
    title: str | Promise
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Deed:
    """Something to do, for those who may; `also` holds other words people use for it."""

    label: str | Promise
    url: Callable[[], str]
    icon: str
    needs: Permission
    also: str = ""


DEEDS = (
    Deed(lazy("Find a reference"), lambda: reverse("find"), "search", Permission.REQUEST_SEND, "request ask call"),
    Deed(
        lazy("Search references"), lambda: reverse("search"), "search", Permission.REFERENCE_FIND, "find look customers"
    ),
    Deed(
        lazy("Add an opportunity"), lambda: reverse("opportunity-add"), "plus", Permission.OPPORTUNITY_EDIT, "deal new"
    ),
    Deed(lazy("Add a company"), lambda: reverse("account-add"), "building-2", Permission.ACCOUNT_EDIT, "account new"),
    Deed(
        lazy("Nominate an advocate"),
        lambda: reverse("accounts") + "?view=customers",
        "user-plus",
        Permission.ADVOCATE_NOMINATE,
        "add propose customer new",
    ),
    # The list opens on whose customers one may put there: an owner's own, the program's all.
    Deed(lazy("Put a customer on hold"), lambda: reverse("accounts"), "pause", Permission.HOLD_PLACE, "stop rest"),
    Deed(lazy("New quote or story"), lambda: reverse("proof-add"), "quote", Permission.STORY_EDIT, "add proof words"),
    Deed(
        lazy("Invite a colleague"),
        lambda: reverse("settings-invite"),
        "mail",
        Permission.MEMBER_INVITE,
        "member people new",
    ),
)


@dataclass(frozen=True)
class Asked:
    """What was typed, and by whom; what several groups look in is read once."""

    request: MemberRequest
    words: list[str]

    @property
    def by(self) -> Actor:
        return self.request.actor

    @property
    def text(self) -> str:
        return " ".join(self.words)

    @cached_property
    def references(self) -> Seen:
        return seen_by(self.by)


@dataclass(frozen=True, slots=True)
class Source:
    """Where one group's lines come from; `needs`: what the pages they lead to are for."""

    title: str | Promise
    lines: Callable[[Asked], Iterator[Row]]
    needs: Permission = Permission.REQUEST_SEE


@dataclass(frozen=True, slots=True)
class Names:
    """How rows of one kind are found by name: where the name begins so, and anywhere; `key`: what they are in order of."""

    begun_by: Callable[[str], Q]
    by_words: Callable[[str], Q]
    key: str = "sort_key"


COMPANIES, PEOPLE = Names(begun_by, companies_by_words), Names(begun_by, people_by_words)
ADVOCATES = Names(advocates_begun_by, advocates_by_words, "contact__sort_key")


def groups(request: MemberRequest, text: str) -> list[Group]:
    """Return what a text leads to, or what one usually wants when there is none; groups without a line are left out."""
    asked = Asked(request, text.split()[:WORDS])
    sources = SEARCHED if asked.words else AT_HAND
    open_to = (source for source in sources if may(asked.by, source.needs))
    with planned_for_these_values():
        found = [Group(source.title, tuple(source.lines(asked))) for source in open_to]
    return [group for group in found if group.rows]


def instead(by: Actor, text: str) -> Group:
    """Return where to go when nothing is called so: what references say, the program's help with a deal, or Help."""
    words = " ".join(text.split()[:WORDS])
    rows = (
        (
            Permission.REFERENCE_FIND,
            Row(
                _("Search what references say for “%(text)s”") % {"text": words},
                "",
                f"{reverse('search')}?{urlencode({'q': words})}",
                "search",
            ),
        ),
        (Permission.REQUEST_SEND, Row(_("Choose a deal and ask for a reference"), "", reverse("find"), "kanban")),
        (None, Row(_("Help"), "", reverse("help"), "circle-question-mark")),
    )
    return Group(lazy("Instead"), tuple(row for needs, row in rows if needs is None or may(by, needs)))


def _deeds(asked: Asked) -> Iterator[Row]:
    for deed in DEEDS:
        if may(asked.by, deed.needs) and _speaks_of(asked.words, f"{deed.label} {deed.also}"):
            yield Row(str(deed.label), "", deed.url(), deed.icon)


def _places(asked: Asked) -> Iterator[Row]:
    for item in Frame(asked.request).rail:
        if _speaks_of(asked.words, item.label):
            yield Row(item.label, "", item.url, item.icon)
    for topic, url in open_to(asked.by):
        if _speaks_of(asked.words, f"{topic.label} {_('settings')}") and (asked.words or topic.url_name == "me"):
            yield Row(str(topic.label), _("Settings"), url, topic.icon)
    if _speaks_of(asked.words, _("Help")):
        yield Row(_("Help"), "", reverse("help"), "circle-question-mark")


def _companies(asked: Asked) -> Iterator[Row]:
    for one in _named(asked, visible_accounts(asked.by), COMPANIES, "industry"):
        note = one.industry.name if one.industry is not None else one.get_status_display()
        yield Row(one.name, str(note), reverse("account", args=[one.pk]), "building-2")


def _advocates(asked: Asked) -> Iterator[Row]:
    for one in _named(asked, shown_advocates(asked.by), ADVOCATES, "contact", "profile__account"):
        yield Row(one.contact.name, one.profile.account.name, reverse("advocate", args=[one.pk]), "users")


def _references(asked: Asked) -> Iterator[Row]:
    """Yield one line for all references that say the words, however they say them."""
    found = asked.references.search(asked.text)
    if found.hits.whole and len(found):
        note = ngettext("%(n)s reference", "%(n)s references", len(found)) % {"n": len(found)}
        url = f"{reverse('search')}?{urlencode({'q': asked.text})}"
        yield Row(_("Who says “%(text)s”") % {"text": asked.text}, note, url, "search")


def _named(asked: Asked, seen: QuerySet[Found], names: Names, *kin: str) -> list[Found]:
    """Return the first rows whose names have the words; where none has, those with names spelt most nearly so."""
    keys = _first_named(asked.text, seen, names, MOST_OF_ONE)
    if not keys and (nearest := asked.references.respelt(asked.text)):
        keys = _first_named(nearest, seen, names, MOST_OF_ONE)
    found = by_keys(seen.model, keys, *kin)
    return [found[key] for key in keys if key in found]


def _first_named(text: str, seen: QuerySet[Found], names: Names, most: int) -> list[UUID]:
    """Return the first whose names begin with the words, then where they are few those that have them anywhere."""
    first = _keys(seen.filter(names.begun_by(text)).order_by(names.key, "pk"), most)
    if len(first) == most:
        return first
    anywhere = _keys(seen.filter(names.by_words(text)).order_by(names.key, "pk"), most + len(first))
    return [*first, *(key for key in anywhere if key not in first)][:most]


def _keys(rows: QuerySet[Found], most: int) -> list[UUID]:
    return list(rows.values_list("pk", flat=True)[:most])


def _first(found: QuerySet[Found], *kin: str) -> list[Found]:
    return first_of(found, MOST_OF_ONE, kin)


def _contacts(asked: Asked) -> Iterator[Row]:
    """Yield people who don't take part, as far as there are any among the first of that name."""
    near = _first_named(asked.text, visible_contacts(asked.by), PEOPLE, NEAR)
    taking_part = set(shown_advocates(asked.by).filter(contact__in=near).values_list("contact", flat=True))
    shown = [key for key in near if key not in taking_part][:MOST_OF_ONE]
    people = by_keys(Contact, shown, "account")
    for one in (people[key] for key in shown if key in people):
        yield Row(one.name, one.account.name, reverse("contact", args=[one.pk]), "user")


def _deals(asked: Asked) -> Iterator[Row]:
    found = visible_deals(asked.by).filter(deals_by_words(asked.text))
    for one in _first(found.order_by("account__sort_key", "sort_key", "pk"), "account"):
        yield Row(one.account.name, one.name, reverse("opportunity", args=[one.pk]), "briefcase")


def _open_deals(asked: Asked) -> Iterator[Row]:
    mine = visible_deals(asked.by).open().of(asked.request.member)
    for one in _first(mine.order_by("close_on", "pk"), "account"):
        yield Row(one.account.name, one.name, reverse("find") + f"?opp={one.pk}", "search")


def _requests(asked: Asked) -> Iterator[Row]:
    found = with_words(visible_requests(asked.by), asked.text)
    for one in _first(found.order_by("-created_at", "pk"), "opportunity__account"):
        yield _request(one)


def _open_requests(asked: Asked) -> Iterator[Row]:
    mine = Q(requester=asked.request.member) | Q(opportunity__owner=asked.request.member)
    seen = visible_requests(asked.by).filter(mine).exclude(state=RequestState.CLOSED)
    for one in _first(seen.order_by("-created_at", "pk"), "opportunity__account"):
        yield _request(one)


def _stories(asked: Asked) -> Iterator[Row]:
    found = visible_stories(asked.by).filter(_told(asked.words), withdrawn_at=None)
    for one in _first(found.order_by("-created_at", "pk"), "profile__account"):
        yield Row(str(one), one.profile.account.name, reverse("story", args=[one.pk]), "quote")


def _request(need: ReferenceRequest) -> Row:
    deal = need.opportunity
    title = _("Request for %(company)s") % {"company": deal.account.name}
    return Row(title, str(need.get_state_display()), reverse("request", args=[need.pk]), "kanban")


def _speaks_of(words: list[str], text: str) -> bool:
    """Say whether every word begins one of the text's."""
    known = text.casefold().split()
    return all(any(one.startswith(word.casefold()) for one in known) for word in words)


def _told(words: list[str]) -> Q:
    """Return the clause for stories that have every word in their title, their text or their customer's name."""
    fields = ("title", "text", "profile__account__name")
    return reduce(and_, (reduce(or_, (Q(**{f"{field}__icontains": word}) for field in fields)) for word in words))


SEARCHED: tuple[Source, ...] = (
    Source(lazy("Do"), _deeds),
    Source(lazy("Go to"), _places),
    Source(lazy("Customers and prospects"), _companies, Permission.REFERENCE_FIND),
    Source(lazy("Advocates"), _advocates, Permission.REFERENCE_FIND),
    Source(lazy("References"), _references, Permission.REFERENCE_FIND),
    Source(lazy("Opportunities"), _deals),
    Source(lazy("Requests"), _requests),
    Source(lazy("Proof"), _stories, Permission.REFERENCE_FIND),
    Source(lazy("Contacts"), _contacts, Permission.REFERENCE_FIND),
)
AT_HAND: tuple[Source, ...] = (
    Source(lazy("Find a reference for…"), _open_deals, Permission.REQUEST_SEND),
    Source(lazy("Your open requests"), _open_requests),
    Source(lazy("Do"), _deeds),
    Source(lazy("Go to"), _places),
)
