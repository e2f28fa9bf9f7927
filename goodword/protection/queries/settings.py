"""The workspace's own numbers, with the defaults where it changed nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from goodword.core import clock
from goodword.core.models import Program
from goodword.directory.models import Account, Stage
from goodword.protection.rules import Gate, Limits
from goodword.protection.rules.verdict import BLACKOUT_DAYS
from goodword.references.models import Advocate


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits for everyone and by kind of help, days before a renewal, and from where a live call is justified.

    `gate_stage` is the stage's place in the order of stages; `gate_amount` is in the workspace's currency.
    """

    limits: Limits
    by_kind: Mapping[str, Limits]
    blackout_days: int
    gate_stage: int
    gate_amount: Decimal

    def gate(self, *, leave: bool) -> Gate:
        """Return the gate for live calls; `leave`: the program manager allowed this one."""
        return Gate(self.gate_stage, self.gate_amount, leave)


def limits() -> Settings:
    """Return the open workspace's settings for protection. One query."""
    return settings_from(Program.here().rule("protection"))


def settings_from(changed: Mapping[str, Any]) -> Settings:
    """Return the settings that these changes to the defaults make. Raises ValueError for what is no limit."""
    everyone = _limits(changed, Limits())
    kinds: Mapping[str, Mapping[str, Any]] = changed.get("kinds", {})
    return Settings(
        limits=everyone,
        by_kind={kind: _limits(narrower, everyone) for kind, narrower in kinds.items()},
        blackout_days=int(changed.get("blackout_days", BLACKOUT_DAYS)),
        gate_stage=Stage.values.index(changed.get("gate_stage", Stage.EVALUATION)),
        gate_amount=Decimal(str(changed.get("gate_amount", 0))),
    )


def zone_of(thing: Account | Advocate) -> str:
    """Return the zone in which the days of a hold or pause begin: where the customer is."""
    return thing.contact.zone if isinstance(thing, Advocate) else thing.time_zone or Program.here().time_zone


def today_of(thing: Account | Advocate) -> date:
    """Return today's date where the customer is."""
    return clock.today(zone_of(thing))


def defaults() -> dict[str, int | str]:
    """Return the number or word of each setting where a workspace changed nothing, by its name in the rules."""
    numbers: dict[str, int | str] = {field.name: getattr(Limits(), field.name) for field in fields(Limits)}
    return numbers | {"blackout_days": BLACKOUT_DAYS, "gate_stage": str(Stage.EVALUATION), "gate_amount": 0}


def _limits(changed: Mapping[str, Any], defaults: Limits) -> Limits:
    return Limits(
        **{field.name: int(changed.get(field.name, getattr(defaults, field.name))) for field in fields(Limits)}
    )
