"""X10: the account owner answers "can we ask your customer?"."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core.errors import NotAllowed
from goodword.core.models import Event, SignedLink
from goodword.desk.actions import approve_ask, decline_as_owner
from goodword.desk.policy import must_decide
from goodword.desk.queries import pages as reads
from goodword.desk.queries.pages import AskScene
from goodword.desk.rules.states import AskState
from goodword.protection.queries import exception_for
from goodword.references.models import OwnerMode
from goodword.web.links import kit, over
from goodword.web.links.kit import Problem, UntilForm, Visit

ASKABLE = (AskState.OWNER_PENDING, AskState.OWNER_TIMEOUT)
DECIDED = ("ask.approved", "ask.declined_by_owner")


class AnswerForm(UntilForm):
    """One of three answers; a "not now" may name a date."""

    YES, SELF, NO = "yes", "self", "no"

    answer = forms.ChoiceField(
        choices=[(YES, YES), (SELF, SELF), (NO, NO)],
        error_messages={"required": lazy("Choose an answer."), "invalid_choice": lazy("Choose an answer.")},
    )
    tell_me = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        if self.cleaned_data.get("answer") != self.NO:
            # A date typed under an answer that wasn't given is nobody's mistake.
            self.errors.pop("on", None)
            return self.cleaned_data | {"day": None}
        return super().clean()


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show the question with its default answer, or how it was answered."""
    visit, scene = Visit.of(request, link), reads.scene_of(link.subject_id)
    if visit is None or scene is None:
        return over.unknown(request)
    if not _decides(visit, scene):
        return over.closed(visit)
    if visit.action == "undo":
        problem = kit.taken_back(visit)
    elif visit.action == "stop":
        problem = kit.spent(visit, "stop", lambda: decline_as_owner(scene.ask, by=visit.actor))
    elif visit.presses:
        return _answered(visit, scene)
    else:
        return _drawn(visit, scene)
    return kit.again(visit) if problem is None else _drawn(visit, _afresh(scene), problem=problem)


def _answered(visit: Visit, scene: AskScene) -> HttpResponse:
    form = AnswerForm(visit.request.POST)
    if not form.is_valid():
        return _drawn(visit, scene, form=form, status=422)
    problem = kit.spent(visit, _in_words(form, scene), lambda: _act(visit, scene, form))
    if problem is None:
        return kit.again(visit)
    if problem.status == 422:
        form.add_error(None, problem.words)
        return _drawn(visit, _afresh(scene), form=form, status=422)
    return _drawn(visit, _afresh(scene), problem=problem)


def _act(visit: Visit, scene: AskScene, form: AnswerForm) -> None:
    answer, by = form.cleaned_data["answer"], visit.actor
    if answer == form.NO:
        decline_as_owner(scene.ask, by=by, until=form.cleaned_data["day"])
        return
    approve_ask(
        scene.ask,
        by=by,
        personally=answer == form.SELF,
        tell_me_next_time=form.cleaned_data["tell_me"],
    )


def _drawn(
    visit: Visit, scene: AskScene, *, form: AnswerForm | None = None, status: int = 200, problem: Problem | None = None
) -> HttpResponse:
    context = {
        "scene": scene,
        "ask": scene.ask,
        "name": scene.contact.first_name,
        "company": scene.customer.name,
        "prospect": scene.prospect.name,
    }
    if scene.ask.state in ASKABLE and visit.link.spent_at is None:
        return _question(visit, scene, context, form, status, problem)
    answer = reads.newest_answer(scene.ask, DECIDED)
    context |= {
        "answer": answer,
        "undo": kit.undoable(visit, answer),
        "how": _how_it_stands(scene, answer),
        "by_me": answer is not None and answer.actor_id == visit.actor.id,
        "may_stop": scene.ask.state == AskState.OWNER_OK and answer is None and visit.link.spent_at is None,
        "words": _words(scene) if answer is not None and answer.data.get("personally") else "",
    }
    return kit.draw(visit, "owner_answer_done", context, problem=problem, reply_to=_answers_to(scene))


