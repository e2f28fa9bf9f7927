"""What is here already and looks like what somebody is about to add: as far as they may know of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.db.models import QuerySet

from goodword.core.actors import Actor
from goodword.core.names import company_core, domain_of, folded
from goodword.directory.models import Account, Contact
from goodword.directory.queries import LAST, companies_by_words, people_by_words
from goodword.references.policy import visible_accounts, visible_contacts

MOST_READ, MOST_TOLD = 300, 5
TELLING = 2  # words of a name, the longest ones


def companies_alike(by: Actor, name: str, website: str = "") -> list[Account]:
    """Return the companies of this name, legal forms aside, or of this domain. Ten queries at most.

    One that was merged away is told as what it is now. Of a private customer whom the viewer may not know nothing is
    said.
    """
    found = {*_named(company_core(name), name), *_at_domain(domain_of(website))}
    seen = visible_accounts(by).filter(pk__in=[one.merged_into_id or one.pk for one in found])
    return list(seen.select_related("owner").order_by("sort_key", "pk")[:MOST_TOLD])


def people_alike(by: Actor, account: Account, name: str, email: str = "") -> list[Contact]:
    """Return the people of this name at a company, and whoever has this address anywhere. Four queries at most."""
    found: set[Contact] = set()
    if key := folded(name):
        found.update(Contact.objects.filter(account=account, sort_key=key)[:MOST_READ])
    if address := email.strip().lower():
        same = Contact.objects.filter(people_by_words(address)).order_by()[:MOST_READ]
        found.update(one for one in same if one.email == address)
    seen = visible_contacts(by).filter(pk__in=[one.merged_into_id or one.pk for one in found])
    return list(seen.select_related("account").order_by("sort_key", "pk")[:MOST_TOLD])


def _named(core: str, name: str) -> Iterator[Account]:
    if not core:
        return
    begins = Account.objects.filter(sort_key__gte=core, sort_key__lt=core + LAST)
    words = sorted(re.findall(r"\w+", folded(name)), key=len, reverse=True)[:TELLING]
    holds = Account.objects.filter(companies_by_words(" ".join(words)))
    for one in _read(begins, holds):
        if company_core(one.name) == core:
            yield one


def _at_domain(domain: str) -> Iterator[Account]:
    if not domain:
        return
    for one in _read(Account.objects.filter(website__icontains=domain)):
        if domain_of(one.website) == domain:
            yield one
    people = Contact.objects.filter(people_by_words(f"@{domain}")).select_related("account").order_by()
    for person in people[:MOST_READ]:
        if domain_of(person.email) == domain:
            yield person.account


def _read(*rows: QuerySet[Account]) -> Iterable[Account]:
    for some in rows:
        yield from some.order_by("sort_key")[:MOST_READ]
