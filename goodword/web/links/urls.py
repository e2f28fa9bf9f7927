"""Addresses of the pages without login."""

from django.urls import path

from goodword.web.links import dispatch
from goodword.web.links.quiet import hush

hush()

urlpatterns = [
    path("l/<str:token>", dispatch.by_link, name="link"),
    path("l/<str:token>/call.ics", dispatch.call_file, name="link-calendar"),
]
