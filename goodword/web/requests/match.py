"""The program asks an owner for the customer it picked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodword.core.errors import Refused
from goodword.desk.actions import propose
from goodword.desk.queries.plan import candidates
from goodword.desk.rules.states import AskState
from goodword.members.policy import Permission
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.bench import bench_of, choice_of
from goodword.web.requests.forms import OverrideForm
from goodword.web.requests.kit import page_or_404, say
from goodword.web.requests.page import drawn


@require_POST
@for_members(Permission.ASK_PROPOSE)
def match(request: MemberRequest, need_id: UUID) -> HttpResponse:
    """Ask the chosen advocate's owner."""
    page = page_or_404(request, need_id)
    form = OverrideForm(request.POST)
    if not form.is_valid():
        return drawn(request, page, form=form)
    bench = bench_of(request, page)
    ranked = [choice_of(one) for one in candidates(page.need, among=[form.cleaned_data["advocate"]])]
    if bench is None or not ranked:
        raise Refused(_("They can't be asked for this any more."), code="not_there")
    choice = ranked[0]
    reason = form.cleaned_data["override"].strip()
    if choice.overridable and not reason:
        form.add_error("override", _("Say why they should be asked although they rest: the owner reads it."))
        return drawn(request, page, form=form)
    ask = propose(page.need, choice.candidate.advocate, by=request.actor, override=reason if choice.overridable else "")
    name = choice.owner.first_name if choice.owner is not None else choice.candidate.advocate.contact.first_name
    words = (
        _("%(owner)s is asked now.")
        if ask.state == AskState.OWNER_PENDING
        else _("No answer of %(owner)s's is needed.")
    )
    say(request, words % {"owner": name})
    return redirect("request", need_id=need_id)
