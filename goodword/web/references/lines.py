"""The lines of the list of advocates: what each says, put into words (see the tag `line`)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from goodword.protection.queries import Load
from goodword.references.models import Advocate, AdvocateState, HelpKind
from goodword.web.templatetags._lines import Meter


@dataclass(frozen=True, slots=True)
class AdvocateLine:
    """One advocate. `picked`: whether they can be ticked for a bulk change; `kinds`: what they agreed to, in words."""

    picked: bool
    key: UUID
    name: str
    job_title: str
    company: UUID
    company_name: str
    state: str
    is_masked: bool
    rest: Meter | None
    kinds: str
    this_year: str
    owner: str

    @classmethod
    def of(cls, one: Advocate, load: Load, agreed: Collection[str], *, picked: bool) -> AdvocateLine:
        account = one.profile.account
        return cls(
            picked=picked,
            key=one.pk,
            name=one.contact.name,
            job_title=one.contact.job_title,
            company=account.pk,
            company_name=account.name,
            state=one.state,
            is_masked=one.is_masked,
            rest=Meter.of(load.rest),
            kinds=", ".join(str(label) for kind, label in HelpKind.choices if kind in agreed),
            this_year=_("%(used)s of %(most)s") % {"used": load.used, "most": load.per_year},
            owner=account.owner.name if account.owner else "",
        )

    @property
    def get_state_display(self) -> str:
        """Return the words for their state, called as an advocate's own is: one fragment draws both."""
        return str(AdvocateState(self.state).label)
