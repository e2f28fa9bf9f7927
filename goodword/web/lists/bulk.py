"""The same change to many rows of a list: choosing them, looking at what will happen, the result and its undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from goodword.core.actors import Actor
from goodword.members.models import Member
from goodword.members.policy import Permission
from goodword.upkeep.actions import MOST_AT_ONCE, can_take_back, choose_many, make_many, take_back_many
from goodword.upkeep.models import Act, BulkChange, BulkRow
from goodword.upkeep.queries import names_of
from goodword.web.directory.accounts import found_accounts
from goodword.web.directory.fields import choose_from
from goodword.web.lists.acts import BUTTONS
from goodword.web.lists.facets import Found
from goodword.web.lists.saved import kept
from goodword.web.members.http import MemberRequest, for_members, posted
from goodword.web.references.advocates import found_advocates
from goodword.web.references.forms import HoldForm
from goodword.web.references.tag_forms import ManyTagsForm

NAMED = 100
Finds = Callable[[MemberRequest, QueryDict], Found]
FINDS: Mapping[str, Finds] = {"accounts": found_accounts, "advocates": found_advocates}
TITLES: Mapping[Act, str | Promise] = {
    Act.OWNER: gettext_lazy("Change the owner"),
    Act.DEPUTY: gettext_lazy("Change the deputy"),
    Act.HOLD_CUSTOMER: gettext_lazy("Put customers on hold"),
    Act.HOLD_ADVOCATE: gettext_lazy("Put advocates on hold"),
    Act.INVITE: gettext_lazy("Invite"),
    Act.CHECK_IN: gettext_lazy("Ask their owners to confirm"),
    Act.TAG: gettext_lazy("Change tags"),
}
# What it means beyond the rows themselves, said before it is done.
MEANS: Mapping[Act, str | Promise] = {
    Act.OWNER: gettext_lazy("What waits for the owners of today waits for the new one from then on."),
    Act.DEPUTY: gettext_lazy("The deputy answers when the owner is silent or away."),
    Act.HOLD_CUSTOMER: gettext_lazy("Nobody there is asked. What they have not agreed to yet ends, and stays ended."),
    Act.HOLD_ADVOCATE: gettext_lazy("They are not asked. What they have not agreed to yet ends, and stays ended."),
    Act.INVITE: gettext_lazy("Each gets a mail. A mail that went out can't be taken back."),
    Act.CHECK_IN: gettext_lazy(
        "The question is on each owner's Today at once. One mail for all their customers follows in ten minutes, and at "
        "most one a week."
    ),
    Act.TAG: gettext_lazy("Tags are for colleagues who may see the advocate. The advocate is told nothing of it."),
}
# Nothing more is asked about these before they are done.
SAID_ALREADY = (Act.INVITE, Act.CHECK_IN)


class WhoForm(forms.Form):
    member = forms.ModelChoiceField(
        label=gettext_lazy("Who"),
        queryset=Member._base_manager.none(),
        empty_label=gettext_lazy("Choose"),
        error_messages={
            "required": gettext_lazy("Choose somebody."),
            "invalid_choice": gettext_lazy("Choose somebody."),
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_from(self, "member", Member.objects.deciding())


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def choose(request: MemberRequest) -> HttpResponse:
    """Take what was chosen in a list, the rows or all that its address finds; nothing is changed yet."""
    page, act = request.POST.get("page", ""), request.POST.get("act", "")
    if act not in BUTTONS.get(page, ()):
        raise Http404
    query = kept(request.POST.get("query", ""))
    change = choose_many(Act(act), _chosen(request, page, query), by=request.actor, back_to=f"{reverse(page)}?{query}")
    return redirect("bulk", change_id=change.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@for_members(Permission.REFERENCE_EDIT)
def bulk(request: MemberRequest, change_id: UUID) -> HttpResponse:
    """Show what will be changed and what left out, or what became of it; a POST makes the change."""
    change = _own(request, change_id)
    form = _form(change, posted(request), request.actor)
    if request.method == "POST" and (form is None or form.is_valid()):
        make_many(change, _said(form, request.actor), by=request.actor)
        _say(request, change)
        return redirect("bulk", change_id=change.pk)
    bad = form is not None and bool(form.errors)
    return render(request, "lists/bulk.html", _context(request, change, form), status=422 if bad else 200)


@require_POST
@for_members(Permission.REFERENCE_EDIT)
def undo(request: MemberRequest, change_id: UUID) -> HttpResponse:
    """Take the change back."""
    change = _own(request, change_id)
    take_back_many(change, by=request.actor)
    messages.success(request, _("It is being taken back."))
    return redirect("bulk", change_id=change.pk)


def _chosen(request: MemberRequest, page: str, query: str) -> list[UUID]:
    if request.POST.get("all"):
        rows = FINDS[page](request, QueryDict(query)).rows
        return list(rows.order_by("pk").values_list("pk", flat=True)[: MOST_AT_ONCE + 1])
    chosen = []
    for text in request.POST.getlist("row"):
        try:
            chosen.append(UUID(text))
        except ValueError:
            continue
    return chosen


def _own(request: MemberRequest, change_id: UUID) -> BulkChange:
    mine = BulkChange.objects.filter(member=request.member).select_related("member")
    return get_object_or_404(mine, pk=change_id)


def _form(change: BulkChange, data: QueryDict | None, by: Actor) -> forms.Form | None:
    if change.phase != BulkChange.Phase.DRAFTED or change.act in SAID_ALREADY:
        return None
    if change.act == Act.TAG:
        return ManyTagsForm(by, data)
    return WhoForm(data) if change.act in (Act.OWNER, Act.DEPUTY) else HoldForm(data)


def _said(form: forms.Form | None, by: Actor) -> dict[str, Any]:
    """Return what was chosen for all rows, as it can be kept."""
    if form is None:
        return {}
    if isinstance(form, ManyTagsForm):
        return {"tag": str(form.word(by).pk), "off": form.off}
    if isinstance(form, WhoForm):
        return {"member": str(form.cleaned_data["member"].pk)}
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in form.cleaned_data.items()
    }


def _say(request: MemberRequest, change: BulkChange) -> None:
    if change.phase == BulkChange.Phase.DONE:
        address = reverse("bulk-undo", args=[change.pk]) if can_take_back(change) else ""
        done = change.rows.done().count()
        messages.success(request, _("Done: %(n)s changed.") % {"n": done}, extra_tags=address)


def _context(request: MemberRequest, change: BulkChange, form: forms.Form | None) -> dict[str, Any]:
    act, outcome = Act(change.act), BulkRow.Outcome
    counts = {one: change.rows.filter(outcome=one).count() for one in outcome.values}
    touched = outcome.WAITING if change.phase == BulkChange.Phase.DRAFTED else outcome.DONE
    shown = list(change.rows.filter(outcome=touched)[:NAMED])
    left_out = list(change.rows.filter(outcome__in=[outcome.SKIPPED, outcome.KEPT])[:NAMED])
    names = names_of([*shown, *left_out], act, request.actor)
    return {
        "change": change,
        "form": form,
        "title": TITLES[act],
        "means": MEANS[act],
        "counts": counts,
        "rows": [names[row.thing_id] for row in shown if row.thing_id in names],
        "left_out": [(names.get(row.thing_id, ""), row.why) for row in left_out],
        "total": sum(counts.values()),
        "finished": sum(counts.values()) - counts[outcome.WAITING],
        "can_undo": can_take_back(change),
        "running": change.phase in (BulkChange.Phase.RUNNING, BulkChange.Phase.UNDOING),
    }
