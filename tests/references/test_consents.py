from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.tenancy import opened
from goodword.members.policy import Purpose, actor_of
from goodword.references import actions
from goodword.references.models import Advocate, Consent, HelpKind
from goodword.references.queries import consents_for, consents_of, how_many_agree, live_consents, own_page
from tests import cast
from tests.cast import link_actor
from tests.references.people import company


def test_the_newest_act_holds_and_every_act_stays_on_record() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        own = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        actions.revoke_consent(maya, HelpKind.CALL, by=own)
        assert HelpKind.CALL not in live_consents(maya)
        actions.give_consent(maya, HelpKind.CALL, by=own, wording="Yes, call me.")
        assert live_consents(maya)[HelpKind.CALL].wording == "Yes, call me."
        assert [one.act for one in own_page(maya, clock.now()).record] == ["given", "revoked", "given"]


def test_only_the_person_gives_a_consent() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        others = link_actor(Purpose.OWN_PAGE, tidewell.ingrid, tidewell.ingrid.contact)
        for by in (others, actor_of(tidewell.priya), actor_of(tidewell.amara), cast.SETUP, Actor.importer("crm")):
            with pytest.raises(NotAllowed):
                actions.give_consent(maya, HelpKind.QUOTE, by=by)
        own = link_actor(Purpose.ASK, maya, maya.contact)
        assert actions.give_consent(maya, HelpKind.QUOTE, by=own).act == Consent.Act.GIVEN


def test_withdrawing_takes_no_more_than_agreeing_did() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        own = link_actor(Purpose.INVITATION, maya, maya.contact)
        assert actions.revoke_consent(maya, HelpKind.CALL, by=own) is not None
        assert actions.revoke_consent(maya, HelpKind.CALL, by=own) is None
        with pytest.raises(NotAllowed):
            actions.revoke_consent(tidewell.ingrid, HelpKind.CALL, by=link_actor(Purpose.OWN_PAGE, maya, maya.contact))


def test_nobody_brings_back_what_a_person_withdrew() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        actions.revoke_consent(maya, HelpKind.CALL, by=link_actor(Purpose.OWN_PAGE, maya, maya.contact))
        for by in (Actor.importer("crm"), actor_of(tidewell.amara)):
            with pytest.raises(Refused) as refused:
                actions.claim_consent(maya, HelpKind.CALL, by=by, evidence="Old list")
            assert refused.value.code == "revoked"
        claim = actions.claim_consent(maya, HelpKind.WRITTEN, by=Actor.importer("crm"), evidence="Old list")
        assert claim.act == Consent.Act.CLAIMED


def test_a_claim_never_weakens_a_consent_that_was_given() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        actions.claim_consent(maya, HelpKind.CALL, by=Actor.importer("crm"), evidence="Old list")
        assert consents_of(maya)[HelpKind.CALL].act == Consent.Act.GIVEN


def test_a_yes_for_one_request_counts_for_that_request_alone() -> None:
    tidewell = company()
    maya = tidewell.maya
    this, other = uuid4(), uuid4()
    with opened(tidewell.workspace):
        own = link_actor(Purpose.ASK, maya, maya.contact)
        actions.give_consent(maya, HelpKind.WRITTEN, by=own, only_thread=this)
        assert HelpKind.WRITTEN in live_consents(maya, thread=this)
        assert HelpKind.WRITTEN not in live_consents(maya, thread=other)
        assert HelpKind.WRITTEN not in live_consents(maya)
        actions.revoke_consent(maya, HelpKind.WRITTEN, by=own)
        assert HelpKind.WRITTEN not in live_consents(maya, thread=this)


def test_a_consent_runs_out_on_its_day() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        now = clock.now()
        own = link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        actions.give_consent(maya, HelpKind.LOGO, by=own, expires_at=now + timedelta(days=10))
        assert HelpKind.LOGO in live_consents(maya, now=now + timedelta(days=9))
        assert HelpKind.LOGO not in live_consents(maya, now=now + timedelta(days=10))


def test_one_query_answers_for_everybody() -> None:
    tidewell = company()
    with opened(tidewell.workspace):
        people = [tidewell.maya.pk, tidewell.ingrid.pk]
        assert set(consents_for(people)) == set(people)
        assert [list(kinds) for kinds in consents_for(people).values()] == [[HelpKind.CALL]] * 2


def test_as_many_agree_as_may_be_asked() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        everybody, now, own = Advocate.objects.all(), clock.now(), link_actor(Purpose.OWN_PAGE, maya, maya.contact)
        actions.give_consent(maya, HelpKind.LOGO, by=own, expires_at=now + timedelta(days=10))
        actions.give_consent(
            maya, HelpKind.WRITTEN, by=link_actor(Purpose.ASK, maya, maya.contact), only_thread=uuid4()
        )
        assert how_many_agree(everybody, now) == {HelpKind.CALL: 2, HelpKind.LOGO: 1}
        assert how_many_agree(everybody.filter(pk=tidewell.ingrid.pk), now) == {HelpKind.CALL: 1}
        actions.revoke_consent(maya, HelpKind.CALL, by=own)
        assert how_many_agree(everybody, now + timedelta(days=10)) == {HelpKind.CALL: 1}


def test_the_own_page_shows_what_is_on_what_was_only_claimed_and_in_which_words() -> None:
    tidewell = company()
    maya = tidewell.maya
    with opened(tidewell.workspace):
        actions.claim_consent(maya, HelpKind.QUOTE, by=actor_of(tidewell.amara), evidence="A mail of May")
        page = own_page(maya, clock.now())
        settings = {one.kind: one for one in page.kinds}
        assert (settings[HelpKind.CALL].on, settings[HelpKind.CALL].claimed) == (True, False)
        assert (settings[HelpKind.QUOTE].on, settings[HelpKind.QUOTE].claimed) == (True, True)
        assert (settings[HelpKind.VIDEO].on, settings[HelpKind.VIDEO].since) == (False, None)
        assert all(one.wording.startswith("Tidewell may ask me") for one in page.kinds)
        assert len(page.kinds) == len(HelpKind)
