"""Changing the rules the program works by: limits, waits, who looks first. Clocks that run keep their end."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import Refused, TooLate
from goodword.core.models import Event, Program
from goodword.desk.queries.ruling import (
    RULES,
    Values,
    changes_of,
    difference,
    rules_from,
    too_late_reminders,
)
from goodword.members.policy import Permission, must

CHANGED = "program.rules_changed"


@transaction.atomic
def change_rules(values: Values, *, by: Actor, seen: Values | None = None) -> Event | None:
    """Set rules, by key; those not named stay. Returns the event, or None when nothing changes.

    `seen`: what these rules were when they were looked at. Raises NotAllowed, Refused for a value no rule may have,
    and TooLate when somebody changed one of them meanwhile.
    """
    must(by, Permission.PROGRAM_EDIT)
    program = Program.objects.select_for_update().get()
    before = rules_from(program.rules)
    if any(before[key] != value for key, value in (seen or {}).items() if key in before):
        raise TooLate("Somebody changed the rules meanwhile. Look at them as they are now.")
    after = before | dict(values)
    must_hold(after)
    return _write(program, before, after, by=by)


@transaction.atomic
def put_rules_back(event: Event, *, by: Actor) -> Event | None:
    """Give rules the values they had before a change. Raises NotAllowed, and TooLate when they moved on since."""
    must(by, Permission.PROGRAM_EDIT)
    if event.name != CHANGED:
        raise Refused("Only a change of rules can be put back here.", code="no_rules")
    if event.undone_by.exists():
        raise TooLate("This was put back already.")
    program = Program.objects.select_for_update().get()
    now = rules_from(program.rules)
    changed = {key: pair for key, pair in event.data["changed"].items() if key in RULES}
    if any(now[key] != after for key, (_, after) in changed.items()):
        raise TooLate("These rules were changed again since. Change them on the rules page.")
    after = now | {key: before for key, (before, _) in changed.items()}
    must_hold(after)
    return _write(program, now, after, by=by, undoes=event)


def keep_rules(*, by: Actor) -> Event:
    """Say that somebody looked at the rules and finds them right as they are."""
    must(by, Permission.PROGRAM_EDIT)
    return events.record("program.rules_kept", Program.here(), by=by)


def must_hold(values: Values) -> None:
    """Raise Refused for a rule there is not, a value it may not have, or a reminder after its wait."""
    for key, value in values.items():
        if key not in RULES or not RULES[key].fits(value):
            raise Refused(f"{key} can't be {value}.", code="no_such_rule")
    if too_late_reminders(values):
        raise Refused("A reminder has to come before the wait is over.", code="late_reminder")


def _write(program: Program, before: Values, after: Values, *, by: Actor, undoes: Event | None = None) -> Event | None:
    changed: dict[str, Any] = {key: list(pair) for key, pair in difference(before, after).items()}
    if not changed:
        return None
    # What other parts keep there is theirs.
    mine = {key.partition(".")[0] for key in RULES}
    program.rules = {area: kept for area, kept in program.rules.items() if area not in mine} | changes_of(after)
    program.save(update_fields=["rules"])
    return events.record(CHANGED, program, by=by, data={"changed": changed}, undoes=undoes)
