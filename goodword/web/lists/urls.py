"""Addresses of saved views."""

from django.urls import path

from goodword.web.lists import pages

urlpatterns = [
    path("views", pages.save, name="view-save"),
    path("views/<uuid:view_id>", pages.change, name="view-change"),
    path("views/<uuid:view_id>/remove", pages.remove, name="view-remove"),
]
