"""Nothing happens unseen: every event a verb records has words on a timeline, or a stated reason for none."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from goodword.desk.queries.timeline import SENTENCES
from goodword.web.references.timeline import WORDS

ROOT = Path(__file__).resolve().parents[2] / "goodword"
EVENT = re.compile(r"[a-z]+\.[a-z_]+")
# What is of no customer and no request: people's own access and Today, lists of words, the outbox.
OF_THE_HOUSE = {"member", "card", "program", "term", "group", "message", "link", "demo", "view", "bulk", "list"}
# Told in a place of its own.
ELSEWHERE = {
    "assist.credited": "named on Today and by mail",
    "thanks.given": "shown beside who was thanked, and by mail",
    "request.moved": "the steps above the timeline show it",
}


def recorded() -> set[str]:
    """Return the names of events in the code of verbs; jobs are named by their area, events by their subject."""
    areas = {path.name for path in ROOT.iterdir() if path.is_dir()}
    files = [path for area in ROOT.iterdir() for path in [area / "actions.py", *(area / "actions").glob("*.py")]]
    constants = (
        node.value
        for path in files
        if path.exists()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    names = {word for word in constants if EVENT.fullmatch(word)}
    return {name for name in names if name.partition(".")[0] not in areas | {"goodword"}}


def test_every_event_has_words_or_a_reason_for_none() -> None:
    names = {name for name in recorded() if name.partition(".")[0] not in OF_THE_HOUSE}
    assert names - set(SENTENCES) - set(WORDS) - set(ELSEWHERE) == set()


def test_the_names_are_found_where_verbs_record_them() -> None:
    assert {"ask.held", "advocate.left", "advocate.data_downloaded", "hold.placed", "member.invited"} <= recorded()
