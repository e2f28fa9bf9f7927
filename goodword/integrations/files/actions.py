"""Bring published references into a workspace, batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import DataError, IntegrityError, connection, transaction

from goodword.core.actors import Actor
from goodword.core.errors import Refused
from goodword.core.models import Workspace
from goodword.core.tenancy import opened
from goodword.integrations.files.plan import SOURCE, Plan
from goodword.integrations.files.reading import Planned, Refusal
from goodword.integrations.files.standing import Names, Standing, Step
from goodword.integrations.files.writing import add, change
from goodword.members.policy import Permission, must

IMPORTER = Actor.importer(SOURCE)


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one record; `account_made` when its company was not known before."""

    step: Step
    account_made: bool = False


@dataclass
class Import:
    """One run of the import; knows from batch to batch which companies there are.

    Each batch is one transaction and each record goes in whole or not at all, so that a run that was killed is completed
    by running it again. With `check`, or without a workspace, nothing is written.
    """

    workspace: Workspace | None
    check: bool = False
    by: Actor = IMPORTER
    names: Names | None = None

    def bring_in(self, batch: Sequence[Planned]) -> list[Done | Refusal]:
        """Bring in a batch; return for each record what became of it, in order. Raises NotAllowed."""
        if self.workspace is None:
            self.names = self.names or Names()
            return [self._one(planned, Standing.none(), self.names) for planned in batch]
        must(self.by, Permission.IMPORT_RUN)
        with opened(self.workspace):
            _one_at_a_time(self.workspace)
            self.names = self.names or Names.read()
            self.names.read_imported(planned.plan.external_id for planned in batch)
            standing = Standing.read(planned.plan.record.id for planned in batch)
            return [self._one(planned, standing, self.names) for planned in batch]

    def _one(self, planned: Planned, standing: Standing, names: Names) -> Done | Refusal:
        plan, step = planned.plan, standing.step(planned.plan)
        if step is Step.CHANGE and (objection := standing.objection(plan, names)):
            return Refusal(planned.place, objection)
        if step in (Step.NOTHING, Step.LEAVE_WITHDRAWN):
            return Done(step)
        known = standing.stories[plan.record.id].profile.account_id if step is Step.CHANGE else names.find(plan)
        try:
            account_id = self._written(plan, known, standing)
        except Refused as refusal:
            return Refusal(planned.place, str(refusal))
        except (DataError, IntegrityError) as error:
            return Refusal(planned.place, f"The database refused it: {str(error).splitlines()[0]}.")
        if step is Step.CHANGE and standing.is_renamed(plan):
            names.rename(account_id, plan.name_key, plan.external_id)
        elif known is None:
            names.add(account_id, plan.name_key, plan.external_id)
        return Done(step, account_made=known is None)

    def _written(self, plan: Plan, known: UUID | None, standing: Standing) -> UUID:
        """Write one record, whole or not at all; return its account's id, a stand-in when only checking."""
        if self.check or self.workspace is None:
            return known or uuid4()
        with transaction.atomic():
            if plan.record.id in standing.stories:
                change(plan, standing, by=self.by)
                return standing.stories[plan.record.id].profile.account_id
            return add(plan, known, by=self.by)


def _one_at_a_time(workspace: Workspace) -> None:
    """Let two imports into one workspace go batch by batch, so that neither makes what the other is making."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{workspace.pk}:import"])
