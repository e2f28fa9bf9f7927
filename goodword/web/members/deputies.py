"""Which customers end without a deputy when a colleague leaves: where their successor decides for the same ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.directory.models import Account
from goodword.members.models import Member


def left_alone(leaver: Member) -> Mapping[UUID, int]:
    """Return how many customers would have no deputy, by who takes over: nobody is their own deputy. One query."""
    pairs = Account.objects.standing().shared_with(leaver).order_by().values_list("owner_id", "deputy_id")
    return Counter(deputy if owner == leaver.pk else owner for owner, deputy in pairs)


def said_of(successors: Iterable[Member], leaver: Member) -> list[str]:
    """Return what each colleague's taking over would leave without a deputy, in words; nothing where it leaves none."""
    counts = left_alone(leaver)
    return [
        ngettext(
            "If %(name)s takes over, one customer has no deputy: each decides there for the other.",
            "If %(name)s takes over, %(n)s customers have no deputy: each decides there for the other.",
            counts[one.pk],
        )
        % {"name": one.name, "n": counts[one.pk]}
        for one in successors
        if counts.get(one.pk)
    ]


def gone_words(leaver: Member, alone: int) -> str:
    """Return what a removal is answered with: how many customers have no deputy now, and where one is chosen."""
    done = _("%(name)s can't sign in any more.") % {"name": leaver.name}
    if not alone:
        return done
    count = ngettext("One customer has no deputy now.", "%(n)s customers have no deputy now.", alone) % {"n": alone}
    url = f"{reverse('accounts')}?view=no_deputy"
    return format_html('{} {} <a href="{}">{}</a>', done, count, url, _("Choose deputies"))
