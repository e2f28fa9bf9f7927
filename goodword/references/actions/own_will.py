"""What a person does on their own page beyond setting limits: taking back what they did, and a copy of their data."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from goodword.core import clock, events, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event, SignedLink
from goodword.core.states import move
from goodword.members.policy import Permission, Purpose, must
from goodword.references.actions.dial import must_be_as_left, put_back
from goodword.references.models import Advocate, AdvocateState, Consent
from goodword.references.policy import must_be_own
from goodword.references.queries import Shift, acts_of, advocate_now, shift_of, sitting_of

UNDO = timedelta(minutes=10)
# A no that was taken back leads to where the person stood before it.
TAKE_BACK = "take_back"
# Said anew once taken back: whoever left is an advocate again, and everything that reads advocates must hear it.
ANEW = {"advocate.left": "advocate.active", "advocate.declined": "advocate.decline_undone"}
TAKEABLE = frozenset({*ANEW, "consent.revoked", "dial.set"})


@transaction.atomic
def take_back(event: Event, *, by: Actor) -> Event:
    """Take back having left, said "not for me", stopped a kind of help, or set a limit.

    The link it was done by takes it back within ten minutes; the link of the notice that went to the address on file,
    for as long as that link lives. It holds at once in the meantime, so an ask that ended with it stays ended. Consents
    come back as they stood, each as a new act. Raises NotAllowed, TooLate.
    """
    advocate = _advocate(event, locked=True)
    must_be_takeable(event, advocate, by=by)
    _must_stand(event, advocate, by=by)
    if event.name == "dial.set":
        return put_back(event, _shift(event, by), advocate, by=by, proven=by_notice(by))
    if event.name == "consent.revoked":
        return _consent_again(event, advocate, by=by)
    return _return(event, advocate, by=by)


def why_not(event: Event, by: Actor) -> str:
    """Return why this actor can't take back what the event says, or nothing where they can."""
    advocate = _advocate(event)
    try:
        must_be_takeable(event, advocate, by=by)
        _must_stand(event, advocate, by=by)
    except (NotAllowed, TooLate) as reason:
        return str(reason)
    return ""


def must_be_takeable(event: Event, advocate: Advocate, *, by: Actor) -> None:
    """Raise NotAllowed unless it is the person's to take back by this link, TooLate once it is late or done."""
    must_be_own(by, advocate)
    if by_notice(by):
        if by.subject_id != event.pk:
            raise NotAllowed("This link takes something else back.")
    elif (event.actor_kind, event.actor_id) != (by.kind, by.id):
        raise NotAllowed("Only whoever did this can take it back.")
    elif event.at + UNDO <= clock.now():
        raise TooLate("The ten minutes to undo this are over.")
    if event.undone_by.exists():
        raise TooLate("This was undone already.")


def by_notice(by: Actor) -> bool:
    """Say whether somebody acts by the notice to the address on file, which proves that the address is theirs."""
    return by.purpose == Purpose.TAKE_BACK


def note_download(advocate: Advocate, *, by: Actor) -> Event:
    """Note that the person took a copy of what is kept about them. Raises NotAllowed."""
    must_be_own(by, advocate)
    return events.record("advocate.data_downloaded", advocate, by=by, about=[advocate.contact])


def _advocate(event: Event, *, locked: bool = False) -> Advocate:
    rows = Advocate.objects.select_related("profile__account", "contact")
    return (rows.select_for_update(of=("self",)) if locked else rows).get(pk=advocate_now(event.subject_id))


def _must_stand(event: Event, advocate: Advocate, *, by: Actor) -> None:
    """Raise TooLate unless things are still as the event left them."""
    if event.name not in TAKEABLE:
        raise TooLate("This can't be taken back.")
    if event.name != "consent.revoked" and _joined_since(event, advocate):
        # What they set as either holds: giving one of them back would pass over the other.
        raise TooLate("It was changed again since.")
    if event.name == "dial.set":
        must_be_as_left(_shift(event, by), advocate)
    elif event.name == "consent.revoked":
        if advocate.state == AdvocateState.LEFT:
            raise TooLate("You have left the program since.")
        newest = acts_of(advocate).filter(help_kind=event.data["help_kind"]).newest_first().first()
        if newest is None or str(newest.pk) != event.data.get("consent"):
            raise TooLate("It was changed again since.")
    elif advocate.state != event.state_to:
        raise TooLate("It moved on meanwhile.", state=str(advocate.state))


def _joined_since(event: Event, advocate: Advocate) -> bool:
    """Say whether somebody known as two when it happened is one person by now."""
    if event.subject_id != advocate.pk:
        return True
    merged = Event.objects.filter(name="contact.merged", number__gt=event.number, undone_by=None)
    return merged.filter(mentions__object_id__in=advocate.merged.order_by().values("contact")).exists()


def _shift(event: Event, by: Actor) -> Shift:
    """Return what is put back: the one press, or all that the notice told as one change."""
    return sitting_of(event) if by_notice(by) else shift_of(event)


def _return(event: Event, advocate: Advocate, *, by: Actor) -> Event:
    kinds = [str(kind) for kind in event.data.get("kinds", [])]
    back = move(
        advocate,
        TAKE_BACK,
        {(event.state_to, TAKE_BACK): event.state_from},
        by=by,
        event=ANEW[event.name],
        changes={"never_ask_since": None},
        about=[advocate.contact, advocate.profile.account],
        data={"kinds": kinds, "taken_back": True},
        undoes=event,
    )
    for kind in kinds:
        _restore(advocate, kind, by=by)
    if event.name == "advocate.declined":
        _reopen(event)
    return back


def _consent_again(event: Event, advocate: Advocate, *, by: Actor) -> Event:
    must(by, Permission.CONSENT_GIVE)
    kind = str(event.data["help_kind"])
    again = _restore(advocate, kind, by=by)
    name = "consent.claimed" if again is not None and again.act == Consent.Act.CLAIMED else "consent.given"
    about = [advocate.contact, advocate.profile.account]
    data = {"help_kind": kind, "consent": str(again.pk) if again else "", "taken_back": True}
    return events.record(name, advocate, by=by, about=about, data=data, undoes=event)


def _restore(advocate: Advocate, kind: str, *, by: Actor) -> Consent | None:
    """Append what stood before the withdrawal: never more than that, a claim stays a claim."""
    acts = acts_of(advocate).filter(help_kind=kind).exclude(act=Consent.Act.REVOKED)
    stood = acts.newest_first().first()
    if stood is None:
        return None
    again = Consent(
        advocate=advocate,
        help_kind=kind,
        act=stood.act,
        scope=stood.scope,
        only_thread=stood.only_thread,
        wording=stood.wording,
        evidence=f"withdrawal taken back, {by.purpose} link {by.id}; {stood.evidence}"[:400],
        channel=by.channel,
        by_label=by.label[:200],
        expires_at=stood.expires_at,
    )
    again.save(force_insert=True)
    return again


def _reopen(event: Event) -> None:
    """Let an invitation's link be answered again."""
    link = SignedLink.objects.filter(pk=event.actor_id).first()
    if link is not None and link.spent_at is not None:
        links.reopen(link)
