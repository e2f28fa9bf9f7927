"""The addresses of Today."""

from django.urls import path

from goodword.web.today import checking, page, snoozing

urlpatterns = [
    path("", page.today, name="today"),
    path("today/still-right", checking.still_right, name="today-still-right"),
    path("today/snooze", snoozing.snooze, name="today-snooze"),
    path("today/snoozed/<uuid:snooze_id>/back", snoozing.bring_back, name="today-bring-back"),
]
