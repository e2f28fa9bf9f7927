"""Companies: the list of one's customers and how fresh they are (S08), and adding or changing one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodword.directory.actions import add_account, change_account
from goodword.directory.models import Account
from goodword.directory.policy import must_edit_account
from goodword.directory.queries import companies_by_words
from goodword.members.models import Role
from goodword.members.policy import Permission, may
from goodword.references.policy import visible_accounts, visible_deals
from goodword.web.directory.facets import account_facets
from goodword.web.directory.forms import AccountForm
from goodword.web.directory.here import LONGEST, companies_here
from goodword.web.directory.lines import CompanyLine
from goodword.web.directory.listing import listing, words_in
from goodword.web.directory.standing import standing_of
from goodword.web.lists.acts import bar
from goodword.web.lists.facets import Found, Narrowing
from goodword.web.lists.meant import meant
from goodword.web.lists.merged import follows_merges
from goodword.web.lists.saved import saved_views
from goodword.web.members.http import MemberRequest, for_members, posted, tried

DRAWN = ("owner", "industry", "region")
SORTS = {"name": "sort_key", "owner": "owner__sort_key", "renewal": "renewal_on"}


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
def accounts(request: MemberRequest) -> HttpResponse:
    """List companies: a keeper's own ones first, everybody's a click away."""
    found, view = found_accounts(request, request.GET), _view(request, request.GET)
    narrowed = bool(found.narrowing.chosen)
    page = listing(request, found.rows, sorts=SORTS, default="name", kin=DRAWN, narrowed=narrowed)
    offers = bar("accounts", request.actor)
    context = found.drawn(page) | meant(request, page, found_accounts)
    context |= {
        "page": page,
        "rows": [
            CompanyLine.of(row, request.actor, picked=offers is not None)
            for row in standing_of(page.rows, request.actor)
        ],
        "view": view,
        "as_deputy": found.rows.filter(deputy=request.member).exclude(owner=request.member).count()
        if view == "mine"
        else 0,
        "views": saved_views(request, "accounts"),
        "bulk": offers,
        "may_export": may(request.actor, Permission.LIST_EXPORT),
        "may_add": may(request.actor, Permission.OPPORTUNITY_EDIT),
    }
    return render(request, "directory/accounts.html", context)


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
@follows_merges("account_id")
def account(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Show a prospect with its people and deals; a customer has a page of its own."""
    found = get_object_or_404(visible_accounts(request.actor), pk=account_id)
    if found.status != Account.Status.PROSPECT:
        return redirect("customer", account_id=found.pk)
    context = {
        "account": found,
        "people": found.contacts.standing().order_by("sort_key", "pk"),
        "deals": visible_deals(request.actor).filter(account=found).select_related("owner"),
        "may_edit": may(request.actor, Permission.OPPORTUNITY_EDIT),
    }
    return render(request, "directory/account.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_EDIT)
def add(request: MemberRequest) -> HttpResponse:
    """Ask for a company, and say which look the same; a POST adds it, once those were seen."""
    mine = request.actor.person_id if Role.OWNER in request.actor.roles else None
    typed = {name: request.GET.get(name, "")[:LONGEST] for name in ("name", "website")}
    form = AccountForm(request.actor, None, posted(request), initial={"owner": mine, **typed})
    here = companies_here(request, posted(request) or typed)
    if request.method == "POST" and form.is_valid() and not here.asks:
        added = tried(form, lambda: add_account(by=request.actor, **form.values()))
        if added is not None:
            messages.success(request, _("%(name)s is added.") % {"name": added.name})
            return redirect("account", account_id=added.pk)
    context = {"form": form, "here": here}
    return render(request, "directory/account_form.html", context, status=422 if form.errors or here.asks else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_EDIT)
def edit(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Show what is known of a company; a POST changes it."""
    found = get_object_or_404(visible_accounts(request.actor), pk=account_id)
    must_edit_account(request.actor, found)
    form = AccountForm(request.actor, found, posted(request))
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: change_account(found, by=request.actor, **form.values()))
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("account", account_id=found.pk)
    context = {"form": form, "account": found}
    return render(request, "directory/account_form.html", context, status=422 if form.errors else 200)


def found_accounts(request: MemberRequest, query: QueryDict) -> Found:
    """Return the companies an address of this list finds, of those the viewer may know."""
    seen, words = _viewed(request, _view(request, query)), words_in(query)
    if words:
        seen = seen.filter(companies_by_words(words))
    return Found(seen, Narrowing(query, account_facets(request.actor)))


def _view(request: MemberRequest, query: QueryDict) -> str:
    return query.get("view") or ("mine" if Role.OWNER in request.actor.roles else "customers")


def _viewed(request: MemberRequest, view: str) -> QuerySet[Account]:
    seen = visible_accounts(request.actor)
    if view == "mine":
        return seen.kept_by(request.member)
    if view == "prospects":
        return seen.filter(status=Account.Status.PROSPECT)
    if view == "no_deputy":
        found = seen.customers().filter(deputy=None)
        return found if {Role.MANAGER, Role.ADMIN} & request.actor.roles else found.filter(owner=request.member)
    return seen if view == "all" else seen.customers()
