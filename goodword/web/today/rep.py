"""A rep's cards: what happened to what they asked for, and which deals nobody speaks for yet."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from goodword.core.statements import by_keys
from goodword.desk.models import Ask, Call, ReferenceRequest
from goodword.desk.queries.lists import asks_in_full, calls_in_full, in_full
from goodword.desk.queries.waiting import help_to_debrief
from goodword.desk.rules.states import AskState, CloseReason, RequestState
from goodword.directory.models import Opportunity
from goodword.references.queries import Face, face
from goodword.web.requests.page import REP_ANSWERS, REP_ANSWERS_WRITTEN
from goodword.web.templatetags._figures import money_short
from goodword.web.templatetags._times import day as day_words
from goodword.web.templatetags._times import when
from goodword.web.today.cards import Card, Day, Group, Pile, Press

SOON = timedelta(hours=36)
NEWS_LIVES = timedelta(days=3)
MOST_NEWS = 5


def to_debrief(day: Day) -> Pile:
    """Ask how the help went that was given to the viewer's deals."""
    return day.pile(
        [
            Card(
                key=f"debrief:{given.ask_id}",
                group=Group.NOW,
                question=_("Did the answers move %(buyer)s?") % {"buyer": given.need.opportunity.account.name}
                if given.need.writes
                else _("Did the call move %(buyer)s?") % {"buyer": given.need.opportunity.account.name},
                why=_("You asked for this help. What you say decides who is matched with your next deal."),
                template="today/_debrief.html",
                with_it={"given": given, "answers": REP_ANSWERS_WRITTEN if given.need.writes else REP_ANSWERS},
            )
            for given in help_to_debrief(day.by)
        ]
    )


def calls_soon(day: Day) -> Pile:
    """Tell of the calls of today and tomorrow."""
    calls = Call.objects.filter(
        _own(day, "need__"),
        called_off_at=None,
        ask__state=AskState.BOOKED,
        starts_at__gt=day.now,
        starts_at__lte=day.now + SOON,
    )
    return day.pile([_call_card(day, call) for call in calls_in_full(calls.order_by("starts_at"))])


def times_to_pick(day: Day) -> Pile:
    """Ask for a time, where the customer gave some and the buyer's side picks."""
    asks = Ask.objects.filter(
        _own(day, "need__"),
        state__in=[AskState.ACCEPTED, AskState.COUNTERED],
        picker="prospect",
        chosen=None,
        need__state=RequestState.SCHEDULING,
    ).exclude(need__help_kind="written")
    return day.pile(
        [
            Card(
                key=f"time:{ask.pk}",
                group=Group.NOW,
                question=_("Which time suits %(buyer)s?") % {"buyer": ask.need.opportunity.account.name},
                facts=_("%(who)s said yes. The buyer was sent the times; if they told you, pick for them.")
                % {"who": _named(face(ask.advocate, day.by))},
                why=_("You asked for this call, and your buyer hasn't picked a time."),
                presses=(Press(_("Pick a time"), f"{reverse('request', args=[ask.need_id])}#times-h"),),
                until=ask.deadline_at,
            )
            for ask in asks_in_full(asks.order_by("deadline_at"))
        ]
    )


def nobody_left(day: Day) -> Pile:
    """Tell of requests for which nobody is left to ask, and what there is instead."""
    mine = ReferenceRequest.objects.filter(_own(day), state=RequestState.TO_MATCH, reranked=True)
    return day.pile(
        [
            Card(
                key=f"nobody:{need.pk}",
                group=Group.NOW,
                question=_("What shall %(buyer)s get instead?") % {"buyer": need.opportunity.account.name},
                facts=_("Nobody is left who could help in time. Proof and written answers may do."),
                why=_("You asked for this help, and everyone who fits was asked or rests."),
                presses=(Press(_("See what there is"), reverse("request", args=[need.pk])),),
                until=need.deadline_at,
            )
            for need in in_full(mine.order_by("deadline_at"), "opportunity__account")
        ]
    )


