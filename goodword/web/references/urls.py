"""Addresses of customers and advocates."""

from django.urls import path

from goodword.web.references import adding, advocates, customers, facts, holds, tagging, undoing

urlpatterns = [
    path("customers/<uuid:account_id>", customers.customer, name="customer"),
    path("customers/<uuid:account_id>/confirm", customers.confirm, name="customer-confirm"),
    path("customers/<uuid:account_id>/undo/<uuid:event_id>", undoing.undo_confirmation, name="customer-undo"),
    path("customers/<uuid:account_id>/owners", customers.owners, name="customer-owners"),
    path("customers/<uuid:account_id>/owner-mode", customers.owner_mode, name="customer-owner-mode"),
    path("customers/<uuid:account_id>/visibility", customers.visibility, name="customer-visibility"),
    path("customers/<uuid:account_id>/hold", holds.hold_customer, name="customer-hold"),
    path("customers/<uuid:account_id>/facts/add", facts.add, name="fact-add"),
    path("customers/<uuid:account_id>/advocates/add", adding.add, name="advocate-add"),
    path("facts/<uuid:fact_id>/verify", facts.verify, name="fact-verify"),
    path("facts/<uuid:fact_id>/withdraw", facts.withdraw, name="fact-withdraw"),
    path("holds/<uuid:hold_id>/lift", holds.lift, name="hold-lift"),
    path("advocates", advocates.advocates, name="advocates"),
    path("advocates/<uuid:advocate_id>", advocates.advocate, name="advocate"),
    path("advocates/<uuid:advocate_id>/hold", holds.hold_advocate, name="advocate-hold"),
    path("advocates/<uuid:advocate_id>/tags", tagging.tags, name="advocate-tags"),
    path("advocates/<uuid:advocate_id>/agreed", adding.agreed, name="advocate-agreed"),
    path("advocates/<uuid:advocate_id>/invite", advocates.invite_them, name="advocate-invite"),
    path("advocates/<uuid:advocate_id>/decide", advocates.decide, name="advocate-decide"),
    path("advocates/<uuid:advocate_id>/no-fit", advocates.no_fit, name="advocate-no-fit"),
    path("advocates/<uuid:advocate_id>/undo/<uuid:event_id>", undoing.undo_decision, name="advocate-undo"),
    path("advocates/<uuid:advocate_id>/revoke/<slug:kind>", advocates.revoke, name="advocate-revoke"),
    path("advocates/<uuid:advocate_id>/end", advocates.end, name="advocate-end"),
]
