"""`goodword study`: how far the weights, the words and the explanations of matching can be trusted, on judged deals."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from goodword.cli import environment
from goodword.cli.complaint import Complaint
from goodword.cli.evaluate import tell_figures, tell_words
from goodword.cli.options import DEFAULT_DATA, Data

if TYPE_CHECKING:
    from goodword.core.models import Workspace
    from goodword.insights.rules.learning import Verdict
    from goodword.matching.evaluation.bench import Bench

FAULTS_SHOWN = 20
FAULTY = 3  # exit code
app = typer.Typer(no_args_is_help=True, help="Put matching to the test on judged deals.")

Inside = Annotated[str, typer.Option("--workspace", metavar="W", help="The workspace that holds the references.")]
Queries = Annotated[list[Path], typer.Option(metavar="FILE", help="Judged deals; may be given several times.")]
Qrels = Annotated[list[Path], typer.Option(metavar="FILE", help="Their judgements; may be given several times.")]


@app.callback()
def studies() -> None:
    """Put matching to the test on judged deals."""


@app.command("leave-one-out")
def leave_one_out(inside: Inside, queries: Queries, qrels: Qrels, data: Data = DEFAULT_DATA) -> None:
    """Fit the weights without each program in turn and measure on it. Takes minutes; changes nothing."""
    with environment.prepared(data):
        from goodword.matching.evaluation.study import FITTED, leave_one_out
        from goodword.matching.weights import WEIGHTS, value_at

        bench = _bench(inside, queries, qrels)
        typer.echo("The table as it is:")
        tell_figures(bench.figures(), bench.plain)
        found = leave_one_out(bench, WEIGHTS)
        typer.echo("\nFitted on all programs, from a neutral start:")
        tell_figures(found.fitted, bench.plain)
        typer.echo("\nFitted each time without the program measured:")
        tell_figures(found.left_out, bench.plain)
        names = ["all", *(f"not {name}" for name in list(found.chosen)[1:])]
        typer.echo(f"\n{'weight':<22}{'table':>10}" + "".join(f"{name[:18]:>20}" for name in names))
        for key in FITTED:
            values = "".join(f"{chosen[key]:>20.2f}" for chosen in found.chosen.values())
            typer.echo(f"{key:<22}{value_at(WEIGHTS, key):>10.2f}{values}")


@app.command("change")
def change(
    inside: Inside,
    settings: Annotated[
        list[str], typer.Option("--set", metavar="WEIGHT=POINTS", help="For example facts.industry=2.5; several times.")
    ],
    data: Data = DEFAULT_DATA,
) -> None:
    """Say from what was shown and what came of it whether other weights would have been better. Changes nothing."""
    with environment.prepared(data):
        from goodword.core.actors import Actor
        from goodword.core.tenancy import opened
        from goodword.insights.queries.learning import learnt

        values, workspace = _values(settings), _workspace(inside)
        with opened(workspace):
            found = learnt(values, Actor.system("study"))
        typer.echo(f"{found.lists:,} lists were kept; {found.unread:,} of them can't be ordered anew.")
        _tell_verdict("said yes", found.accepted)
        _tell_verdict("helped", found.useful)


@app.command("ablation")
def ablation(inside: Inside, queries: Queries, qrels: Qrels, data: Data = DEFAULT_DATA) -> None:
    """Measure with each signal off in turn: one that earns nothing should go."""
    with environment.prepared(data):
        from goodword.matching.evaluation.metrics import EVERYTHING, PLAIN_WORDED
        from goodword.matching.evaluation.study import signals_off
        from goodword.matching.weights import WEIGHTS

        bench = _bench(inside, queries, qrels)
        typer.echo(f"{'':<46}{'nDCG@10':>9}{'plain':>9}{'R@20':>9}")
        for label, weights in signals_off(WEIGHTS):
            figures = bench.weighed_by(weights).figures()
            groups = figures.groups(bench.plain)
            whole = figures.estimates(groups.get(EVERYTHING) or range(len(figures.qids)))
            plain = f"{figures.estimates(groups[PLAIN_WORDED])[0].mean:.3f}" if PLAIN_WORDED in groups else "–"
            typer.echo(f"{label:<46}{whole[0].mean:>9.3f}{plain:>9}{whole[2].mean:>9.3f}")


@app.command("words")
def words(inside: Inside, queries: Queries, qrels: Qrels, data: Data = DEFAULT_DATA) -> None:
    """Derive from what share of possible each fit word may be said, and what the words of the table keep."""
    with environment.prepared(data):
        from goodword.matching.evaluation.calibration import fits_nobody, kept_by_threshold, thresholds_for
        from goodword.matching.weights import WEIGHTS

        pairs = _bench(inside, queries, qrels).pairs()
        derived, used = thresholds_for(pairs), WEIGHTS.with_story
        for label, one in (("derived", derived), ("in the table", used)):
            typer.echo(f"{label:<14}Strong {one.strong:.2f}   Good {one.good:.2f}   Partial {one.partial:.2f}")
        tell_words(kept_by_threshold(pairs, used))
        led = {pair.qid for pair in pairs if pair.grade > 2}
        nobody = [qid for qid, said in fits_nobody(pairs, used.partial).items() if said]
        without = {pair.qid for pair in pairs} - led
        typer.echo(
            f"“No one fits” is said of {len(without & set(nobody))} of the {len(without)} deals without a lead"
            f" reference, and of {len(led & set(nobody))} of the {len(led)} others."
        )


@app.command("explanations")
def explanations(inside: Inside, queries: Queries, qrels: Qrels, data: Data = DEFAULT_DATA) -> None:
    """Explain every judged pair and hold each reason and gap against the scores. Exit code 3 when one is not true."""
    with environment.prepared(data):
        from goodword.matching.evaluation.faithful import check

        checked = check(_bench(inside, queries, qrels))
        typer.echo(f"{checked.pairs:,} judged pairs explained: {checked.reasons:,} reasons and {checked.gaps:,} gaps.")
        for fault, count in Counter(fault for _, _, fault in checked.faults).items():
            typer.echo(f"{count:,} times: {fault}.")
        for qid, reference, fault in checked.faults[:FAULTS_SHOWN]:
            typer.echo(f"  {qid} {reference}: {fault}", err=True)
        if checked.faults:
            raise typer.Exit(FAULTY)
        typer.echo(
            "Every reason cites what is there and would be missed, every quote is exact, every gap is the largest."
        )


def _tell_verdict(what: str, found: Verdict) -> None:
    typer.echo(
        f"{what:<10}n {found.n:,} (as telling as {found.effective:.0f})   now {found.now:.0%}   then {found.then:.0%}"
        f"   difference {found.then - found.now:+.1%} [{found.low:+.1%}, {found.high:+.1%}]"
    )
    told = {True: "It would have been better.", False: "It would have been worse.", None: "No difference can be told."}
    typer.echo(told[found.better] if found.enough else "Too few to say anything.")


def _values(settings: list[str]) -> dict[str, float]:
    """Return the weights that were named; raises Complaint for one there is not, or that may not have that value."""
    from goodword.matching.rules.weighing import SETTINGS

    values: dict[str, float] = {}
    for said in settings:
        key, _, number = said.partition("=")
        try:
            values[key] = float(number)
        except ValueError:
            raise Complaint(f"“{said}” is no weight and its points.", "Write it as facts.industry=2.5.") from None
        if key not in SETTINGS or not SETTINGS[key].fits(values[key]):
            bounds = ", ".join(f"{one.key} {one.least:g}–{one.most:g}" for one in SETTINGS.values())
            raise Complaint(f"“{said}” can't be.", f"These can: {bounds}.")
    return values


def _workspace(name: str) -> Workspace:
    from goodword.core.models import Workspace

    found = Workspace.named(name)
    if found is None:
        raise Complaint(f"There is no workspace {name}.", "`goodword import references` makes one.")
    return found


def _bench(inside: str, queries: list[Path], qrels: list[Path]) -> Bench:
    """Return the judged deals and the workspace's references, each program's as if they stood alone."""
    from goodword.cli.judged_files import deals_of, judgements_of
    from goodword.core.tenancy import opened
    from goodword.matching.evaluation.bench import Bench, Case
    from goodword.matching.queries.records import indexes_of_records

    with opened(_workspace(inside)):
        indexes = indexes_of_records()
    judged = judgements_of(qrels)
    deals = [deal for path in queries for deal in deals_of(path)[0]]
    cases = [
        Case(one.qid, one.program, one.deal, judged[one.qid], one.plain)
        for one in deals
        if one.qid in judged and one.program in indexes
    ]
    if not cases:
        raise Complaint("None of the judged deals is about a program this workspace holds.", "Check the three names.")
    return Bench(cases, indexes)
