"""Addresses of searching references by hand."""

from django.urls import path

from goodword.web.searching import compare, like, page

urlpatterns = [
    path("search", page.search_page, name="search"),
    path("search/like", like.like, name="search-like"),
    path("search/compare", compare.compare, name="search-compare"),
]
