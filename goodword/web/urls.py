"""Every page's address, one line for each area. Areas list their own pages in goodword.web.<area>.urls."""

from django.urls import URLPattern, URLResolver, include, path

from goodword.web import accent, gallery, health, help, theme

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("theme", theme.switch, name="theme"),
    path("accent/<slug:colour>.css", accent.stylesheet, name="accent"),
    path("help", help.page, name="help"),
    path("_gallery", gallery.parts, name="gallery"),
    path("_gallery/<slug:page>", gallery.sample, name="gallery-sample"),
    path("", include("goodword.web.members.urls")),
    path("", include("goodword.web.links.urls")),
    path("", include("goodword.web.finding.urls")),
    path("", include("goodword.web.searching.urls")),
    path("", include("goodword.web.proof.urls")),
    path("", include("goodword.web.directory.urls")),
    path("", include("goodword.web.references.urls")),
    path("", include("goodword.web.requests.urls")),
    path("", include("goodword.web.calls.urls")),
    path("", include("goodword.web.today.urls")),
    path("", include("goodword.web.outbox.urls")),
    path("", include("goodword.web.palette.urls")),
    path("", include("goodword.web.notices.urls")),
    path("", include("goodword.web.impact.urls")),
    path("", include("goodword.web.lists.urls")),
    path("", include("goodword.web.settings.urls")),
]
