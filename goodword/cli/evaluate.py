from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from goodword.cli.complaint import Complaint

if TYPE_CHECKING:
    from goodword.matching.evaluation.calibration import Kept
    from goodword.matching.evaluation.metrics import Estimate, Figures

WIDTH = 24
INDENT = 26


def evaluate(
    run: Annotated[Path, typer.Argument(metavar="RUN.jsonl", help="What `goodword match` wrote, or any run like it.")],
    qrels: Annotated[
        list[Path], typer.Option(metavar="FILE", help="Judgements, one a line; may be given several times.")
    ],
    queries: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", help="The deals: says which are told in plain words.")
    ] = None,
    baseline: Annotated[Path | None, typer.Option(metavar="RUN.jsonl", help="Another run, to compare with.")] = None,
    out: Annotated[Path | None, typer.Option("--json", metavar="FILE", help="Write the figures here, too.")] = None,
) -> None:
    """Score a run against people's judgements: nDCG@10, MRR, R@20, J@10, with 95 % intervals, and what the words kept.

    MRR, R@20 and the words count grades from 2 as good. A judged deal that is not in the run scores 0.
    """
    from goodword.cli.judged_files import judgements_of, plain_worded, run_of
    from goodword.matching.evaluation.calibration import kept_by_word
    from goodword.matching.evaluation.metrics import figures

    judged, rankings = judgements_of(qrels), run_of(run)
    found = figures({qid: one.references for qid, one in rankings.items()}, judged)
    if not found.qids:
        raise Complaint("No deal in the judgements has a good reference.", "Give --qrels files with grades from 2.")
    if missing := sum(qid not in rankings for qid in found.qids):
        typer.echo(f"{missing} of {len(found.qids)} judged deals are not in the run and score 0.", err=True)
    before = figures({qid: one.references for qid, one in run_of(baseline).items()}, judged) if baseline else None
    told = tell_figures(found, plain_worded(queries or []), before)
    words = kept_by_word(rankings.values(), judged)
    tell_words(words)
    if out:
        out.write_text(json.dumps({"figures": told, "words": [asdict(one) for one in words]}, indent=1), "utf-8")


def tell_figures(found: Figures, plain: list[str], baseline: Figures | None = None) -> dict[str, Any]:
    """Print a line for every group of deals; return the same as data."""
    from goodword.matching.evaluation.metrics import METRICS

    told: dict[str, Any] = {}
    typer.echo(f"{'':<{INDENT - 8}}{'deals':>6}  " + "".join(f"{name:^{WIDTH}}" for name in METRICS))
    for name, rows in found.groups(plain).items():
        values = found.estimates(rows)
        told[name] = {"deals": len(rows)} | dict(zip(METRICS, map(asdict, values), strict=True))
        _line(name, str(len(rows)), values)
        if baseline is not None:
            difference = found.estimates(rows, baseline)
            told[name]["minus_baseline"] = dict(zip(METRICS, map(asdict, difference), strict=True))
            _line("  minus baseline", "", difference, signed=True)
    return told


def tell_words(words: list[Kept]) -> None:
    """Print what each fit word kept over the judged pairs; say so where the run has no words."""
    from goodword.matching.evaluation.calibration import are_ordered

    if not words:
        typer.echo("The run says no fit words, so there is nothing to hold them against.")
        return
    typer.echo(f"\n{'word':<10}{'judged pairs':>14}{'good (≥ 2)':>14}{'useful (≥ 1)':>14}")
    for one in words:
        typer.echo(f"{one.word:<10}{one.n:>14,}{one.good:>14.2f}{one.useful:>14.2f}")
    typer.echo("The words are in order." if are_ordered(words) else "The words are NOT in order.")


def _line(name: str, deals: str, values: list[Estimate], *, signed: bool = False) -> None:
    sign = "+" if signed else ""
    cells = [f"{one.mean:{sign}.3f} [{one.low:{sign}.3f}, {one.high:{sign}.3f}]" for one in values]
    typer.echo(f"{name:<{INDENT - 8}}{deals:>6}  " + "".join(f"{cell:^{WIDTH}}" for cell in cells))
