"""Who is asked if what is under way for a request falls through: the same in every list and on its own page."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from goodword.core import clock
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.queries.asked import next_by_themselves
from goodword.desk.queries.terms import terms_for_each
from goodword.desk.rules.states import RequestState
from goodword.protection import queries as protection


def next_in_line(needs: Iterable[ReferenceRequest]) -> dict[UUID, Ask]:
    """Return for each request its first standby whom nothing keeps from being asked today, where there is one.

    Of requests read with everything a list tells. Nine queries at most, however many; none where nobody stands by.
    """
    now = clock.now()
    plans = [(need, next_by_themselves(need.asks.all())) for need in needs if need.state != RequestState.CLOSED]
    standing_by = {ask.advocate_id: ask.advocate for _need, plan in plans for ask in plan}
    people = protection.known(standing_by.values(), now, as_read=True)
    terms = terms_for_each([need for need, plan in plans if plan])
    found = {}
    for need, plan in plans:
        theirs = {ask.advocate_id: people[ask.advocate_id] for ask in plan}
        wish = protection.wish(need.help_kind, **terms[need.pk]) if plan else None
        verdicts = protection.verdicts_on(theirs, wish, now) if wish is not None else {}
        free = next((ask for ask in plan if verdicts[ask.advocate_id].allowed), None)
        if free is not None:
            found[need.pk] = free
    return found
