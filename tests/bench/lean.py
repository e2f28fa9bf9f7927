"""The yardstick: a page as Django's tutorial would write it, fifty rows in a table for somebody who is signed in."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.template import Context, Engine
from django.urls import path

from goodword.core.tenancy import opened
from goodword.directory.models import Account
from goodword.members.models import Membership
from goodword.web.middleware import SESSION_KEY

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROWS = 50
TABLE = Engine().from_string(
    """<!doctype html><html lang="en"><head><title>Accounts</title></head><body><h1>Accounts</h1><p>{{ total }} in all</p>
<table><thead><tr><th>Name</th><th>Industry</th><th>Region</th><th>Owner</th></tr></thead><tbody>
{% for one in rows %}<tr><td><a href="/accounts/{{ one.pk }}">{{ one.name }}</a></td><td>{{ one.industry }}</td>
<td>{{ one.region }}</td><td>{{ one.owner }}</td></tr>
{% endfor %}</tbody></table></body></html>"""
)


@login_required
def accounts(request: HttpRequest) -> HttpResponse:
    """List the first fifty companies by name, and how many there are."""
    mine = Membership.objects.select_related("workspace").filter(user=request.user.pk)
    place = mine.get(workspace=request.session[SESSION_KEY]).workspace
    with opened(place):
        rows = Account.objects.select_related("industry", "region", "owner").order_by("pk")[:ROWS]
        return HttpResponse(TABLE.render(Context({"rows": rows, "total": Account.objects.count()})))


urlpatterns = [path("lean", accounts)]
