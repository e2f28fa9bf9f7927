"""Who may do what at each address: the whole table, and forms that act.

`may`: whose GET or press succeeds. `sees`: who may know the thing but not this about it, so that a plain refusal is
honest. Everybody else of the company must get exactly what they would get for a thing that is not there.
"""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.members.policy import Purpose
from tests.web.walk.address import (
    BENS,
    DAY,
    EVERYBODY,
    KESTREL,
    PRIVATE,
    PROGRAM,
    SELLERS,
    Address,
    Form,
    of_advocate,
    of_customer,
    of_private,
    of_request,
    page,
)
from tests.web.walk.settings_addresses import SETTINGS, SETTINGS_OF_THE_PROGRAM
from tests.web.walk.world import World

ACCOUNT: Form = {"name": "Fernmark Rail AG", "time_zone": "Europe/Brussels", "status": "prospect", "health": "green"}
PERSON: Form = {"name": "Tom Berger", "time_zone": "Europe/Brussels"}
DEAL: Form = {"company": "Umbrella Rail", "stage": "proposal", "currency": "EUR", "amount": "480,000"}
FACT: Form = {"kind": "use_case", "value": "Closed 14 sites on one calendar"}
CLEARED: Form = {"clearance": "public", "expires_on": DAY, "because": "Their press release"}
QUOTE: Form = {"kind": "quote", "text": "It just closes.", "language": "en"} | CLEARED
STORY: Form = {"title": "One calendar", "text": "We closed on one calendar.", "language": "en"}
AGREED: Form = {"kinds": ["call"], "evidence": "Said so by mail", "agreed_on": "2027-01-04"}