def _question(
    visit: Visit,
    scene: AskScene,
    context: dict[str, Any],
    form: AnswerForm | None,
    status: int,
    problem: Problem | None,
) -> HttpResponse:
    tell = scene.ask.owner_mode == OwnerMode.TELL_ME
    hinted = visit.hint if visit.hint in (AnswerForm.YES, AnswerForm.SELF, AnswerForm.NO) else AnswerForm.YES
    form = form or AnswerForm(initial={"answer": hinted})
    context |= {
        "form": form,
        "chosen": form.data.get("answer", "") if form.is_bound else hinted,
        "until_choice": form.choice,
        "presets": kit.presets()[:2],
        "tell": tell,
        "late": scene.ask.state == AskState.OWNER_TIMEOUT,
        "passed_on": _passed_on(visit, scene),
        "rest": reads.rest_before(scene),
        "exception": exception_for(scene.advocate.pk, scene.need.pk),
        "kind_words": scene.need.get_help_kind_display().lower(),
        "may_be_told": scene.advocate.profile.owner_mode == OwnerMode.ASK_ME and _is_keeper(visit, scene),
    }
    return kit.draw(visit, "owner_answer", context, status=status, problem=problem, reply_to=_answers_to(scene))


def _decides(visit: Visit, scene: AskScene) -> bool:
    """Say whether the link's person still decides for this customer: names are shown to nobody else."""
    try:
        must_decide(visit.actor, scene.ask)
    except NotAllowed:
        return False
    return True


def _is_keeper(visit: Visit, scene: AskScene) -> bool:
    return visit.actor.is_member(scene.customer.owner_id) or visit.actor.is_member(scene.customer.deputy_id)


def _passed_on(visit: Visit, scene: AskScene) -> str:
    """Return the owner's name when the question came to the deputy."""
    owner = scene.ask.owner
    return owner.first_name if owner is not None and not visit.actor.is_member(owner.pk) else ""


def _how_it_stands(scene: AskScene, answer: Event | None) -> str:
    """Return the code of the page's sentence for the state the ask is in."""
    match AskState(scene.ask.state):
        case AskState.OWNER_OK if answer is not None and answer.data.get("personally"):
            return "personally"
        case AskState.OWNER_OK:
            return "will_ask"
        case AskState.OWNER_NO:
            return "not_now"
        case AskState.CUSTOMER_PENDING:
            return "asked"
        case AskState.ACCEPTED | AskState.COUNTERED | AskState.BOOKED | AskState.HELD:
            return "said_yes"
        case AskState.DECLINED:
            return "said_no"
        case AskState.OWNER_PENDING | AskState.OWNER_TIMEOUT:
            return "open_again"
    return "over"


def _words(scene: AskScene) -> str:
    """Return what the owner can send in their own name; the customer's own page comes by mail, after the undo."""
    return _(
        "%(advocate)s, would you give %(prospect)s %(minutes)s minutes? They are considering us and would like to hear "
        "from someone who has done it. Who they are, what they'd ask and when is on a page I'll send you, and a no "
        "there is fine too."
    ) % {
        "advocate": scene.contact.first_name,
        "prospect": scene.prospect.name,
        "minutes": scene.need.minutes,
    }


def _in_words(form: AnswerForm, scene: AskScene) -> str:
    day = form.cleaned_data["day"]
    return {form.YES: "yes", form.SELF: "yes, I ask myself", form.NO: "not now"}[form.cleaned_data["answer"]] + (
        f", until {day.isoformat()}" if day else ""
    )


def _answers_to(scene: AskScene) -> Any:
    return scene.rep


def _afresh(scene: AskScene) -> AskScene:
    """Return the scene as it is after a press that did not act: someone else may have moved it."""
    return reads.scene_of(scene.ask.pk) or scene
