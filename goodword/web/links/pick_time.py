"""X07: the prospect picks one of the customer's times, or sends others."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from goodword.core.models import SignedLink
from goodword.desk.actions import offer_times, pick_time
from goodword.desk.queries import pages as reads
from goodword.desk.queries.pages import AskScene
from goodword.desk.rules.states import AskState
from goodword.web.links import ended, kit, over, times, your_call
from goodword.web.links.call_scene import is_over, options, the_advocate
from goodword.web.links.kit import Problem, Visit
from goodword.web.links.times import TimesForm

FINDING = (AskState.ACCEPTED, AskState.COUNTERED)


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show the times to pick from, or the call once one is picked."""
    visit, scene = Visit.of(request, link), reads.scene_of(link.subject_id)
    if visit is None or scene is None:
        return over.unknown(request)
    if not reads.is_on_call(scene, link.person_id):
        return over.closed(visit)
    if not visit.presses:
        return draw(visit, scene)
    if scene.ask.state == AskState.BOOKED and visit.action in ("move", "off"):
        return your_call.pressed(visit, scene)
    press = PRESSES.get(visit.action)
    return press(visit, scene) if press is not None else draw(visit, scene)


def draw(
    visit: Visit, scene: AskScene, *, problem: Problem | None = None, form: TimesForm | None = None, view: str = ""
) -> HttpResponse:
    """Draw the page for the state the ask is in."""
    state = AskState(scene.ask.state)
    if state == AskState.BOOKED and not is_over(scene.call):
        return your_call.draw(visit, scene, problem=problem)
    if state == AskState.COUNTERED and scene.ask.picker == "customer" and form is None:
        return your_call.draw(visit, scene, problem=problem)
    if state not in FINDING or scene.ask.chosen_id is not None:
        # Where the customer can't after all, somebody else is looked for: the call is needed still.
        how = "cancelled" if state == AskState.CANCELLED else "over" if _was(state) else "not_now"
        return ended.draw(visit, scene, how, problem=problem)
    offered = options(reads.times_of_advocate(scene.ask), scene, there=scene.contact.zone)
    wished = visit.request.POST.get("time") or visit.request.GET.get("t", "")
    ids = [one.id for one in offered]
    context = {
        "scene": scene,
        "need": scene.need,
        "times": offered,
        "chosen": wished if wished in ids else next(iter(ids), ""),
        "someone": the_advocate(scene),
        "rep": scene.rep,
    }
    view = view or visit.view
    if view == "other" or not offered:
        ticks = form or TimesForm(zone=visit.person.zone)
        context |= {"form": ticks, "days": times.days_of(ticks, scene, there=scene.contact.zone)}
        status = 422 if ticks.errors else 200
        return kit.draw(visit, "pick_time_other", context, status=status, problem=problem, reply_to=scene.rep)
    return kit.draw(visit, "pick_time", context, problem=problem, reply_to=scene.rep)


def _pick(visit: Visit, scene: AskScene) -> HttpResponse:
    option = reads.time_option(scene, kit.id_or_none(visit.request.POST.get("time", "")))
    if option is None:
        return draw(visit, scene, problem=Problem(_("Choose one of the times, or send your own."), 422))
    return _done(visit, scene, kit.spent(visit, "picked a time", lambda: pick_time(scene.ask, option, by=visit.actor)))


def _other(visit: Visit, scene: AskScene) -> HttpResponse:
    form = times.form_for(visit, scene)
    if not form.is_valid():
        return draw(visit, scene, form=form, view="other")
    problem = kit.tried(lambda: offer_times(scene.ask, form.offers, by=visit.actor))
    if problem is not None and problem.status == 422:
        form.add_error(None, problem.words)
        return draw(visit, scene, form=form, view="other")
    return _done(visit, scene, problem)


def _undo(visit: Visit, scene: AskScene) -> HttpResponse:
    return _done(visit, scene, kit.taken_back(visit))


def _done(visit: Visit, scene: AskScene, problem: Problem | None) -> HttpResponse:
    if problem is None:
        return kit.again(visit)
    return draw(visit, reads.scene_of(scene.ask.pk) or scene, problem=problem)


def _was(state: AskState) -> bool:
    return state in (AskState.BOOKED, AskState.HELD, AskState.NO_SHOW)


PRESSES: Mapping[str, Callable[[Visit, AskScene], HttpResponse]] = {
    "pick": _pick,
    "move": _other,
    "other": _other,
    "undo": _undo,
}
