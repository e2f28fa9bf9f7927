"""A list as a file: the rows its address finds, as far as the viewer may see them, and a line that it was taken."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponseBase
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from goodword.core import clock
from goodword.desk.models import ReferenceRequest
from goodword.desk.queries.lists import loaded, rows_of
from goodword.members.policy import Permission
from goodword.references.models import HelpKind
from goodword.references.queries import live_consents_for, tags_of
from goodword.upkeep.actions import note_export
from goodword.web.csv_answer import csv_answer
from goodword.web.directory.accounts import found_accounts
from goodword.web.directory.contacts import found_contacts
from goodword.web.directory.standing import standing_of
from goodword.web.lists.facets import Found
from goodword.web.members.http import MemberRequest, for_members
from goodword.web.references.advocates import found_advocates
from goodword.web.requests.listing import found_requests

PIECE = 500
Cells = Callable[[Sequence[Any], MemberRequest], Iterator[Sequence[object]]]


@dataclass(frozen=True, slots=True)
class File:
    """How a list is written: what finds it, its order, its columns, and the cells of some rows at once."""

    finds: Callable[..., Found]
    order: str
    joined: Sequence[str]
    head: Callable[[], Sequence[str]]
    cells: Cells


@require_GET
@for_members(Permission.LIST_EXPORT)
def export(request: MemberRequest, page: str) -> HttpResponseBase:
    """Write the list as its address narrows it to a CSV file."""
    if page not in FILES:
        raise Http404
    file = FILES[page]
    rows = file.finds(request, request.GET).rows.select_related(*file.joined).order_by(file.order, "pk")
    note_export(page, rows.order_by().count(), by=request.actor)
    return csv_answer(f"{page}-{localdate(clock.now()):%Y-%m-%d}.csv", file.head(), _lines(file, rows, request))


def _lines(file: File, rows: Any, request: MemberRequest) -> Iterator[Sequence[object]]:
    piece: list[Any] = []
    for row in rows.iterator(chunk_size=PIECE):
        piece.append(row)
        if len(piece) == PIECE:
            yield from file.cells(piece, request)
            piece = []
    yield from file.cells(piece, request)


def _accounts(rows: Sequence[Any], request: MemberRequest) -> Iterator[Sequence[object]]:
    for row in standing_of(rows, request.actor):
        one = row.account
        held = _("On hold") if row.hold else ""
        yield [
            one.name,
            one.get_status_display(),
            one.industry,
            one.region,
            one.size_band,
            one.owner,
            one.deputy,
            row.active,
            localdate(row.last_helped) if row.last_helped else None,
            held,
            row.check_in_due,
            one.renewal_on,
        ]


def _contacts(rows: Sequence[Any], request: MemberRequest) -> Iterator[Sequence[object]]:
    for one in rows:
        yield [one.name, one.account.name, one.job_title, one.email, one.left_on]


def _advocates(rows: Sequence[Any], request: MemberRequest) -> Iterator[Sequence[object]]:
    keys = [one.pk for one in rows]
    agreed, tags = live_consents_for(keys), tags_of(keys)
    for one in rows:
        kinds = ", ".join(str(HelpKind(kind).label) for kind in HelpKind.values if kind in agreed[one.pk])
        account = one.profile.account
        yield [
            one.contact.name,
            one.contact.job_title,
            account.name,
            one.get_state_display(),
            kinds,
            account.owner,
            localdate(one.active_since) if one.active_since else None,
            ", ".join(word.name for word in tags[one.pk]),
        ]


def _requests(rows: Sequence[Any], request: MemberRequest) -> Iterator[Sequence[object]]:
    needs = loaded(ReferenceRequest.objects.filter(pk__in=[need.pk for need in rows]))
    for row in rows_of(needs, request.actor, request.member):
        need, deal = row.need, row.need.opportunity
        customer = row.face.company if row.face is not None and row.face.known else _("1 private reference")
        yield [
            localdate(need.created_at),
            deal.account.name,
            deal.name,
            deal.amount,
            deal.currency if deal.amount is not None else "",
            need.get_help_kind_display(),
            row.closed or need.get_state_display(),
            customer if row.face is not None else "",
            need.requester.name,
            need.need_by,
            row.late,
            localdate(need.closed_at) if need.closed_at else None,
        ]


FILES: Mapping[str, File] = {
    "accounts": File(
        found_accounts,
        "sort_key",
        ("owner", "deputy", "industry", "region", "size_band"),
        lambda: [
            _("Company"),
            _("Status"),
            _("Industry"),
            _("Region"),
            _("Company size"),
            _("Owner"),
            _("Deputy"),
            _("Advocates"),
            _("Last helped"),
            _("Hold"),
            _("Check-in due"),
            _("Renewal"),
        ],
        _accounts,
    ),
    "contacts": File(
        found_contacts,
        "sort_key",
        ("account",),
        lambda: [_("Name"), _("Company"), _("Job title"), _("E-mail"), _("Left on")],
        _contacts,
    ),
    "requests": File(
        found_requests,
        "-created_at",
        (),
        lambda: [
            _("Asked on"),
            _("Buyer"),
            _("Deal"),
            _("Amount"),
            _("Currency"),
            _("Kind of help"),
            _("State"),
            _("Customer"),
            _("Asked by"),
            _("Needed by"),
            _("Behind"),
            _("Closed on"),
        ],
        _requests,
    ),
    "advocates": File(
        found_advocates,
        "contact__sort_key",
        ("contact", "profile__account__owner"),
        lambda: [
            _("Name"),
            _("Job title"),
            _("Company"),
            _("State"),
            _("Helps with"),
            _("Owner"),
            _("Active since"),
            _("Tags"),
        ],
        _advocates,
    ),
}
