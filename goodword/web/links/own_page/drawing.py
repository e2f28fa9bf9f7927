"""The pages of X03: the whole of it, leaving, and where the code is typed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.timezone import localdate

from goodword.core import clock
from goodword.desk.queries import pages as reads
from goodword.desk.queries.weeks import program_people
from goodword.members.models import Member
from goodword.protection import queries as protection
from goodword.protection.models import Hold
from goodword.references.models import Advocate, AdvocateState, Visibility
from goodword.references.queries import own_page
from goodword.references.rules import ADVOCATE_TRANSITIONS, AdvocateVerb
from goodword.web.links import code, kit
from goodword.web.links.code import CodeForm
from goodword.web.links.kit import Problem, UntilForm, Visit
from goodword.web.links.own_page import shown, undoing
from goodword.web.links.own_page.forms import LimitsForm, TopicsForm, VisibilityForm

MOST_MARKS = 12


def advocate_of(advocate_id: UUID) -> Advocate | None:
    """Return the advocate a link is about, with everything their page names."""
    rows = Advocate.objects.select_related("contact__account", "profile__account__owner", "nominated_by")
    return rows.filter(pk=advocate_id).first()


def afresh(advocate: Advocate) -> Advocate:
    """Return the advocate as they stand now, after something did not happen."""
    return advocate_of(advocate.pk) or advocate


def draw(
    visit: Visit,
    advocate: Advocate,
    *,
    problem: Problem | None = None,
    until: UntilForm | None = None,
    topics: TopicsForm | None = None,
    seen: VisibilityForm | None = None,
) -> HttpResponse:
    """Draw the page as things stand, or that they left."""
    if advocate.state == AdvocateState.LEFT:
        return _plain(visit, advocate, "own_page_left", problem=problem)
    if visit.view == "leave" and not visit.presses and may_leave(advocate):
        return _plain(visit, advocate, "own_page_leave", problem=problem)
    if (
        visit.view == "stop"
        and not visit.presses
        and (words := shown.words_of(advocate, visit.request.GET.get("words", "")))
    ):
        return _plain(visit, advocate, "own_page_stop", story=words)
    if wanted := code.wanted_of(visit):
        return code_page(visit, advocate, wanted, code.carried(wanted, visit.request.GET.dict()), problem=problem)
    form = until or topics or seen
    own = own_page(advocate, visit.now)
    until = until or UntilForm(initial={"until": UntilForm.MONTHS[1]})
    load = protection.load_of([advocate], visit.now)[advocate.pk]
    holds = protection.holds_on([advocate], visit.now)[advocate.pk]
    context = {
        "advocate": advocate,
        "own": own,
        "on": [kind for kind in own.kinds if kind.on],
        "off": [kind for kind in own.kinds if not kind.on],
        "coming": shown.upcoming(visit, advocate),
        "load": load,
        "free_on": _ahead(load.next_free_on),
        "pause": reads.pause_of(advocate),
        "held": any(hold.kind != Hold.Kind.PAUSE for hold in holds),
        "limits": shown.dialled(advocate),
        "topics": topics or TopicsForm(initial={"topics": "\n".join(advocate.off_limits)}),
        "levels": Visibility,
        "level": seen.data.get("visibility", "") if seen else advocate.visibility,
        "past": shown.past(advocate),
        "published": shown.published(advocate, visit.now),
        "done": None if problem or form else undoing.done(visit),
        "form": form or until,
        "until_form": until,
        "until_choice": until.choice,
        "presets": kit.presets(),
        "may_leave": may_leave(advocate),
        **_marks(load.used, load.per_year),
    }
    status = 422 if form is not None and form.errors else 200
    return kit.draw(visit, "own_page", context, status=status, problem=problem, reply_to=_answers())


def code_page(
    visit: Visit,
    advocate: Advocate,
    wanted: str,
    values: Mapping[str, str],
    *,
    form: CodeForm | None = None,
    problem: Problem | None = None,
) -> HttpResponse:
    """Ask for the digits; a limit can be raised further on the same page."""
    numbers = LimitsForm(values)
    raises = [
        {"field": numbers[name], "name": name, "chosen": values[name], "choices": offered}
        for name in (code.CARRIES[code.LIMITS] if wanted == code.LIMITS else ())
        if name in values and (offered := shown.choices(advocate, name))
    ]
    level = values.get("visibility", "")
    more = {"raises": raises, "level": level if level in Visibility.values else "", "advocate": advocate}
    return code.draw(visit, wanted, values, form=form, problem=problem, reply_to=_answers(), **more)


def may_leave(advocate: Advocate) -> bool:
    """Say whether there is anything to leave."""
    return (str(advocate.state), AdvocateVerb.LEAVE) in ADVOCATE_TRANSITIONS


def _plain(
    visit: Visit, advocate: Advocate, template: str, *, problem: Problem | None = None, **more: Any
) -> HttpResponse:
    context = {"advocate": advocate, "done": undoing.done(visit), "form": None, **more}
    return kit.draw(visit, template, context, problem=problem, reply_to=_answers())


def _ahead(day: date | None) -> date | None:
    """Return the first free day where it is still to come in the person's own zone."""
    return day if day is not None and day > localdate(clock.now()) else None


def _answers() -> Member | None:
    return next(iter(program_people()), None)


def _marks(used: str, most: int) -> dict[str, Any]:
    """Return the marks of the bar of uses; none where there would be too many to count."""
    whole = int(used.removesuffix("½") or 0) + ("½" in used)
    if most > MOST_MARKS:
        return {"used_marks": [], "left_marks": []}
    return {"used_marks": range(min(whole, most)), "left_marks": range(max(0, most - whole))}
