"""The approval trail of a story, in words: who allowed what, asked by whom, until when, and what became of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from goodword.core import clock
from goodword.core.actors import Actor
from goodword.directory.policy import keeps
from goodword.proof.actions import NEEDED_CONSENT
from goodword.proof.models import Story
from goodword.proof.queries import Approval, Approvals, End, approvals_of
from goodword.references.models import Consent
from goodword.references.queries import acts_of
from goodword.web.proof.trail import FOR
from goodword.web.templatetags._times import day, when

MOST_CONSENTS = 12
ENDED: Mapping[End, str | Promise] = {
    End.FOLLOWED: lazy("%(who)s gave a newer one on %(when)s."),
    End.COLLEAGUES: lazy("%(who)s took it back to colleagues only on %(when)s."),
    End.REWORDED: lazy("%(who)s changed the words on %(when)s, which took it back."),
    End.RESPOKEN: lazy("%(who)s changed who said it on %(when)s, which took it back."),
    End.STOPPED: lazy("%(who)s stopped the use on %(when)s."),
    End.WITHDRAWN: lazy("%(who)s withdrew it from every page on %(when)s."),
    End.TAKEN_BACK: lazy("%(who)s took it back on %(when)s."),
}
STANDS: Mapping[End, str | Promise] = {
    End.FOLLOWED: lazy("Followed by another"),
    End.STOPPED: lazy("Stopped"),
    End.WITHDRAWN: lazy("Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One approval: what for, how it stands, and what is known of it, a line each."""

    use: str
    stands: str
    tone: str
    lines: Sequence[str]


@dataclass(frozen=True, slots=True)
class Agreed:
    """One act of whoever said it: agreed to such use, or withdrew it. Its exact words are for who keeps the customer."""

    act: str
    at: str
    wording: str = ""
    how_known: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """The whole trail: approvals, newest first; who waits for one; what the speaker agreed to at all."""

    rows: Sequence[Row]
    waits: str
    agreed: Sequence[Agreed]


def shown(told: Story, by: Actor) -> Shown:
    """Return the approval trail of a story as this viewer may read it. Two queries."""
    found = approvals_of(told)
    return Shown([_row(one, told) for one in found.given], _waits(found, told), _agreed(told, by))


def _row(one: Approval, told: Story) -> Row:
    stands, tone = _stands(one)
    use = str(FOR[one.use]).capitalize()
    if one.until:
        use = _("%(use)s, until %(day)s") % {"use": use, "day": day(one.until)}
    return Row(use, stands, tone, list(_lines(one, told)))


def _stands(one: Approval) -> tuple[str, str]:
    if one.end is not None:
        return str(STANDS.get(one.end, _("Taken back"))), ""
    if one.ran_out(clock.now().date()):
        return _("Ran out"), "warn"
    return _("Holds"), "good"


def _lines(one: Approval, told: Story) -> Iterator[str]:
    if one.asked is not None:
        yield _("%(who)s asked for it on %(when)s.") % {"who": one.asked.by, "when": when(one.asked.at)}
    said = _("%(who)s said yes on a page of their own, %(when)s.") if one.own else _("%(who)s cleared it on %(when)s.")
    yield said % {"who": one.given.by, "when": when(one.given.at)}
    if one.because and not one.own:
        yield _("How we know: %(because)s") % {"because": one.because}
    if one.earlier_words:
        yield _("It was for the words as they were then; they were changed since.")
    elif one.end is not None:
        yield _("It was for the words above.")
    else:
        yield _("It is for the words above.")
    if one.end is not None and one.ended_by is not None:
        yield str(ENDED[one.end]) % {"who": one.ended_by.by, "when": when(one.ended_by.at)}


def _waits(found: Approvals, told: Story) -> str:
    if found.waits is None:
        return ""
    asked = {"who": found.waits.by, "when": when(found.waits.at)}
    return _("%(who)s asked on %(when)s whether it may be used on. The answer is waited for.") % asked


def _agreed(told: Story, by: Actor) -> Sequence[Agreed]:
    if told.advocate is None:
        return []
    acts = acts_of(told.advocate).filter(help_kind=NEEDED_CONSENT[Story.Kind(told.kind)], only_thread=None)
    in_full = keeps(by, told.profile.account)
    return [_act(one, in_full=in_full) for one in acts.newest_first()[:MOST_CONSENTS]]


def _act(one: Consent, *, in_full: bool) -> Agreed:
    act = str(one.get_act_display())
    if one.expires_at is not None:
        act = _("%(act)s, until %(day)s") % {"act": act, "day": day(one.expires_at)}
    if not in_full:
        return Agreed(act, when(one.at))
    return Agreed(act, when(one.at), one.wording, one.how_known)
