"""Areas show each other models, actions, queries and policy; what decides and what reacts stays at home."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.architecture import areas

ROOT = Path(__file__).resolve().parents[2] / "goodword"
# insights counts by the states that areas' rules name, and nobody else does.
AREAS = {*areas.AREAS} - {"insights"}
PRIVATE = {"rules", "jobs", "reactions"}


def intrusions(code: str, home: str) -> list[str]:
    """Return the private modules of other areas that a module of `home` imports."""
    imported = [module.split(".") for node in ast.walk(ast.parse(code)) for module in _imported(node)]
    others = AREAS - {home}
    return [".".join(parts) for parts in imported if len(parts) > 2 and parts[1] in others and parts[2] in PRIVATE]


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level:
        return [f"{node.module}.{name.name}" for name in node.names]
    return []


def test_no_area_reaches_into_anothers_rules_jobs_or_reactions() -> None:
    found = [
        f"{path.relative_to(ROOT)} imports {module}"
        for area in sorted(AREAS)
        for path in sorted((ROOT / area).rglob("*.py"))
        for module in intrusions(path.read_text(), area)
    ]
    assert found == []


def test_an_intrusion_would_be_seen() -> None:
    code = "from goodword.desk import rules\nfrom goodword.desk.models import Ask\nimport goodword.proof.jobs"
    assert intrusions(code, "recognition") == ["goodword.desk.rules", "goodword.proof.jobs"]
    assert intrusions(code, "desk") == ["goodword.proof.jobs"]
