"""X01: would you help now and then? What it means, the consent in its exact words, and what the person sets at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.conf.locale import LANG_INFO
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core.models import Event, SignedLink
from goodword.desk.queries.weeks import program_people
from goodword.members.models import Member
from goodword.protection.queries import limits
from goodword.protection.rules import Limits
from goodword.references import actions as references
from goodword.references.actions.dial import dial_of, set_languages
from goodword.references.models import Advocate, AdvocateState, HelpKind, Visibility
from goodword.references.queries import wording_of
from goodword.references.rules import Dial, loosens
from goodword.web.links import kit, over
from goodword.web.links.kit import Problem, Visit
from goodword.web.links.own_page import drawing
from goodword.web.links.own_page.forms import LimitsForm, topics_of
from goodword.web.links.own_page.presses import address_hash
from goodword.web.links.own_page.shown import gaps

# The one kind an invitation asks for; every other is a toggle that starts off.
ASKED_FOR = HelpKind.CALL
OTHERS = [kind for kind in HelpKind if kind != ASKED_FOR]
TONGUES = ("en", "de", "fr", "nl", "es", "it", "pt", "pl", "sv", "da", "nb", "fi", "cs")


class YesForm(forms.Form):
    """The yes with what comes along: more kinds, who may know, topics, how often."""

    kinds = forms.MultipleChoiceField(required=False, choices=[(kind.value, kind.label) for kind in OTHERS])
    visibility = forms.ChoiceField(
        choices=Visibility.choices,
        error_messages={
            "required": lazy("Choose who may know your name."),
            "invalid_choice": lazy("Choose one of the three."),
        },
    )
    topics = forms.CharField(
        required=False,
        max_length=4000,
        label=lazy("Topics nobody asks you about"),
        help_text=lazy("One a line: prices, headcount, our audit."),
        error_messages={"max_length": lazy("That is more than we can pass on. Shorten it to 4000 characters.")},
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    per_year = forms.IntegerField(
        min_value=1,
        max_value=99,
        label=lazy("Calls in twelve months, at most"),
        error_messages={
            "required": lazy("Enter how many calls a year, at most."),
            "invalid": lazy("Enter a whole number."),
            "min_value": lazy("Enter 1 or more. For none at all, choose “Not for me”."),
            "max_value": lazy("Enter a number below 100."),
        },
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, *args: Any, ours: Limits, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["per_year"].widget.choices = [(calls, calls) for calls in range(1, ours.per_year + 1)]


class RoomForm(LimitsForm):
    """What is set on the thank-you page: how close together, and in which languages."""

    def __init__(self, *args: Any, ours: Limits, spoken: list[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["languages"] = forms.MultipleChoiceField(
            required=False,
            label=_("Languages you would talk in"),
            choices=tongues(spoken),
            error_messages={"invalid_choice": _("Choose from the languages on the page.")},
        )
        for name, numbers in (("per_quarter", range(1, ours.per_quarter + 1)), ("gap_days", gaps(ours.gap_days))):
            self.fields[name].widget = forms.Select(
                attrs={"class": "input"}, choices=[(number, number) for number in numbers]
            )


def tongues(spoken: list[str]) -> list[tuple[str, str]]:
    """Return the languages to choose from, those already noted included, each in its own words."""
    codes = dict.fromkeys([*TONGUES, *spoken])
    return [(code, str(LANG_INFO.get(code, {}).get("name_local", code)).capitalize()) for code in codes]


def page(request: HttpRequest, link: SignedLink) -> HttpResponse:
    """Show the invitation, or how it was answered; a press answers it."""
    visit, advocate = Visit.of(request, link), drawing.advocate_of(link.subject_id)
    if visit is None or advocate is None:
        return over.unknown(request)
    if not visit.actor.is_contact(advocate.contact_id):
        return over.closed(visit)
    press = PRESSES.get(visit.action)
    return press(visit, advocate) if press is not None else _drawn(visit, advocate)


def _drawn(
    visit: Visit, advocate: Advocate, *, problem: Problem | None = None, form: forms.Form | None = None
) -> HttpResponse:
    state = AdvocateState(advocate.state)
    if state == AdvocateState.INVITED and visit.link.spent_at is None:
        return _question(visit, advocate, form=form, problem=problem)
    if state == AdvocateState.ACTIVE:
        if visit.view == "leave" and not visit.presses:
            return _plain(visit, advocate, "own_page_leave", problem=problem)
        return _welcome(visit, advocate, form=form, problem=problem)
    return _plain(visit, advocate, "invitation_over", problem=problem)


def _question(visit: Visit, advocate: Advocate, *, form: forms.Form | None, problem: Problem | None) -> HttpResponse:
    ours, own = limits().limits, dial_of(advocate)
    form = form or YesForm(
        ours=ours,
        initial={
            "visibility": Visibility.MASKED if advocate.is_masked else Visibility.COLLEAGUES,
            "per_year": ours.per_year if own.per_year is None else min(own.per_year, ours.per_year),
            "topics": "\n".join(advocate.off_limits),
        },
    )
    chosen = visit.request.POST.getlist("kinds") if form.is_bound else []
    context = {
        "form": form,
        "advocate": advocate,
        "company": advocate.profile.account.name,
        "from_whom": _from_whom(advocate),
        "asked_for": ASKED_FOR,
        "wording": wording_of(ASKED_FOR),
        "others": [(kind.value, kind.label, wording_of(kind), kind.value in chosen) for kind in OTHERS],
        "opened": bool(chosen),
        "visibility": form["visibility"].value(),
        "levels": Visibility,
        "ours": ours,
    }
    status = 422 if form.errors else 200
    return kit.draw(visit, "invitation", context, status=status, problem=problem, reply_to=_from_whom(advocate))


def _welcome(visit: Visit, advocate: Advocate, *, form: forms.Form | None, problem: Problem | None) -> HttpResponse:
    ours, own = limits().limits, dial_of(advocate)
    form = form or RoomForm(
        ours=ours,
        spoken=advocate.languages,
        initial={
            "per_quarter": ours.per_quarter if own.per_quarter is None else own.per_quarter,
            "gap_days": ours.gap_days if own.gap_days is None else own.gap_days,
            "languages": advocate.languages,
        },
    )
    agreed = sorted({consent.help_kind for consent in advocate.consents.all() if consent.act == "given"})
    newest = _newest(visit, ("dial.set",))
    context = {
        "form": form,
        "advocate": advocate,
        "from_whom": _from_whom(advocate),
        "agreed": [str(HelpKind(kind).label) for kind in agreed],
        "per_year": min(own.per_year or ours.per_year, ours.per_year),
        "tongues": tongues(advocate.languages),
        "spoken": form["languages"].value() or [],
        "kept": newest is not None and not form.errors and not problem,
    }
    status = 422 if form.errors else 200
    return kit.draw(visit, "invitation_welcome", context, status=status, problem=problem, reply_to=_program())


def _plain(visit: Visit, advocate: Advocate, template: str, *, problem: Problem | None) -> HttpResponse:
    answer = _newest(visit, ("advocate.declined", "advocate.left"))
    context: dict[str, Any] = {
        "advocate": advocate,
        "from_whom": _from_whom(advocate),
        "never": advocate.never_ask_since is not None,
        "undo": kit.undoable(visit, answer),
        "form": None,
    }
    return kit.draw(visit, template, context, problem=problem, reply_to=_program())


def _yes(visit: Visit, advocate: Advocate) -> HttpResponse:
    form = YesForm(visit.request.POST, ours=limits().limits)
    if not form.is_valid():
        return _drawn(visit, advocate, form=form)
    said, seen_from = form.cleaned_data, address_hash(visit)

    def agree() -> None:
        references.accept_invitation(
            advocate,
            [ASKED_FOR, *said["kinds"]],
            by=visit.actor,
            visibility=said["visibility"],
            off_limits=topics_of(said["topics"]),
            per_year=said["per_year"],
            address_hash=seen_from,
        )

    return _done(visit, advocate, kit.spent(visit, "yes", agree))


def _no(visit: Visit, advocate: Advocate) -> HttpResponse:
    never = visit.action == "never"
    answer = "not for me, and don't ask again" if never else "not for me"

    def decline() -> None:
        references.decline_invitation(advocate, by=visit.actor, never=never)

    return _done(visit, advocate, kit.spent(visit, answer, decline))


def _room(visit: Visit, advocate: Advocate) -> HttpResponse:
    form = RoomForm(visit.request.POST, ours=limits().limits, spoken=advocate.languages)
    if not form.is_valid():
        return _drawn(visit, advocate, form=form)
    said, before = form.cleaned_data, dial_of(advocate)
    ours = limits().limits
    after = Dial(
        before.per_year,
        _own(before.per_quarter, said["per_quarter"], ours.per_quarter),
        _own(before.gap_days, said["gap_days"], ours.gap_days),
    )
    if loosens(before, after):
        form.add_error(None, _("To allow more than you set, open your own page: it takes a code we send you."))
        return _drawn(visit, advocate, form=form)

    def set_them() -> None:
        references.set_dial(advocate, by=visit.actor, per_quarter=after.per_quarter, gap_days=after.gap_days)
        set_languages(advocate, said["languages"], by=visit.actor)

    return _done(visit, advocate, kit.tried(set_them))


def _own(before: int | None, typed: int | None, ours: int) -> int | None:
    """Return the limit to keep: left as it came it stays ours, which may change."""
    return before if typed is None or (before is None and typed == ours) else typed


def _leave(visit: Visit, advocate: Advocate) -> HttpResponse:
    return _done(visit, advocate, kit.tried(lambda: references.leave(advocate, by=visit.actor)))


def _undo(visit: Visit, advocate: Advocate) -> HttpResponse:
    return _done(visit, advocate, kit.taken_back(visit))


def _done(visit: Visit, advocate: Advocate, problem: Problem | None) -> HttpResponse:
    if problem is None:
        return kit.again(visit)
    return _drawn(visit, drawing.afresh(advocate), problem=problem)


def _newest(visit: Visit, names: tuple[str, ...]) -> Event | None:
    mine = Event.objects.filter(name__in=names, actor_kind="link", actor_id=visit.actor.id)
    return mine.order_by("-number").first()


def _from_whom(advocate: Advocate) -> Member | None:
    """Return in whose name the person is written to: who looks after them, else who thought of them."""
    return advocate.profile.account.owner or advocate.nominated_by or _program()


def _program() -> Member | None:
    return next(iter(program_people()), None)


PRESSES: Mapping[str, Callable[[Visit, Advocate], HttpResponse]] = {
    "yes": _yes,
    "no": _no,
    "never": _no,
    "room": _room,
    "leave": _leave,
    "own_page": kit.to_own_page,
    "undo": _undo,
}
