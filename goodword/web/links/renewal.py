"""X04: may these words of yours be used on? Yes for a year, by fewer, or no more."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core import clock
from goodword.core.models import Event, SignedLink
from goodword.desk.queries.weeks import program_people
from goodword.proof.actions import OWN_WORDS, renew_own_words, stop_using
from goodword.proof.models import Clearance, Story
from goodword.proof.queries import a_year_after, runs_out
from goodword.references.models import AdvocateState
from goodword.web.links import kit, over
from goodword.web.links.kit import Problem, Visit

YES, ONE, NO = "yes", "one", "no"


class RenewalForm(forms.Form):
    answer = forms.ChoiceField(
        choices=[(YES, YES), (ONE, ONE), (NO, NO)],
        error_messages={"required": lazy("Choose an answer."), "invalid_choice": lazy("Choose an answer.")},
    )


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show the words with the question, or what was answered."""
    visit, story = Visit.of(request, link), _story(link)
    if visit is None or story is None:
        return over.unknown(request)
    if story.advocate is None or not visit.actor.is_contact(story.advocate.contact_id):
        return over.closed(visit)
    if visit.action == "own_page":
        return kit.to_own_page(visit, story.advocate)
    if visit.action == "undo":
        problem = kit.taken_back(visit)
        return kit.again(visit) if problem is None else _drawn(visit, _story(link) or story, problem=problem)
    return _answered(visit, story) if visit.presses else _drawn(visit, story)


def _story(link: SignedLink) -> Story | None:
    rows = Story.objects.select_related("profile__account", "advocate__contact", "advocate__profile__account")
    return rows.filter(pk=link.subject_id).first()


def _answered(visit: Visit, story: Story) -> HttpResponse:
    form = RenewalForm(visit.request.POST)
    if not form.is_valid():
        return _drawn(visit, story, form=form)
    answer = form.cleaned_data["answer"]
    problem = kit.spent(visit, _in_words(answer), lambda: _act(visit, story, answer))
    return kit.again(visit) if problem is None else _drawn(visit, _story(visit.link) or story, problem=problem)


def _act(visit: Visit, story: Story, answer: str) -> None:
    if answer == NO:
        stop_using(story, by=visit.actor)
    else:
        renew_own_words(story, by=visit.actor, one_buyer_at_a_time=answer == ONE)


def _in_words(answer: str) -> str:
    return {YES: _("yes"), ONE: _("only for one buyer at a time"), NO: _("no, stop using them")}[answer]


def _drawn(
    visit: Visit, story: Story, *, form: RenewalForm | None = None, problem: Problem | None = None
) -> HttpResponse:
    said = _said(visit, story)
    today = clock.today(visit.person.zone)
    asks = visit.link.spent_at is None and _is_due(story)
    choices = (YES, ONE, NO) if story.clearance == Clearance.PUBLIC else (YES, NO)
    chosen = form.data.get("answer", "") if form else visit.hint
    context = {
        "story": story,
        "asks": asks,
        "form": form,
        "chosen": chosen if chosen in choices else YES,
        "narrows": ONE in choices,
        "ran_out": story.expires_on is not None and story.expires_on < today,
        "until": a_year_after(today),
        "said": said,
        "undo": kit.undoable(visit, said),
        "in_program": story.advocate is not None and story.advocate.state == AdvocateState.ACTIVE,
    }
    status = 422 if form is not None else 200
    answers_to = next(iter(program_people()), None)
    return kit.draw(visit, "renewal", context, status=status, problem=problem, reply_to=answers_to)


def _is_due(story: Story) -> bool:
    """Say whether there is anything to answer: words in use whose time is over, or soon will be."""
    cleared = story.withdrawn_at is None and story.clearance != Clearance.INTERNAL
    return cleared and runs_out(story.expires_on, clock.now().date())


def _said(visit: Visit, story: Story) -> Event | None:
    """Return what was answered by this link and stands."""
    mine = Event.objects.filter(subject_id=story.pk, name__in=OWN_WORDS, actor_id=visit.actor.id, undone_by=None)
    return mine.order_by("-number").first()
