"""People at companies."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodword.core.models import Program
from goodword.core.statements import Kept
from goodword.directory.actions import add_contact, change_contact
from goodword.directory.models import Account
from goodword.directory.policy import must_edit_account
from goodword.directory.queries import people_by_words
from goodword.members.policy import Permission, may
from goodword.references.models import Advocate
from goodword.references.policy import visible_accounts, visible_contacts
from goodword.web.directory.facets import contact_facets
from goodword.web.directory.forms import ContactForm
from goodword.web.directory.here import LONGEST, Here, people_here
from goodword.web.directory.lines import PersonLine
from goodword.web.directory.listing import listing, words_in
from goodword.web.lists.acts import bar
from goodword.web.lists.facets import Found, Narrowing
from goodword.web.lists.meant import meant
from goodword.web.lists.merged import follows_merges
from goodword.web.lists.saved import saved_views
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.references.seen import shown_advocates
from goodword.web.references.timeline import timeline_of

DRAWN = ("name", "job_title", "left_on", "account__name")
_ADVOCATES = Kept[Advocate](lambda by, people: shown_advocates(by).filter(contact__in=people))
SORTS = {"name": "sort_key", "company": "account__sort_key"}


@require_http_methods(["GET", "HEAD"])
@for_members(Permission.REFERENCE_FIND)
def contacts(request: MemberRequest) -> HttpResponse:
    """List people at companies."""
    found = found_contacts(request, request.GET)
    narrowed = bool(found.narrowing.chosen)
    page = listing(
        request, found.rows.select_related("account").only(*DRAWN), sorts=SORTS, default="name", narrowed=narrowed
    )
    known = _ADVOCATES(by=request.actor, people=[person.pk for person in page.rows])
    advocates: dict[UUID, Advocate] = {one.contact_id: one for one in known}
    offers = bar("contacts", request.actor)
    rows = [PersonLine.of(one, advocates.get(one.pk), picked=offers is not None) for one in page.rows]
    context = found.drawn(page) | meant(request, page, found_contacts)
    context |= {
        "page": page,
        "rows": rows,
        "views": saved_views(request, "contacts"),
        "bulk": offers,
        "may_export": may(request.actor, Permission.LIST_EXPORT),
    }
    return render(request, "directory/contacts.html", context)


def found_contacts(request: MemberRequest, query: QueryDict) -> Found:
    """Return the people an address of this list finds, of those the viewer may know."""
    seen, words = visible_contacts(request.actor), words_in(query)
    if words:
        seen = seen.filter(people_by_words(words))
    return Found(seen, Narrowing(query, contact_facets(request.actor)))


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_EDIT)
def add(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Ask for a person at a company, and say who looks the same; a POST adds them, once those were seen."""
    account = get_object_or_404(visible_accounts(request.actor), pk=account_id)
    must_edit_account(request.actor, account)
    zone = account.time_zone or Program.here().time_zone
    typed = {name: request.GET.get(name, "")[:LONGEST] for name in ("name", "email")}
    form = ContactForm(request.actor, None, posted(request), initial={"time_zone": zone, **typed})
    here = people_here(request, account, posted(request) or typed)
    if request.method == "POST" and form.is_valid() and not here.asks:
        added = tried(form, lambda: add_contact(account, by=request.actor, **form.values()))
        if added is not None:
            messages.success(request, _("%(name)s is added.") % {"name": added.name})
            return redirect("account", account_id=account.pk)
    return _drawn(request, form, account, here=here)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.OPPORTUNITY_EDIT)
@follows_merges("contact_id")
def contact(request: MemberRequest, contact_id: UUID) -> HttpResponse:
    """Show what is known of a person; a POST changes it."""
    person = get_object_or_404(visible_contacts(request.actor).select_related("account"), pk=contact_id)
    must_edit_account(request.actor, person.account)
    form = ContactForm(request.actor, person, posted(request))
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: change_contact(person, by=request.actor, **form.values()))
        if not form.errors:
            messages.success(request, _("Saved."))
            return redirect("account", account_id=person.account_id)
    history = timeline_of(person.pk, whole="history" in request.GET)
    return _drawn(request, form, person.account, person=person, timeline=history)


def _drawn(
    request: MemberRequest, form: ContactForm, account: Account, *, here: Here | None = None, **more: object
) -> HttpResponse:
    context = {"form": form, "account": account, "here": here, **more}
    refused = form.errors or (here is not None and here.asks)
    return render(request, "directory/contact_form.html", context, status=422 if refused else 200)
