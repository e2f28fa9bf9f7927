"""What both sides said afterwards of the help that was given."""

from __future__ import annotations

from django.db.models import Count, Exists, OuterRef

from goodword.desk.models import Debrief
from goodword.desk.queries.helped import helped
from goodword.insights.policy import Scope
from goodword.insights.queries.windows import Window
from goodword.insights.rules import Voice

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
    newer = Debrief.objects.filter(ask=OuterRef("ask"), side=OuterRef("side"), at__gt=OuterRef("at"))
    words = Debrief.objects.filter(~Exists(newer), ask__in=given.values("pk")).order_by()
    rows = words.values_list("side", "answer").annotate(people=Count("pk"))
    counts = {(side, answer): people for side, answer, people in rows}
    calls = given.count()
    return [
        Voice(side, calls, tuple((answer, counts.get((side, answer), 0)) for answer in answers))
        for side, answers in SIDES.items()
    ]
