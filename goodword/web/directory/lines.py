"""The lines of the lists of companies, people and deals: what each says, put into words (see the tag `line`)."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from goodword.core.actors import Actor
from goodword.directory.models import Contact, Opportunity
from goodword.references.models import Advocate, AdvocateState
from goodword.web.directory.standing import Standing
from goodword.web.templatetags._figures import money
from goodword.web.templatetags._lines import Meter
from goodword.web.templatetags._times import day


@dataclass(frozen=True, slots=True)
class CompanyLine:
    """One company. `picked`: whether it can be ticked for a bulk change, in all of these lines.

    `deputising`: whether the viewer stands in for its owner.
    """

    picked: bool
    key: UUID
    name: str
    sorted_by: str
    status: str
    active: int
    proposed: int
    masked: bool
    held: bool
    check_in_due: bool
    rest: Meter | None
    last_helped: str
    owner: str
    deputising: bool
    renewal: str

    @classmethod
    def of(cls, row: Standing, by: Actor, *, picked: bool) -> CompanyLine:
        one = row.account
        return cls(
            picked=picked,
            key=one.pk,
            name=one.name,
            sorted_by=row.sorted_by,
            status=one.status,
            active=row.active,
            proposed=row.proposed,
            masked=row.masked,
            held=row.hold is not None,
            check_in_due=row.check_in_due,
            rest=Meter.of(row.rest),
            last_helped=day(row.last_helped),
            owner=one.owner.name if one.owner else "",
            deputising=by.is_member(one.deputy_id) and not by.is_member(one.owner_id),
            renewal=day(one.renewal_on),
        )


@dataclass(frozen=True, slots=True)
class PersonLine:
    """One person; `advocate` leads to their page as a reference."""

    picked: bool
    key: UUID
    name: str
    company: UUID
    company_name: str
    job_title: str
    left: bool
    advocate: UUID | None
    helps: bool
    state: str

    @classmethod
    def of(cls, one: Contact, advocate: Advocate | None, *, picked: bool) -> PersonLine:
        return cls(
            picked=picked,
            key=one.pk,
            name=one.name,
            company=one.account_id,
            company_name=one.account.name,
            job_title=one.job_title,
            left=one.left_on is not None,
            advocate=advocate.pk if advocate else None,
            helps=advocate is not None and advocate.state == AdvocateState.ACTIVE,
            state=advocate.get_state_display() if advocate else "",
        )


@dataclass(frozen=True, slots=True)
class DealLine:
    key: UUID
    name: str
    company: str
    status: str
    stage: str
    amount: str
    close_on: str
    rep: str

    @classmethod
    def of(cls, deal: Opportunity) -> DealLine:
        return cls(
            key=deal.pk,
            name=deal.name,
            company=deal.account.name,
            status=deal.status,
            stage=str(deal.get_stage_display()),
            amount=money(deal.amount, deal.currency),
            close_on=day(deal.close_on),
            rep=deal.owner.name if deal.owner else "",
        )
