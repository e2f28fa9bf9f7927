"""Changing how much each thing counts when references are ranked for a deal."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.models import Event, Program
from goodword.matching.queries.weighing import AREA
from goodword.matching.rules.weighing import SETTINGS, changes_of, values_from, weights_from
from goodword.members.policy import Permission, must

CHANGED = "program.weights_changed"


@transaction.atomic
def change_weights(values: Mapping[str, float], *, by: Actor, seen: Mapping[str, float] | None = None) -> Event | None:
    """Set weights, by key; those not named stay. Returns the event, or None when nothing changes.

    `seen`: what they were when they were looked at. Raises NotAllowed, Refused for a weight there is not or a value out of
    its bounds, and TooLate when somebody changed one meanwhile.
    """
    must(by, Permission.PROGRAM_EDIT)
    program = Program.objects.select_for_update().get()
    before = values_from(program.rule(AREA))
    for key, value in values.items():
        if key not in SETTINGS or not SETTINGS[key].fits(value):
            raise Refused(f"{key} can't be {value}.", code="no_such_weight")
    if any(before[key] != value for key, value in (seen or {}).items() if key in before):
        raise TooLate("Somebody changed the weights meanwhile. Look at them as they are now.")
    after = before | dict(values)
    changed = {key: [before[key], after[key]] for key in SETTINGS if before[key] != after[key]}
    if not changed:
        return None
    kept = changes_of(after)
    program.rules = {area: rules for area, rules in program.rules.items() if area != AREA} | (
        {AREA: kept} if kept else {}
    )
    program.save(update_fields=["rules"])
    return events.record(CHANGED, program, by=by, data={"changed": changed, "version": weights_from(after).version})
