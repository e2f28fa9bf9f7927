"""X02: the customer's page about one ask, in its lives: the question, the call, how it was."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodword.core.models import SignedLink
from goodword.desk.actions import accept_ask, agree_to_write, counter_ask, decline_ask
from goodword.desk.queries import pages as reads
from goodword.desk.queries.asked import times_of_prospect
from goodword.desk.queries.pages import AskScene
from goodword.desk.rules.states import AskState
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.models import AdvocateState
from goodword.references.queries import wording_of
from goodword.web.links import debrief, ended, kit, over, times, writing, your_call
from goodword.web.links.call_scene import is_over, options, the_prospects
from goodword.web.links.kit import Problem, UntilForm, Visit
from goodword.web.links.why_you import why_you

QUESTION = (AskState.CUSTOMER_PENDING, AskState.EXPIRED)
AGREED = (AskState.ACCEPTED, AskState.COUNTERED, AskState.BOOKED)
SECOND_NO = 2
# Views of the question that are pages of their own, each one confirm away from acting.
CHOICES = ("other", "until", "kinds", "leave")


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show the ask as it stands now; a press acts on it."""
    visit, scene = Visit.of(request, link), reads.scene_of(link.subject_id)
    if visit is None or scene is None:
        return over.unknown(request)
    if not visit.actor.is_contact(scene.advocate.contact_id):
        return over.closed(visit)
    if not visit.presses:
        return _drawn(visit, scene)
    if writing.is_at(scene) and visit.action in writing.PRESSES:
        return writing.pressed(visit, scene)
    if _is_done(scene):
        return debrief.pressed(visit, scene)
    if scene.ask.state in AGREED and visit.action in your_call.PRESSES:
        return your_call.pressed(visit, scene)
    press = PRESSES.get(visit.action)
    return press(visit, scene) if press is not None else _drawn(visit, scene)


def _drawn(visit: Visit, scene: AskScene, *, problem: Problem | None = None) -> HttpResponse:
    if scene.advocate.state == AdvocateState.LEFT:
        return ended.draw(visit, scene, "left", problem=problem)
    if writing.is_at(scene):
        return writing.draw(visit, scene, problem=problem)
    if _is_done(scene):
        return debrief.draw(visit, scene, problem=problem)
    state = AskState(scene.ask.state)
    if state in AGREED:
        return your_call.draw(visit, scene, problem=problem)
    if state in QUESTION:
        return _question(visit, scene, problem=problem)
    if state == AskState.DECLINED:
        return _declined(visit, scene, problem=problem)
    return ended.draw(visit, scene, "cancelled" if state == AskState.CANCELLED else "not_now", problem=problem)


def _is_done(scene: AskScene) -> bool:
    state = scene.ask.state
    return state in (AskState.HELD, AskState.NO_SHOW) or (state == AskState.BOOKED and is_over(scene.call))


def _question(
    visit: Visit, scene: AskScene, *, problem: Problem | None = None, form: Any = None, view: str = ""
) -> HttpResponse:
    writes = scene.need.writes
    offered = [] if writes else options(times_of_prospect(scene.ask), scene, there=scene.prospect_zone)
    view = view or visit.view or ("other" if visit.hint == "other" and offered else "")
    until = form if isinstance(form, UntilForm) else UntilForm(initial={"until": UntilForm.MONTHS[1]})
    context: dict[str, Any] = {
        **_around(scene),
        "times": offered,
        "chosen": _chosen(visit, [one.id for one in offered]),
        "says_no": visit.hint == "no",
        "late": scene.ask.state == AskState.EXPIRED,
        "consent": reads.needs_consent(scene),
        "wording": wording_of(scene.need.help_kind),
        "lasting": visit.request.POST.get("lasting", "once"),
        "count": reads.count_of(scene),
        "why": why_you(scene.why_them()),
        "prospect_zone": scene.prospect_zone,
    }
    if view in CHOICES and view != "other":
        context |= {"form": until, "until_choice": until.choice, "presets": kit.presets(), "view": view}
        return kit.draw(visit, f"ask_{view}", context, problem=problem, reply_to=scene.manager, status=_status(form))
    if writes:
        context["terms"] = writing.terms(scene)
        return kit.draw(visit, "ask_written", context, problem=problem, reply_to=scene.manager)
    if view == "other" or not offered:
        ticks = form if isinstance(form, times.TimesForm) else times.form_for(visit, scene, proposed=not offered)
        if visit.presses and not isinstance(form, times.TimesForm):
            ticks = times.TimesForm(zone=visit.person.zone)
        context |= {"form": ticks, "days": times.days_of(ticks, scene, there=scene.prospect_zone)}
    template = "ask_other" if view == "other" and offered else "ask"
    return kit.draw(visit, template, context, problem=problem, reply_to=scene.manager, status=_status(form))


def _status(form: Any) -> int:
    return 422 if form is not None and form.errors else 200


def _around(scene: AskScene) -> dict[str, Any]:
    """Return what every page of the ask names."""
    return {
        "scene": scene,
        "ask": scene.ask,
        "need": scene.need,
        "prospect": scene.prospect.name,
        "people": the_prospects(scene),
        "owner": scene.customer.owner,
        "manager": scene.manager,
        "kind_words": scene.need.get_help_kind_display().lower(),
        "is_call": scene.need.help_kind == "call",
        "writes": scene.need.writes,
    }


