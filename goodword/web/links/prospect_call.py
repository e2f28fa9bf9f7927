"""X08: the prospect's page about the call: who, how to join, the brief, moving it, calling it off; or the answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from goodword.core.models import SignedLink
from goodword.desk.queries import pages as reads
from goodword.desk.queries.answers import sent_by
from goodword.desk.queries.pages import AskScene
from goodword.desk.rules.states import AskState
from goodword.web.links import ended, kit, over, your_call
from goodword.web.links.call_scene import is_over, the_advocate
from goodword.web.links.kit import Problem, Visit

PRESSES = ("move", "off")


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show the call as it stands; a press moves it or calls it off."""
    visit, scene = Visit.of(request, link), reads.scene_of(link.subject_id)
    if visit is None or scene is None:
        return over.unknown(request)
    if not reads.is_on_call(scene, link.person_id):
        return over.closed(visit)
    if scene.need.writes:
        return _answers(visit, scene)
    if visit.action == "undo":
        problem = kit.taken_back(visit)
        return kit.again(visit) if problem is None else _draw(visit, scene, problem)
    if visit.action in PRESSES and scene.ask.state in (AskState.BOOKED, AskState.COUNTERED) and not is_over(scene.call):
        return your_call.pressed(visit, scene)
    return _draw(visit, scene)


def _answers(visit: Visit, scene: AskScene) -> HttpResponse:
    """Show the written answers, once their writer can't take them back any more."""
    sent = sent_by(scene.ask)
    if sent is None:
        return ended.draw(visit, scene, "too_early" if scene.said_yes else "cancelled")
    writer = the_advocate(scene)
    context = {"sent": sent, "answers": sent.answers, "people": [writer], "writer": writer.name}
    return kit.draw(visit, "answers", context, reply_to=scene.rep)


def _draw(visit: Visit, scene: AskScene, problem: Problem | None = None) -> HttpResponse:
    state = AskState(scene.ask.state)
    if state in (AskState.BOOKED, AskState.COUNTERED, AskState.ACCEPTED) and not is_over(scene.call):
        return your_call.draw(visit, scene, problem=problem)
    if state in (AskState.BOOKED, AskState.HELD, AskState.NO_SHOW):
        return ended.draw(visit, scene, "over", problem=problem)
    return ended.draw(visit, scene, "cancelled", problem=problem)
