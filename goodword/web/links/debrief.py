"""X05 and X09: how it was, asked of each side in its own words; one tap and a confirm."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from goodword.core import links
from goodword.core.errors import TooLate
from goodword.core.models import SignedLink
from goodword.desk.actions import give_debrief
from goodword.desk.actions.debriefs import answers_of
from goodword.desk.models import Debrief
from goodword.desk.queries import pages as reads
from goodword.desk.queries.answers import sent_by
from goodword.desk.queries.outcome import newest_debriefs
from goodword.desk.queries.pages import AskScene
from goodword.desk.rules.states import AskState
from goodword.web.directory.fields import offer_choices
from goodword.web.links import ended, kit, over
from goodword.web.links.call_scene import is_over
from goodword.web.links.kit import Problem, Visit

Side, Answer = Debrief.Side, Debrief.Answer


@dataclass(frozen=True, slots=True)
class Face:
    """One answer as its side reads it."""

    answer: str
    icon: str
    label: str | Promise
    small: str | Promise
    confirm: str | Promise


FACES: dict[str, tuple[Face, ...]] = {
    Side.ADVOCATE: (
        Face(Answer.FINE, "smile", _("Fine"), _("It went as it should"), _("Send: it was fine")),
        Face(
            Answer.NOT_EXPECTED,
            "meh",
            _("Not what I expected"),
            _("We read your line and do better"),
            _("Send: not what I expected"),
        ),
        Face(
            Answer.NOT_AGAIN, "frown", _("Not again"), _("Nobody asks you until we have talked"), _("Send: not again")
        ),
        Face(Answer.NOT_HELD, "calendar-x", _("It didn't take place"), _("Then it doesn't count"), _("Send: no call")),
    ),
    Side.PROSPECT: (
        Face(Answer.HELPED_A_LOT, "smile", _("It helped a lot"), "", _("Send: it helped a lot")),
        Face(Answer.HELPED_SOME, "meh", _("It helped some"), "", _("Send: it helped some")),
        Face(Answer.DID_NOT_HELP, "frown", _("It didn't help"), "", _("Send: it didn't help")),
        Face(Answer.NOT_HELD, "calendar-x", _("It didn't take place"), "", _("Send: no call")),
    ),
    Side.REP: (
        Face(Answer.MOVED, "smile", _("It moved the deal"), "", _("Send: it moved the deal")),
        Face(Answer.TOO_EARLY, "meh", _("Too early to say"), "", _("Send: too early to say")),
        Face(Answer.NO, "frown", _("No"), "", _("Send: it didn't move the deal")),
        Face(Answer.NOT_HELD, "calendar-x", _("It didn't take place"), "", _("Send: no call")),
    ),
}
TOOK_PLACE = (AskState.BOOKED, AskState.HELD, AskState.NO_SHOW)


class HowForm(forms.Form):
    """One answer, and a line if they like."""

    answer = forms.ChoiceField(
        error_messages={"required": _("Choose an answer."), "invalid_choice": _("Choose an answer.")}
    )
    line = forms.CharField(
        required=False,
        max_length=600,
        label=_("A line, if you like"),
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 600}),
    )

    def __init__(self, data: Any = None, *, faces: Iterable[Face], **more: Any) -> None:
        super().__init__(data, **more)
        offer_choices(self, "answer", [(face.answer, face.label) for face in faces])


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Ask how it was, or thank for the answer."""
    visit, scene = Visit.of(request, link), reads.scene_of(link.subject_id)
    if visit is None or scene is None:
        return over.unknown(request)
    if side_of(visit, scene) is None:
        return over.closed(visit)
    return pressed(visit, scene) if visit.presses else draw(visit, scene)


