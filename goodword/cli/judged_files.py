"""Files of judged deals, judgements and runs, read with a complaint that names the line where one can't be used."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import typer

from goodword.cli.complaint import Complaint
from goodword.integrations.files.lines import FileTrouble, Line, numbered_lines
from goodword.matching.evaluation.judged import (
    EvaluationLineError,
    Ranking,
    judgement_of,
    ranking_of,
    wording_of,
)
from goodword.matching.judged import JudgedLineError, deal_from_line

if TYPE_CHECKING:
    from goodword.matching.shapes import Deal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class JudgedDeal:
    """One line of a file of deals."""

    qid: str
    program: str
    deal: Deal
    plain: bool


def deals_of(path: Path) -> tuple[list[JudgedDeal], int]:
    """Return the deals of a file, and how many lines were refused and named on stderr."""
    deals: dict[str, JudgedDeal] = {}
    refused = 0
    for line in _lines(path):
        try:
            found = _deal(line)
            if found.qid in deals:
                raise JudgedLineError(f"The qid “{found.qid}” stands already on an earlier line.")
            deals[found.qid] = found
        except JudgedLineError as error:
            refused += 1
            typer.echo(f"{path}:{line.number}: {error}", err=True)
    return list(deals.values()), refused


def judgements_of(paths: Iterable[Path]) -> dict[str, dict[str, int]]:
    """Return the grades of every judged deal, by its id and the reference's; raises Complaint for a line that is none."""
    grades: dict[str, dict[str, int]] = {}
    for path in paths:
        for judged in _parsed(path, judgement_of):
            grades.setdefault(judged.qid, {})[judged.reference] = judged.grade
    return grades


def run_of(path: Path) -> dict[str, Ranking]:
    """Return the rankings of a run by deal; raises Complaint for a line that is none, or a deal ranked twice."""
    run: dict[str, Ranking] = {}
    for ranking in _parsed(path, ranking_of):
        if ranking.qid in run:
            raise Complaint(f"{path}: the deal “{ranking.qid}” is ranked twice.", "Keep one of the two lines.")
        run[ranking.qid] = ranking
    return run


def plain_worded(paths: Iterable[Path]) -> list[str]:
    """Return the ids of the deals that say they are told in plain words."""
    return [qid for path in paths for qid, plain in _parsed(path, wording_of) if plain]


def _deal(line: Line) -> JudgedDeal:
    if line.trouble:
        raise JudgedLineError(line.trouble)
    qid, deal = deal_from_line(line.text)
    return JudgedDeal(qid, str(json.loads(line.text).get("vendor_program") or ""), deal, wording_of(line.text)[1])


def _parsed(path: Path, read: Callable[[str], T]) -> Iterator[T]:
    for line in _lines(path):
        try:
            if line.trouble:
                raise EvaluationLineError(line.trouble)
            yield read(line.text)
        except EvaluationLineError as error:
            raise Complaint(f"{path}:{line.number}: {error}", "Mend that line and try again.") from None


def _lines(path: Path) -> Iterator[Line]:
    try:
        yield from numbered_lines(path)
    except FileTrouble as trouble:
        raise Complaint(str(trouble), "Check the name.") from trouble
