"""Addresses of requests: the list, one request, and what can be done on it."""

from django.urls import path

from goodword.web.requests import answers, changes, listing, match, moving, page, times

urlpatterns = [
    path("requests", listing.requests, name="requests"),
    path("requests/<uuid:need_id>", page.request_page, name="request"),
    path("requests/<uuid:need_id>/status", page.status, name="request-status"),
    path("requests/<uuid:need_id>/brief", page.brief, name="request-brief"),
    path("requests/<uuid:need_id>/need-by", changes.need_by, name="request-need-by"),
    path("requests/<uuid:need_id>/withdraw", changes.withdraw, name="request-withdraw"),
    path("requests/<uuid:need_id>/joining", changes.joining, name="request-joining"),
    path("requests/<uuid:need_id>/proof", changes.proof_was_enough, name="request-proof"),
    path("requests/<uuid:need_id>/kind", changes.kind, name="request-kind"),
    path("requests/<uuid:need_id>/move", moving.move, name="request-move"),
    path("requests/<uuid:need_id>/match", match.match, name="request-match"),
    path("requests/<uuid:need_id>/times", times.offer, name="request-times"),
    path("requests/<uuid:need_id>/time", times.pick, name="request-time"),
    path("requests/<uuid:need_id>/debrief", answers.debrief, name="request-debrief"),
    path("requests/<uuid:need_id>/undo/<uuid:event_id>", answers.take_back, name="request-undo"),
    path("asks/<uuid:ask_id>/answer", answers.for_the_owner, name="ask-answer"),
    path("repairs/<uuid:repair_id>", answers.talked, name="repair-close"),
]
