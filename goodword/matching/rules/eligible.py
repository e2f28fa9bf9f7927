"""Say whether a reference may be proposed for a deal at all."""

from __future__ import annotations

from goodword.matching.shapes import Deal, Reference, Verdict, Walls
from goodword.matching.text import fold

ALLOWED = Verdict(True)


def eligible(deal: Deal, reference: Reference, walls: Walls) -> Verdict:
    """Return the first wall that stands, the most private first, so that no later reason gives a hidden one away."""
    if walls.hidden:
        return Verdict(False, "hidden", walls.hidden)
    if walls.conflict:
        return Verdict(False, "conflict", walls.conflict)
    if deal.help_kind and reference.help_kinds and deal.help_kind not in reference.help_kinds:
        return Verdict(False, "help_kind", "Doesn't offer this kind of help")
    if not shares_language(deal, reference):
        return Verdict(False, "language", f"Doesn't speak {' or '.join(deal.languages)}")
    if walls.no_consent:
        return Verdict(False, "no_consent", walls.no_consent)
    if walls.protected:
        return Verdict(False, "protected", walls.protected)
    return ALLOWED


def shares_language(deal: Deal, reference: Reference) -> bool:
    """Return whether a common language is possible; a reference that names none may speak any."""
    if not deal.languages or not reference.languages:
        return True
    return bool({fold(name) for name in deal.languages} & {fold(name) for name in reference.languages})
