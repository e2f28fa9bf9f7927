"""Nothing is rewarded for what it says: an honest bad word earns the same thanks, and its owner the same assist."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.desk.actions import give_debrief
from goodword.desk.models import Debrief
from goodword.directory.actions import close_opportunity
from goodword.members.policy import Purpose, actor_of
from goodword.protection.models import LedgerEntry
from goodword.recognition.models import Assist
from tests import cast
from tests.web.links.making import after_the_call

Answer = Debrief.Answer


def earned(slug: str, customer: str, buyer: str) -> list[tuple[str, str, str]]:
    """Return who got what for a won deal, after both sides said this of the call, and what the call counted as."""
    company = cast.company(slug)
    ask = after_the_call(company)
    with opened(company.workspace):
        give_debrief(ask, "advocate", customer, by=cast.as_customer(ask))
        give_debrief(ask, "prospect", buyer, by=cast.as_prospect(ask, company.daniel, Purpose.DEBRIEF))
    company.run(minutes=11)
    with opened(company.workspace):
        close_opportunity(company.deal, by=actor_of(company.ben), won=True)
    company.run(minutes=11)
    with opened(company.workspace):
        given = Assist.objects.select_related("member", "contact")
        credits = [(one.kind, str(one.member or one.contact), one.words) for one in given]
        uses = [("use", "", str(one.help_kind)) for one in LedgerEntry.objects.filter(kind=LedgerEntry.Kind.USE)]
    return sorted(credits + uses)


def test_an_honest_bad_word_earns_what_a_good_one_does() -> None:
    good = earned("tidewell", Answer.FINE, Answer.HELPED_A_LOT)
    bad = earned("elsewhere", Answer.NOT_AGAIN, Answer.DID_NOT_HELP)
    assert good == bad
    assert [(kind, name) for kind, name, _words in good] == [
        ("assist", "Amara Diallo"),
        ("thanks", "Maya Okafor"),
        ("use", ""),
    ]
