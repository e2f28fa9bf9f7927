"""Keep the list a request was sent from, so that the program can ask later whether another order would have been better."""

from __future__ import annotations

from goodword.core.actors import Actor
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.finding import Finding, Found, Standing
from goodword.insights.actions import MOST_CARDS, note_shown
from goodword.matching.rules.logged import Card, told_by


def keep_shown(need: ReferenceRequest, finding: Finding, *, by: Actor) -> None:
    """Keep the first who could be asked, in the order of the cards, with what each told of what was asked."""
    shown = [one for one in finding.found if one.standing is Standing.ASKABLE and one.fits][:MOST_CARDS]
    index = finding.held.index
    matches = index.explained(finding.reading, [one.reference.id for one in shown])
    told = {match.reference_id: told_by(match, index.weights) for match in matches}
    cards = [card_of(one, told[one.reference.id][0]) for one in shown]
    asked = next(iter(told.values()))[1] if told else {}
    note_shown(need, cards, asked, version=index.weights.version, by=by)


def card_of(one: Found, told: dict[str, float]) -> Card:
    key = str(one.advocate.pk) if one.advocate is not None else ""
    return Card(key, told, one.rest.level if one.rest else 0, one.helped)
