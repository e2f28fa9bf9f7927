"""An owner's cards: may we ask, is it still right, who came into your hands, who was proposed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from goodword.core.models import Event
from goodword.core.statements import by_keys
from goodword.desk.queries.waiting import asks_waiting_for, repairs_for
from goodword.directory.models import Account
from goodword.members.policy import is_manager
from goodword.protection.queries import load_of
from goodword.references.models import Advocate, AdvocateState, OwnerMode, ReferenceProfile
from goodword.references.queries import check_in_due
from goodword.web.templatetags._times import day as day_words
from goodword.web.today.cards import Card, Day, Group, Pile, Press

HANDED_OVER = timedelta(days=14)
MOST_CHECK_INS = 5


def to_answer(day: Day) -> Pile:
    """Ask whether a customer may be asked, and say how much they helped lately: that decides."""
    asks = asks_waiting_for(day.by)
    loads = load_of([ask.advocate for ask in asks], day.now) if asks else {}
    return day.pile(
        [
            Card(
                key=f"ask:{ask.pk}",
                group=Group.NOW,
                question=_("Can we ask %(name)s at %(company)s?")
                % {"name": ask.advocate.contact.first_name, "company": ask.advocate.profile.account.name},
                why=_("You look after %(company)s, and nobody asks your customer before you decide.")
                % {"company": ask.advocate.profile.account.name},
                until=ask.deadline_at,
                template="requests/_answer.html",
                with_it={"ask": ask, "tell": ask.owner_mode == OwnerMode.TELL_ME, "load": loads.get(ask.advocate_id)},
            )
            for ask in asks
        ]
    )


def to_repair(day: Day) -> Pile:
    """Ask to talk to somebody who said "not again"."""
    return day.pile(
        [
            Card(
                key=f"repair:{repair.pk}",
                group=Group.NOW,
                question=_("Please talk to %(name)s at %(company)s today")
                % {
                    "name": repair.ask.advocate.contact.first_name,
                    "company": repair.ask.advocate.profile.account.name,
                },
                why=_("You look after this customer, or run the program: somebody should talk to them today."),
                until=repair.due_at,
                late=repair.due_at < day.now,
                template="requests/_repair.html",
                with_it={"repair": repair},
            )
            for repair in repairs_for(day.by)
        ]
    )


def came_to_you(day: Day) -> Pile:
    """Ask whether everything is right about the customers who came into the viewer's hands lately."""
    open_still = Q(confirmed_at=None) | Q(confirmed_at__lt=_handed_over_at(day)) | Q(check_in_asked_at__isnull=False)
    fresh = _own_profiles(day, lately=True).filter(open_still)
    keys, total = day.drawn("yours", fresh.order_by("account__name").values_list("pk", flat=True))
    found = _loaded(keys)
    return Pile([_profile_card(found[key], "yours") for key in keys], total, _all_own(_("All my accounts")))


def still_right(day: Day) -> Pile:
    """Ask whether what we know of a customer still holds; of those that came lately nothing twice.

    What a colleague asked comes first, then the riskiest.
    """
    said = Coalesce("confirmed_at", "created_at")
    due = _own_profiles(day, lately=False).annotate(said=said).filter(check_in_due(day.now))
    first = F("check_in_asked_at").asc(nulls_last=True)
    keys, total = day.drawn("right", due.order_by(first, "said", "pk").values_list("pk", flat=True), MOST_CHECK_INS)
    found = _loaded(keys)
    cards = [_profile_card(found[key], "right") for key in keys]
    awake = [key for key in keys if not day.is_put_off(f"right:{key}")]
    return Pile(cards, total, _all_own(_("All my accounts")), _all_at_once(awake))


def proposed(day: Day) -> Pile:
    """Ask whether somebody who was proposed should be invited, and to invite those who should."""
    waiting = Advocate.objects.all().standing().filter(state__in=[AdvocateState.NOMINATED, AdvocateState.QUALIFYING])
    if not is_manager(day.by):
        # What somebody proposes for their own customer is the program's to take up.
        mine = Q(profile__account__owner=day.viewer) | Q(profile__account__deputy=day.viewer)
        waiting = waiting.filter(mine).exclude(nominated_by=day.viewer)
    keys, total = day.drawn("proposed", waiting.order_by("created_at", "pk").values_list("pk", flat=True))
    found = by_keys(Advocate, keys, "contact", "profile__account", "nominated_by")
    all_of_them = Press(_("Everyone proposed"), f"{reverse('advocates')}?view=proposed")
    return Pile([_proposed_card(found[key]) for key in keys], total, all_of_them)


def _own_profiles(day: Day, *, lately: bool) -> QuerySet[ReferenceProfile]:
    """Return the profiles of the viewer's customers that somebody helps at: those that came lately, or the others."""
    helping = Advocate.objects.active().filter(profile=OuterRef("pk"))
    own = ReferenceProfile.objects.filter(Exists(helping), account__owner=day.viewer)
    handed_over = Exists(_hand_overs(day))
    return own.filter(handed_over if lately else ~handed_over)


