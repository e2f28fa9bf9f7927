"""What only the database knows. Django is set up."""

from __future__ import annotations

from collections.abc import Iterator

from goodword.cli import roles
from goodword.cli.doctor.finding import Finding, bad, good, note

HEARTBEAT = 60  # seconds
NAMED_GAPS = 3


def findings(*, embedded: bool, worker_expected: bool) -> Iterator[Finding]:
    """Look at the database the environment names. `worker_expected`: Goodword runs, so a worker should too."""
    from django.db import DatabaseError, connection, connections

    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version'), current_user, current_database(),"
                " current_setting('server_encoding')"
            )
            version, role, name, encoding = cursor.fetchone()
    except DatabaseError as error:
        yield bad(
            f"The database does not answer: {str(error).strip().splitlines()[-1]}",
            "Check DATABASE_URL and that PostgreSQL runs.",
        )
        return
    yield good(f"Database {name} answers: PostgreSQL {version}, role {role}")
    if encoding != "UTF8":
        yield bad(
            f"Its encoding is {encoding}: names would be damaged.", "Make the database anew with ENCODING 'UTF8'."
        )
    try:
        yield _role()
        yield from _schema(embedded, worker_expected)
    finally:
        connections.close_all()


def _role() -> Finding:
    if powers := roles.powers():
        return bad(
            f"The role in DATABASE_URL {' and '.join(powers)}: the walls between workspaces don't hold.",
            "Give it a role that is no superuser, has no BYPASSRLS and owns nothing.",
        )
    return good("The runtime role is weak, as it has to be")


def _schema(embedded: bool, worker_expected: bool) -> Iterator[Finding]:
    from goodword.core import schema

    if missing := schema.pending():
        what = f"{len(missing)} migrations are missing, first {missing[0]}."
        yield note(what, "The next start applies them.") if embedded else bad(what, "Run `goodword migrate`.")
        return
    yield good("The schema is this version's")
    yield _walls()
    yield _worker(worker_expected)


def _walls() -> Finding:
    from goodword.core import schema, walls

    try:
        gaps = walls.missing(runtime=schema.runtime_role())
    except walls.UnknownTable as stray:
        return bad(
            str(stray), "If it isn't Goodword's, move it to another schema or database; then `goodword migrate`."
        )
    if gaps:
        named = "; ".join(f"{gap.table} lacks {gap.lacks}" for gap in gaps[:NAMED_GAPS])
        more = f"; and {len(gaps) - NAMED_GAPS} more" if len(gaps) > NAMED_GAPS else ""
        return bad(f"The walls between workspaces have gaps: {named}{more}.", "Run `goodword migrate`: it mends them.")
    return good(f"Walls between workspaces stand on {len(walls.workspace_models())} tables")


def _worker(expected: bool) -> Finding:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT extract(epoch FROM now() - max(last_heartbeat))::int FROM procrastinate_workers")
        (age,) = cursor.fetchone()
    if age is not None and age <= HEARTBEAT:
        return good(f"A worker is at work (heartbeat {age} s ago)")
    last = "no worker has ever run" if age is None else f"the last heartbeat is {age} s old"
    if expected:
        return bad(f"No worker is at work: {last}. Mails and deadlines wait.", "Start `goodword worker`; see its log.")
    return note(f"No worker is at work: {last}.", "`goodword run` starts one.")
