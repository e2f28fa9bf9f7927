"""Who is not asked again for a request, and what was said: the one rule of the workbench, the verb and the next best."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from goodword.core.statements import Kept
from goodword.desk.models import Ask, ReferenceRequest
from goodword.desk.rules.next_best import KEPT_BACK_BY, SAID_NO
from goodword.desk.rules.states import AskState
from goodword.desk.rules.words import weekday_words
from goodword.references.models import Advocate
from goodword.references.queries import advocate_now

_ELSEWHERE = Kept[Ask](
    lambda deal, need: (
        Ask.objects.filter(need__opportunity=deal, state=AskState.DECLINED)
        .exclude(need=need)
        .select_related("advocate__contact", "advocate__profile__account")
        .order_by("state_since")
    )
)


@dataclass(frozen=True, slots=True)
class No:
    """Why somebody is not asked for a request: the ask that ended so, theirs or a colleague's of the same owner."""

    advocate: Advocate
    ask: Ask

    @property
    def colleague(self) -> str:
        """Return whom the owner was asked about, where that was somebody else; empty where it was this very one."""
        about = self.ask.advocate
        return "" if about.contact_id == self.advocate.contact_id else about.contact.first_name

    @property
    def said(self) -> str:
        """Return what was said, in a few words."""
        if self.colleague and self.ask.state in KEPT_BACK_BY:
            words = {
                AskState.OWNER_NO: _("Their owner, asked about %(colleague)s, said not now"),
                AskState.OWNER_TIMEOUT: _("Their owner, asked about %(colleague)s, did not answer"),
            }
            return words[AskState(self.ask.state)] % {"colleague": self.colleague}
        return str(AskState(self.ask.state).label)

    @property
    def why_not(self) -> str:
        """Return why they can't be asked and what to do instead, for whoever runs the program."""
        names = {
            "name": self.advocate.contact.first_name,
            "company": self.advocate.profile.account.name,
            "day": weekday_words(timezone.localtime(self.ask.state_since)),
        }
        words = {
            AskState.OWNER_NO: _(
                "The owner of %(company)s said not now for this request on %(day)s. Ask somebody at another customer."
            ),
            AskState.OWNER_TIMEOUT: _(
                "The owner of %(company)s did not answer for this request by %(day)s. Call them and note their yes, or "
                "ask somebody at another customer."
            ),
            AskState.DECLINED: _(
                "%(name)s said no for this deal on %(day)s. Nobody is asked twice for one deal: ask somebody else."
            ),
            AskState.EXPIRED: _(
                "%(name)s did not answer for this request by %(day)s. A late yes still counts: ask somebody else meanwhile."
            ),
        }
        return words[AskState(self.ask.state)] % names


@dataclass(frozen=True, slots=True)
class Noes:
    """What was said so far to one request and, by customers, to its deal."""

    own: Mapping[UUID, Ask]
    of_owners: Mapping[UUID, Ask]
    to_the_deal: Mapping[UUID, Ask]

    def of(self, advocate: Advocate) -> No | None:
        """Return why this one is not asked again; None where nothing was said."""
        ask = (
            self.own.get(advocate.pk)
            or self.to_the_deal.get(advocate.pk)
            or self.of_owners.get(advocate.profile.account_id)
        )
        return No(advocate, ask) if ask is not None else None

    def of_asked(self) -> list[No]:
        """Return the noes of those who were asked for this very request, the newest last."""
        return [No(ask.advocate, ask) for ask in sorted(self.own.values(), key=lambda ask: ask.state_since)]


def noes_for(need: ReferenceRequest, asks: Iterable[Ask]) -> Noes:
    """Return every answer that keeps somebody from being asked for this request again; `asks`: the request's own.

    Two queries. An answer that can still be taken back counts: until then nobody is asked again either.
    """
    ended = [ask for ask in asks if ask.state in SAID_NO]
    elsewhere = _ELSEWHERE(deal=need.opportunity_id, need=need.pk)
    return Noes(
        own={advocate_now(ask.advocate_id): ask for ask in ended},
        of_owners={ask.advocate.profile.account_id: ask for ask in ended if ask.state in KEPT_BACK_BY},
        to_the_deal={advocate_now(ask.advocate_id): ask for ask in elsewhere},
    )
