"""Two addresses for whoever watches the server: is the process alive, can it do its work."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

HEARTBEAT_SECONDS = 60


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer while the process runs; touches nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Answer 200 when database, schema and a worker are there, else 503; names what is missing, never why."""
    checks = {"database": _database_answers(), "migrations": False, "worker": False}
    if checks["database"]:
        checks |= {"migrations": _schema_is_current(), "worker": _worker_beats()}
    return JsonResponse({"ready": all(checks.values()), "checks": checks}, status=200 if all(checks.values()) else 503)


def _database_answers() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _schema_is_current() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def _worker_beats() -> bool:
    """Tell whether some worker wrote its heartbeat in the last minute (the database's time: workers know no other)."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - make_interval(secs => %s))",
                [HEARTBEAT_SECONDS],
            )
            (beats,) = cursor.fetchone()
    except DatabaseError:
        return False
    return bool(beats)