def _handed_over_at(day: Day) -> Subquery:
    return Subquery(_hand_overs(day).order_by("-number").values("at")[:1])


def _hand_overs(day: Day) -> QuerySet[Event]:
    """Return where somebody else lately made a profile's account the viewer's, for a subquery of profiles.

    A merge does, where the other entry's owner decides for both from then on.
    """
    given = Q(name="account.changed", data__changed__has_key="owner")
    given |= Q(name="account.merged", data__taken__contains=["owner"], undone_by=None)
    changes = Event.objects.filter(given, subject_id=OuterRef("account_id"), at__gte=day.now - HANDED_OVER)
    return changes.exclude(actor_id=day.by.id)


def _loaded(keys: list[UUID]) -> dict[UUID, ReferenceProfile]:
    helping = Prefetch("advocates", Advocate.objects.active().select_related("contact").order_by("contact__name"))
    return ReferenceProfile.objects.select_related("account").prefetch_related(helping).in_bulk(keys)


def _profile_card(profile: ReferenceProfile, kind: str) -> Card:
    account = profile.account
    names = [one.contact.name for one in profile.advocates.all()[:3]]
    said = profile.confirmed_at or profile.created_at
    words = (
        _("%(names)s helps there. Last confirmed %(day)s.")
        if len(names) == 1
        else _("%(names)s help there. Last confirmed %(day)s.")
    )
    named = {"names": get_text_list(names, _("and")), "day": day_words(said)}
    new = kind == "yours"
    return Card(
        key=f"{kind}:{profile.pk}",
        group=Group.WEEK,
        question=_("%(company)s is yours now. Is everything still right?") % {"company": account.name}
        if new
        else _("Is %(company)s still right?") % {"company": account.name},
        facts=" ".join(filter(None, [words % named, _handed_over_with(account) if new else "", _asked_by(profile)])),
        why=_why_confirm(profile, new=new),
        presses=(
            Press(_("Still right"), reverse("customer-confirm", args=[account.pk]), post=True),
            Press(_("Something changed"), reverse("customer", args=[account.pk])),
            Press(_("Put on hold…"), reverse("customer-hold", args=[account.pk])),
        ),
    )


def _asked_by(profile: ReferenceProfile) -> str:
    if profile.check_in_asked_at is None:
        return ""
    said = {"who": profile.check_in_asked_by, "day": day_words(profile.check_in_asked_at)}
    return _("%(who)s asked on %(day)s.") % said


def _why_confirm(profile: ReferenceProfile, *, new: bool) -> str:
    if new:
        return _("This customer came into your hands lately, and somebody there helps us.")
    if profile.check_in_asked_at is not None:
        return _("You look after this customer, and a colleague asks whether what we know is still right.")
    return _("You look after this customer, and nobody has confirmed it for four months. After six, reps don't see it.")


def _handed_over_with(account: Account) -> str:
    if not account.hand_over_note:
        return ""
    said = {"who": account.hand_over_by, "note": account.hand_over_note}
    return _("%(who)s: “%(note)s”") % said


def _proposed_card(one: Advocate) -> Card:
    taken_up = one.state == AdvocateState.QUALIFYING
    who = {"name": one.contact.name, "company": one.profile.account.name}
    by = _("%(name)s proposed them.") % {"name": one.nominated_by.name} if one.nominated_by else ""
    first = (
        Press(
            _("Invite %(name)s") % {"name": one.contact.first_name},
            reverse("advocate-invite", args=[one.pk]),
            post=True,
        )
        if taken_up
        else Press(_("Take up"), reverse("advocate-decide", args=[one.pk]), post=True)
    )
    return Card(
        key=f"proposed:{one.pk}",
        group=Group.NOW,
        question=_("Shall we invite %(name)s at %(company)s?") % who
        if taken_up
        else _("Could %(name)s at %(company)s help?") % who,
        facts=" ".join(filter(None, [by, ", ".join(one.nominated_because).capitalize()])),
        why=_("Somebody proposed them, and you look after this customer or run the program."),
        presses=(
            first,
            Press(_("Not a fit…"), reverse("advocate-no-fit", args=[one.pk])),
            Press(_("See the person"), reverse("advocate", args=[one.pk])),
        ),
    )


def _all_at_once(keys: list[UUID]) -> Press | None:
    """Return the one press that confirms all of these, where there are several."""
    if len(keys) < 2:
        return None
    words = _("All %(n)s are still right") % {"n": len(keys)}
    return Press(words, reverse("today-still-right"), post=True, fields=tuple(("profile", str(key)) for key in keys))


def _all_own(words: str) -> Press:
    return Press(words, f"{reverse('accounts')}?view=mine")
