"""Mails about somebody who was proposed: the nominator hears what came of it, the program what waits for it."""

from __future__ import annotations

from goodword.core.models import Event
from goodword.desk.queries.weeks import program_people
from goodword.members.models import Member
from goodword.messages import rules
from goodword.messages.actions import Person, page, write
from goodword.messages.rules import Audience
from goodword.messages.wording import one_line
from goodword.references.models import Advocate, AdvocateState, Visibility
from goodword.references.queries import advocate_now

GOES_ON = (AdvocateState.QUALIFYING, AdvocateState.INVITED)


def taken_up(event: Event) -> None:
    """E35: whoever proposed them hears that it goes on, while it does; not where they took it up themselves."""
    advocate = _advocate(event)
    nominator = advocate.nominated_by
    if nominator is None or str(nominator.pk) == event.actor_id or advocate.state not in GOES_ON:
        return
    known = rules.may_name(Audience.NOMINATOR, _visibility(advocate), said_yes=False)
    _write(event, advocate, nominator, "qualified" if known else "qualified_private")


def waits(event: Event) -> None:
    """E35: nobody decided in time; the program hears it, and owner and deputy, who may decide too."""
    advocate = _advocate(event)
    account = advocate.profile.account
    people = {one.pk: one for one in (*program_people(), account.owner, account.deputy) if one is not None}
    for member in people.values():
        _write(event, advocate, member, str(event.data["state"]))


def _write(event: Event, advocate: Advocate, member: Member, variant: str) -> None:
    nominator = advocate.nominated_by
    write(
        "E35",
        to=Person.of(member),
        context={
            "variant": variant,
            "advocate": one_line(advocate.contact.first_name, 60),
            "advocate_name": one_line(advocate.contact.name),
            "company": one_line(advocate.contact.account.name),
            "nominator": one_line(nominator.name) if nominator and nominator != member else "",
        },
        links={"open": page("/" if variant == "qualified_private" else f"/advocates/{advocate.pk}")},
        event=event,
        about=advocate,
        reply_to=nominator if nominator != member else None,
        private=advocate.is_masked,
    )


def _advocate(event: Event) -> Advocate:
    return Advocate.objects.get(pk=advocate_now(event.subject_id))


def _visibility(advocate: Advocate) -> str:
    return Visibility.MASKED if advocate.is_masked else Visibility(advocate.visibility)
