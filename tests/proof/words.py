"""Words of Maya's that a buyer may be shown, and the links she decides about them by."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.core.models.tenant import WorkspaceModel
from goodword.members.policy import Purpose
from goodword.proof import actions
from goodword.proof.models import Clearance, Story
from goodword.references import actions as references
from goodword.references.models import HelpKind
from tests import cast
from tests.cast import Company, link_actor

WORDS = "It just closes, every month."


def days_ahead(days: int) -> date:
    return clock.now().date() + timedelta(days=days)


def hers(company: Company, purpose: Purpose = Purpose.OWN_PAGE, about: WorkspaceModel | None = None) -> Actor:
    """Return Maya, by a link of her own."""
    return link_actor(purpose, about or company.maya, company.maya.contact)


def quote(company: Company, **fields: Any) -> Story:
    """Have Maya agree to quotes, and a quote of hers cleared for buyers; by default it runs out in ten days."""
    references.give_consent(company.maya, HelpKind.QUOTE, by=hers(company))
    usual = {"clearance": Clearance.PUBLIC, "expires_on": days_ahead(10), "speaker": "Maya Okafor"}
    return actions.add_quote(company.maya.profile, WORDS, by=cast.SETUP, advocate=company.maya, **(usual | fields))
