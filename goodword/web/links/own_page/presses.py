"""What a press on a person's own page does. Less holds at once; more takes the code sent to the address on file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import HttpResponse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from goodword.desk.queries import pages as reads
from goodword.proof.actions import renew_own_words, stop_using
from goodword.protection import actions as protection
from goodword.references import actions as references
from goodword.references.actions.dial import dial_of
from goodword.references.actions.own_will import note_download
from goodword.references.models import Advocate
from goodword.references.queries import LIMITS
from goodword.references.rules import Dial, loosens, more_open
from goodword.web.links import code, kit
from goodword.web.links.code import CodeForm
from goodword.web.links.kit import Problem, UntilForm, Visit
from goodword.web.links.own_page import drawing
from goodword.web.links.own_page.export import file_of
from goodword.web.links.own_page.forms import KindForm, LimitsForm, TopicsForm, VisibilityForm
from goodword.web.links.own_page.shown import words_of

Press = Callable[[Visit, Advocate], HttpResponse]


def address_hash(visit: Visit) -> str:
    """Return a keyed hash of the address a press came from: enough to compare, not to find anyone."""
    return salted_hmac("goodword.address", visit.request.META.get("REMOTE_ADDR", ""), algorithm="sha256").hexdigest()


def pause(visit: Visit, advocate: Advocate) -> HttpResponse:
    form = UntilForm(visit.request.POST)
    if not form.is_valid():
        return drawing.draw(visit, advocate, until=form)
    day = form.cleaned_data["day"]
    return _done(visit, advocate, kit.tried(lambda: protection.pause(advocate, by=visit.actor, until=day)))


def end_pause(visit: Visit, advocate: Advocate) -> HttpResponse:
    hold = reads.pause_of(advocate)
    if hold is None:
        return kit.again(visit)
    return _done(visit, advocate, kit.tried(lambda: protection.lift_hold(hold, by=visit.actor)))


def stop(visit: Visit, advocate: Advocate) -> HttpResponse:
    form = KindForm(visit.request.POST)
    if not form.is_valid():
        return _done(visit, advocate, Problem(_("Choose the kind of help to stop."), 422))
    kind = form.cleaned_data["kind"]
    return _done(visit, advocate, kit.tried(lambda: references.revoke_consent(advocate, kind, by=visit.actor)))


def allow(visit: Visit, advocate: Advocate) -> HttpResponse:
    form = KindForm(visit.request.POST)
    if not form.is_valid():
        return _done(visit, advocate, Problem(_("Choose the kind of help to agree to."), 422))
    kind, seen_from = form.cleaned_data["kind"], address_hash(visit)

    def agree() -> None:
        references.give_consent(advocate, kind, by=visit.actor, address_hash=seen_from)

    return _done(visit, advocate, kit.tried(agree))


def stop_words(visit: Visit, advocate: Advocate) -> HttpResponse:
    story = words_of(advocate, visit.request.POST.get("words", ""))
    if story is None:
        return _done(visit, advocate, Problem(_("These words are not in use any more."), 409))
    return _done(visit, advocate, kit.tried(lambda: stop_using(story, by=visit.actor)))


def renew_words(visit: Visit, advocate: Advocate) -> HttpResponse:
    story = words_of(advocate, visit.request.POST.get("words", ""))
    if story is None:
        return _done(visit, advocate, Problem(_("These words are not in use any more."), 409))
    return _done(visit, advocate, kit.tried(lambda: renew_own_words(story, by=visit.actor)))


def limits(visit: Visit, advocate: Advocate) -> HttpResponse:
    form = LimitsForm(visit.request.POST)
    if not form.is_valid():
        words = " ".join(f"{form.fields[name].label}: {text}" for name, texts in form.errors.items() for text in texts)
        return _done(visit, advocate, Problem(words, 422))
    before, wanted = dial_of(advocate), form.wanted
    after = Dial(**{name: wanted.get(name, getattr(before, name)) for name in LIMITS})
    proven = loosens(before, after)
    if proven and (asked := _without_code(visit, advocate, code.LIMITS, {k: str(v) for k, v in wanted.items()})):
        return asked

    def set_them() -> None:
        references.set_dial(
            advocate,
            by=visit.actor,
            proven=proven,
            per_year=after.per_year,
            per_quarter=after.per_quarter,
            gap_days=after.gap_days,
        )

    return _done(visit, advocate, kit.tried(set_them))


def topics(visit: Visit, advocate: Advocate) -> HttpResponse:
    form = TopicsForm(visit.request.POST)
    if not form.is_valid():
        return drawing.draw(visit, advocate, topics=form)
    lines = form.lines
    return _done(visit, advocate, kit.tried(lambda: references.set_off_limits(advocate, lines, by=visit.actor)))


def visibility(visit: Visit, advocate: Advocate) -> HttpResponse:
    form = VisibilityForm(visit.request.POST)
    if not form.is_valid():
        return drawing.draw(visit, advocate, seen=form)
    level = form.cleaned_data["visibility"]
    proven = more_open(advocate.visibility, level)
    if proven and (asked := _without_code(visit, advocate, code.VISIBILITY, {"visibility": level})):
        return asked

    def set_it() -> None:
        references.set_own_visibility(advocate, level, by=visit.actor, proven=proven)

    return _done(visit, advocate, kit.tried(set_it))


def download(visit: Visit, advocate: Advocate) -> HttpResponse:
    if asked := _without_code(visit, advocate, code.DOWNLOAD, {}):
        return asked
    note_download(advocate, by=visit.actor)
    return file_of(visit, advocate)


def leave(visit: Visit, advocate: Advocate) -> HttpResponse:
    return _done(visit, advocate, kit.tried(lambda: references.leave(advocate, by=visit.actor)))


def undo(visit: Visit, advocate: Advocate) -> HttpResponse:
    return _done(visit, advocate, kit.taken_back(visit))


def _without_code(visit: Visit, advocate: Advocate, wanted: str, values: Mapping[str, str]) -> HttpResponse | None:
    """Return the page that asks for the code, or None once the right one was typed."""
    kept = code.carried(wanted, values)
    if not code.typed(visit):
        problem = code.send(visit, advocate)
        if problem is None:
            return code.typing(visit, wanted, kept)
        return drawing.code_page(visit, advocate, wanted, kept, problem=problem)
    form = CodeForm(visit.request.POST)
    if code.proves(visit, advocate, form):
        return None
    return drawing.code_page(visit, advocate, wanted, kept, form=form)


def _done(visit: Visit, advocate: Advocate, problem: Problem | None) -> HttpResponse:
    """Lead back to the page, or say on it, as it stands by now, why nothing happened."""
    if problem is None:
        return kit.again(visit)
    return drawing.draw(visit, drawing.afresh(advocate), problem=problem)


PRESSES: Mapping[str, Press] = {
    "pause": pause,
    "end_pause": end_pause,
    "stop": stop,
    "allow": allow,
    "stop_words": stop_words,
    "renew_words": renew_words,
    "limits": limits,
    "topics": topics,
    "visibility": visibility,
    "download": download,
    "leave": leave,
    "undo": undo,
}
