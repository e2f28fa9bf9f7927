"""Addresses of saved views, bulk changes and files of lists."""

from django.urls import path

from goodword.web.lists import bulk, export, merging, pages

urlpatterns = [
    path("views", pages.save, name="view-save"),
    path("views/<uuid:view_id>", pages.change, name="view-change"),
    path("views/<uuid:view_id>/remove", pages.remove, name="view-remove"),
    path("files/<slug:page>.csv", export.export, name="list-export"),
    path("merge", merging.chosen, name="merge-chosen"),
    path("accounts/<uuid:entry_id>/merge", merging.company, name="account-merge"),
    path("contacts/<uuid:entry_id>/merge", merging.person, name="contact-merge"),
    path("merges/<uuid:merge_id>", merging.done, name="merge"),
    path("merges/<uuid:merge_id>/undo", merging.undo, name="merge-undo"),
    path("bulk", bulk.choose, name="bulk-choose"),
    path("bulk/<uuid:change_id>", bulk.bulk, name="bulk"),
    path("bulk/<uuid:change_id>/undo", bulk.undo, name="bulk-undo"),
]
