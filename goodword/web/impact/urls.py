"""Addresses of impact: the figures, how they are counted, the rows behind each, and a thank-you."""

from django.urls import path

from goodword.web.impact import lists, page

urlpatterns = [
    path("impact", page.impact, name="impact"),
    path("impact/method", page.method, name="impact-method"),
    path("impact/numbers.csv", page.numbers, name="impact-numbers"),
    path("impact/thank/<uuid:member_id>", page.thank, name="impact-thank"),
    path("impact/<slug:key>", lists.rows_page, name="impact-list"),
    path("impact/<slug:key>.csv", lists.rows_file, name="impact-file"),
]
