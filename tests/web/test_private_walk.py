"""Nobody who may not know a private reference finds who it is: every page they reach, every address they try, every mail.

A rep, a second rep, a leader and an admin follow every link from Today, then try every address of the product with every
id around the private customer. What they get back, headers and all, is searched for its names, domain, city and owner.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urljoin, urlsplit
from uuid import UUID, uuid4

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from goodword.core import clock
from goodword.core.models import Program, SignedLink
from goodword.core.tenancy import opened
from goodword.desk.actions import Offer, accept_ask, approve_ask, decline_as_owner, decline_ask, propose, send_request
from goodword.desk.models import Ask, Call, ReferenceRequest
from goodword.directory import actions as directory
from goodword.directory.models import Opportunity
from goodword.members.models import Member, Role
from goodword.members.policy import Purpose, actor_of
from goodword.messages import smtp
from goodword.messages.models import Message
from goodword.proof import actions as proof
from goodword.proof.models import Clearance
from goodword.protection import actions as protection
from goodword.references.models import Advocate, Fact, HelpKind
from tests import cast
from tests.cast import SETUP
from tests.web.finding.making import DESCRIPTION, Market, cards, market, profile_of, signed_in
from tests.web.links import making
from tests.web.walk.test_who_gets_in import patterns

pytestmark = pytest.mark.usefixtures("collected")

DOMAIN, CITY = "umbral.example", "Quarrowby"
NAMES = ("Umbral", "umbral", "Zephyrine", "zephyrine", "Quillon", CITY, OWNER := "Xanthe Moor")
ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
FOLLOWED = re.compile(r"""(?:href|src|action|hx-get)=["']([^"']+)["']""")
NEVER = ("/static/", "/logout", "/theme", "/_gallery", "/l/")
OF_A_KIND = 3
"""Pages that differ by an id or a query alone, of which this many are looked at."""


@dataclass
class House:
    """The market with a second rep and a request of Ben's that the private customer is meant for."""

    market: Market
    rhea: Member
    need: ReferenceRequest
    other_deal: Opportunity

    @property
    def private(self) -> Advocate:
        return self.market.private

    def ask(self) -> Ask:
        return Ask.objects.select_related("advocate__contact", "owner", "need").get(
            need=self.need, advocate=self.private
        )

    def run(self, **later: float) -> None:
        self.market.run(**later)


def house() -> House:
    company = market()
    with opened(company.workspace):
        rhea = cast.member("Rhea Lund", Role.REP)
        wexford = cast.deal("Wexford Mills", owner=rhea, domain="wexford.example")
        account = company.private.profile.account
        directory.change_account(account, by=SETUP, website=f"https://{DOMAIN}", city=CITY)
        directory.name_rivals(account, company.nordhaven, by=SETUP)
        directory.add_opportunity(account, "Umbral renewal", by=SETUP, owner=company.xanthe)
        profile = profile_of(account)
        proof.add_quote(
            profile, "Umbral would do it again.", by=SETUP, speaker="Zephyrine Quillon", clearance=Clearance.PUBLIC
        )
        proof.add_story(
            profile, by=SETUP, title="Umbral closes in two days", text=f"In {CITY}.", clearance=Clearance.PUBLIC
        )
        need = send_request(
            company.deal,
            by=actor_of(company.ben),
            advocate=None,
            must_settle="Will it hold up month-end?",
            attendees=[company.daniel],
            times=[Offer(clock.now() + timedelta(days=6), "Europe/Amsterdam")],
        )
        propose(need, company.private, by=actor_of(company.priya))
    company.run()
    return House(company, rhea, need, wexford)


def approved(made: House) -> None:
    with opened(made.market.workspace):
        approve_ask(made.ask(), by=actor_of(made.market.xanthe))
    made.run(minutes=11)


def refused_by_owner(made: House) -> None:
    with opened(made.market.workspace):
        decline_as_owner(made.ask(), by=actor_of(made.market.xanthe))
    made.run(minutes=11)


def refused(made: House) -> None:
    approved(made)
    with opened(made.market.workspace):
        decline_ask(made.ask(), by=cast.as_customer(made.ask()))
    made.run(minutes=11)


def unanswered(made: House) -> None:
    approved(made)
    made.run(days=4)


def asked_elsewhere_and_paused(made: House) -> None:
    with opened(made.market.workspace):
        protection.log_elsewhere(made.private, HelpKind.CALL, by=SETUP, on=clock.now().date() - timedelta(days=9))
        protection.place_hold(made.private.profile.account, by=actor_of(made.market.xanthe), reason="Umbral renews")
    made.run()


def accepted(made: House) -> None:
    approved(made)
    with opened(made.market.workspace):
        ask = made.ask()
        accept_ask(ask, ask.need.times.get(), by=cast.as_customer(ask))
    made.run(minutes=11)


