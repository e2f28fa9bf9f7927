"""What customers agreed to for a while, and that ends soon: for whoever looks after them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.members.policy import is_manager
from goodword.references.models import Consent
from goodword.references.queries import ending_agreements
from goodword.web.templatetags._times import day as day_words
from goodword.web.today.cards import Card, Day, Group, Pile, Press

WITHIN = timedelta(days=30)


def run_out(day: Day) -> Pile:
    """Name the kinds of help people agreed to until a day that is near."""
    ending = ending_agreements(day.now, day.now + WITHIN)
    if not is_manager(day.by):
        account = "advocate__profile__account__"
        ending = ending.filter(Q(**{f"{account}owner": day.viewer}) | Q(**{f"{account}deputy": day.viewer}))
    keys, total = day.drawn("agreed", ending.order_by("expires_at", "pk").values_list("pk", flat=True))
    found = Consent.objects.select_related("advocate__contact", "advocate__profile__account").in_bulk(keys)
    all_of_them = Press(_("All advocates"), reverse("advocates"))
    return Pile([_card(found[key]) for key in keys], total, all_of_them)


def _card(consent: Consent) -> Card:
    one = consent.advocate
    said = {"name": one.contact.name, "company": one.profile.account.name}
    kind = {"kind": str(consent.get_help_kind_display()).lower(), "day": day_words(consent.expires_at)}
    return Card(
        key=f"agreed:{consent.pk}",
        group=Group.WEEK,
        question=_("Will %(name)s at %(company)s go on helping?") % said,
        facts=_("They agreed to this until %(day)s: %(kind)s. After that nobody can ask them for it.") % kind,
        why=_("You look after this customer or run the program, and what they agreed to ends within a month."),
        presses=(Press(_("See the person"), reverse("advocate", args=[one.pk])),),
    )