WITHOUT_LOGIN = (
    page("healthz", "/healthz", EVERYBODY),
    page("readyz", "/readyz", ""),
    page("theme", "/theme", EVERYBODY, {"theme": "dark"}, get=False),
    page("accent", "/accent/0B5FA5.css", EVERYBODY),
    page("gallery", "/_gallery", EVERYBODY),
    page("gallery-sample", "/_gallery/find", EVERYBODY),
    page("login", "/login", EVERYBODY, {"email": "ben@tidewell.example", "password": "wrong"}),
    page("password-forgot", "/login/forgot", EVERYBODY, {"email": "ben@tidewell.example"}),
    page("password-asked", "/login/forgot/asked", EVERYBODY),
    page("demo-cast", "/demo/cast", ""),
    Address("link", lambda w: w.by_link(Purpose.OWNER_ANSWER, w.asked, w.amara), EVERYBODY, form={"answer": "yes"}),
    Address("link-calendar", lambda w: w.by_link(Purpose.ASK, w.called, w.sofia) + "/call.ics", EVERYBODY),
)
OWN = (
    page("help", "/help", EVERYBODY),
    page("palette", "/palette", EVERYBODY),
    page("notifications", "/notifications", EVERYBODY),
    page("notifications-seen", "/notifications/seen", EVERYBODY, {}, get=False),
    page("today", "/", EVERYBODY),
    Address(
        "today-still-right",
        lambda w: "/today/still-right",
        KESTREL,
        SELLERS,
        form=lambda w: {"profile": [str(w.maya.profile_id)]},
        get=False,
    ),
    Address(
        "today-still-right-undo",
        lambda w: f"/today/still-right/undo/{w.confirmed.pk}",
        KESTREL,
        SELLERS,
        form={},
        get=False,
    ),
    page("today-snooze", "/today/snooze", EVERYBODY, {"card": "mails", "until": "tomorrow"}, get=False),
    Address("today-bring-back", lambda w: f"/today/snoozed/{w.put_off.pk}/back", PROGRAM, form={}, get=False),
    page("workspaces", "/workspaces", EVERYBODY, lambda w: {"workspace": str(w.workspace.pk)}),
    page("account_logout", "/logout", EVERYBODY, {}, get=False),
    page("me", "/me", EVERYBODY, {"name": "Somebody Else", "time_zone": "Europe/Brussels"}),
    page("my-password", "/me/password", EVERYBODY),
    page("demo-clock", "/demo/clock", EVERYBODY, {"by": "1h"}, get=False),
)
FINDING = (
    page("find", "/find", SELLERS),
    Address("find", lambda w: f"/find?opp={w.deal.pk}", "ben priya"),
    Address("find", lambda w: f"/find?opp={w.theirs.pk}", "bea priya"),
    Address(
        "find-request",
        lambda w: f"/find/request?opp={w.theirs.pk}&advocate={w.ingrid.pk}",
        "bea priya",
        form={"settle": "Month-end", "help_kind": "call", "need_by": "2027-03-05"},
    ),
    Address("find-request", lambda w: f"/find/request?opp={w.theirs.pk}&advocate={w.private.pk}", "priya", sees=""),
    page("search", "/search?q=freight", SELLERS),
    page("search-compare", "/search/compare", SELLERS),
    Address("search-compare", lambda w: f"/search/compare?pick=person:{w.ingrid.pk}", SELLERS),
    Address("search-like", lambda w: f"/search/like?ref=person:{w.ingrid.pk}", SELLERS),
    Address("search-like", lambda w: f"/search/like?ref=person:{w.private.pk}", PRIVATE),
    page("proof", "/proof", SELLERS),
    page("proof-add", "/proof/add", PROGRAM),
    Address("proof-add", lambda w: f"/proof/add?customer={w.kestrel.pk}", PROGRAM, form=QUOTE),
    Address("story", lambda w: f"/proof/{w.story.pk}", SELLERS),
    Address("story-edit", lambda w: f"/proof/{w.story.pk}/edit", PROGRAM, SELLERS, form=STORY),
    Address("story-clear", lambda w: f"/proof/{w.story.pk}/clear", PROGRAM, SELLERS, form=CLEARED),
    Address("story-withdraw", lambda w: f"/proof/{w.story.pk}/withdraw", PROGRAM, SELLERS, form={}),
    Address("story-renew", lambda w: f"/proof/{w.run_out.pk}/renew", PROGRAM, SELLERS, form={}, get=False),
    Address(
        "story-sent",
        lambda w: f"/proof/{w.story.pk}/sent",
        "ben priya",
        form=lambda w: {"opp": str(w.deal.pk)},
        get=False,
    ),
    Address("story-undo", lambda w: f"/proof/{w.quote.pk}/undo/{w.noted.pk}", "ben", SELLERS, form={}, get=False),
)
DIRECTORY = (
    page("accounts", "/accounts", SELLERS),
    page("account-add", "/accounts/add", SELLERS, ACCOUNT | {"name": "Larkspur Tramways AG"}),
    Address("account", lambda w: f"/accounts/{w.harbourline.pk}", SELLERS),
    Address("account", lambda w: f"/accounts/{w.kestrel.pk}", SELLERS),
    Address("account", lambda w: f"/accounts/{w.umbral.pk}", PRIVATE),
    Address("account-edit", lambda w: f"/accounts/{w.harbourline.pk}/edit", SELLERS, form=ACCOUNT),
    Address(
        "account-edit",
        lambda w: f"/accounts/{w.kestrel.pk}/edit",
        KESTREL,
        SELLERS,
        form=lambda w: ACCOUNT | {"status": "customer", "owner": str(w.amara.pk)},
    ),
    Address("account-edit", lambda w: f"/accounts/{w.umbral.pk}/edit", PRIVATE),
    Address("contact-add", lambda w: f"/accounts/{w.kestrel.pk}/people/add", KESTREL, SELLERS, form=PERSON),
    Address("contact-add", lambda w: f"/accounts/{w.umbral.pk}/people/add", PRIVATE, form=PERSON),
    page("contacts", "/contacts", SELLERS),
    Address("contact", lambda w: f"/contacts/{w.daniel.pk}", SELLERS, form=PERSON),
    Address("contact", lambda w: f"/contacts/{w.maya.contact_id}", KESTREL, SELLERS, form=PERSON),
    Address("contact", lambda w: f"/contacts/{w.private.contact_id}", PRIVATE, form=PERSON),
    page("opportunities", "/opportunities", EVERYBODY),
    page("opportunity-add", "/opportunities/add", SELLERS, lambda w: DEAL | {"owner": str(w.ben.pk)}),
    Address("opportunity-add", lambda w: f"/opportunities/add?account={w.harbourline.pk}", SELLERS),
    Address("opportunity-add", lambda w: f"/opportunities/add?account={w.umbral.pk}", PRIVATE),
    Address("opportunity", lambda w: f"/opportunities/{w.theirs.pk}", "bea priya elin ada"),
    Address(
        "opportunity-edit",
        lambda w: f"/opportunities/{w.theirs.pk}/edit",
        "bea priya",
        form=lambda w: DEAL | {"owner": str(w.bea.pk)},
    ),
    Address("opportunity-close", lambda w: f"/opportunities/{w.theirs.pk}/close/won", "bea priya", form={}),
    Address(
        "opportunity-undo",
        lambda w: f"/opportunities/{w.closed.subject_id}/undo/{w.closed.pk}",
        "bea priya",
        form={},
        get=False,
    ),
)
CUSTOMERS = (
    of_customer("customer", "", may=SELLERS),
    of_private("customer", ""),
    of_customer("customer-confirm", "/confirm", form={}, get=False),
    Address(
        "customer-undo",
        lambda w: f"/customers/{w.kestrel.pk}/undo/{w.confirmed.pk}",
        KESTREL,
        SELLERS,
        form={},
        get=False,
    ),
    of_customer("customer-owner-mode", "/owner-mode", form={"mode": "ask_me", "pre_approved_a_quarter": "2"}),
    of_customer("customer-owners", "/owners", form=lambda w: {"owner": str(w.amara.pk), "deputy": str(w.priya.pk)}),
    of_private("customer-owners", "/owners"),
    of_customer("customer-visibility", "/visibility", form={"level": "masked"}),
    of_customer("customer-hold", "/hold", form={"reason": "Renewal", "until": DAY}),
    of_customer("fact-add", "/facts/add", form=FACT),
    of_customer(
        "advocate-add",
        "/advocates/add",
        may=SELLERS,
        form=lambda w: {"person": str(w.elsewhere.pk), "how": "propose", "visibility": "colleagues"},
    ),
    of_private("customer-confirm", "/confirm", form={}, get=False),
    of_private("customer-owner-mode", "/owner-mode"),
    of_private("customer-visibility", "/visibility"),
    of_private("customer-hold", "/hold", form={"until": DAY}),
    of_private("fact-add", "/facts/add", form=FACT),
    of_private("advocate-add", "/advocates/add"),
    Address("fact-verify", lambda w: f"/facts/{w.fact.pk}/verify", KESTREL, SELLERS, form={}, get=False),
    Address("fact-withdraw", lambda w: f"/facts/{w.fact.pk}/withdraw", KESTREL, SELLERS, form={}, get=False),
    Address("hold-lift", lambda w: f"/holds/{w.hold.pk}/lift", "lucia priya", SELLERS, form={}, get=False),
    page("advocates", "/advocates", SELLERS),
    of_advocate("advocate", "", may=SELLERS),
    Address("advocate", lambda w: f"/advocates/{w.private.pk}", PRIVATE),
    Address("advocate", lambda w: f"/advocates/{w.proposed.pk}", KESTREL),
    of_advocate("advocate-hold", "/hold", form={"until": DAY}),
    Address("advocate-hold", lambda w: f"/advocates/{w.private.pk}/hold", PRIVATE, form={"until": DAY}),
    of_advocate("advocate-tags", "/tags", form={"tag": "Panel"}, get=False),
    Address("advocate-tags", lambda w: f"/advocates/{w.private.pk}/tags", PRIVATE, form={"tag": "Panel"}, get=False),
    of_advocate("advocate-agreed", "/agreed", form=AGREED | {"kinds": ["written"]}),
    Address("advocate-invite", lambda w: f"/advocates/{w.proposed.pk}/invite", KESTREL, form={}, get=False),
    Address("advocate-decide", lambda w: f"/advocates/{w.proposed.pk}/decide", KESTREL, form={}, get=False),
    Address("advocate-no-fit", lambda w: f"/advocates/{w.proposed.pk}/no-fit", KESTREL, form={"because": ["enough"]}),
    Address(
        "advocate-undo",
        lambda w: f"/advocates/{w.no_fit.subject_id}/undo/{w.no_fit.pk}",
        KESTREL,
        form={},
        get=False,
    ),
    of_advocate("advocate-revoke", "/revoke/call", may=PROGRAM, form={}, get=False),
    of_advocate("advocate-end", "/end", may=PROGRAM, form={}),
)
REQUESTS = (
    page("requests", "/requests", EVERYBODY),
    of_request("request", "asked", "", f"{BENS} amara lucia", ""),
    of_request("request", "described", "", f"{BENS} xanthe", ""),
    of_request("request-status", "asked", "/status", f"{BENS} amara lucia", ""),
    of_request("request-brief", "called", "/brief", f"{BENS} lucia", ""),
    of_request("request-need-by", "asked", "/need-by", "ben priya", "amara lucia elin", {"need_by": DAY}),
    of_request("request-withdraw", "asked", "/withdraw", "ben priya", "amara lucia elin", {"why": "Lost"}),
    of_request(
        "request-joining", "asked", "/joining", "ben priya", "amara lucia elin", {"how": "https://meet.example/ben"}
    ),
    of_request("request-kind", "to_match", "/kind", "ben priya", "elin", {"kind": "written"}, get=False),
    of_request("request-proof", "asked", "/proof", "ben priya", "amara lucia elin", {}),
    of_request(
        "request-move",
        "asked",
        "/move",
        KESTREL,
        f"{BENS}",
        {"to": "with_customer", "verb": "approve"},
        get=False,
    ),
    of_request(
        "request-match",
        "to_match",
        "/match",
        PROGRAM,
        BENS,
        lambda w: {"advocate": str(w.ingrid.pk)},
        get=False,
    ),
    of_request(
        "request-times",
        "countered",
        "/times",
        "ben priya",
        "lucia elin",
        {"slot": ["2027-02-12T09:00:00+00:00"]},
    ),
    of_request("request-time", "countered", "/time", "ben priya", "lucia elin", lambda w: _a_time(w), get=False),
    of_request("request-debrief", "called", "/debrief", "ben priya", "lucia elin", {"answer": "moved"}, get=False),
    Address(
        "request-undo",
        lambda w: f"/requests/{w.approved.pk}/undo/{w.answer.pk}",
        "amara priya",
        "ben elin lucia",
        form={},
        get=False,
    ),
    Address(
        "ask-answer",
        lambda w: f"/asks/{w.ask(w.asked).pk}/answer",
        KESTREL,
        "ben",
        form={"answer": "yes"},
        get=False,
    ),
    Address(
        "ask-answer", lambda w: f"/asks/{w.ask(w.described).pk}/answer", PRIVATE, "", form={"answer": "yes"}, get=False
    ),
    Address(
        "repair-close",
        lambda w: f"/repairs/{w.repair.pk}",
        "lucia priya",
        "ben",
        form={"note": "We talked."},
        get=False,
    ),
)
IMPACT = (
    page("impact", "/impact", f"{SELLERS} elin"),
    page("impact-method", "/impact/method", f"{SELLERS} elin"),
    page("impact-numbers", "/impact/numbers.csv", f"{SELLERS} elin"),
    *(page("impact-list", f"/impact/{key}", f"{SELLERS} elin") for key in ("used", "requests", "answers", "late")),
    *(page("impact-list", f"/impact/{key}", "priya elin") for key in ("assists", "owners")),
    page("impact-file", "/impact/owners.csv", "priya elin"),
    page("impact-file", "/impact/won.csv", f"{SELLERS} elin"),
    Address("impact-thank", lambda w: f"/impact/thank/{w.lucia.pk}", "priya elin", form={}, get=False),
)
CALLS = (
    page("calls", "/calls", EVERYBODY),
    page("calls", "/calls?view=past", EVERYBODY),
    page("calls-month", "/calls/month?month=2027-02", EVERYBODY),
    page("calls-month", "/calls/month?month=2031-05", EVERYBODY),
    page("calls-day", "/calls/days/2027-02-08", EVERYBODY),
    Address("call-entry", lambda w: f"/calls/{w.booked.pk}/call.ics", f"{BENS} lucia"),
    Address(
        "call-move",
        lambda w: f"/calls/{w.booked.pk}/move",
        "ben priya",
        "lucia elin",
        form={"slot": ["2027-02-22T09:00:00+00:00"]},
    ),
    Address("call-off", lambda w: f"/calls/{w.booked.pk}/off", "ben priya", "lucia elin", form={"why": "Ill"}),
)
OUTBOX = (
    page("outbox", "/outbox", "priya ada"),
    Address("outbox-mail", lambda w: f"/outbox/{w.waiting.pk}", "priya ada"),
    Address("outbox-letter", lambda w: f"/outbox/{w.waiting.pk}/letter", "priya ada"),
    Address("outbox-letter", lambda w: f"/outbox/{w.private_mail.pk}/letter", "priya", "ada"),
    Address("outbox-deliver", lambda w: f"/outbox/{w.waiting.pk}/deliver", "priya ada", form={}, get=False),
    Address(
        "outbox-settle", lambda w: f"/outbox/{w.unknown.pk}/settle", "priya ada", form={"arrived": "yes"}, get=False
    ),
)
LISTS = (
    page("list-export", "/files/accounts.csv?view=customers", "amara lucia xanthe olga priya"),
    page("list-export", "/files/contacts.csv", "amara lucia xanthe olga priya"),
    page("list-export", "/files/advocates.csv", "amara lucia xanthe olga priya"),
    page("list-export", "/files/requests.csv", "amara lucia xanthe olga priya"),
    page(
        "bulk-choose",
        "/bulk",
        "amara lucia xanthe olga priya",
        lambda w: {"page": "accounts", "act": "hold_customer", "row": [str(w.kestrel.pk)]},
        get=False,
    ),
    page(
        "merge-chosen",
        "/merge",
        "lucia priya",
        sees="amara xanthe olga",
        form=lambda w: {"page": "accounts", "row": [str(w.kestrel.pk), str(w.nordhaven.pk)]},
        get=False,
    ),
    Address("account-merge", lambda w: f"/accounts/{w.kestrel.pk}/merge", KESTREL, SELLERS),
    Address("account-merge", lambda w: f"/accounts/{w.kestrel.pk}/merge?with={w.nordhaven.pk}", "lucia priya", SELLERS),
    Address("account-merge", lambda w: f"/accounts/{w.umbral.pk}/merge", PRIVATE),
    Address("account-merge", lambda w: f"/accounts/{w.kestrel.pk}/merge?with={w.umbral.pk}", PROGRAM, "amara lucia"),
    Address(
        "account-merge",
        lambda w: f"/accounts/{w.theirs.account_id}/merge?with={w.harbourline.pk}",
        SELLERS,
        form=lambda w: {"with": str(w.harbourline.pk)},
    ),
    Address("contact-merge", lambda w: f"/contacts/{w.private.contact_id}/merge", PRIVATE),
    Address(
        "contact-merge",
        lambda w: f"/contacts/{w.maya.contact_id}/merge?with={w.elsewhere.pk}",
        KESTREL,
        SELLERS,
        form=lambda w: {"with": str(w.elsewhere.pk)},
    ),
    Address("merge", lambda w: f"/merges/{w.merged.pk}", "lucia priya"),
    Address("merge-undo", lambda w: f"/merges/{w.merged.pk}/undo", "lucia priya", form={}, get=False),
    Address("bulk", lambda w: f"/bulk/{w.chosen.pk}", "lucia", form={"reason": "Renewals"}),
    Address("bulk-undo", lambda w: f"/bulk/{w.made.pk}/undo", "lucia", form={}, get=False),
    page("view-save", "/views", EVERYBODY, {"page": "accounts", "query": "view=all", "name": "Freight"}, get=False),
    Address("view-change", lambda w: f"/views/{w.view.pk}", "bea", form={"name": "Rail", "shared": "on"}),
    Address("view-remove", lambda w: f"/views/{w.view.pk}/remove", "bea", form={}, get=False),
)
SIGNED_IN = (
    *(*OWN, *SETTINGS, *SETTINGS_OF_THE_PROGRAM, *FINDING, *DIRECTORY, *CUSTOMERS),
    *(*REQUESTS, *CALLS, *IMPACT, *OUTBOX, *LISTS),
)


def _a_time(world: World) -> Form:
    with opened(world.workspace):
        option = world.countered.times.order_by("-starts_at").first()
        assert option is not None
        return {"option": str(option.pk)}
