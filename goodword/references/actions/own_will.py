"""What a person does on their own page beyond setting limits: taking back a no, languages, their data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from django.db import transaction

from goodword.core import clock, events, links
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, TooLate
from goodword.core.models import Event, SignedLink
from goodword.core.states import move
from goodword.members.policy import Permission, must
from goodword.references.models import Advocate, Consent
from goodword.references.policy import must_be_own

UNDO = timedelta(minutes=10)
MOST_LANGUAGES = 12
# A no that was taken back leads to where the person stood before it.
TAKE_BACK = "take_back"
# Said anew once taken back: whoever left is an advocate again, and everything that reads advocates must hear it.
ANEW = {"advocate.left": "advocate.active", "advocate.declined": "advocate.decline_undone"}


@transaction.atomic
def take_back(event: Event, *, by: Actor) -> Event:
    """Take back, within ten minutes, having left, said "not for me", or stopped a kind of help.

    It holds at once in the meantime, so an ask that ended with it stays ended. Only the link it was done by takes it
    back. Consents come back as they stood, each as a new act. Raises NotAllowed, TooLate.
    """
    advocate = Advocate.objects.select_related("profile__account", "contact").get(pk=event.subject_id)
    must_be_own(by, advocate)
    _must_be_takeable(event, by)
    if event.name == "consent.revoked":
        return _consent_again(event, advocate, by=by)
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
    _reopen(event)
    return back


def can_take_back(event: Event | None, by: Actor) -> bool:
    """Say whether this actor can still take back what the event says."""
    if event is None or (event.actor_kind, event.actor_id) != (by.kind, by.id):
        return False
    takeable = event.name in ANEW or event.name == "consent.revoked"
    return takeable and event.at + UNDO > clock.now() and not event.undone_by.exists()


def set_languages(advocate: Advocate, languages: Iterable[str], *, by: Actor) -> Event | None:
    """Set the languages this person helps in, as codes such as `en`; None when nothing differs. Raises NotAllowed."""
    must(by, Permission.DIAL_SET)
    must_be_own(by, advocate)
    wanted = [code[:12] for code in dict.fromkeys(languages) if code][:MOST_LANGUAGES]
    if not wanted or wanted == advocate.languages:
        return None
    advocate.languages = wanted
    advocate.save(update_fields=["languages"])
    about = [advocate.contact, advocate.profile.account]
    return events.record("dial.set", advocate, by=by, about=about, data={"languages": wanted})


def note_download(advocate: Advocate, *, by: Actor) -> Event:
    """Note that the person took a copy of what is kept about them. Raises NotAllowed."""
    must_be_own(by, advocate)
    return events.record("advocate.data_downloaded", advocate, by=by, about=[advocate.contact])


def _must_be_takeable(event: Event, by: Actor) -> None:
    if (event.actor_kind, event.actor_id) != (by.kind, by.id):
        raise NotAllowed("Only whoever did this can take it back.")
    if event.name not in ANEW and event.name != "consent.revoked":
        raise TooLate("This can't be taken back.")
    if event.undone_by.exists():
        raise TooLate("This was undone already.")
    if event.at + UNDO <= clock.now():
        raise TooLate("The ten minutes to undo this are over.")


def _consent_again(event: Event, advocate: Advocate, *, by: Actor) -> Event:
    must(by, Permission.CONSENT_GIVE)
    kind = str(event.data["help_kind"])
    newest = advocate.consents.filter(help_kind=kind).newest_first().first()
    if newest is None or str(newest.pk) != event.data.get("consent"):
        raise TooLate("It moved on meanwhile.")
    again = _restore(advocate, kind, by=by)
    name = "consent.claimed" if again is not None and again.act == Consent.Act.CLAIMED else "consent.given"
    about = [advocate.contact, advocate.profile.account]
    data = {"help_kind": kind, "consent": str(again.pk) if again else "", "taken_back": True}
    return events.record(name, advocate, by=by, about=about, data=data, undoes=event)


def _restore(advocate: Advocate, kind: str, *, by: Actor) -> Consent | None:
    """Append what stood before the withdrawal: never more than that, a claim stays a claim."""
    acts = advocate.consents.filter(help_kind=kind).exclude(act=Consent.Act.REVOKED)
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
