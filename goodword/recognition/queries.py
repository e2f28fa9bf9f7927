"""What somebody is still to be thanked for."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, QuerySet

from goodword.members.models import Member
from goodword.recognition.models import Assist, Thanks


def unthanked(member: Member, giver: Member) -> QuerySet[Assist]:
    """Return a colleague's assists on won deals since they were last thanked by the giver, newest first."""
    since = Thanks.objects.filter(member=member, giver=giver, at__gte=OuterRef("at"))
    return Assist.objects.filter(~Exists(since), member=member, kind=Assist.Kind.ASSIST).order_by("-at", "pk")
