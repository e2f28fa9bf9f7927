"""Address of the palette."""

from django.urls import path

from goodword.web.palette import page

urlpatterns = [path("palette", page.palette, name="palette")]
