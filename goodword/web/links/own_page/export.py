"""Everything kept about one person, as a file for them."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, JsonResponse

from goodword.desk.models import Ask, Debrief
from goodword.directory.queries import with_merged
from goodword.messages.models import Message
from goodword.proof.models import Story
from goodword.protection.models import Hold
from goodword.protection.queries import history
from goodword.recognition.models import Assist
from goodword.references.models import Advocate
from goodword.references.queries import acts_of, tags_of
from goodword.web.links.kit import Visit

Rows = list[dict[str, Any]]


def file_of(visit: Visit, advocate: Advocate) -> HttpResponse:
    """Return the person's data as JSON to be saved."""
    answer = JsonResponse(data_of(visit, advocate), json_dumps_params={"indent": 2, "ensure_ascii": False})
    answer.headers["Content-Disposition"] = 'attachment; filename="my-reference-data.json"'
    return answer


def data_of(visit: Visit, advocate: Advocate) -> dict[str, Any]:
    """Return what is kept about the person, in the words of their page; times are ISO 8601 in UTC."""
    contact = advocate.contact
    return {
        "made_at": visit.now,
        "person": {
            "name": contact.name,
            "called": contact.called,
            "job_title": contact.job_title,
            "company": contact.account.name,
            "email": contact.email,
            "phone": contact.phone,
            "time_zone": contact.time_zone,
            "language": contact.language,
            "left_on": contact.left_on,
            "source": contact.source,
        },
        "part_in_the_program": {
            "state": advocate.get_state_display(),
            "nominated_by": advocate.nominated_by.name if advocate.nominated_by else None,
            "nominated_because": advocate.nominated_because,
            "invited_at": advocate.invited_at,
            "active_since": advocate.active_since,
            "never_ask_since": advocate.never_ask_since,
            "who_may_know_the_name": advocate.get_visibility_display(),
            "languages": advocate.languages,
            "off_limits": advocate.off_limits,
            "marked_as": [word.name for word in tags_of([advocate.pk])[advocate.pk]],
            "own_limits": {
                "calls_in_twelve_months": advocate.dial_per_year,
                "calls_in_three_months": advocate.dial_per_quarter,
                "days_between_calls": advocate.dial_gap_days,
            },
        },
        "consents": _consents(advocate),
        "pauses_and_holds": _holds(advocate),
        "asks": _asks(advocate),
        "counted": _counted(advocate),
        "said_about_calls": _said(advocate),
        "published": _published(advocate),
        "thanks": _thanks(advocate),
        "mails": _mails(advocate),
    }


def _consents(advocate: Advocate) -> Rows:
    return [
        {
            "at": row.at,
            "kind": row.get_help_kind_display(),
            "act": row.get_act_display(),
            "scope": row.scope,
            "wording": row.wording,
            "evidence": row.evidence,
            "through": row.channel,
            "by": row.by_label,
            "address_hash": row.address_hash,
            "expires_at": row.expires_at,
        }
        for row in acts_of(advocate).newest_first()
    ]


def _holds(advocate: Advocate) -> Rows:
    rows = Hold.objects.filter(advocate=advocate).order_by("-made_at")
    return [
        {
            "kind": row.get_kind_display(),
            "from": row.made_at,
            "until": row.until,
            "by": row.made_by,
            "reason": row.reason,
            "lifted_at": row.lifted_at,
            "lifted_by": row.lifted_by,
        }
        for row in rows
    ]


def _asks(advocate: Advocate) -> Rows:
    """Only those that reached the person: what never did is about a deal, not about them."""
    reached = {entry.ask_id for entry in history(advocate) if entry.ask_id}
    rows = Ask.objects.filter(pk__in=reached).select_related("need__opportunity__account").order_by("-created_at")
    return [
        {
            "for": row.need.opportunity.account.name,
            "kind": row.need.get_help_kind_display(),
            "state": row.get_state_display(),
            "since": row.state_since,
            "they_want_to_know": row.need.must_settle,
            "why_you": [reason.get("text", "") for reason in row.reasons],
        }
        for row in rows
    ]


def _counted(advocate: Advocate) -> Rows:
    return [
        {
            "at": row.at,
            "what": row.get_kind_display(),
            "kind": row.get_help_kind_display(),
            "outside_goodword": row.elsewhere,
            "note": row.note,
        }
        for row in history(advocate)
    ]


def _said(advocate: Advocate) -> Rows:
    rows = Debrief.objects.filter(person_id__in=with_merged([advocate.contact_id])).order_by("-at")
    return [{"at": row.at, "answer": row.get_answer_display(), "line": row.line} for row in rows]


def _published(advocate: Advocate) -> Rows:
    rows = Story.objects.filter(advocate=advocate).order_by("-created_at")
    return [
        {
            "kind": row.get_kind_display(),
            "title": row.title,
            "words": row.text,
            "for": row.get_clearance_display(),
            "until": row.expires_on,
            "withdrawn_at": row.withdrawn_at,
        }
        for row in rows
    ]


def _thanks(advocate: Advocate) -> Rows:
    rows = Assist.objects.filter(contact__in=with_merged([advocate.contact_id]))
    return [{"at": row.at, "words": row.words} for row in rows]


def _mails(advocate: Advocate) -> Rows:
    rows = Message.objects.filter(person_kind="contact", person_id__in=with_merged([advocate.contact_id])).exclude(
        kind="E24"
    )
    return [
        {"subject": row.subject, "to": row.to_address, "state": row.get_state_display(), "sent_at": row.sent_at}
        for row in rows.order_by("-created_at")
    ]
