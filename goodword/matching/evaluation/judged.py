"""Read lines of judgements and of runs: who was graded how for which deal, and who was ranked where."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

HIGHEST_GRADE = 3
PLAIN = "plain"


class EvaluationLineError(ValueError):
    """A line that can't be used; its text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """How well one reference serves one deal: 0 not at all, 1 a little, 2 good, 3 the one to ask for."""

    qid: str
    reference: str
    grade: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """What was ranked for one deal, best first; `words` are the fit words of the same references, where they are known."""

    qid: str
    references: tuple[str, ...]
    words: tuple[str, ...] = ()


def judgement_of(line: str) -> Judgement:
    """Return what a line of judgements says; raises EvaluationLineError."""
    record = _object(line)
    try:
        grade = int(record["grade"])
        judged = Judgement(str(record["qid"]), str(record["doc_id"]), grade)
    except (KeyError, TypeError, ValueError):
        raise EvaluationLineError("A judgement needs “qid”, “doc_id” and a whole “grade”.") from None
    if not 0 <= grade <= HIGHEST_GRADE:
        raise EvaluationLineError(f"The grade {grade} is outside 0 to {HIGHEST_GRADE}.")
    return judged


def ranking_of(line: str) -> Ranking:
    """Return what a line of a run says; with scores the highest is first, without the order given holds.

    Raises EvaluationLineError. A reference ranked twice counts where it stands first.
    """
    record = _object(line)
    if "qid" not in record:
        raise EvaluationLineError("A ranking needs its “qid”.")
    pairs = list(_pairs(record))
    words = record.get("words") or [""] * len(pairs)
    if not isinstance(words, list) or len(words) != len(pairs):
        raise EvaluationLineError("“words” must be a list as long as the ranking.")
    said = list(zip(pairs, map(str, words), strict=True))
    if all(score is not None for _, score in pairs):
        said.sort(key=lambda one: -float(one[0][1] or 0.0))
    first: dict[str, str] = {}
    for (reference, _), word in said:
        first.setdefault(reference, word)
    return Ranking(str(record["qid"]), tuple(first), tuple(first.values()) if "words" in record else ())


def wording_of(line: str) -> tuple[str, bool]:
    """Return a deal's id, and whether it is told in plain words."""
    record = _object(line)
    return str(record.get("qid")), record.get("wording") == PLAIN


def _pairs(record: dict[str, Any]) -> Iterable[tuple[str, float | None]]:
    try:
        if "ranking" in record:
            return [_pair(item) for item in record["ranking"]]
        ids = record["ids"]
        scores = record.get("scores") or [None] * len(ids)
        return [(str(one), None if score is None else float(score)) for one, score in zip(ids, scores, strict=True)]
    except (KeyError, IndexError, TypeError, ValueError):
        raise EvaluationLineError("A ranking is a list of references, with or without scores.") from None


def _pair(item: Any) -> tuple[str, float | None]:
    if isinstance(item, dict):
        score = item.get("score")
        return str(item["id"] if "id" in item else item["doc_id"]), None if score is None else float(score)
    if isinstance(item, list):
        return str(item[0]), float(item[1]) if len(item) > 1 and item[1] is not None else None
    return str(item), None


def _object(line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise EvaluationLineError(f"Not JSON: {error}.") from None
    if not isinstance(record, dict):
        raise EvaluationLineError("Not a JSON object.")
    return record
