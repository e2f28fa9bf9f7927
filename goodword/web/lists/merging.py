"""Two entries of one company or person: which two, what becomes of them side by side, the result and its undo."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.errors import Refused
from goodword.directory.actions.merging import Entry, compared
from goodword.directory.models import Account, Contact
from goodword.directory.policy import must_edit_account
from goodword.directory.queries import companies_by_words, people_by_words
from goodword.directory.rules import Difference
from goodword.members.policy import Permission, is_manager
from goodword.references.policy import visible_accounts, visible_contacts
from goodword.upkeep.actions import can_undo, look_at_merge, merge_accounts, merge_contacts, undo_merge
from goodword.upkeep.models import Merge
from goodword.web.directory.listing import searched
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.references.seen import shown_advocates
from goodword.web.templatetags._figures import plural
from goodword.web.templatetags._times import day

SHOWN = 20
FIELDS: Mapping[str, str | Promise] = {
    "name": gettext_lazy("Name"),
    "status": gettext_lazy("Status"),
    "owner": gettext_lazy("Decides"),
    "deputy": gettext_lazy("Deputy"),
    "informed": gettext_lazy("Also told"),
    "group": gettext_lazy("Group of companies"),
    "industry": gettext_lazy("Industry"),
    "region": gettext_lazy("Region"),
    "size_band": gettext_lazy("Company size"),
    "employees": gettext_lazy("Employees"),
    "country": gettext_lazy("Country"),
    "city": gettext_lazy("City"),
    "website": gettext_lazy("Website"),
    "time_zone": gettext_lazy("Time zone"),
    "competitor_of_ours": gettext_lazy("Competitor of ours"),
    "health": gettext_lazy("Health"),
    "renewal_on": gettext_lazy("Renewal"),
    "open_severity": gettext_lazy("Worst open escalation"),
    "called": gettext_lazy("What to call them"),
    "job_title": gettext_lazy("Job title"),
    "role_family": gettext_lazy("Role family"),
    "email": gettext_lazy("E-mail"),
    "phone": gettext_lazy("Phone"),
    "language": gettext_lazy("Language"),
    "left_on": gettext_lazy("Left on"),
}
# What goes over, in the order it is told; one of it and many, as `plural` takes them.
MOVES: Mapping[str, str | Promise] = {
    "directory.Contact": gettext_lazy("person,people"),
    "references.Advocate": gettext_lazy("advocate,advocates"),
    "directory.Opportunity": gettext_lazy("deal,deals"),
    "directory.OpportunityContact": gettext_lazy("part in a deal,parts in deals"),
    "references.Fact": gettext_lazy("fact,facts"),
    "proof.Story": gettext_lazy("story or quote,stories and quotes"),
    "desk.Ask": gettext_lazy("ask,asks"),
    "desk.Attendee": gettext_lazy("call of a buyer,calls of buyers"),
    "protection.Hold": gettext_lazy("hold or pause,holds and pauses"),
    "directory.Rivalry": gettext_lazy("competitor,competitors"),
    "core.SignedLink": gettext_lazy("link in a mail,links in mails"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_EDIT)
def company(request: MemberRequest, entry_id: UUID) -> HttpResponse:
    """Ask which other entry a company has, and show both side by side; a POST makes them one."""
    return _merging(request, _companies(request), entry_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_EDIT)
def person(request: MemberRequest, entry_id: UUID) -> HttpResponse:
    """Ask which other entry a person has, and show both side by side; a POST makes them one."""
    return _merging(request, _people(request), entry_id)


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def chosen(request: MemberRequest) -> HttpResponse:
    """Lead to where the two rows that were ticked in a list stand side by side; nothing is merged yet."""
    page, rows = request.POST.get("page", ""), request.POST.getlist("row")
    if page not in ("accounts", "contacts", "advocates"):
        raise Http404
    if len(rows) != 2:
        raise Refused(_("Tick the two rows that are one and the same."), code="not_two")
    stays, away = (_uuid(row) for row in rows)
    if page == "advocates":
        people = dict(shown_advocates(request.actor).filter(pk__in=[stays, away]).values_list("pk", "contact"))
        if len(people) != 2:
            raise Http404
        stays, away = people[stays], people[away]
    seen = _companies(request) if page == "accounts" else _people(request)
    for entry in (stays, away):
        must_edit_account(request.actor, _company(get_object_or_404(seen, pk=entry)))
    where = reverse("account-merge" if page == "accounts" else "contact-merge", args=[stays])
    return redirect(f"{where}?with={away}")


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.OPPORTUNITY_EDIT)
def done(request: MemberRequest, merge_id: UUID) -> HttpResponse:
    """Say what became of a merge, and until when it can be taken back."""
    merge = _own(request, merge_id)
    context = {
        "merge": merge,
        "entry": _entry(request, merge),
        "moved": _moved(merge.moved),
        "undoable": can_undo(merge),
    }
    return render(request, "lists/merged.html", context)


@require_POST
@for_members(Permission.OPPORTUNITY_EDIT)
def undo(request: MemberRequest, merge_id: UUID) -> HttpResponse:
    """Part them again."""
    merge = _own(request, merge_id)
    undo_merge(merge, by=request.actor)
    messages.success(request, _("Parted again. Everything is back where it was."))
    return redirect("merge", merge_id=merge.pk)


def _merging(request: MemberRequest, seen: QuerySet[Any], entry_id: UUID) -> HttpResponse:
    stays: Entry = get_object_or_404(seen, pk=entry_id)
    must_edit_account(request.actor, _company(stays))
    other = request.POST.get("with") or request.GET.get("with", "")
    if not other:
        return render(request, "lists/merge_pick.html", _drawn(stays) | _found(request, seen, stays))
    away: Entry = get_object_or_404(seen, pk=_uuid(other))
    if request.method != "POST":
        return _compared(request, stays, away)
    preferred = _preferred(request.POST)
    if "look" in request.POST:
        said = QueryDict(mutable=True)
        said.update({"with": str(away.pk), **dict.fromkeys(preferred, "away")})
        return redirect(f"{request.path}?{said.urlencode()}")
    return _merge(request, stays, away, preferred)


def _preferred(said: QueryDict) -> list[str]:
    """Return the fields in which the other entry's value is preferred."""
    return [name for name in FIELDS if said.get(name) == "away"]


