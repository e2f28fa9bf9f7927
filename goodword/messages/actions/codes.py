"""Six digits to the address on file, for what a forwarded link must not do by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.db.models import QuerySet
from django.utils.crypto import constant_time_compare

from goodword.core import clock
from goodword.core.errors import Refused
from goodword.core.events import kind_of
from goodword.core.models.tenant import WorkspaceModel
from goodword.messages import places
from goodword.messages.actions.writing import write
from goodword.messages.models import Message
from goodword.messages.person import Person

LIVES = timedelta(minutes=10)
TRIES = 5
CODES_AN_HOUR = 5


def send_code(to: Person, about: WorkspaceModel) -> Message | None:
    """Mail a code that allows one thing about `about`, within 10 minutes. Raises Refused after five in an hour.

    The digits are derived from the message's id, so no row holds them.
    """
    if _codes(to, about, since=clock.now() - timedelta(hours=1)).count() >= CODES_AN_HOUR:
        raise Refused("That were many codes. Try again in an hour.", code="too_many_codes")
    secrets = {places.CODE: {places.CODE: True, "tries": 0}}
    return write(
        "E24", to=to, context={"secrets": secrets, "code": f"[[link:{places.CODE}]]"}, about=about, key=uuid4().hex
    )


def use_code(to: Person, about: WorkspaceModel, typed: str) -> None:
    """Use the newest code up. Raises Refused when it is wrong, over, used, or was guessed at too often.

    The count of tries is part of the caller's transaction: answer a refusal with a page, not with a rollback.
    """
    recent = _codes(to, about, since=clock.now() - LIVES).select_for_update().order_by("-created_at").first()
    if recent is None:
        raise Refused("This code is over. Ask for a new one.", code="code_over")
    kept = recent.links[places.CODE]
    if kept.get("used") or kept["tries"] >= TRIES:
        raise Refused("This code is used up. Ask for a new one.", code="code_used")
    right = constant_time_compare(places.code_of(recent), "".join(typed.split()))
    kept |= {"used": True} if right else {"tries": kept["tries"] + 1}
    recent.save(update_fields=["links"])
    if not right:
        raise Refused("That isn't the code we sent. Look at the newest mail.", code="wrong_code")


def _codes(to: Person, about: WorkspaceModel, *, since: datetime) -> QuerySet[Message]:
    return Message.objects.filter(
        kind="E24",
        person_kind=to.kind,
        person_id=to.id,
        about_kind=kind_of(about),
        about_id=about.pk,
        created_at__gt=since,
    )
