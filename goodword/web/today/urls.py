"""The addresses of Today."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from goodword.web.context import RailEntry, register
from goodword.web.references import undoing
from goodword.web.today import checking, page, snoozing
from goodword.web.today.waiting import waiting_for

register(RailEntry(_("Today"), "today", "inbox", order=10, count=waiting_for, hot=True))

urlpatterns = [
    path("", page.today, name="today"),
    path("today/still-right", checking.still_right, name="today-still-right"),
    path("today/still-right/undo/<uuid:event_id>", undoing.undo_confirmations, name="today-still-right-undo"),
    path("today/snooze", snoozing.snooze, name="today-snooze"),
    path("today/snoozed/<uuid:snooze_id>/back", snoozing.bring_back, name="today-bring-back"),
]
