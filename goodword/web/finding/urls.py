"""Addresses of finding a reference, asking for one, and reading proof."""

from django.urls import path

from goodword.web.finding import page, sheet, story

urlpatterns = [
    path("find", page.find, name="find"),
    path("find/request", sheet.request_sheet, name="find-request"),
    path("proof/<uuid:story_id>", story.story, name="story"),
]
