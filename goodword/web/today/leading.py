"""A leader's and an admin's cards: deals at risk, whom to thank, who hasn't found the way in."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core.models import Event
from goodword.core.statements import by_keys
from goodword.desk.models import ReferenceRequest
from goodword.desk.policy import visible_requests
from goodword.desk.queries.listing import LATELY, At, behind, views_of
from goodword.members.models import Member
from goodword.recognition.models import Assist
from goodword.web.context import url_of
from goodword.web.templatetags._figures import money_short
from goodword.web.templatetags._times import day as day_words
from goodword.web.today.cards import Card, Day, Group, Pile, Press

GIVEN_TO_COME = timedelta(days=2)
NAMED = 3


def at_risk(day: Day) -> Pile:
    """Tell what is open and behind, and what nobody could help with: how many deals, and what they are worth."""
    late = _deals(visible_requests(day.by).filter(behind(day.now)))
    nobody = _deals(visible_requests(day.by).filter(views_of(day.by, At.of(day.now))["unfilled"]))
    cards = []
    if late:
        cards.append(
            Card(
                key="late",
                group=Group.NOW,
                question=ngettext(
                    "One deal waits longer for its reference than promised",
                    "%(n)s deals wait longer for their reference than promised",
                    len(late),
                )
                % {"n": len(late)},
                facts=_worth(late),
                why=_("You lead: what is behind may need a word from you."),
                presses=(Press(_("See them"), f"{reverse('requests')}?view=late"),),
            )
        )
    if nobody:
        cards.append(
            Card(
                key="gap",
                group=Group.WEEK,
                question=ngettext(
                    "Nobody could speak for us in one deal", "Nobody could speak for us in %(n)s deals", len(nobody)
                )
                % {"n": len(nobody)},
                facts=_("In the last %(days)s days. %(worth)s") % {"days": LATELY.days, "worth": _worth(nobody)},
                why=_("You lead: where references are missing, new ones have to be found."),
                presses=(Press(_("See which"), f"{reverse('requests')}?view=unfilled"),),
            )
        )
    return day.pile(cards)


def to_thank(day: Day) -> Pile:
    """Name the colleagues who made references possible in deals won lately."""
    won = Assist.objects.filter(
        kind=Assist.Kind.ASSIST, won=True, member__isnull=False, at__gte=day.now - LATELY
    ).exclude(member=day.viewer)
    given = list(won.order_by("member__name").values_list("member__name", "opportunity_id"))
    impact = url_of("impact")
    if not given or not impact:
        return Pile()
    names = [name for name, _count in Counter(name for name, _deal in given).most_common()]
    shown, rest = names[:NAMED], len(names) - NAMED
    if rest > 0:
        shown.append(ngettext("one more", "%(n)s more", rest) % {"n": rest})
    deals = len({deal for _name, deal in given})
    card = Card(
        key="thank",
        group=Group.WEEK,
        question=_("Thank %(names)s?") % {"names": get_text_list(shown, _("and"))},
        facts=ngettext(
            "Their customers spoke in a deal won in the last 30 days.",
            "Their customers spoke in %(n)s deals won in the last 30 days.",
            deals,
        )
        % {"n": deals},
        why=_("You lead, and a word from you is what people lend their customers for."),
        presses=(Press(_("See who lent whom"), impact),),
    )
    return day.pile([card])


def never_came(day: Day) -> Pile:
    """Name the colleagues who were invited and never signed in."""
    asked = Event.objects.filter(name="member.invited", actor_kind="member").values("subject_id")
    since = dict(asked.annotate(last=Max("at")).values_list("subject_id", "last"))
    late = [key for key, at in since.items() if at <= day.now - GIVEN_TO_COME]
    people = Member.objects.active().filter(Q(user__password="") | Q(user__password__startswith="!"), pk__in=late)
    keys, total = day.drawn("invited", people.order_by("name").values_list("pk", flat=True))
    found = by_keys(Member, keys)
    return Pile(
        [
            Card(
                key=f"invited:{key}",
                group=Group.WEEK,
                question=_("Has %(name)s found the way in?") % {"name": found[key].name},
                facts=_("Invited %(day)s at %(email)s, and never signed in.")
                % {"day": day_words(since[key]), "email": found[key].email},
                why=_("You look after who works here. An invitation works for a week."),
                presses=(
                    Press(_("Invite again"), reverse("settings-invite-again", args=[key]), post=True),
                    Press(_("See the person"), reverse("settings-person", args=[key])),
                ),
            )
            for key in keys
        ],
        total,
        Press(_("Everyone here"), reverse("settings-people")),
    )


def _deals(needs: QuerySet[ReferenceRequest]) -> dict[UUID, tuple[str, Decimal]]:
    """Return what the deals behind some requests are worth, each once."""
    rows = needs.order_by().values_list("opportunity", "opportunity__currency", "opportunity__amount")
    return {deal: (currency, amount or Decimal()) for deal, currency, amount in rows}


def _worth(deals: dict[UUID, tuple[str, Decimal]]) -> str:
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for currency, amount in deals.values():
        sums[currency] += amount
    told = [
        money_short(amount, currency) for currency, amount in sorted(sums.items(), key=lambda one: -one[1]) if amount
    ]
    return _("Worth %(amounts)s together.") % {"amounts": get_text_list(told, _("and"))} if told else ""
