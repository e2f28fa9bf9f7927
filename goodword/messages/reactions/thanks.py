"""Mails from one colleague to another, when somebody pressed a button to say thank you."""

from __future__ import annotations

from goodword.core.models import Event
from goodword.directory.models import Opportunity
from goodword.messages.actions import Person, page, write
from goodword.messages.wording import one_line
from goodword.recognition.models import Thanks

MOST_NAMED = 5


def thanked(event: Event) -> None:
    """E36: somebody thanks you, and for which deals."""
    thanks = Thanks.objects.select_related("member", "giver").get(pk=event.subject_id)
    deals = Opportunity.objects.filter(pk__in=event.data.get("deals", ())).select_related("account")
    named = list(dict.fromkeys(one_line(deal.account.name) for deal in deals.order_by("-closed_at", "pk")))
    write(
        "E36",
        to=Person.of(thanks.member),
        context={
            "giver": one_line(thanks.giver.name),
            "deals": named[:MOST_NAMED],
            "more": max(0, len(named) - MOST_NAMED),
        },
        links={"open": page("/")},
        event=event,
        about=thanks,
        reply_to=thanks.giver,
    )
