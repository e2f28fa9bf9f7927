"""The people every test knows. Made through the real models and verbs, in a test workspace whose clock can move."""

from __future__ import annotations

from goodword.core.models import Program, Workspace
from goodword.core.tenancy import opened


def workspace(slug: str = "tidewell") -> Workspace:
    """Return a test workspace with its program."""
    made = Workspace.objects.create(slug=slug, kind=Workspace.Kind.TEST)
    with opened(made):
        Program(name=f"{slug.capitalize()} references", vendor_name=slug.capitalize()).save()
    return made
