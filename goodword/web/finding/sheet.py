"""The request sheet (S03): confirm, don't fill. A page of its own; with script it opens over the find page."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from goodword.core.errors import Refused
from goodword.core.models import Program
from goodword.desk.actions import send_request
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.promises import measured_waits, program_name, program_reviews_all
from goodword.desk.rules.kinds import Life, life_of
from goodword.directory import actions as directory
from goodword.directory.models import Contact, Opportunity, Term, Vocabulary
from goodword.members.policy import Permission
from goodword.references.models import HelpKind
from goodword.web.directory.fields import DayField
from goodword.web.finding.cards import Card, card_of, row_of, takes_here
from goodword.web.finding.filled import PEOPLE, need_by_for, questions_for, settles_for
from goodword.web.finding.forms import QUESTIONS, RequestForm
from goodword.web.finding.kept import keep_shown
from goodword.web.finding.opened import Sheet, opened
from goodword.web.finding.words import names_of
from goodword.web.members.http import MemberRequest, for_members

LONGEST_IGNORED = 300
"""Characters of a switched-off chip that are kept with the request."""


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.REFERENCE_FIND, Permission.REQUEST_SEND)
def request_sheet(request: MemberRequest) -> HttpResponse:
    """Show the request filled in; a POST sends it. What can't be is said in place, with what can."""
    sheet = opened(request)
    if request.method != "POST":
        return _shown(request, sheet, _unsent(request, sheet))
    form = RequestForm(_settled(request.POST), kinds=sheet.kinds, contacts=sheet.contacts)
    if (
        not sheet.can_be_asked
        or not _knows_what_stands(request, sheet)
        or not form.is_valid()
        or not _in_time(form, sheet)
    ):
        return _shown(request, sheet, form, status=422)
    try:
        with transaction.atomic():
            need = _sent(request, sheet, form)
    except Refused as why:
        form.add_error(None, str(why))
        return _shown(request, sheet, form, status=422, refused=True)
    messages.success(request, _toast(sheet))
    where = reverse("request", args=[need.pk])
    return HttpResponseClientRedirect(where) if request.htmx else redirect(where)


def _knows_what_stands(request: MemberRequest, sheet: Sheet) -> bool:
    """Say whether the sheet was sent by somebody it told of the request under way: another tab may have sent that since."""
    return sheet.under_way is None or request.POST.get("under_way") == str(sheet.under_way.need.pk)


def _unsent(request: MemberRequest, sheet: Sheet) -> RequestForm:
    """Fill everything in; the address may say otherwise for the kind and the date, as the sheet's own fields do."""
    asked = request.GET.get("help_kind", "")
    kind = asked if asked in sheet.kinds else sheet.kind
    need_by = _day(request.GET.get("need_by", "")) or need_by_for(sheet.deal, sheet.promise(kind, None))
    questions = questions_for(sheet.look.topics, sheet.look.own_words, sheet.deal)
    initial = {
        "help_kind": kind,
        "need_by": need_by,
        "people": [str(contact.pk) for contact in sheet.contacts[:PEOPLE]],
        **{f"question_{nth}": question for nth, question in enumerate(questions)},
    }
    return RequestForm(None, kinds=sheet.kinds, contacts=sheet.contacts, initial=initial)


def _settled(said: QueryDict) -> QueryDict:
    """Return what was sent, with the date or kind that a button of the sheet offered instead."""
    settled = said.copy()
    for button, field in (("use_need_by", "need_by"), ("use_help_kind", "help_kind")):
        if said.get(button):
            settled[field] = str(said[button])
    return settled


def _in_time(form: RequestForm, sheet: Sheet) -> bool:
    """Say whether the date can be kept; else leave the words for it at the date."""
    kind, need_by = form.cleaned_data["help_kind"], form.cleaned_data["need_by"]
    made = sheet.promise(kind, need_by)
    if made.possible:
        return True
    soonest = date_format(timezone.localtime(made.earliest), "D j M")
    too_soon = _("That is too soon for a call. The earliest is %(day)s.")
    if life_of(kind) is Life.WRITING:
        too_soon = _("That is too soon for written answers. The earliest is %(day)s.")
    form.add_error("need_by", too_soon % {"day": soonest})
    return False


