"""Requests in the states a page must show, walked there by the verbs."""

from __future__ import annotations

from datetime import timedelta

from django.test import Client

from goodword.core import clock
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, counter_ask
from goodword.desk.models import Ask, ReferenceRequest
from goodword.members.models import Member
from goodword.members.policy import actor_of
from goodword.references import actions as references
from goodword.references.models import Visibility
from tests import cast

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DESCRIPTION = "Freight forwarder in Western Europe"
CANARIES = ("Maya", "Okafor", "Kestrel", "Amara", "Group Controller")


def signed_in(member: Member) -> Client:
    client = Client(SERVER_NAME="localhost")
    client.force_login(member.user, backend=BACKEND)
    return client


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


def first_ask(need: ReferenceRequest) -> Ask:
    return Ask.objects.get(need=need, rank=0)


def asked(company: cast.Company, **fields: object) -> ReferenceRequest:
    with opened(company.workspace):
        return company.request(**fields)


def approved(company: cast.Company, **fields: object) -> ReferenceRequest:
    """The owner said yes and the customer is asked."""
    need = asked(company, **fields)
    with opened(company.workspace):
        approve_ask(first_ask(need), by=actor_of(company.amara))
    company.run(minutes=11)
    return need


def countered(company: cast.Company) -> ReferenceRequest:
    """The customer said yes with two times of their own."""
    need = approved(company)
    with opened(company.workspace):
        ask = first_ask(need)
        times = [Offer(clock.now() + timedelta(days=days), "Europe/Brussels") for days in (3, 4)]
        counter_ask(ask, times, by=cast.as_customer(ask))
    company.run(minutes=11)
    return need


def booked(company: cast.Company) -> ReferenceRequest:
    """The customer took one of the buyer's times, two days ahead."""
    with opened(company.workspace):
        when = clock.now() + timedelta(days=2)
    need = approved(company, times=[Offer(when, "Europe/Amsterdam")])
    with opened(company.workspace):
        ask = first_ask(need)
        accept_ask(ask, need.times.get(), by=cast.as_customer(ask))
    company.run(minutes=11)
    return need


def masked(company: cast.Company) -> None:
    """Make Maya's company a private reference."""
    with opened(company.workspace):
        references.set_visibility(
            company.maya.profile, Visibility.MASKED, by=cast.SETUP, description="", described_by=()
        )
        company.maya.refresh_from_db()
        company.maya.profile.refresh_from_db()
