"""Makers for the pages by link: asks brought to each state by the verbs, the links as mailed, a digest of every table."""

from __future__ import annotations

import html
import os
from datetime import datetime, timedelta
from typing import Any, Protocol

import psycopg
from django.test import Client

from goodword.core import clock, links
from goodword.core.models import Event, SignedLink
from goodword.core.models.tenant import WorkspaceModel
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, counter_ask
from goodword.desk.models import Ask
from goodword.directory.models import Contact
from goodword.members.models import Member
from goodword.members.policy import Purpose, actor_of
from goodword.protection.actions import pause
from goodword.references.models import Advocate
from tests import cast
from tests.cast import MORNING, Company

AMSTERDAM, LISBON = "Europe/Amsterdam", "Europe/Lisbon"
# Thursday 15:00, Friday 10:00, Monday 16:30 in Brussels and Amsterdam.
THREE_TIMES = tuple(
    Offer(MORNING + timedelta(days=days, hours=hours), AMSTERDAM) for days, hours in ((2, 6), (3, 1), (6, 7.5))
)

SLOTS = [one.starts_at.isoformat() for one in THREE_TIMES]


def browser(*, enforces_csrf: bool = False) -> Client:
    return Client(enforce_csrf_checks=enforces_csrf, SERVER_NAME="localhost")


def link(
    company: Company, purpose: Purpose, ask: Ask, who: Contact | Member | Advocate, *, lives: timedelta | None = None
) -> str:
    """Return the path of the page a mail would lead this person to."""
    with opened(company.workspace):
        person = who.contact if isinstance(who, Advocate) else who
        return path_of(signed(purpose, ask, person, lives=lives))


def signed(
    purpose: Purpose, about: WorkspaceModel, who: Contact | Member, *, lives: timedelta | None = None
) -> SignedLink:
    to = links.Recipient("member" if isinstance(who, Member) else "contact", who.pk, who.name)
    return links.issue(purpose, about, to=to, expires_at=clock.now() + (lives or timedelta(days=20)))


def path_of(signed_link: SignedLink) -> str:
    return f"/l/{links.token(signed_link)}"


def owner_link(company: Company, ask: Ask) -> str:
    return link(company, Purpose.OWNER_ANSWER, ask, company.amara)


def customer_link(company: Company, ask: Ask) -> str:
    return link(company, Purpose.ASK, ask, company.maya)


def pick_link(company: Company, ask: Ask) -> str:
    return link(company, Purpose.PICK_TIME, ask, company.daniel)


def call_link(company: Company, ask: Ask) -> str:
    return link(company, Purpose.PROSPECT_CALL, ask, company.daniel)


def fresh(company: Company, ask: Ask) -> Ask:
    """Return the ask as it is now."""
    with opened(company.workspace):
        return Ask.objects.select_related("need", "advocate__contact", "owner").get(pk=ask.pk)


def owner_asked(company: Company, **fields: Any) -> Ask:
    """Bring an ask to the owner."""
    with opened(company.workspace):
        need = company.request(**fields)
        return need.asks.get(advocate=company.maya)


def customer_asked(company: Company, *, times: tuple[Offer, ...] = THREE_TIMES, **fields: Any) -> Ask:
    """Bring an ask to the customer: the owner said yes, and the ten minutes are over."""
    return approved(company, owner_asked(company, times=times, **fields))


def approved(company: Company, ask: Ask) -> Ask:
    """Have the owner say yes, and let the ten minutes pass."""
    with opened(company.workspace):
        approve_ask(ask, by=actor_of(company.amara))
    company.run(minutes=11)
    return fresh(company, ask)


def countered(company: Company) -> Ask:
    """Bring an ask to the prospect, who has three times of the customer's to pick from."""
    ask = customer_asked(company, times=())
    with opened(company.workspace):
        counter_ask(ask, THREE_TIMES, by=cast.as_customer(ask))
    company.run(minutes=11)
    return fresh(company, ask)


def booked(company: Company) -> Ask:
    """Bring an ask to a booked call, on Thursday at 15:00 in Brussels."""
    ask = customer_asked(company)
    with opened(company.workspace):
        option = ask.need.times.order_by("starts_at")[0]
        accept_ask(ask, option, by=cast.as_customer(ask))
    company.run(minutes=11)
    return fresh(company, ask)


def after_the_call(company: Company) -> Ask:
    """Bring an ask past its call, before anybody said how it was."""
    ask = booked(company)
    with opened(company.workspace):
        over = THREE_TIMES[0].starts_at + timedelta(hours=1)
        later = over - clock.now()
    company.run(hours=later / timedelta(hours=1))
    return fresh(company, ask)


def undo_of_a_pause(company: Company) -> str:
    """Have Maya's page pause her; return the way back that the notice to her address brings."""
    with opened(company.workspace):
        pause(company.maya, by=cast.link_actor(Purpose.OWN_PAGE, company.maya, company.maya.contact))
    return link(company, Purpose.TAKE_BACK, newest(company, "hold.placed"), company.maya.contact)


def shows(company: Company) -> datetime:
    """Return what the workspace's clock shows."""
    with opened(company.workspace):
        return clock.now()


def newest(company: Company, name: str) -> Event:
    """Return the newest event of a name."""
    with opened(company.workspace):
        event = Event.objects.filter(name=name).order_by("-number").first()
        assert event is not None
        return event


class Answer(Protocol):
    """What a test client gets, as far as a page's words are concerned."""

    @property
    def content(self) -> bytes: ...


def text_of(answer: Answer) -> str:
    """Return a page as it is read: signs that HTML writes in its own way as themselves."""
    return html.unescape(answer.content.decode())


def digest() -> dict[str, str]:
    """Return a digest of every table's rows, read as the owner, whom no wall blinds."""
    with psycopg.connect(os.environ["DATABASE_OWNER_URL"]) as owner:
        names = owner.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY 1"
        ).fetchall()
        return {
            name: str(
                owner.execute(
                    f"SELECT md5(coalesce(string_agg(t::text, E'\\n' ORDER BY t::text), '')) FROM \"{name}\" t"
                ).fetchone()
            )
            for (name,) in names
        }
