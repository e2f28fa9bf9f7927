"""Addresses of the notices."""

from django.urls import path

from goodword.web.notices import page

urlpatterns = [
    path("notifications", page.notifications, name="notifications"),
    path("notifications/seen", page.seen, name="notifications-seen"),
]
