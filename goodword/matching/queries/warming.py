"""Reading the indexes that will be asked for first, before anybody waits for one."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

import structlog
from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, connections

from goodword.core.tenancy import opened
from goodword.matching.queries.held import index_of
from goodword.matching.queries.reading import Grain

log = structlog.get_logger(__name__)


def warm(workspaces: Iterable[UUID]) -> None:
    """Read the index of each of these, to be run in a thread of its own; it closes the thread's connection.

    Tens of thousands of references take seconds to read. What can't be read now is read when it is asked for.
    """
    try:
        for workspace in workspaces:
            _read(workspace)
    finally:
        connections.close_all()


def _read(workspace: UUID) -> None:
    try:
        with opened(workspace):
            index_of(Grain.CARD)
    except (DatabaseError, ObjectDoesNotExist) as error:
        log.warning("An index was not read ahead.", workspace=str(workspace), because=str(error))
