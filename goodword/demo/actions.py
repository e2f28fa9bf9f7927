"""Building the demo company and taking it away again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from random import Random

from django.db import connection, connections, transaction

from goodword.core import clock, events, jobs
from goodword.core.actors import Actor
from goodword.core.models import Event, LinkRoute, Program, Workspace
from goodword.core.tenancy import opened
from goodword.core.walls import workspace_models
from goodword.demo import founding
from goodword.demo.company.customers import CUSTOMERS
from goodword.demo.company.deals import DEALS, Deal
from goodword.demo.company.people import COLLEAGUES, GONE, PRODUCT, PROGRAM, VENDOR, ZONE
from goodword.demo.company.scenes import SCENES
from goodword.demo.director import Cue, Past, Told, play
from goodword.demo.queries import workspace
from goodword.demo.stage import Stage, Wait
from goodword.demo.tags import tag
from goodword.demo.year.dates import DAYS, moment_on
from goodword.demo.year.lives import cues
from goodword.demo.year.plan import SEED, Year, first_day, plan
from goodword.members.actions import change_days_off, create_workspace
from goodword.members.models import Membership, User

DEMO = Actor.system("demo")
# Working days before today on which the first deal of today's scenes was opened, and between two of them.
FIRST_DEAL, BETWEEN_DEALS = 112.0, 0.3
# The share of the work that is making everyone who was there when the year began.
FOUNDING = 0.1
Progress = Callable[[float], None]


def build(progress: Progress = lambda share: None, *, seed: int = SEED, share: float = 1.0) -> Workspace:
    """Build the demo company by its own verbs over twelve simulated months, ending at the present moment.

    `progress` hears the share done, from 0 to 1. A half-built one from a start that was cut short is cleared first; one
    that stands is returned as it is. Same seed, same company; a smaller `share` of it is told faster.
    """
    standing = workspace()
    if standing is not None and is_built(standing):
        return standing
    if standing is not None:
        clear()
    made = create_workspace(PROGRAM, kind=Workspace.Kind.DEMO, vendor_name=VENDOR, time_zone=ZONE)
    with opened(made):
        now = clock.now()
        Program.objects.update(vendor_product=PRODUCT)
        # The story is told on any day of the year, and on each it must be the same.
        change_days_off(closed_on=(), public_holidays=False, by=DEMO)
    people = frozenset(person.name for customer in CUSTOMERS for person in customer.people)
    with jobs.by_hand(made), _in_haste():
        _play(Stage(made, now, people), plan(now.date(), seed=seed, share=share), progress)
    with opened(made):
        events.record("demo.built", Program.here(), by=DEMO)
    progress(1.0)
    return made


@contextmanager
def _in_haste() -> Iterator[None]:
    """Let the server gather this connection's commits: a power cut costs a demo that is told anew anyway."""
    with connection.cursor() as cursor:
        cursor.execute("SET synchronous_commit TO off")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("RESET synchronous_commit")


def is_built(made: Workspace) -> bool:
    with opened(made):
        return Event.objects.filter(name="demo.built").exists()


def clear() -> bool:
    """Remove the demo workspace, everything in it and nothing else; say whether there was one.

    Needs the owner role: history is append-only for everyone else.
    """
    gone = workspace()
    if gone is None:
        return False
    with transaction.atomic(using="owner"):
        users = list(Membership.objects.using("owner").filter(workspace=gone).values_list("user_id", flat=True))
        with connections["owner"].cursor() as cursor:
            # Keys are deferred: rows may go in any order, and are checked at the end.
            for model in workspace_models():
                cursor.execute(f'DELETE FROM "{model._meta.db_table}" WHERE workspace_id = %s', [gone.pk])
            cursor.execute("DELETE FROM procrastinate_jobs WHERE args->>'workspace_id' = %s", [str(gone.pk)])
        LinkRoute.objects.using("owner").filter(workspace=gone).delete()
        Membership.objects.using("owner").filter(workspace=gone).delete()
        User.objects.using("owner").filter(pk__in=users, memberships=None).delete()
        Workspace.objects.using("owner").filter(pk=gone.pk).delete()
    return True


def _play(stage: Stage, year: Year, progress: Progress) -> None:
    start = moment_on(Random(year.today.toordinal()), first_day(year), ZONE)
    clock.move_to(stage.workspace, start)
    _found(stage, year, lambda share: progress(FOUNDING * share))

    def bring_to(moment: datetime) -> None:
        jobs.run_due(stage.workspace, until=moment)
        progress(FOUNDING + (1 - FOUNDING) * max(0.0, (moment - start) / (stage.ends - start)))

    play(stage, _cues(stage.ends, year), bring_to)
    jobs.run_due(stage.workspace, until=stage.ends)
    clock.move(stage.workspace, -stage.workspace.clock_offset)


def _found(stage: Stage, year: Year, progress: Progress) -> None:
    """Make everyone who was there when the year began; each is there to be seen as soon as they are made."""
    with opened(stage.workspace):
        founding.keep_vocabularies(stage)
        for one in (*COLLEAGUES, *GONE):
            if one.joined is None:
                founding.hire(stage, one)
    founders = [*CUSTOMERS, *(one.customer for one in year.customers if one.days_ago is None)]
    for nth, customer in enumerate(founders, 1):
        with opened(stage.workspace):
            founding.win(stage, customer, year.today)
            tag(stage, customer, year.today)
        progress(nth / len(founders))


def _cues(now: datetime, year: Year) -> Iterator[Cue]:
    """Yield the scenes of the year, and those that lead to what is on everybody's desk today."""
    past = Past(now, timedelta(days=DAYS))
    yield from cues(year, Random(f"{SEED} scenes"))
    for nth, deal in enumerate(DEALS):
        yield Cue(past.back(_days(FIRST_DEAL - nth * BETWEEN_DEALS)), _opened(deal, year.today))
    for scene in SCENES:
        yield Cue(past.back(_days(scene.begins)), scene.told)


def _opened(deal: Deal, today: date) -> Told:
    def told(stage: Stage) -> Iterator[Wait]:
        founding.open_deal(stage, deal, today)
        yield timedelta(hours=1)

    return told


def _days(count: float) -> timedelta:
    """Return so many working days as working time."""
    return timedelta(hours=8 * count)
