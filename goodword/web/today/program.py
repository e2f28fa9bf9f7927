"""The program's cards: whom to match, what is behind, what runs out, whom nobody looks after, mails to check."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from goodword.core.statements import by_keys
from goodword.desk.models import ReferenceRequest
from goodword.desk.policy import visible_requests
from goodword.desk.queries.listing import behind, left_to_the_program
from goodword.desk.queries.lists import Row, loaded, rows_of
from goodword.desk.rules.states import AskState, RequestState
from goodword.directory.models import Account
from goodword.messages.queries import to_check
from goodword.proof.models import Story
from goodword.proof.policy import visible_stories
from goodword.references.models import Advocate
from goodword.web.templatetags._figures import money_short
from goodword.web.templatetags._times import day as day_words
from goodword.web.today.cards import Card, Day, Group, Pile, Press

RUNS_OUT_WITHIN = timedelta(days=30)


def to_match(day: Day) -> Pile:
    """Ask whom the requests should be matched with, the soonest clock first."""
    waiting = _unmatched(day).exclude(behind(day.now))
    return _of_requests(day, "match", waiting, "deadline_at", _match_card, "state=to_match")


def overdue_to_match(day: Day) -> Pile:
    """Ask the same of those that are behind: new cards, so that they are back though they were put off."""
    waiting = _unmatched(day).filter(behind(day.now))
    return _of_requests(day, "overdue", waiting, "deadline_at", _match_card, "view=late&state=to_match")


def behind_or_stuck(day: Day) -> Pile:
    """Name the requests that are behind what was promised, or where the others were silent and the program is next."""
    open_ones = visible_requests(day.by).exclude(state__in=[RequestState.CLOSED, RequestState.TO_MATCH])
    found = open_ones.filter(behind(day.now) | left_to_the_program())
    return _of_requests(day, "behind", found, "promised_help_by", _behind_card, "view=late")


def runs_out(day: Day) -> Pile:
    """Name the stories and quotes whose clearance runs out soon."""
    stories = visible_stories(day.by).filter(
        withdrawn_at=None, expires_on__gte=day.today, expires_on__lte=day.today + RUNS_OUT_WITHIN
    )
    keys, total = day.drawn("story", stories.order_by("expires_on", "pk").values_list("pk", flat=True))
    found = by_keys(Story, keys, "profile__account")
    return Pile([_story_card(found[key]) for key in keys], total)


def nobodys(day: Day) -> Pile:
    """Name the customers that help us and that nobody looks after."""
    helping = Advocate.objects.active().filter(profile__account=OuterRef("pk"))
    accounts = Account.objects.filter(Exists(helping), owner=None)
    keys, total = day.drawn("nobodys", accounts.order_by("name").values_list("pk", flat=True))
    found = by_keys(Account, keys)
    return Pile(
        [
            Card(
                key=f"nobodys:{key}",
                group=Group.WEEK,
                question=_("Who looks after %(company)s?") % {"company": found[key].name},
                facts=_("Somebody helps there, and it has no owner: you are asked instead."),
                why=_("You run the program, and every customer who helps should have somebody who decides for it."),
                presses=(Press(_("Name an owner"), reverse("account-edit", args=[key])),),
            )
            for key in keys
        ],
        total,
    )


def mails_to_check(day: Day) -> Pile:
    """Ask to look at mails that perhaps did not arrive."""
    count = to_check().count()
    card = Card(
        key="mails",
        group=Group.NOW,
        question=ngettext("Please check one mail", "Please check %(n)s mails", count) % {"n": count},
        facts=_("It was handed over without an answer, or refused. Nobody sends it again by itself."),
        why=_("You look after the program's mails."),
        presses=(Press(_("Look at them"), f"{reverse('outbox')}?state=check"),),
    )
    return day.pile([card] if count else [])


def _unmatched(day: Day) -> QuerySet[ReferenceRequest]:
    return visible_requests(day.by).filter(state=RequestState.TO_MATCH)


def _of_requests(
    day: Day, kind: str, needs: QuerySet[ReferenceRequest], order: str, card: Callable[[Row], Card], query: str
) -> Pile:
    """Return a pile of cards about requests, in this order."""
    ordered = needs.order_by(F(order).asc(nulls_last=True), "created_at").values_list("pk", flat=True)
    keys, total = day.drawn(kind, dict.fromkeys(ordered))
    if not keys:
        return Pile()
    rows = rows_of(loaded(ReferenceRequest.objects.filter(pk__in=keys)), day.by, day.viewer)
    rows.sort(key=lambda row: keys.index(row.need.pk))
    return Pile([card(row) for row in rows], total, Press(_("All of them"), f"{reverse('requests')}?{query}"))


def _match_card(row: Row) -> Card:
    need = row.need
    standby = next((ask for ask in need.asks.all() if ask.state == AskState.PLANNED), None)
    page = reverse("request", args=[need.pk])
    presses = [Press(_("See who fits"), f"{page}#bench")]
    if standby is not None and not standby.advocate.is_masked and standby.advocate.profile.account.owner is not None:
        words = _("Ask %(owner)s for %(name)s") % {
            "owner": standby.advocate.profile.account.owner.first_name,
            "name": standby.advocate.contact.first_name,
        }
        fields = (("advocate", str(standby.advocate_id)),)
        presses.insert(0, Press(words, reverse("request-match", args=[need.pk]), post=True, fields=fields))
    return Card(
        key=f"{'overdue' if row.late else 'match'}:{need.pk}",
        group=Group.NOW,
        question=_("Who should %(buyer)s hear from?") % {"buyer": need.opportunity.account.name},
        facts=_facts(row, need.must_settle),
        why=_("You run the program, and this request waits for somebody to be picked."),
        presses=tuple(presses),
        until=need.deadline_at,
        late=row.late,
    )


def _behind_card(row: Row) -> Card:
    buyer = {"buyer": row.need.opportunity.account.name}
    return Card(
        key=f"behind:{row.need.pk}",
        group=Group.NOW,
        question=_("%(buyer)s is behind what was promised") % buyer
        if row.late
        else _("%(buyer)s still waits for the answers. What now?") % buyer
        if row.need.writes
        else _("Both sides were silent about %(buyer)s. What now?") % buyer,
        facts=_facts(row, row.sentence),
        why=_("You run the program: what others leave lying comes to you before a buyer waits for nothing."),
        presses=(Press(_("See what can be done"), reverse("request", args=[row.need.pk])),),
        until=row.until,
        late=row.late,
    )


def _facts(row: Row, more: str) -> str:
    need = row.need
    amount = money_short(need.opportunity.amount, need.opportunity.currency)
    parts = [amount, str(need.get_help_kind_display()), need.requester.name, more]
    return " · ".join(part for part in parts if part)


def _story_card(story: Story) -> Card:
    return Card(
        key=f"story:{story.pk}",
        group=Group.WEEK,
        question=_("%(company)s: may we go on using this %(kind)s?")
        % {"company": story.profile.account.name, "kind": str(story.get_kind_display()).lower()},
        facts=_("“%(title)s” is cleared until %(day)s. After that nobody can send it.")
        % {"title": str(story)[:90], "day": day_words(story.expires_on)},
        why=_("You run the program, and this clearance runs out within a month."),
        presses=(Press(_("Look at it"), reverse("story", args=[story.pk])),),
    )
