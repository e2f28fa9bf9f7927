"""Imported records as matching sees them, program by program."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from goodword.matching.index import Index
from goodword.matching.queries.reading import Grain, references_for
from goodword.matching.shapes import Reference


def indexes_of_records() -> dict[str, Index]:
    """Return an index of each vendor program's records in the open workspace, the records under their own ids."""
    programs: defaultdict[str, list[Reference]] = defaultdict(list)
    for entry in references_for(Grain.STORY):
        if entry.record:
            programs[entry.record.partition("/")[0]].append(replace(entry.reference, id=entry.record))
    return {program: Index.build(references) for program, references in programs.items()}