BEFORE_THE_YES: list[Callable[[House], None]] = [
    lambda made: None,
    approved,
    refused_by_owner,
    refused,
    unanswered,
    asked_elsewhere_and_paused,
]
NAMED = ["with the owner", "with the customer", "owner said no", "customer said no", "no answer", "on hold"]


def told(answer: HttpResponse | str, words: Iterable[str] = NAMES) -> list[str]:
    """Return which of the words an answer gives away, in its headers, its cookies or its body."""
    if isinstance(answer, str):
        text = answer
    else:
        head = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        body = answer.getvalue() if answer.streaming else answer.content
        text = f"{head}\n{answer.cookies.output()}\n{body.decode('utf-8', 'replace')}"
    plain = html.unescape(text)
    return [word for word in words if word in plain]


def walked(client: Client, *starts: str, words: Iterable[str] = NAMES) -> dict[str, list[str]]:
    """Follow every link of our own from these pages; return what each gave away."""
    waiting, seen, kinds = list(starts), dict[str, list[str]](), Counter[str]()
    while waiting:
        path = waiting.pop(0)
        kind = ID.sub("*", path.split("?")[0])
        if path in seen or (kinds[kind] >= OF_A_KIND and path not in starts):
            continue
        kinds[kind] += 1
        answer = client.get(path)
        assert answer.status_code < 500, path
        seen[path] = told(answer, words)
        if not answer.headers.get("Content-Type", "").startswith("text/html"):
            continue
        for found in FOLLOWED.findall(answer.content.decode()):
            target = urlsplit(urljoin(path, html.unescape(found)))
            step = target.path + (f"?{target.query}" if target.query else "")
            if not target.netloc and target.path.startswith("/") and not target.path.startswith(NEVER):
                waiting.append(step)
    return seen


def leaks(seen: dict[str, list[str]]) -> dict[str, list[str]]:
    return {path: words for path, words in seen.items() if words}


def ids_around(made: House) -> list[UUID]:
    """Return every id that belongs to the private customer."""
    private = made.private
    with opened(made.market.workspace):
        profile = private.profile
        ids = [private.pk, private.contact_id, profile.pk, profile.account_id]
        ids += Fact.objects.filter(profile=profile).values_list("pk", flat=True)[:1]
        ids += profile.stories.values_list("pk", flat=True)
        ids += profile.account.opportunities.values_list("pk", flat=True)
        ids += Message.objects.filter(private=True).values_list("pk", flat=True)[:2]
        ids += Ask.objects.filter(advocate=private).values_list("pk", flat=True)
    return ids


def with_an_id() -> list[URLPattern]:
    """Return the addresses that take ids, those of signed links aside."""
    return [one for one in patterns(get_resolver()) if "uuid:" in str(one.pattern) and "/l/" not in str(one.pattern)]


def address(pattern: URLPattern, first: UUID) -> str:
    """Return an address whose first id is this one; what else it takes is anything."""
    values: dict[str, object] = {}
    for name, converter in pattern.pattern.converters.items():
        is_id = type(converter).__name__ == "UUIDConverter"
        values[name] = "call" if not is_id else first if first not in values.values() else uuid4()
    return reverse(str(pattern.name), kwargs=values)


def outsiders(made: House) -> list[Member]:
    company = made.market
    return [company.ben, made.rhea, company.elin, company.ada]


@pytest.mark.parametrize("story", BEFORE_THE_YES, ids=NAMED)
def test_no_page_and_no_mail_names_it_before_the_yes(story: Callable[[House], None]) -> None:
    made = house()
    story(made)
    company = made.market
    # Whose pages change with the story; the others are walked once.
    for who in outsiders(made) if story is BEFORE_THE_YES[0] else [company.ben, company.elin]:
        deal = made.other_deal if who == made.rhea else company.deal
        starts = ["/", "/outbox", "/settings", f"/requests/{made.need.pk}"]
        starts += [f"/find?opp={deal.pk}&whole=1", "/proof", "/search", "/search?q=freight+europe"]
        seen = walked(signed_in(who), *starts)
        assert len(seen) > 8
        assert leaks(_less_colleagues(seen, who)) == {}, who.name
    assert [one for one in mails_of(made) if told(one)] == []


def test_the_walk_finds_whoever_is_not_private() -> None:
    """The same walk over somebody open does find them: it would see a leak."""
    made = house()
    named = ("Nordhaven Shipping", "Ingrid Solheim")
    found = walked(signed_in(made.market.ben), f"/find?opp={made.market.deal.pk}&whole=1", words=named)
    assert {word for words in found.values() for word in words} == set(named)
    owner = walked(signed_in(made.market.xanthe), "/accounts")
    assert {word for words in owner.values() for word in words} >= {"Umbral", "Zephyrine", CITY}


