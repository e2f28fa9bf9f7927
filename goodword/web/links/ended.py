"""The quiet end of a question: nothing is asked any more, and why, as far as this reader may know."""

from __future__ import annotations

from django.http import HttpResponse

from goodword.desk.queries import pages as reads
from goodword.desk.queries.pages import AskScene
from goodword.web.links import kit
from goodword.web.links.kit import Problem, Visit

UNDOABLE = ("ask.called_off", "ask.declined")


def draw(visit: Visit, scene: AskScene, how: str, *, problem: Problem | None = None) -> HttpResponse:
    """Say how it ended: `left`, `cancelled`, `not_now` (not asked just now), `declined`, `over`."""
    answer = reads.leaving_of(scene.advocate) if how == "left" else reads.newest_answer(scene.ask, UNDOABLE)
    return kit.draw(
        visit,
        "ended",
        {
            "how": how,
            "scene": scene,
            "prospect": scene.prospect.name,
            "code": reads.why_it_ended(scene.ask),
            "writes": scene.need.writes,
            "called_off": answer is not None and answer.name == "ask.called_off",
            "undo": kit.undoable(visit, answer),
            "by_customer": visit.actor.is_contact(scene.advocate.contact_id),
        },
        problem=problem,
        reply_to=scene.manager if visit.actor.is_contact(scene.advocate.contact_id) else scene.rep,
    )
