"""What both sides said afterwards of the help that was given."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Case, Count, Exists, OuterRef, QuerySet, When

from goodword.desk.models import Ask, Debrief
from goodword.desk.queries.helped import helped
from goodword.insights.policy import Scope
from goodword.insights.queries.windows import Window
from goodword.insights.rules import Voice
from goodword.references.policy import masked

SIDES: dict[str, tuple[str, ...]] = {
    Debrief.Side.REP: (Debrief.Answer.MOVED, Debrief.Answer.TOO_EARLY, Debrief.Answer.NO),
    Debrief.Side.PROSPECT: (Debrief.Answer.HELPED_A_LOT, Debrief.Answer.HELPED_SOME, Debrief.Answer.DID_NOT_HELP),
    Debrief.Side.ADVOCATE: (Debrief.Answer.FINE, Debrief.Answer.NOT_EXPECTED, Debrief.Answer.NOT_AGAIN),
}


def said_afterwards(scope: Scope, window: Window) -> list[Voice]:
    """Return what each side said of the help given in the window, their newest word each. Two queries."""
    given = helped().filter(**window.of("helped_at"))
    if not scope.whole:
        given = given.filter(need__requester=scope.member_id)
    rows = _newest_words(given).values_list("side", "answer").annotate(people=Count("pk"))
    counts = {(side, answer): people for side, answer, people in rows}
    calls = given.count()
    return [_voice(side, calls, counts) for side in SIDES]


def said_of_both(window: Window) -> tuple[dict[str, Voice], dict[str, Voice]]:
    """Return by side what was said of private references and of named ones. One query; who said nothing isn't counted."""
    words = _newest_words(helped().filter(**window.of("helped_at")))
    private = Case(When(masked("ask__advocate__"), then=True), default=False)
    rows = words.annotate(private=private).values_list("private", "side", "answer").annotate(people=Count("pk"))
    told: dict[bool, dict[tuple[str, str], int]] = {True: {}, False: {}}
    for hidden, side, answer, people in rows:
        told[hidden][side, answer] = people
    one, other = ({side: _voice(side, 0, told[hidden]) for side in SIDES} for hidden in (True, False))
    return one, other


def _newest_words(given: QuerySet[Ask]) -> QuerySet[Debrief]:
    newer = Debrief.objects.filter(ask=OuterRef("ask"), side=OuterRef("side"), at__gt=OuterRef("at"))
    return Debrief.objects.filter(~Exists(newer), ask__in=given.values("pk")).order_by()


def _voice(side: str, calls: int, counts: Mapping[tuple[str, str], int]) -> Voice:
    return Voice(side, calls, tuple((answer, counts.get((side, answer), 0)) for answer in SIDES[side]))