def _chosen(visit: Visit, offered: list[str]) -> str:
    """Return the time that is preselected: the one typed, the one the mail proposed, else the first."""
    wished = visit.request.POST.get("time") or visit.request.GET.get("t", "")
    return wished if wished in offered else next(iter(offered), "")


def _declined(visit: Visit, scene: AskScene, *, problem: Problem | None = None, form: Any = None) -> HttpResponse:
    answer, pause = reads.newest_answer(scene.ask, ("ask.declined",)), reads.pause_of(scene.advocate)
    stopped = answer is not None and bool(answer.data.get("stop_kind"))
    until = form or UntilForm(initial={"until": UntilForm.MONTHS[1]})
    context = {
        **_around(scene),
        "undo": kit.undoable(visit, answer),
        "said_yes_first": answer is not None and answer.state_from in AGREED,
        "pause": pause,
        "stopped": stopped,
        "suggests_pause": pause is None and not stopped and reads.declined_lately(scene) >= SECOND_NO,
        "form": until,
        "until_choice": until.choice,
        "presets": kit.presets(),
    }
    return kit.draw(visit, "ask_declined", context, problem=problem, reply_to=scene.manager, status=_status(form))


def _accept(visit: Visit, scene: AskScene) -> HttpResponse:
    option = reads.time_option(scene, kit.id_or_none(visit.request.POST.get("time", "")))
    if option is None:
        return _question(visit, scene, problem=Problem(_("Choose one of the times, or suggest your own."), 422))
    problem = kit.spent(visit, "yes", lambda: accept_ask(scene.ask, option, by=visit.actor, lasting=_lasting(visit)))
    return _done(visit, scene, problem)


def _write(visit: Visit, scene: AskScene) -> HttpResponse:
    by, lasting = visit.actor, _lasting(visit)
    return _done(visit, scene, kit.spent(visit, "yes", lambda: agree_to_write(scene.ask, by=by, lasting=lasting)))


def _counter(visit: Visit, scene: AskScene) -> HttpResponse:
    form = times.form_for(visit, scene)
    if not form.is_valid():
        return _question(visit, scene, form=form, view="other")
    problem = kit.spent(
        visit,
        "yes, at other times",
        lambda: counter_ask(scene.ask, form.offers, by=visit.actor, lasting=_lasting(visit)),
    )
    if problem is not None and problem.status == 422:
        form.add_error(None, problem.words)
        return _question(visit, scene, form=form, view="other")
    return _done(visit, scene, problem)


def _decline(visit: Visit, scene: AskScene) -> HttpResponse:
    return _done(visit, scene, kit.spent(visit, "not this time", lambda: decline_ask(scene.ask, by=visit.actor)))


def _until(visit: Visit, scene: AskScene) -> HttpResponse:
    form = UntilForm(visit.request.POST)
    if form.is_valid() and form.cleaned_data["day"] is None:
        form.add_error("on", _("Choose until when."))
    if not form.is_valid():
        return _question(visit, scene, form=form, view="until")
    day = form.cleaned_data["day"]
    answer = f"not before {day.isoformat()}"
    return _done(visit, scene, kit.spent(visit, answer, lambda: decline_ask(scene.ask, by=visit.actor, until=day)))


def _stop_kind(visit: Visit, scene: AskScene) -> HttpResponse:
    answer = "no more of this kind"
    problem = kit.spent(visit, answer, lambda: decline_ask(scene.ask, by=visit.actor, stop_kind=True))
    return _done(visit, scene, problem)


def _leave(visit: Visit, scene: AskScene) -> HttpResponse:
    return _done(visit, scene, kit.tried(lambda: references.leave(scene.advocate, by=visit.actor)))


def _pause(visit: Visit, scene: AskScene) -> HttpResponse:
    form = UntilForm(visit.request.POST)
    if not form.is_valid():
        return _declined(visit, scene, form=form)
    day = form.cleaned_data["day"]
    return _done(visit, scene, kit.tried(lambda: protection.pause(scene.advocate, by=visit.actor, until=day)))


def _own_page(visit: Visit, scene: AskScene) -> HttpResponse:
    return kit.to_own_page(visit, scene.advocate)


def _undo(visit: Visit, scene: AskScene) -> HttpResponse:
    return _done(visit, scene, kit.taken_back(visit))


def _done(visit: Visit, scene: AskScene, problem: Problem | None) -> HttpResponse:
    """Lead back to the page, or say on it, as it stands by now, why nothing happened."""
    if problem is None:
        return kit.again(visit)
    return _drawn(visit, reads.scene_of(scene.ask.pk) or scene, problem=problem)


def _lasting(visit: Visit) -> Any:
    """Return how long the yes holds where it is a consent too: this call alone, unless "for good" was chosen."""
    return "good" if visit.request.POST.get("lasting") == "good" else "once"


PRESSES: Mapping[str, Callable[[Visit, AskScene], HttpResponse]] = {
    "accept": _accept,
    "write": _write,
    "counter": _counter,
    "decline": _decline,
    "until": _until,
    "stop_kind": _stop_kind,
    "leave": _leave,
    "pause": _pause,
    "own_page": _own_page,
    "undo": _undo,
}