def _sent(request: MemberRequest, sheet: Sheet, form: RequestForm) -> ReferenceRequest:
    said = form.cleaned_data
    attendees = form.attendees
    if said["person_name"]:
        attendees.append(_someone_else(request, sheet, said["person_name"], said["person_email"]))
    topics = Term.objects.filter(vocabulary=Vocabulary.TOPIC, name__in=sheet.look.topics)
    need = send_request(
        sheet.deal,
        by=request.actor,
        advocate=sheet.chosen.advocate if sheet.chosen else None,
        must_settle=form.must_settle,
        help_kind=said["help_kind"],
        topics=list(topics),
        questions=form.questions,
        attendees=attendees,
        need_by=said["need_by"],
        note=said["note"],
        times=[] if life_of(said["help_kind"]) is Life.WRITING else form.offers(zone_of(sheet.deal)),
        standbys=[one.advocate for one in sheet.standbys(said["help_kind"]) if one.advocate is not None],
        ignored_facts=sorted(chip for chip in sheet.look.ignored if len(chip) <= LONGEST_IGNORED),
    )
    if sheet.look.touched:
        # From a list of cards; of somebody found by hand there was none.
        keep_shown(need, sheet.finding, by=request.actor)
    return need


def _someone_else(request: MemberRequest, sheet: Sheet, name: str, email: str) -> Contact:
    """Put somebody new on the deal, so that the next request knows them."""
    contact = directory.add_contact(sheet.deal.account, name, by=request.actor, email=email)
    directory.change_opportunity(sheet.deal, by=request.actor, contacts=[*sheet.contacts, contact])
    return contact


def _toast(sheet: Sheet) -> str:
    if _by_program(sheet):
        return _("Sent. %(name)s picks whom to ask; you hear at each step.") % {"name": program_name()}
    assert sheet.chosen is not None and sheet.chosen.advocate is not None
    account = sheet.chosen.advocate.profile.account
    name = sheet.chosen.advocate.contact.first_name
    if account.owner_id is None or account.owner_id == sheet.viewer.member.pk:
        return _("Sent. %(name)s is asked; you hear at each step.") % {"name": name}
    return _("Sent. %(owner)s hears first, then %(name)s. You hear at each step.") % {
        "owner": account.owner.first_name if account.owner else "",
        "name": name,
    }


def _by_program(sheet: Sheet) -> bool:
    return sheet.chosen is None or sheet.chosen.masked or program_reviews_all()


def _shown(
    request: MemberRequest, sheet: Sheet, form: RequestForm, *, status: int = 200, refused: bool = False
) -> HttpResponse:
    kind = str(form["help_kind"].value() or sheet.kind)
    kind = kind if kind in sheet.kinds else sheet.kind
    need_by = _day(str(form["need_by"].value() or ""))
    made = sheet.promise(kind, need_by)
    settles = settles_for(sheet.look.topics, sheet.look.own_words, sheet.deal)
    settled = str(form["settle"].value() or "")
    standbys = sheet.standbys(kind)
    context: dict[str, Any] = {
        "deal": sheet.deal,
        "under_way": sheet.under_way,
        "form": form,
        "card": _card(request, sheet),
        "can_be_asked": sheet.can_be_asked and not refused,
        "by_program": _by_program(sheet),
        "program": program_name(),
        "kind": HelpKind(kind),
        "has_a_time": life_of(kind) is not Life.WRITING,
        "need_by": need_by,
        "need_by_text": need_by.isoformat() if need_by else str(form["need_by"].value() or ""),
        "settles": settles,
        "settled": settled,
        "questions": [form[f"question_{nth}"] for nth in range(QUESTIONS)],
        "times": [field for field in form if field.name.startswith("time_")],
        "zone": zone_of(sheet.deal),
        "on_the_call": _on_the_call(form, sheet),
        "promise": made,
        "writes": HelpKind.WRITTEN in sheet.kinds and kind != HelpKind.WRITTEN,
        "standbys": names_of(standbys),
        "instead": row_of(standbys[0], sheet.look) if standbys else None,
        "program_url": sheet.look.request_url(),
        "back_url": sheet.look.url(),
        "here": request.get_full_path(),
        "open_details": any(name != "settle" for name in form.errors) or not sheet.contacts,
    }
    return render(request, "finding/request.html", context, status=status)


def _card(request: MemberRequest, sheet: Sheet) -> Card | None:
    told = sheet.finding.told([sheet.chosen]) if sheet.chosen else []
    return card_of(told[0], sheet.look, request.member, takes_here(measured_waits())) if told else None


def _on_the_call(form: RequestForm, sheet: Sheet) -> list[Contact]:
    chosen = {str(key) for key in form["people"].value() or ()}
    return [contact for contact in sheet.contacts if str(contact.pk) in chosen]


def zone_of(deal: Opportunity) -> str:
    """Return the zone the prospect's times are told in."""
    return deal.account.time_zone or Program.here().time_zone


def _day(text: str) -> date | None:
    try:
        return DayField(required=False).clean(text[:10])
    except ValidationError:
        return None