def deals_without(day: Day) -> Pile:
    """Name the viewer's open deals nobody asked a reference for, those that close first first."""
    asked = ReferenceRequest.objects.filter(opportunity=OuterRef("pk")).exclude(close_reason=CloseReason.WITHDRAWN)
    mine = Opportunity.objects.open().filter(owner=day.viewer).exclude(Exists(asked)).order_by("close_on", "name")
    keys, total = day.drawn("deal", mine.values_list("pk", flat=True))
    deals = by_keys(Opportunity, keys, "account")
    return Pile(
        [_deal_card(deals[key]) for key in keys],
        total,
        Press(_("All my open deals"), f"{reverse('opportunities')}?view=open"),
    )


def came_of_it(day: Day) -> Pile:
    """Tell what came of the viewer's requests in the last days: booked, or nobody could."""
    since = day.now - NEWS_LIVES
    booked = Call.objects.filter(
        _own(day, "need__"), called_off_at=None, booked_at__gte=since, starts_at__gt=day.now + SOON
    )
    unfilled = ReferenceRequest.objects.filter(
        _own(day), close_reason__in=[CloseReason.UNFILLED, CloseReason.NOT_CONFIRMED], closed_at__gte=since
    )
    newest, ended = booked.order_by("-booked_at")[:MOST_NEWS], unfilled.order_by("-closed_at")[:MOST_NEWS]
    cards = [_call_card(day, call, news=True) for call in calls_in_full(newest)]
    cards += [_ended_card(need) for need in in_full(ended, "opportunity__account")]
    return day.pile(cards)


def _own(day: Day, path: str = "") -> Q:
    return Q(**{f"{path}requester": day.viewer}) | Q(**{f"{path}opportunity__owner": day.viewer})


def _call_card(day: Day, call: Call, *, news: bool = False) -> Card:
    buyer, other = call.need.opportunity.account.name, _named(face(call.ask.advocate, day.by))
    return Card(
        key=f"{'booked' if news else 'call'}:{call.pk}",
        group=Group.KNOW if news else Group.NOW,
        question=_("%(buyer)s talks to %(other)s %(when)s")
        % {"buyer": buyer, "other": other, "when": when(call.starts_at)}
        if not news
        else _("Booked for %(buyer)s: %(when)s") % {"buyer": buyer, "when": when(call.starts_at)},
        facts="" if news else _("Both sides have the brief and the calendar entry. Nobody from us joins."),
        why=_("You asked for this call."),
        presses=(
            Press(_("Open the brief"), reverse("request-brief", args=[call.need_id])),
            Press(_("The request"), reverse("request", args=[call.need_id])),
        )[1 if news else 0 :],
    )


def _ended_card(need: ReferenceRequest) -> Card:
    buyer = need.opportunity.account.name
    return Card(
        key=f"ended:{need.pk}",
        group=Group.KNOW,
        question=_("Nobody could help with %(buyer)s this time") % {"buyer": buyer}
        if need.close_reason == CloseReason.UNFILLED
        else _("Nobody said whether the call for %(buyer)s took place") % {"buyer": buyer},
        why=_("You asked for this help, and it ended without an answer."),
        presses=(
            Press(_("Proof to send"), f"{reverse('find')}?opp={need.opportunity_id}"),
            Press(_("The request"), reverse("request", args=[need.pk])),
        ),
    )


def _deal_card(deal: Opportunity) -> Card:
    parts = [money_short(deal.amount, deal.currency), deal.name, str(deal.get_stage_display())]
    if deal.close_on:
        parts.append(_("closes %(day)s") % {"day": day_words(deal.close_on)})
    return Card(
        key=f"deal:{deal.pk}",
        group=Group.WEEK,
        question=_("Who should %(buyer)s hear from?") % {"buyer": deal.account.name},
        facts=" · ".join(part for part in parts if part),
        why=_("It is your open deal, and nobody was asked to speak for us in it yet."),
        presses=(Press(_("Find a reference"), f"{reverse('find')}?opp={deal.pk}"),),
    )


def _named(shown: Face) -> str:
    """Return what a list may call a customer: by company, a private one by what it is."""
    return shown.company if shown.known else _("a private reference")
