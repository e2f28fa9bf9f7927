"""What customers agreed to for a while, and that ends soon: for whoever looks after them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core.statements import by_keys
from goodword.members.policy import is_manager
from goodword.references.models import Advocate, HelpKind
from goodword.references.queries import advocate_now, ending_agreements
from goodword.web.templatetags._times import day as day_words
from goodword.web.today.cards import Card, Day, Group, Pile, Press

WITHIN = timedelta(days=30)


def run_out(day: Day) -> Pile:
    """Name for each person the kinds of help they agreed to until a day that is near."""
    ending = ending_agreements(day.now, day.now + WITHIN)
    if not is_manager(day.by):
        account = "advocate__profile__account__"
        ending = ending.filter(Q(**{f"{account}owner": day.viewer}) | Q(**{f"{account}deputy": day.viewer}))
    until: defaultdict[UUID, dict[str, datetime]] = defaultdict(dict)
    rows = ending.order_by("expires_at", "help_kind", "pk").values_list("advocate", "help_kind", "expires_at")
    for advocate_id, kind, expires_at in rows:
        if expires_at is not None:
            until[advocate_now(advocate_id)].setdefault(kind, expires_at)
    keys, total = day.drawn("agreed", until)
    people = by_keys(Advocate, keys, "contact", "profile__account")
    all_of_them = Press(_("All advocates"), reverse("advocates"))
    return Pile([_card(people[key], until[key]) for key in keys], total, all_of_them)


def _card(one: Advocate, until: Mapping[str, datetime]) -> Card:
    """Draw one person's card; `until`: what they agreed to and when that ends, soonest first."""
    said = {"name": one.contact.name, "company": one.profile.account.name}
    return Card(
        key=f"agreed:{one.pk}",
        group=Group.WEEK,
        question=_("Will %(name)s at %(company)s go on helping?") % said,
        facts=" ".join([*_days(until), _("After that nobody can ask them for it.")]),
        why=_("You look after this customer or run the program, and what they agreed to ends within a month."),
        presses=(Press(_("See the person"), reverse("advocate", args=[one.pk])),),
    )


def _days(until: Mapping[str, datetime]) -> list[str]:
    """Return a sentence for each day on which something ends."""
    kinds: defaultdict[str, list[str]] = defaultdict(list)
    for kind, expires_at in until.items():
        kinds[day_words(expires_at)].append(str(HelpKind(kind).label).lower())
    return [
        _("They agreed to this until %(day)s: %(kinds)s.") % {"day": day, "kinds": ", ".join(names)}
        for day, names in kinds.items()
    ]