def test_words_that_only_it_says_move_no_card() -> None:
    """Whoever types the name, the city or a word of its story learns nothing from the order."""
    made = house()
    asked = (f"Umbral+{CITY}", "Xqzzt+Vv")
    probing, idle = (made.market.page(made.market.ben, f"&whole=1&own={words}") for words in asked)
    assert cards(probing) == cards(idle) and probing.count(DESCRIPTION) == idle.count(DESCRIPTION) > 0
    for path in ("/accounts", "/contacts", "/opportunities", "/requests", "/proof"):
        texts = [signed_in(made.market.ben).get(f"{path}?q={word}").content.decode() for word in ("Umbral", "Xqzztw")]
        probing, idle = (_plain(text, word) for text, word in zip(texts, ("Umbral", "Xqzztw"), strict=True))
        assert probing == idle, path


def test_no_address_answers_an_id_of_it_otherwise_than_an_id_of_nothing() -> None:
    """Not 403 for what is there and 404 for what isn't: who guesses an id learns nothing by it."""
    made = house()
    client, ids = signed_in(made.rhea), ids_around(made)
    for pattern in with_an_id():
        nothing = address(pattern, uuid4())
        usual = (client.get(nothing).status_code, client.post(nothing).status_code)
        for one in ids:
            got, sent = client.get(address(pattern, one)), client.post(address(pattern, one))
            assert told(got) == told(sent) == [], pattern.name
            assert (got.status_code, sent.status_code) == usual, pattern.name


def test_after_the_yes_it_is_named_on_that_request_and_nowhere_else() -> None:
    made = house()
    accepted(made)
    company = made.market
    page = f"/requests/{made.need.pk}"
    seen = walked(signed_in(company.ben), "/", page, f"/find?opp={company.deal.pk}&whole=1", "/accounts", "/contacts")
    assert "Zephyrine" in seen[page]
    assert {path.split("?")[0] for path in leaks(_less_colleagues(seen, company.ben))} <= {page, *_parts(page)}
    for who in (made.rhea, company.elin, company.ada):
        seen = walked(signed_in(who), "/", page, "/outbox", "/requests")
        assert leaks(_less_colleagues(seen, who)) == {}, who.name


def test_the_buyer_reads_no_name_before_the_yes_and_a_first_name_after_it() -> None:
    made = house()
    company = made.market
    with opened(company.workspace):
        early = [
            making.path_of(making.signed(purpose, made.ask(), company.daniel))
            for purpose in (Purpose.PICK_TIME, Purpose.PROSPECT_CALL, Purpose.DEBRIEF)
        ]
    assert leaks({path: told(making.browser().get(path)) for path in early}) == {}
    assert leaks({path: told(making.browser().post(path, {"action": "pick"})) for path in early}) == {}
    accepted(made)
    with opened(company.workspace):
        assert Call.objects.count() == 1 and SignedLink.objects.filter(person_id=company.daniel.pk).exists()
    late = {path: told(making.browser().get(path)) for path in early}
    assert "Zephyrine" in late[early[1]]
    assert {word for words in late.values() for word in words} <= {"Zephyrine", "Quillon", "Umbral"}
    entry = making.browser().get(f"{early[1]}/call.ics")
    assert told(entry, (DOMAIN, CITY, OWNER)) == []


def mails_of(made: House) -> list[str]:
    """Return everything that left for somebody who may not know: headers, bodies, calendars."""
    company = made.market
    with opened(company.workspace):
        Program.objects.update(sender_address="references@tidewell.example")
        knowing = {made.private.contact_id, company.xanthe.pk, company.priya.pk}
        mails = Message.objects.exclude(person_id__in=knowing)
        assert mails.exists()
        parts = []
        for mail in mails:
            parts += [mail.subject, mail.text, mail.html, mail.calendar]
            parts.append(smtp.compose(mail).body.decode("utf-8", "replace"))
    return parts


def _plain(page: str, word: str) -> str:
    """Return a page without the word looked for, and without what differs each time."""
    return re.sub(r'(csrfmiddlewaretoken" value=|X-CSRFToken": )"[^"]+"', "", page).replace(word, "")


def _parts(page: str) -> set[str]:
    return {f"{page}/{part}" for part in ("brief", "status", "times", "time", "need-by", "withdraw", "match")}


def _less_colleagues(seen: dict[str, list[str]], who: Member) -> dict[str, list[str]]:
    """Leave out the owner's name where colleagues are listed as colleagues: nothing says what they own."""
    is_list = re.compile(r"^/settings/people|^/settings/audit|^/accounts/add|^/opportunities|^/outbox")
    return {
        path: [word for word in words if not (word == OWNER and is_list.match(path))] for path, words in seen.items()
    }
