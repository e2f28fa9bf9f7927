"""“Your call”: the agreed call as each side sees it, with its brief, its calendar entry, moving it and calling it off."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from goodword.desk.actions import call_off, decline_ask, move_call, offer_times
from goodword.desk.actions.picking import pick_offered_time
from goodword.desk.models import TimeOption
from goodword.desk.queries import pages as reads
from goodword.desk.queries.asked import times_of_prospect
from goodword.desk.queries.pages import AskScene
from goodword.desk.rules.states import AskState
from goodword.messages import calendar
from goodword.web.links import kit, times
from goodword.web.links.call_scene import countdown, options, the_advocate, the_prospects
from goodword.web.links.kit import Problem, Visit
from goodword.web.links.times import TimesForm

Side = TimeOption.By
VIEWS = ("move", "off")
FINDING = (AskState.ACCEPTED, AskState.COUNTERED)


def draw(
    visit: Visit, scene: AskScene, *, problem: Problem | None = None, form: TimesForm | None = None, view: str = ""
) -> HttpResponse:
    """Show the call as it stands for this side: being found, booked in ten minutes, or booked."""
    side, state = side_of(visit, scene), AskState(scene.ask.state)
    view = view or visit.view
    context = _around(visit, scene, side)
    if view == "move":
        ticks = form or TimesForm(zone=visit.person.zone)
        context |= {"form": ticks, "days": times.days_of(ticks, scene, there=str(context["there"]))}
        status = 422 if ticks.errors else 200
        return kit.draw(visit, "call_move", context, status=status, problem=problem, reply_to=_answers_to(scene, side))
    may_end = state == AskState.BOOKED or context["may_take_yes_back"]
    template = "call_off" if view == "off" and may_end else "call"
    return kit.draw(visit, template, context, problem=problem, reply_to=_answers_to(scene, side))


def pressed(visit: Visit, scene: AskScene) -> HttpResponse:
    """Act on the call for the side the link is for."""
    return PRESSES[visit.action](visit, scene)


def side_of(visit: Visit, scene: AskScene) -> Side:
    return Side.ADVOCATE if visit.actor.is_contact(scene.advocate.contact_id) else Side.PROSPECT


def _around(visit: Visit, scene: AskScene, side: Side) -> dict[str, Any]:
    ask, call = scene.ask, scene.call
    by_customer = side == Side.ADVOCATE
    there = scene.prospect_zone if by_customer else scene.contact.zone
    answer = reads.newest_answer(ask, ("ask.accepted", "ask.countered", "ask.called_off"))
    theirs, ours = times_of_prospect(ask), reads.times_of_advocate(ask)
    picks = ask.picker == ("customer" if by_customer else "prospect") and ask.state == AskState.COUNTERED
    return {
        "scene": scene,
        "ask": ask,
        "need": scene.need,
        "call": call,
        "starts_at": calendar.starts_at(call) if call else None,
        "ends_at": calendar.ends_at(call) if call else None,
        "countdown": countdown(call) if call else "",
        "chosen": ask.chosen,
        "undo": kit.undoable(visit, answer),
        "by_customer": by_customer,
        "prospect_name": scene.prospect.name,
        "other": scene.prospect.name if by_customer else the_advocate(scene).name,
        "people": the_prospects(scene) if by_customer else [the_advocate(scene)],
        "there": there,
        "sent_times": options(ours if by_customer else theirs, scene, there=there),
        "their_times": options(theirs if by_customer else ours, scene, there=there),
        "picks": picks,
        "may_take_yes_back": by_customer and ask.state in FINDING,
        "may_send_times": ask.state in FINDING and ask.chosen_id is None,
    }


def _pick(visit: Visit, scene: AskScene) -> HttpResponse:
    option = reads.time_option(scene, kit.id_or_none(visit.request.POST.get("time", "")))
    if option is None:
        return draw(visit, scene, problem=Problem(_("Choose one of the times, or suggest your own."), 422))
    return _done(visit, scene, kit.tried(lambda: pick_offered_time(scene.ask, option, by=visit.actor)))


def _move(visit: Visit, scene: AskScene) -> HttpResponse:
    """Give a booked call up for other times; or send other times while a time is still being found."""
    form = times.form_for(visit, scene)
    if not form.is_valid():
        return draw(visit, scene, form=form, view="move")
    verb = move_call if scene.ask.state == AskState.BOOKED else offer_times
    problem = kit.tried(lambda: verb(scene.ask, form.offers, by=visit.actor))
    if problem is not None and problem.status == 422:
        form.add_error(None, problem.words)
        return draw(visit, scene, form=form, view="move")
    return _done(visit, scene, problem)


def _off(visit: Visit, scene: AskScene) -> HttpResponse:
    return _done(visit, scene, kit.tried(lambda: call_off(scene.ask, by=visit.actor)))


def _not_after_all(visit: Visit, scene: AskScene) -> HttpResponse:
    """The customer takes the yes back while no time is booked yet."""
    return _done(visit, scene, kit.tried(lambda: decline_ask(scene.ask, by=visit.actor)))


def _undo(visit: Visit, scene: AskScene) -> HttpResponse:
    return _done(visit, scene, kit.taken_back(visit))


def _done(visit: Visit, scene: AskScene, problem: Problem | None) -> HttpResponse:
    if problem is None:
        return kit.again(visit)
    return draw(visit, reads.scene_of(scene.ask.pk) or scene, problem=problem)


def _answers_to(scene: AskScene, side: Side) -> Any:
    return scene.manager if side == Side.ADVOCATE else scene.rep


PRESSES: Mapping[str, Callable[[Visit, AskScene], HttpResponse]] = {
    "pick": _pick,
    "move": _move,
    "off": _off,
    "decline": _not_after_all,
    "undo": _undo,
}