def pressed(visit: Visit, scene: AskScene) -> HttpResponse:
    """Give the answer, or take it back."""
    if visit.action == "undo":
        return _done(visit, scene, kit.taken_back(visit))
    side = side_of(visit, scene)
    form = HowForm(visit.request.POST, faces=_faces(side, scene) if side else ())
    if side is None or not form.is_valid():
        return draw(visit, scene, form=form)
    answer, line = form.cleaned_data["answer"], form.cleaned_data["line"]
    problem = kit.tried(lambda: _give_once(visit, scene, side, answer, line))
    if problem is not None and problem.status == 422:
        form.add_error(None, problem.words)
        return draw(visit, scene, form=form, problem=problem)
    return _done(visit, scene, problem)


def draw(visit: Visit, scene: AskScene, *, problem: Problem | None = None, form: HowForm | None = None) -> HttpResponse:
    """Draw the question for this side, or the answer that stands."""
    side = side_of(visit, scene)
    if side is None or scene.ask.state not in TOOK_PLACE:
        return ended.draw(visit, scene, "cancelled", problem=problem)
    reply_to = scene.manager if side == Side.ADVOCATE else scene.rep if side == Side.PROSPECT else scene.manager
    context = {
        "scene": scene,
        "side": side,
        "prospect": scene.prospect.name,
        "other": scene.contact.name if side != Side.ADVOCATE else scene.prospect.name,
        "call": scene.call,
        "writes": scene.need.writes,
    }
    given = newest_debriefs(scene.ask).get(side)
    if given is not None and form is None:
        event = reads.newest_answer(scene.ask, ("debrief.given",))
        mine = event if event is not None and event.data.get("side") == side else None
        context |= {"given": given, "face": _face(side, given.answer), "undo": kit.undoable(visit, mine)}
        return kit.draw(visit, "debrief_done", context, problem=problem, reply_to=reply_to)
    if _is_to_come(scene):
        return ended.draw(visit, scene, "too_early", problem=problem)
    faces = _faces(side, scene)
    hinted = visit.hint if visit.hint in [face.answer for face in faces] else ""
    form = form or HowForm(faces=faces, initial={"answer": hinted})
    context |= {
        "form": form,
        "faces": faces,
        "chosen": form.data.get("answer", "") if form.is_bound else hinted,
    }
    if form.errors:
        return kit.draw(visit, "debrief", context, status=422, reply_to=reply_to)
    return kit.draw(visit, "debrief", context, problem=problem, reply_to=reply_to)


def side_of(visit: Visit, scene: AskScene) -> str | None:
    """Return which side the link's person speaks for; None for somebody who has nothing to do with it any more."""
    by = visit.actor
    if by.is_contact(scene.advocate.contact_id):
        return Side.ADVOCATE.value
    if by.is_member(scene.need.requester_id) or by.is_member(scene.deal.owner_id):
        return Side.REP.value
    on_call = by.person_id is not None and by.person_kind == "contact" and reads.is_on_call(scene, by.person_id)
    return Side.PROSPECT.value if on_call else None


def _give_once(visit: Visit, scene: AskScene, side: str, answer: str, line: str) -> None:
    """Give the answer and use the link up; one that was used for the yes still speaks about the call, once."""
    link = SignedLink.objects.select_for_update().get(pk=visit.link.pk)
    if side in newest_debriefs(scene.ask):
        raise TooLate(gettext("This was answered already."))
    if link.spent_at is None:
        links.spend(visit.link, answer)
    give_debrief(scene.ask, side, answer, by=visit.actor, line=line)


def _faces(side: str, scene: AskScene) -> list[Face]:
    possible = answers_of(side, writes=scene.need.writes)
    return [face for face in FACES[side] if face.answer in possible]


def _is_to_come(scene: AskScene) -> bool:
    if scene.need.writes:
        return sent_by(scene.ask) is None
    return not is_over(scene.call) and scene.ask.state == AskState.BOOKED


def _face(side: str, answer: str) -> Face | None:
    return next((face for face in FACES[side] if face.answer == answer), None)


def _done(visit: Visit, scene: AskScene, problem: Problem | None) -> HttpResponse:
    if problem is None:
        return kit.again(visit)
    return draw(visit, reads.scene_of(scene.ask.pk) or scene, problem=problem)
