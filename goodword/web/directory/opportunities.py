"""Deals: the list, one deal, adding, changing and closing it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core import clock
from goodword.core.models import Event
from goodword.desk.policy import visible_requests
from goodword.desk.queries.lists import loaded, rows_of
from goodword.directory.actions import (
    add_account,
    add_contact,
    add_opportunity,
    change_opportunity,
    close_opportunity,
    reopen_opportunity,
)
from goodword.directory.models import Account, Contact, Opportunity
from goodword.directory.policy import may_reopen, must_sell
from goodword.directory.queries import closing_of, deals_by_words, tidy
from goodword.members.policy import Permission, is_manager, may
from goodword.references.policy import visible_accounts, visible_deals
from goodword.web.directory.forms import OpportunityForm
from goodword.web.directory.here import Here, companies_here
from goodword.web.directory.lines import DealLine
from goodword.web.directory.listing import listing, searched
from goodword.web.finding.deals import request_url, somebody_asked_for
from goodword.web.lists.saved import saved_views
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.requests.kit import named

SORTS = {"close": "close_on", "name": "account__sort_key", "amount": "amount", "owner": "owner__sort_key"}
VIEWS = ("mine", "open", "won", "lost")
MOST_SUGGESTED = 300


@require_http_methods(["GET", "HEAD"])
@for_members()
def opportunities(request: MemberRequest) -> HttpResponse:
    """List deals: my open ones, all open ones I may see, won and lost ones."""
    sells = may(request.actor, Permission.OPPORTUNITY_EDIT)
    view = request.GET.get("view", "")
    view = view if view in VIEWS else "mine" if sells and not is_manager(request.actor) else "open"
    found = _searched(request, _viewed(request, view))
    page = listing(
        request, found, sorts=SORTS, default="close", kin=("account", "owner"), narrowed=view not in ("mine", "open")
    )
    rows = [DealLine.of(deal) for deal in page.rows]
    context = {
        "page": page,
        "rows": rows,
        "view": view,
        "views": saved_views(request, "opportunities"),
        "may_add": sells,
    }
    return render(request, "directory/opportunities.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members()
def opportunity(request: MemberRequest, opportunity_id: UUID) -> HttpResponse:
    """Show a deal: what is known, who is on it, what was asked for it."""
    deal = _deal(request, opportunity_id)
    closing = closing_of(deal, clock.now())
    asked = loaded(visible_requests(request.actor).filter(opportunity=deal).order_by("-created_at"))
    context = {
        "deal": deal,
        "closing": closing,
        "undo_url": _undo_url(closing) if closing is not None and may_reopen(request.actor, closing) else "",
        "people": [row.contact for row in deal.contact_rows.select_related("contact")],
        "products": deal.products.all(),
        "topics": deal.topics.all(),
        "needs": [
            {"row": row, "steps": named(row.steps, row.need)} for row in rows_of(asked, request.actor, request.member)
        ],
        "may_sell": is_manager(request.actor) or request.actor.is_member(deal.owner_id),
        "may_see_account": visible_accounts(request.actor).filter(pk=deal.account_id).exists(),
    }
    return render(request, "directory/opportunity.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_EDIT)
def add(request: MemberRequest) -> HttpResponse:
    """Ask for a deal, prefilled with what is usual; a POST adds it, and its prospect if that is new.

    Who was found by hand is asked next, for this deal.
    """
    account, somebody = _account_asked_for(request), somebody_asked_for(request)
    form = OpportunityForm(request.actor, account, None, posted(request))
    here = _here(request, account)
    if request.method == "POST" and form.is_valid() and not here.asks:
        deal = tried(form, lambda: _added(request, form, account))
        if deal is not None:
            messages.success(request, _("%(name)s is added.") % {"name": deal.name})
            return redirect(request_url(deal.pk, somebody.pk) if somebody else reverse("opportunity", args=[deal.pk]))
    known = visible_accounts(request.actor).order_by("sort_key").values_list("name", flat=True)
    form.suggest_companies(known[:MOST_SUGGESTED])
    context = {"form": form, "account": account, "somebody": somebody, "here": here}
    return render(request, "directory/opportunity_form.html", context, status=422 if form.errors or here.asks else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_EDIT)
def edit(request: MemberRequest, opportunity_id: UUID) -> HttpResponse:
    """Show a deal's facts; a POST changes them."""
    deal = _deal(request, opportunity_id)
    must_sell(request.actor, Permission.OPPORTUNITY_EDIT, deal)
    if request.method != "POST" and deal.status != Opportunity.Status.OPEN:
        return redirect("opportunity", opportunity_id=deal.pk)
    form = OpportunityForm(request.actor, deal.account, deal, posted(request))
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: _changed(request, form, deal))
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("opportunity", opportunity_id=deal.pk)
    context = {"form": form, "account": deal.account, "deal": deal}
    return render(request, "directory/opportunity_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_CLOSE)
def close(request: MemberRequest, opportunity_id: UUID, outcome: str) -> HttpResponse:
    """Say what closing a deal does; a POST closes it."""
    if outcome not in ("won", "lost"):
        raise Http404
    deal = _deal(request, opportunity_id)
    must_sell(request.actor, Permission.OPPORTUNITY_CLOSE, deal)
    if request.method != "POST" and deal.status != Opportunity.Status.OPEN:
        return redirect("opportunity", opportunity_id=deal.pk)
    if request.method == "POST":
        closing = close_opportunity(deal, won=outcome == "won", by=request.actor)
        won = _("%(name)s is won. Whoever helped hears of it in ten minutes.")
        done = won if outcome == "won" else _("%(name)s is closed as lost.")
        messages.success(request, done % {"name": deal.name}, extra_tags=_undo_url(closing))
        return redirect("opportunity", opportunity_id=deal.pk)
    return render(request, "directory/opportunity_close.html", {"deal": deal, "won": outcome == "won"})


@require_POST
@for_members(Permission.OPPORTUNITY_CLOSE)
def undo(request: MemberRequest, opportunity_id: UUID, event_id: UUID) -> HttpResponse:
    """Take back that a deal was closed."""
    deal = _deal(request, opportunity_id)
    reopen_opportunity(get_object_or_404(Event, pk=event_id, subject_id=deal.pk), by=request.actor)
    messages.success(request, _("Taken back. %(name)s is open again.") % {"name": deal.name})
    return redirect("opportunity", opportunity_id=deal.pk)


def _undo_url(closing: Event) -> str:
    return reverse("opportunity-undo", args=[closing.subject_id, closing.pk])


def _deal(request: MemberRequest, opportunity_id: UUID) -> Opportunity:
    deals = visible_deals(request.actor)
    return get_object_or_404(deals.select_related("account", "owner", "competitor", "replaces"), pk=opportunity_id)


def _account_asked_for(request: MemberRequest) -> Account | None:
    wanted = request.GET.get("account", "")
    if not wanted:
        return None
    try:
        return get_object_or_404(visible_accounts(request.actor), pk=UUID(wanted))
    except ValueError as unreadable:
        raise Http404 from unreadable


def _added(request: MemberRequest, form: OpportunityForm, account: Account | None) -> Opportunity:
    by, said = request.actor, form.cleaned_data
    prospect = account or _prospect(request, form)
    people = [*said.get("contacts", ()), *_new_person(request, form, prospect)]
    return add_opportunity(prospect, said["name"] or prospect.name, contacts=people, by=by, **form.values())


def _changed(request: MemberRequest, form: OpportunityForm, deal: Opportunity) -> None:
    said = form.cleaned_data
    people = [*said.get("contacts", ()), *_new_person(request, form, deal.account)]
    change_opportunity(deal, name=said["name"] or deal.name, contacts=people, by=request.actor, **form.values())


def _here(request: MemberRequest, account: Account | None) -> Here:
    """Return the companies that look like the prospect that is typed; none where it is known by just this name."""
    said = posted(request) or request.GET
    name = tidy(said.get("company", "").replace("\0", " "))
    if account is not None or not name or _known_as(request, name) is not None:
        return Here()
    return companies_here(request, {"name": name})


def _known_as(request: MemberRequest, name: str) -> Account | None:
    return visible_accounts(request.actor).filter(name__iexact=name).first()


def _prospect(request: MemberRequest, form: OpportunityForm) -> Account:
    """Return the company of this name that the seller may see, else a new prospect."""
    name = tidy(form.cleaned_data["company"])
    known = _known_as(request, name)
    if known is not None:
        return known
    return add_account(name, status=Account.Status.PROSPECT, by=request.actor, **form.company_words())


def _new_person(request: MemberRequest, form: OpportunityForm, account: Account) -> list[Contact]:
    said = form.cleaned_data
    if not said.get("person_name", "").strip():
        return []
    title, email = said["person_title"], said["person_email"]
    return [add_contact(account, said["person_name"], job_title=title, email=email, by=request.actor)]


def _viewed(request: MemberRequest, view: str) -> QuerySet[Opportunity]:
    seen = visible_deals(request.actor)
    if view == "mine":
        return seen.open().of(request.member)
    return seen.filter(status=Opportunity.Status(view))


def _searched(request: MemberRequest, rows: QuerySet[Opportunity]) -> QuerySet[Opportunity]:
    words = searched(request)
    return rows.filter(deals_by_words(words)) if words else rows
