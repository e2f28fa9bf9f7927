"""Addresses of companies, people and deals."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from goodword.members.models import Role
from goodword.web.context import RailEntry, register
from goodword.web.directory import accounts, contacts, opportunities

register(
    RailEntry(
        _("My deals"),
        "opportunities",
        "briefcase",
        frozenset({Role.REP, Role.OWNER, Role.MANAGER, Role.LEADER}),
        order=35,
        labels={Role.MANAGER: _("Deals"), Role.LEADER: _("Deals")},
    )
)

urlpatterns = [
    path("accounts", accounts.accounts, name="accounts"),
    path("accounts/add", accounts.add, name="account-add"),
    path("accounts/<uuid:account_id>", accounts.account, name="account"),
    path("accounts/<uuid:account_id>/edit", accounts.edit, name="account-edit"),
    path("accounts/<uuid:account_id>/people/add", contacts.add, name="contact-add"),
    path("contacts", contacts.contacts, name="contacts"),
    path("contacts/<uuid:contact_id>", contacts.contact, name="contact"),
    path("opportunities", opportunities.opportunities, name="opportunities"),
    path("opportunities/add", opportunities.add, name="opportunity-add"),
    path("opportunities/<uuid:opportunity_id>", opportunities.opportunity, name="opportunity"),
    path("opportunities/<uuid:opportunity_id>/edit", opportunities.edit, name="opportunity-edit"),
    path("opportunities/<uuid:opportunity_id>/close/<slug:outcome>", opportunities.close, name="opportunity-close"),
    path("opportunities/<uuid:opportunity_id>/undo/<uuid:event_id>", opportunities.undo, name="opportunity-undo"),
]
