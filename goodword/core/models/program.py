from __future__ import annotations

from typing import Any

from django.db import models

from goodword.core.models.tenant import WorkspaceModel
from goodword.core.statements import Kept
from goodword.core.tenancy import forget, once


class Program(WorkspaceModel):
    """The workspace's own page of settings: its name, its look, its clock and every rule it changed.

    `rules` holds only what differs from the defaults; each area reads its own part of it through `rule`.
    """

    name = models.CharField(max_length=200)
    vendor_name = models.CharField(max_length=200, help_text="The company customers know; named on their pages.")
    vendor_product = models.CharField(max_length=120, blank=True, help_text="What it sells: “a finance platform”.")
    accent = models.CharField(max_length=7, blank=True, help_text="#RRGGBB on customers' pages; empty: spruce.")
    sender_address = models.EmailField(blank=True)
    time_zone = models.CharField(max_length=64, default="UTC")
    currency = models.CharField(max_length=3, default="USD")
    rules = models.JSONField(default=dict, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workspace"], name="one_program_per_workspace")]

    def __str__(self) -> str:
        return self.name

    def rule(self, area: str) -> dict[str, Any]:
        """Return one area's changed rules, empty where nothing was changed."""
        changed = self.rules.get(area, {})
        return changed if isinstance(changed, dict) else {}

    @classmethod
    def here(cls) -> Program:
        """Return the open workspace's program: read once in a transaction, which its rules hold for."""
        return once("program", _here)

    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        forget("program")


_HERE = Kept[Program](lambda: Program.objects.all())


def _here() -> Program:
    if not (found := _HERE()):
        raise Program.DoesNotExist("This workspace has no program yet.")
    return found[0]
