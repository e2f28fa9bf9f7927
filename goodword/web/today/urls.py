"""The address of Today."""

from django.urls import path

from goodword.web.today import page

urlpatterns = [path("", page.today, name="today")]
