"""Making somebody an advocate: proposing them, inviting them, or recording that they agreed and how we know."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from goodword.core.errors import Refused
from goodword.core.models import Program
from goodword.directory.actions import add_contact
from goodword.directory.models import Account, Contact
from goodword.directory.policy import must_keep
from goodword.members.policy import Permission
from goodword.references.actions import accept_invitation, claim_consent, invite, nominate
from goodword.references.models import Advocate, AdvocateState
from goodword.web.directory.here import LONGEST, Here, people_here
from goodword.web.members.http import MemberRequest, for_members, posted, tried
from goodword.web.references.advocates import seen_advocate
from goodword.web.references.customers import visible
from goodword.web.references.forms import INVITE, PROPOSE, TOLD, AddAdvocateForm, AgreedForm


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.ADVOCATE_NOMINATE)
def add(request: MemberRequest, account_id: UUID) -> HttpResponse:
    """Ask who would help and whether they know; a POST makes them an advocate, invites or proposes them."""
    account = visible(request, account_id)
    initial = {name: request.GET.get(name, "")[:LONGEST] for name in ("person", "name", "email")}
    form = AddAdvocateForm(request.actor, account, posted(request), initial=initial)
    here = _somebody_here(request, form, account)
    if request.method == "POST" and form.is_valid() and not here.asks:
        if not form.keeper:
            return _proposed(request, form, account)
        advocate = tried(form, lambda: _added(request, form, account))
        if advocate is not None:
            messages.success(request, _what_follows(advocate))
            return redirect("advocate", advocate_id=advocate.pk)
    context = {"form": form, "account": account, "program": Program.here(), "here": here}
    return render(request, "references/advocate_form.html", context, status=422 if form.errors or here.asks else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.CONSENT_CLAIM)
def agreed(request: MemberRequest, advocate_id: UUID) -> HttpResponse:
    """Ask what the person agreed to and how we know; a POST records it."""
    advocate = seen_advocate(request, advocate_id)
    must_keep(request.actor, Permission.CONSENT_CLAIM, advocate.profile.account)
    form = AgreedForm(posted(request))
    if advocate.state == AdvocateState.ACTIVE:
        # Their limits are theirs: who takes part already sets them on their own page.
        del form.fields["per_year"], form.fields["off_limits"]
    if request.method == "POST" and form.is_valid():
        tried(form, lambda: _recorded(request, form, advocate))
        if not form.errors:
            messages.success(request, _what_follows(advocate))
            return redirect("advocate", advocate_id=advocate.pk)
    context = {"form": form, "advocate": advocate}
    return render(request, "references/agreed_form.html", context, status=422 if form.errors else 200)


def _proposed(request: MemberRequest, form: AddAdvocateForm, account: Account) -> HttpResponse:
    """Take a colleague's proposal, and answer the same whether or not the person is in the program already.

    They may be a private reference: a different answer would give that away.
    """
    person, because = form.cleaned_data["person"], form.cleaned_data["because"]
    with suppress(Refused), transaction.atomic():
        nominate(person, because=because, by=request.actor)
    messages.success(
        request,
        _("Thank you. Whoever looks after %(name)s decides about %(person)s.")
        % {"name": account.name, "person": person.name},
    )
    return redirect("customer", account_id=account.pk)


def _added(request: MemberRequest, form: AddAdvocateForm, account: Account) -> Advocate:
    said, by = form.cleaned_data, request.actor
    person = said["person"] or _new_person(request, form, account)
    advocate = nominate(person, because=said["because"], by=by)
    how = said.get("how", PROPOSE)
    if how == TOLD:
        accept_invitation(advocate, visibility=said["visibility"], by=by, **form.agreement())
    elif how == INVITE:
        invite(advocate, by=by)
    return advocate


def _somebody_here(request: MemberRequest, form: AddAdvocateForm, account: Account) -> Here:
    """Return who looks like the somebody new that is typed: by those who keep the customer, nobody else names one."""
    said = posted(request) or request.GET
    if not form.keeper or said.get("person"):
        return Here()
    return people_here(request, account, said)


def _new_person(request: MemberRequest, form: AddAdvocateForm, account: Account) -> Contact:
    said, zone = form.cleaned_data, account.time_zone
    return add_contact(
        account, said["name"], job_title=said["job_title"], email=said["email"], time_zone=zone, by=request.actor
    )


def _recorded(request: MemberRequest, form: AgreedForm, advocate: Advocate) -> None:
    if advocate.state != AdvocateState.ACTIVE:
        accept_invitation(advocate, visibility=advocate.visibility, by=request.actor, **form.agreement())
        return
    said = form.cleaned_data
    evidence = f"{said['evidence'].strip()} ({said['agreed_on'].isoformat()})"
    for kind in said["kinds"]:
        claim_consent(advocate, kind, evidence=evidence, by=request.actor)


def _what_follows(advocate: Advocate) -> str:
    name = {"name": advocate.contact.first_name}
    if advocate.state == AdvocateState.ACTIVE:
        return _("Recorded. %(name)s confirms it themselves when first asked.") % name
    if advocate.state == AdvocateState.INVITED:
        return _("%(name)s is invited. The mail is on its way.") % name
    return _("Thank you. %(name)s is proposed.") % name
