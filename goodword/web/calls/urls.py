"""Addresses of calls."""

from django.urls import path

from goodword.web.calls import month, page

urlpatterns = [
    path("calls", page.calls, name="calls"),
    path("calls/month", month.month, name="calls-month"),
    path("calls/days/<slug:on>", month.day, name="calls-day"),
    path("calls/<uuid:call_id>/call.ics", page.entry, name="call-entry"),
    path("calls/<uuid:call_id>/move", page.move, name="call-move"),
    path("calls/<uuid:call_id>/off", page.off, name="call-off"),
]
