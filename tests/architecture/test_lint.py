"""Rules of the house that no library checks: one clock, one writer of states, verbs that say who acts."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2] / "goodword"
AREAS = ["members", "directory", "references", "proof", "protection", "desk", "upkeep", "recognition", "messages"]
# The clock itself, and what runs before any workspace is open.
KEEPS_TIME = {"core/clock.py", "core/tenancy.py", "core/models/workspace.py"}
OTHER_CLOCKS = re.compile(
    r"timezone\.now\(|auto_now|\bNow\(\)|datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(|localtime\(\)"
)


def sources(pattern: str = "**/*.py") -> Iterator[tuple[str, str]]:
    for path in sorted(ROOT.glob(pattern)):
        if "migrations" not in path.parts:
            yield path.relative_to(ROOT).as_posix(), path.read_text()


def test_there_is_one_clock() -> None:
    asked = [
        f"{name}: {line.strip()}"
        for name, text in sources()
        if name not in KEEPS_TIME and not name.startswith(("postgres/", "cli/"))
        for line in text.splitlines()
        if OTHER_CLOCKS.search(line)
    ]
    assert asked == []


def test_the_lint_for_clocks_can_fail() -> None:
    assert OTHER_CLOCKS.search("x = timezone.now()")
    assert OTHER_CLOCKS.search("at = models.DateTimeField(auto_now_add=True)")


def test_states_move_in_one_place_only() -> None:
    writes = [
        f"{name}:{node.lineno}"
        for name, text in sources()
        if name not in {"core/states.py", "core/errors.py"} and not name.startswith("messages/")
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.stmt | ast.expr) and _writes_state(node)
    ]
    assert writes == []


def _writes_state(node: ast.AST) -> bool:
    """Find `x.state = …` and `.update(state=…)`. A message's phases are no life of this kind, hence left out above."""
    if isinstance(node, ast.Assign):
        return any(isinstance(target, ast.Attribute) and target.attr == "state" for target in node.targets)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "update":
        return any(word.arg == "state" for word in node.keywords)
    return False


def modules(name: str) -> list[ModuleType]:
    found = []
    for area in AREAS:
        path = ROOT / area / name
        if path.with_suffix(".py").exists():
            found.append(import_module(f"goodword.{area}.{name}"))
        elif path.is_dir():
            found += [import_module(f"goodword.{area}.{name}.{one.stem}") for one in path.glob("[a-z]*.py")]
    return found


@pytest.mark.parametrize("module", modules("actions"), ids=lambda m: m.__name__)
def test_no_verb_acts_for_nobody(module: ModuleType) -> None:
    """Every public verb that writes an event takes `by=`, and never a default that stands for nobody."""
    nameless = [
        name
        for name, verb in inspect.getmembers(module, inspect.isfunction)
        if verb.__module__ == module.__name__
        and not name.startswith("_")
        and "events.record(" in inspect.getsource(verb)
        and "by" not in inspect.signature(verb).parameters
        and "by=" not in inspect.getsource(verb)
    ]
    assert nameless == []


def test_rules_know_neither_database_nor_clock() -> None:
    forbidden = re.compile(
        r"^\s*(from|import) (django\.(?!db\.models import TextChoices)|goodword\.\w+\.models|goodword\.core\.clock)"
    )
    touching = [
        f"{name}: {line.strip()}"
        for name, text in [*sources("*/rules.py"), *sources("*/rules/**/*.py")]
        for line in text.splitlines()
        if forbidden.match(line) and "gettext" not in line
    ]
    assert touching == []


def test_the_way_in_is_named_on_one_page_only() -> None:
    """No part of the program outside postgres and cli knows that a server may be embedded."""
    knowing = [
        name for name, text in sources() if "goodword.postgres" in text and not name.startswith(("postgres/", "cli/"))
    ]
    assert knowing == []


def test_keys_point_downward() -> None:
    from django.apps import apps

    order = [
        "core",
        "members",
        "directory",
        "references",
        "proof",
        "protection",
        "matching",
        "desk",
        "recognition",
        "outbox",
    ]
    rank = {label: nth for nth, label in enumerate(order)}
    # proof and protection are neighbours on one step.
    rank["protection"] = rank["proof"]
    upward = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        if model._meta.app_label in rank
        for field in model._meta.local_fields
        if field.related_model is not None
        and rank.get(field.related_model._meta.app_label, -1) > rank[model._meta.app_label]
    ]
    assert upward == []


def test_names_that_say_nothing_are_not_used() -> None:
    empty = [p.as_posix() for p in ROOT.rglob("*.py") if p.stem in {"utils", "helpers", "managers", "services", "misc"}]
    assert empty == []
