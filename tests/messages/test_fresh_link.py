from __future__ import annotations

from goodword.core.models import SignedLink
from goodword.core.tenancy import opened
from goodword.desk.actions.freshening import ask_fresh_link
from goodword.messages.models import Message
from tests import cast


def test_a_fresh_link_goes_to_the_address_on_file_with_the_new_link_in_it() -> None:
    company = cast.company()
    with opened(company.workspace):
        ask = company.request().asks.get(rank=0)
        holder = cast.as_owner(ask)
        ask_fresh_link(SignedLink.objects.get(pk=holder.id), by=holder)
    company.run()
    with opened(company.workspace):
        mail = Message.objects.get(kind="E28")
        assert mail.to_address == company.amara.email
        fresh = SignedLink.objects.get(pk=mail.links["page"]["link"])
        assert str(fresh.pk) != holder.id
        assert fresh.subject_id == ask.pk
