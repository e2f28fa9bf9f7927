"""The desk's clocks as jobs: load by id, call one verb."""

from __future__ import annotations

from uuid import UUID

from goodword.core.jobs import every, job
from goodword.desk.actions import looking
from goodword.desk.models import Ask, Call, ReferenceRequest, Repair


@every("*/15 * * * *", "desk.sweep")
def sweep() -> None:
    """Look again at what no clock looked at in its hour."""
    looking.look_at_what_is_overdue()


@job("desk.look_at_ask")
def look_at_ask(ask_id: UUID) -> None:
    looking.look_at_ask(Ask.objects.get(pk=ask_id))


@job("desk.look_at_request")
def look_at_request(need_id: UUID) -> None:
    looking.look_at_request(ReferenceRequest.objects.get(pk=need_id))


@job("desk.look_at_repair")
def look_at_repair(repair_id: UUID) -> None:
    looking.look_at_repair(Repair.objects.get(pk=repair_id))


@job("desk.ask_how_it_went")
def ask_how_it_went(call_id: UUID) -> None:
    looking.ask_how_it_went(Call.objects.get(pk=call_id))


@job("desk.ask_how_answers_were")
def ask_how_answers_were(ask_id: UUID) -> None:
    looking.ask_how_answers_were(Ask.objects.get(pk=ask_id))
