"""“Your answers”: the customer's page once they agreed to write, from the empty form to the answers sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from goodword.desk.actions import call_off, decline_ask, save_answers, send_answers
from goodword.desk.queries import pages as reads
from goodword.desk.queries.answers import Written, can_be_taken_back, drafts_of
from goodword.desk.queries.pages import AskScene
from goodword.desk.rules.states import AskState
from goodword.desk.rules.writing import LONGEST_ANSWER, seal_of
from goodword.web.links import kit
from goodword.web.links.call_scene import the_prospects
from goodword.web.links.kit import Problem, Visit

WRITING = (AskState.ACCEPTED, AskState.BOOKED)
ANSWERS = ("ask.accepted", "ask.answered")
FIELD = "answer-"


def is_at(scene: AskScene) -> bool:
    """Say whether the ask is in the days to write in, or its answers can still be taken back."""
    if not scene.need.writes:
        return False
    return scene.ask.state in WRITING or (scene.ask.state == AskState.HELD and can_be_taken_back(scene.ask))


def draw(
    visit: Visit, scene: AskScene, *, problem: Problem | None = None, texts: Mapping[UUID, str] | None = None
) -> HttpResponse:
    """Show the form, the exact words before they are sent, or what was just sent. `texts`: as typed, not kept."""
    drafts = drafts_of(scene.ask)
    seal = seal_of([one.text for one in drafts])
    if texts is not None:
        drafts = [Written(one.question_id, one.question, texts.get(one.question_id, one.text)) for one in drafts]
    context: dict[str, Any] = {
        "scene": scene,
        "ask": scene.ask,
        "need": scene.need,
        "prospect": scene.prospect.name,
        "answers": drafts,
        "any_written": any(one.text for one in drafts),
        "longest": LONGEST_ANSWER,
        "seal": seal,
        "people": the_prospects(scene),
        "terms": terms(scene),
        "undo": kit.undoable(visit, reads.newest_answer(scene.ask, ANSWERS)),
        "saved": visit.view == "saved" and not visit.presses,
    }
    template = _template(visit, scene, any_written=context["any_written"])
    return kit.draw(visit, template, context, problem=problem, reply_to=scene.manager)


def pressed(visit: Visit, scene: AskScene) -> HttpResponse:
    return PRESSES[visit.action](visit, scene)


def terms(scene: AskScene) -> str:
    """Return to whom the answers go, in one sentence: the words the yes is given to."""
    people = the_prospects(scene)
    names = ", ".join(one.name for one in people)
    who = _("%(names)s at %(company)s") if people else _("the people on this deal at %(company)s")
    return _(
        "Your answers go to %(who)s, with your name, role and company, and to no other company. %(rep)s, who asks for "
        "them, and the people who look after you here read them too. They are not published, and nobody changes a word."
    ) % {"who": who % {"names": names, "company": scene.prospect.name}, "rep": scene.rep.name}


def _template(visit: Visit, scene: AskScene, *, any_written: bool) -> str:
    if scene.ask.state == AskState.HELD:
        return "write_sent"
    if visit.view == "off":
        return "write_off"
    looks = visit.view == "look" or visit.action == "send"
    return "write_look" if looks and any_written else "write"


def _save(visit: Visit, scene: AskScene) -> HttpResponse:
    return _kept(visit, scene, "saved")


def _look(visit: Visit, scene: AskScene) -> HttpResponse:
    return _kept(visit, scene, "look")


def _kept(visit: Visit, scene: AskScene, view: str) -> HttpResponse:
    texts = _typed(visit, scene)
    problem = kit.tried(lambda: save_answers(scene.ask, texts, by=visit.actor))
    if problem is not None:
        return draw(visit, reads.scene_of(scene.ask.pk) or scene, problem=problem, texts=texts)
    if view == "look" and not any(texts.values()):
        return draw(visit, scene, problem=Problem(_("Write at least one answer first."), 422))
    answer = HttpResponseRedirect(f"{visit.here}?view={view}")
    answer.status_code = 303
    return answer


def _send(visit: Visit, scene: AskScene) -> HttpResponse:
    seal = visit.request.POST.get("seal", "")
    return _done(visit, scene, kit.tried(lambda: send_answers(scene.ask, by=visit.actor, seal=seal)))


def _off(visit: Visit, scene: AskScene) -> HttpResponse:
    verb = call_off if scene.ask.state == AskState.BOOKED else decline_ask
    return _done(visit, scene, kit.tried(lambda: verb(scene.ask, by=visit.actor)))


def _undo(visit: Visit, scene: AskScene) -> HttpResponse:
    return _done(visit, scene, kit.taken_back(visit))


def _done(visit: Visit, scene: AskScene, problem: Problem | None) -> HttpResponse:
    if problem is None:
        return kit.again(visit)
    return draw(visit, reads.scene_of(scene.ask.pk) or scene, problem=problem)


def _typed(visit: Visit, scene: AskScene) -> dict[UUID, str]:
    said = visit.request.POST
    return {
        question.pk: said[f"{FIELD}{question.pk}"].strip()
        for question in scene.need.questions.all()
        if f"{FIELD}{question.pk}" in said
    }


PRESSES: Mapping[str, Callable[[Visit, AskScene], HttpResponse]] = {
    "save": _save,
    "look": _look,
    "send": _send,
    "off": _off,
    "undo": _undo,
}
