"""The program asks an owner for the customer it picked."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from goodword.core.errors import Refused
from goodword.core.models import Event
from goodword.desk.actions import approve_ask, propose
from goodword.desk.models import Ask
from goodword.desk.queries.plan import candidates
from goodword.desk.rules.states import UNDOABLE, AskState
from goodword.members.policy import Permission
from goodword.web.back import led_back
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.requests.bench import Choice, bench_of, choice_of
from goodword.web.requests.forms import OverrideForm
from goodword.web.requests.kit import newest_of, page_or_404, say
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
    say(request, *_noted(request, ask, choice, spoken=form.cleaned_data["spoken"]))
    return led_back(request, "request", need_id)


def _noted(request: MemberRequest, ask: Ask, choice: Choice, *, spoken: bool) -> tuple[str, Event | None]:
    """Write a spoken yes down where one was given; return what to say of the ask, and what can be taken back."""
    customer = choice.candidate.advocate.contact.first_name
    owner = choice.owner.first_name if choice.owner is not None else customer
    names = {"owner": owner, "customer": customer}
    if ask.state != AskState.OWNER_PENDING:
        words = _("No answer of %(owner)s's is needed. %(customer)s will be asked in ten minutes.") % names
    elif not spoken:
        words = _("%(owner)s is asked: the mail goes out in ten minutes.") % names
    else:
        approve_ask(ask, by=request.actor)
        words = _("%(owner)s's yes is noted. %(customer)s will be asked in ten minutes.") % names
    return words, newest_of(request, ask.pk, *UNDOABLE)
