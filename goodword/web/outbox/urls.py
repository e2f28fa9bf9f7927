"""Addresses of the outbox: the mails, one mail, its letter."""

from django.urls import path

from goodword.web.outbox import mail, page

urlpatterns = [
    path("outbox", page.outbox, name="outbox"),
    path("outbox/<uuid:message_id>", page.outbox, name="outbox-mail"),
    path("outbox/<uuid:message_id>/letter", mail.sheet, name="outbox-letter"),
    path("outbox/<uuid:message_id>/deliver", mail.deliver, name="outbox-deliver"),
    path("outbox/<uuid:message_id>/settle", mail.settle, name="outbox-settle"),
]
