"""Every address of the product; each area's are listed in its web module."""

from django.urls import include, path

handler400 = "goodword.web.errors.bad_request"
handler403 = "goodword.web.errors.forbidden"
handler404 = "goodword.web.errors.not_found"
handler429 = "goodword.web.errors.too_many_requests"
handler500 = "goodword.web.errors.server_error"

urlpatterns = [path("", include("goodword.web.urls"))]