def _compared(request: MemberRequest, stays: Entry, away: Entry) -> HttpResponse:
    """Draw both side by side, with what would become of them as chosen."""
    differ, preferred = compared(stays, away), _preferred(request.GET)
    preview = look_at_merge(stays, away, by=request.actor, chosen=preferred)
    context = _drawn(stays) | {
        "away": away,
        "rows": [_row(one, stays, away, preferred) for one in differ],
        "choices": any(one.to_choose for one in differ),
        "preview": preview,
        "moved": _moved(preview.moved),
        "page": _page(stays),
        "swapped": f"{reverse(_page(stays), args=[away.pk])}?with={stays.pk}",
    }
    return render(request, "lists/merge.html", context)


def _companies(request: MemberRequest) -> QuerySet[Any]:
    return visible_accounts(request.actor).select_related("owner", "deputy", "informed", "group")


def _people(request: MemberRequest) -> QuerySet[Any]:
    return visible_contacts(request.actor).select_related("account", "role_family")


def _merge(request: MemberRequest, stays: Entry, away: Entry, preferred: list[str]) -> HttpResponse:
    if isinstance(stays, Account) and isinstance(away, Account):
        merge = merge_accounts(stays, away, by=request.actor, chosen=preferred)
    elif isinstance(stays, Contact) and isinstance(away, Contact):
        merge = merge_contacts(stays, away, by=request.actor, chosen=preferred)
    else:
        raise Http404
    return redirect("merge", merge_id=merge.pk)


def _drawn(stays: Entry) -> dict[str, Any]:
    return {"stays": stays, "account": _company(stays), "is_company": isinstance(stays, Account), "home": _home(stays)}


def _found(request: MemberRequest, seen: QuerySet[Any], stays: Entry) -> dict[str, Any]:
    """Return the entries to choose from: those searched for, else those that look the same."""
    words = searched(request)
    rows = _changeable(request, seen, stays).exclude(pk=stays.pk)
    if words:
        clause = companies_by_words(words) if isinstance(stays, Account) else people_by_words(words)
    else:
        clause = _alike(stays)
    return {"searched": words, "found": rows.filter(clause).order_by("sort_key", "pk")[:SHOWN], "page": _page(stays)}


def _alike(stays: Entry) -> Q:
    """Return the clause for entries that look the same: named alike, or known by the same address."""
    first = stays.sort_key.split(" ")[0]
    if isinstance(stays, Account):
        same = companies_by_words(first)
        return same | Q(website=stays.website) if stays.website else same
    return Q(sort_key=stays.sort_key) | Q(account=stays.account_id, sort_key__startswith=first)


def _changeable(request: MemberRequest, rows: QuerySet[Any], stays: Entry) -> QuerySet[Any]:
    """Keep those the viewer may change, so that nothing is offered that is refused afterwards."""
    if is_manager(request.actor):
        return rows
    to = "" if isinstance(stays, Account) else "account__"
    mine = Q(**{f"{to}owner": request.member}) | Q(**{f"{to}deputy": request.member})
    return rows.filter(mine | Q(**{f"{to}status": Account.Status.PROSPECT}))


def _row(one: Difference, stays: Entry, away: Entry, preferred: Collection[str]) -> dict[str, Any]:
    return {
        "name": one.name,
        "label": FIELDS[one.name],
        "mine": _words(stays, one.name),
        "theirs": _words(away, one.name),
        "theirs_stands": one.theirs_stands,
        "preferred": one.name in preferred,
        "to_choose": one.to_choose,
        "stricter": one.stricter,
    }


def _words(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, int):
        return f"{value:,}"
    shown = getattr(entry, f"get_{name}_display", None)
    return "" if value is None else str(shown() if shown is not None else value)


def _moved(counts: Mapping[str, int]) -> list[str]:
    return [str(plural(counts[table], str(words))) for table, words in MOVES.items() if counts.get(table)]


def _own(request: MemberRequest, merge_id: UUID) -> Merge:
    rows = Merge.objects.select_related("event", "member")
    if not is_manager(request.actor):
        rows = rows.filter(member=request.member)
    return get_object_or_404(rows, pk=merge_id)


def _entry(request: MemberRequest, merge: Merge) -> Model | None:
    """Return the one that stays, as far as the viewer may still see it, with its page."""
    is_company = merge.kind == Merge.Kind.ACCOUNT
    seen: QuerySet[Any] = visible_accounts(request.actor) if is_company else visible_contacts(request.actor)
    found: Entry | None = seen.filter(pk=merge.stays_id).first()
    return found


def _home(entry: Entry) -> str:
    return reverse("account" if isinstance(entry, Account) else "contact", args=[entry.pk])


def _page(entry: Entry) -> str:
    return "account-merge" if isinstance(entry, Account) else "contact-merge"


def _company(entry: Entry) -> Account:
    return entry if isinstance(entry, Account) else entry.account


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as unreadable:
        raise Http404 from unreadable
