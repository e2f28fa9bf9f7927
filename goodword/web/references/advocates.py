"""Advocates: the program's list of them (S11), one person's page (S10), and what can be done about them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core import clock
from goodword.desk.models import Ask
from goodword.directory.policy import keeps
from goodword.directory.queries import advocates_by_words
from goodword.members.policy import Permission, is_manager, may
from goodword.protection.models import LedgerEntry
from goodword.protection.queries import history, holds_on, load_of, with_rest, with_used
from goodword.references.actions import invite, leave, not_a_fit, qualify, revoke_consent
from goodword.references.models import Advocate, AdvocateState, HelpKind
from goodword.references.queries import acts_for, agreed_in, live_consents, own_page, tags_of
from goodword.web.back import led_back
from goodword.web.directory.listing import listing, words_in
from goodword.web.lists.acts import bar
from goodword.web.lists.facets import Found, Narrowing
from goodword.web.lists.meant import meant
from goodword.web.lists.merged import follows_merges
from goodword.web.lists.saved import saved_views
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.members.languages import language_name
from goodword.web.references.facets import advocate_facets
from goodword.web.references.forms import NoFitForm
from goodword.web.references.lines import AdvocateLine
from goodword.web.references.seen import shown_advocates
from goodword.web.references.tag_forms import TagForm
from goodword.web.references.timeline import timeline_of
from goodword.web.references.ways_back import decision_undo, way_back_of_nomination

DRAWN = ("contact", "profile__account__owner")
SORTS = {
    "name": "contact__sort_key",
    "company": "profile__account__sort_key",
    "since": "active_since",
    "year": "used_halves",
    "rest": "rest_level",
}
WORKED_OUT = {"year": with_used, "rest": with_rest}
MOST_ENTRIES = 30
VIEWS = {
    "active": (AdvocateState.ACTIVE,),
    "invited": (AdvocateState.INVITED,),
    "proposed": (AdvocateState.NOMINATED, AdvocateState.QUALIFYING),
    "ended": (AdvocateState.DECLINED, AdvocateState.LEFT, AdvocateState.LAPSED, AdvocateState.NOT_A_FIT),
}
ENROLS = (AdvocateState.NOMINATED, AdvocateState.QUALIFYING, AdvocateState.INVITED, AdvocateState.LAPSED)
INVITES = (AdvocateState.NOMINATED, AdvocateState.QUALIFYING, AdvocateState.LAPSED)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
def advocates(request: MemberRequest) -> HttpResponse:
    """List the people who help, who are invited, proposed, or no longer take part."""
    found, view = found_advocates(request, request.GET), _view(request.GET)
    narrowed = bool(found.narrowing.chosen) or view != "active"
    # How rested somebody is stands in the list of those who take part alone.
    sorts = {word: field for word, field in SORTS.items() if word != "rest" or view == "active"}
    page = listing(request, found.rows, sorts=sorts, default="name", adding=WORKED_OUT, kin=DRAWN, narrowed=narrowed)
    now = clock.now()
    loads = load_of(page.rows, now)
    agreed = acts_for([one.pk for one in page.rows], now=now)
    offers = bar("advocates", request.actor)
    rows = [
        AdvocateLine.of(one, loads[one.pk], agreed_in(agreed[one.pk]), picked=offers is not None) for one in page.rows
    ]
    drawn = {
        "page": page,
        "rows": rows,
        "view": view,
        "views": saved_views(request, "advocates"),
        "bulk": offers,
        "may_export": may(request.actor, Permission.LIST_EXPORT),
    }
    return render(
        request, "references/advocates.html", found.drawn(page) | meant(request, page, found_advocates) | drawn
    )


def found_advocates(request: MemberRequest, query: QueryDict) -> Found:
    """Return the advocates an address of this list finds, of those the viewer may follow."""
    seen, words = shown_advocates(request.actor).filter(state__in=VIEWS[_view(query)]), words_in(query)
    if words:
        seen = seen.filter(advocates_by_words(words))
    return Found(seen, Narrowing(query, advocate_facets(request.actor)))


def _view(query: QueryDict) -> str:
    view = query.get("view", "active")
    return view if view in VIEWS else "active"


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
@follows_merges("advocate_id")
def advocate(request: MemberRequest, advocate_id: UUID) -> HttpResponse:
    """Show a person who helps: how rested, for what, on whose terms, and what they agreed to."""
    one, now = seen_advocate(request, advocate_id), clock.now()
    keeper, own = keeps(request.actor, one.profile.account), own_page(one, now)
    context = {
        "advocate": one,
        "keeper": keeper,
        "manager": is_manager(request.actor),
        "load": load_of([one], now)[one.pk],
        "own": own,
        "languages": [language_name(code) for code in own.languages],
        "agreed": [setting for setting in own.kinds if setting.on],
        "asks_nothing": one.state == AdvocateState.ACTIVE and not live_consents(one, now=now),
        "holds": holds_on([one], now)[one.pk],
        "history": _asked_and_helped(one) if keeper else [],
        "timeline": timeline_of(one.pk, whole="history" in request.GET, keeper=True) if keeper else None,
        "now": now,
        "may_enrol": keeper and one.state in ENROLS and may(request.actor, Permission.CONSENT_CLAIM),
        "may_invite": keeper and one.state in INVITES and one.never_ask_since is None,
        "may_decide": keeper and one.state in VIEWS["proposed"],
        "tags": tags_of([one.pk])[one.pk],
        "tagging": TagForm(request.actor) if keeper else None,
        "ways_back": way_back_of_nomination(one) if keeper else [],
    }
    return render(request, "references/advocate.html", context)


@require_POST
@for_members(Permission.ADVOCATE_INVITE)
def invite_them(request: MemberRequest, advocate_id: UUID) -> HttpResponse:
    """Invite the person by mail."""
    one = seen_advocate(request, advocate_id)
    invite(one, by=request.actor)
    messages.success(request, _("%(name)s is invited.") % {"name": one.contact.name})
    return led_back(request, "advocate", one.pk)


@require_POST
@for_members(Permission.ADVOCATE_INVITE)
def decide(request: MemberRequest, advocate_id: UUID) -> HttpResponse:
    """Take up a proposal."""
    one = seen_advocate(request, advocate_id)
    event = qualify(one, by=request.actor)
    words = _("Taken up. Invite them when you are ready.")
    messages.success(request, words, extra_tags=decision_undo(event))
    return led_back(request, "advocate", one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.ADVOCATE_INVITE)
def no_fit(request: MemberRequest, advocate_id: UUID) -> HttpResponse:
    """Ask why somebody is no fit; a POST closes the proposal, with ten minutes to take that back."""
    one = seen_advocate(request, advocate_id)
    form = NoFitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        event = not_a_fit(one, by=request.actor, why=form.why)
        words = _("Closed. Whoever proposed them is told why in ten minutes.")
        messages.success(request, words, extra_tags=decision_undo(event))
        return redirect("advocate", advocate_id=one.pk)
    status = 422 if form.errors else 200
    return render(request, "references/no_fit.html", {"advocate": one, "form": form}, status=status)


@require_POST
@for_members(Permission.CONSENT_REVOKE)
def revoke(request: MemberRequest, advocate_id: UUID, kind: str) -> HttpResponse:
    """Write down that the person withdrew from one kind of help."""
    one = seen_advocate(request, advocate_id)
    kind = get_kind(kind)
    revoke_consent(one, kind, by=request.actor)
    messages.success(request, _("Withdrawn. It holds at once."))
    return redirect("advocate", advocate_id=one.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.CONSENT_REVOKE)
def end(request: MemberRequest, advocate_id: UUID) -> HttpResponse:
    """Say what it means that somebody leaves; a POST ends it."""
    one = seen_advocate(request, advocate_id)
    if request.method == "POST":
        leave(one, by=request.actor)
        messages.success(request, _("%(name)s is not asked any more.") % {"name": one.contact.name})
        return redirect("advocate", advocate_id=one.pk)
    return render(request, "references/end.html", {"advocate": one})


def seen_advocate(request: MemberRequest, advocate_id: UUID) -> Advocate:
    """Return an advocate the viewer may know; 404 for a private one, as for one that is not there."""
    seen = shown_advocates(request.actor).select_related("contact__account", "profile__account__owner", "nominated_by")
    return get_object_or_404(seen, pk=advocate_id)


def get_kind(word: str) -> HelpKind:
    if word not in HelpKind.values:
        raise Http404
    return HelpKind(word)


def _asked_and_helped(one: Advocate) -> list[tuple[LedgerEntry, str]]:
    """Return the newest of what they were asked and gave, each with the buyer it was for. Two queries."""
    entries = history(one)[:MOST_ENTRIES]
    asks = Ask.objects.filter(pk__in=[entry.ask_id for entry in entries])
    buyers: dict[UUID | None, str] = dict(asks.values_list("pk", "need__opportunity__account__name"))
    return [(entry, buyers.get(entry.ask_id, "")) for entry in entries]
