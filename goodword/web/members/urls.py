"""Addresses of signing in, one's own settings, people, and the demo's cast."""

from django.urls import path

from goodword.web.members import cast, clock, days_off, me, password, people, settings, sign_in, workspaces

urlpatterns = [
    path("login", sign_in.login, name="login"),
    path("login/forgot", password.forgot, name="password-forgot"),
    path("login/forgot/asked", password.asked, name="password-asked"),
    path("logout", sign_in.logout, name="account_logout"),
    path("workspaces", workspaces.workspaces, name="workspaces"),
    path("me", me.me, name="me"),
    path("me/password", me.password, name="my-password"),
    path("settings", settings.overview, name="settings"),
    path("settings/general", settings.general, name="settings-general"),
    path("settings/days-off", days_off.days_off, name="settings-days-off"),
    path("settings/people", people.people, name="settings-people"),
    path("settings/people/invite", people.invite, name="settings-invite"),
    path("settings/people/<uuid:member_id>", people.person, name="settings-person"),
    path("settings/people/<uuid:member_id>/invite", people.again, name="settings-invite-again"),
    path("settings/people/<uuid:member_id>/remove", people.remove, name="settings-remove"),
    path("demo/cast", cast.cast, name="demo-cast"),
    path("demo/clock", clock.move, name="demo-clock"),
]
