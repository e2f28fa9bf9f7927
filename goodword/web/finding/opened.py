"""What a request sheet is opened with: the deal, who is to be asked, and what was asked for this deal already."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from django.http import Http404

from goodword.desk.queries.finding import Finding, Found, Standing, finding_for, promise_today, standbys_for
from goodword.desk.rules.promise import Promise
from goodword.directory.models import Contact, Opportunity
from goodword.matching.queries.reading import id_of_person
from goodword.references.models import HelpKind
from goodword.web.finding.deals import deal_or_404, id_in
from goodword.web.finding.filled import contacts_of
from goodword.web.finding.look import REQUESTABLE, Look
from goodword.web.finding.under_way import UnderWay, under_way
from goodword.web.members.http import MemberRequest


@dataclass(frozen=True, slots=True)
class Sheet:
    """One opened sheet: the deal, what was looked for, what was found, and who is to be asked (None: the program picks).

    `under_way`: the request that stands for this deal already.
    """

    deal: Opportunity
    look: Look
    finding: Finding
    chosen: Found | None
    contacts: list[Contact]
    viewer: MemberRequest
    under_way: UnderWay | None

    @property
    def kinds(self) -> list[str]:
        """Return the kinds of help that can be chosen here."""
        if self.chosen is None:
            return list(REQUESTABLE)
        return [kind for kind in REQUESTABLE if kind in self.chosen.kinds] or [HelpKind.CALL]

    @property
    def kind(self) -> str:
        wanted = self.chosen.help_kind if self.chosen else next(iter(self.look.kinds), HelpKind.CALL)
        return wanted if wanted in self.kinds else self.kinds[0]

    @property
    def can_be_asked(self) -> bool:
        is_open = self.deal.status == Opportunity.Status.OPEN
        asked = self.under_way is not None and self.under_way.is_for_them
        return is_open and not asked and (self.chosen is None or self.chosen.standing is Standing.ASKABLE)

    def standbys(self, kind: str) -> list[Found]:
        """Return who comes next if this one can't: what the sheet says is what is planned, in the same order."""
        helping = [one for one in self.finding.found if kind in one.kinds]
        return standbys_for(helping, self.chosen)

    def promise(self, kind: str, need_by: date | None) -> Promise:
        chosen = self.chosen
        said = chosen.verdict if chosen and chosen.help_kind == kind else None
        advocate = chosen.advocate if chosen else None
        return promise_today(self.deal, self.viewer.member, advocate, help_kind=kind, need_by=need_by, verdict=said)


def opened(request: MemberRequest) -> Sheet:
    """Return the sheet an address opens. Raises Http404 for a deal or a person the viewer may not ask for."""
    deal = deal_or_404(request.actor, request.GET.get("opp", ""))
    look = Look.of(request.GET, deal.pk, (term.name for term in deal.topics.all()))
    if not look.touched and "advocate" in request.GET:
        # Found by hand: with whatever they agreed to help.
        look = replace(look, kinds=())
    # Who was found by hand may be none of those that fit best.
    also = [id_of_person(one)] if (one := id_in(request.GET.get("advocate", ""))) is not None else []
    finding = finding_for(deal, request.actor, look.looking, also=also)
    key = request.GET.get("advocate") or request.GET.get("described")
    known = "advocate" in request.GET
    chosen = next((one for one in finding.found if key and one.key == key and one.known == known), None)
    if key and chosen is None:
        raise Http404
    theirs = under_way(deal, request.actor, chosen.advocate if chosen is not None and chosen.known else None)
    return Sheet(deal, look, finding, chosen, contacts_of(deal), request, theirs)
