"""How long requests took, in the program's working hours, measured by the database.

Working time is the difference of two running totals: the working seconds there were from the first Monday of 1970 until
a moment. That is the same rule as `core.working_time` keeps for one pair of moments; a test holds the two together.
"""

from __future__ import annotations

from typing import Any

from django.db import connection

from goodword.core.working_time import MONDAY_TO_FRIDAY, WorkWeek
from goodword.insights.policy import Scope
from goodword.insights.queries.windows import Window
from goodword.insights.rules import Typical

HOUR = 3600
# Working seconds until `{at}`: whole weeks, the days since, less the days off among them, and today's part.
RUNNING_TOTAL = """(
    SELECT %(day_length)s * ((n / 7) * 5 + least(n %% 7, 5) - width_bucket(day - 1, %(days_off)s::date[]))
           + CASE WHEN n %% 7 < 5 AND day <> ALL (%(days_off)s::date[])
                  THEN least(greatest(extract(epoch FROM wall::time) - %(starts)s, 0), %(day_length)s) ELSE 0 END
    FROM (SELECT wall, wall::date AS day, wall::date - DATE '1970-01-05' AS n
          FROM (SELECT {at} AT TIME ZONE %(zone)s AS wall) AS local) AS parts
)"""
# A reaction to what is undone never came: such an event counts for nothing.
FIRST_EVENT = """
    SELECT event.thread AS need_id, min(event.at) AS at FROM core_event AS event
    WHERE event.name = ANY (%(names)s) AND event.thread IS NOT NULL
      AND NOT EXISTS (SELECT FROM core_event AS undo WHERE undo.undoes_id = event.id)
    GROUP BY event.thread
"""
FIRST_ANSWER = f"""
    SELECT coalesce(said.need_id, closed.need_id) AS need_id, least(said.at, closed.at) AS at
    FROM ({FIRST_EVENT}) AS said FULL JOIN (
        SELECT id AS need_id, closed_at AS at FROM desk_referencerequest WHERE close_reason = 'unfilled'
    ) AS closed USING (need_id)
"""
FIRST_HELP = """
    SELECT ask.need_id, min(coalesce(ask.answered_at, call.starts_at, ask.state_since)) AS at
    FROM desk_ask AS ask LEFT JOIN desk_call AS call ON call.ask_id = ask.id AND call.called_off_at IS NULL
    WHERE ask.state = 'held' AND {whose} GROUP BY ask.need_id
"""
ANYBODYS = "true"
# As `references.policy.masked` has it.
OF_ONE_SIDE = """EXISTS (
    SELECT FROM references_advocate AS person JOIN references_referenceprofile AS company ON company.id = person.profile_id
    WHERE person.id = ask.advocate_id AND ('masked' IN (person.visibility, company.visibility)) = %(private)s
)"""
TYPICAL = f"""
    SELECT count(*), percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY took)
    FROM (
        SELECT {RUNNING_TOTAL.format(at="until.at")} - {RUNNING_TOTAL.format(at="need.created_at")} AS took
        FROM desk_referencerequest AS need JOIN ({{until}}) AS until ON until.need_id = need.id
        WHERE until.at >= %(begin)s AND until.at < %(end)s
          AND (%(member)s::uuid IS NULL OR need.requester_id = %(member)s::uuid)
    ) AS requests
"""
YES, BOOKED = ["ask.accepted", "ask.countered"], ["ask.booked", "ask.writing"]


def to_first_answer(scope: Scope, window: Window, week: WorkWeek) -> Typical:
    """Return how long it took from the request to a customer's yes or to the word that there is nobody."""
    return _typical(FIRST_ANSWER, scope, window, week, names=YES)


def to_confirmed(scope: Scope, window: Window, week: WorkWeek) -> Typical:
    """Return how long it took from the request to a time both sides have, or to a customer who began to write."""
    return _typical(FIRST_EVENT, scope, window, week, names=BOOKED)


def to_help(scope: Scope, window: Window, week: WorkWeek) -> Typical:
    """Return how long it took from the request to the call, or to the answers sent."""
    return _typical(FIRST_HELP.format(whose=ANYBODYS), scope, window, week)


def to_help_by(scope: Scope, window: Window, week: WorkWeek, *, private: bool) -> Typical:
    """Return how long it took to the help of private references alone, or of named ones."""
    return _typical(FIRST_HELP.format(whose=OF_ONE_SIDE), scope, window, week, private=private)


def working_hours(week: WorkWeek) -> dict[str, Any]:
    """Return a week as the running total needs it. Raises ValueError for one that isn't from Monday to Friday."""
    if week.days != MONDAY_TO_FRIDAY:
        raise ValueError("The database counts weeks from Monday to Friday.")
    starts, ends = (at.hour * HOUR + at.minute * 60 for at in (week.start, week.end))
    days_off = sorted(day for day in week.holidays if day.weekday() in MONDAY_TO_FRIDAY)
    return {"zone": week.zone, "days_off": days_off, "starts": starts, "day_length": ends - starts}


def _typical(until: str, scope: Scope, window: Window, week: WorkWeek, **others: Any) -> Typical:
    given: dict[str, Any] = others | {
        "begin": window.begin,
        "end": window.end,
        "member": str(scope.member_id) if scope.member_id else None,
    }
    with connection.cursor() as cursor:
        cursor.execute(TYPICAL.format(until=until), given | working_hours(week))
        n, quantiles = cursor.fetchone()
    median, p90 = (float(one) / HOUR for one in quantiles) if n else (None, None)
    return Typical(n, median, p90)
