"""Addresses of finding a reference and asking for one."""

from django.urls import path

from goodword.web.finding import page, sheet

urlpatterns = [
    path("find", page.find, name="find"),
    path("find/request", sheet.request_sheet, name="find-request"),
]
