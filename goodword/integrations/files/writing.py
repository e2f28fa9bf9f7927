"""Write what one plan says, by the verbs of the areas that keep it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from uuid import UUID

from goodword.core.actors import Actor
from goodword.directory.actions import AccountFields, add_account, change_account, term
from goodword.directory.models import Account, Term, Vocabulary
from goodword.integrations.files.plan import COUNTRY_AT_MOST, SOURCE, Plan, PlannedQuote, Said
from goodword.integrations.files.standing import Standing
from goodword.proof.actions import SourceFields, StoryFields, add_quote, add_story, change_story, withdraw
from goodword.proof.models import Story
from goodword.references.actions import Statement, add_facts, set_visibility, start_profile, withdraw_fact
from goodword.references.models import Fact, FactKind, ReferenceProfile, Visibility


@dataclass
class Terms:
    """The terms looked up for one record, so that account and facts ask for “Financial services” once."""

    known: dict[tuple[Vocabulary, str], Term] = field(default_factory=dict)

    def of(self, said: Said, *, by: Actor) -> Term | None:
        if said.vocabulary is None:
            return None
        key = (said.vocabulary, said.value.casefold())
        if key not in self.known:
            self.known[key] = term(said.vocabulary, said.value, by=by)
        return self.known[key]


def add(plan: Plan, account_id: UUID | None, *, by: Actor) -> UUID:
    """Add a record's story, to a known account or to one made for it; return the account's id."""
    terms = Terms()
    if account_id is None:
        account = _new_account(plan, terms, by=by)
        profile = start_profile(account, by=by)
        # What is published may be named. A company known before keeps its visibility: a file may tighten, never loosen.
        set_visibility(profile, Visibility.PUBLIC, by=by)
    else:
        account = Account.objects.select_related("industry", "region").get(pk=account_id)
        change_account(account, by=by, source=SOURCE, **_only_new(account, _described(plan, terms, by=by)))
        profile = start_profile(account, by=by)
    _state(profile, plan, terms, by=by)
    _story(profile, plan, by=by)
    for quote in plan.quotes:
        _quote(profile, plan, quote, by=by)
    return account.pk


def change(plan: Plan, standing: Standing, *, by: Actor) -> None:
    """Bring a record's story, facts and quotes up to date; what a person withdrew or set by hand stays as it is."""
    story, terms = standing.stories[plan.record.id], Terms()
    profile = story.profile
    _follow_customer(plan, standing, terms, by=by)
    _take_back(profile, plan, terms, by=by)
    _state(profile, plan, terms, by=by)
    now = StoryFields(**_published(plan), title=plan.title, text=plan.text)
    change_story(story, by=by, source=plan.source, passages=plan.passages, **now)
    _requote(profile, plan, standing.quotes.get(plan.record.id, []), by=by)


def _new_account(plan: Plan, terms: Terms, *, by: Actor) -> Account:
    described = _described(plan, terms, by=by)
    described["status"] = Account.Status.CUSTOMER
    described["anonymous"] = plan.record.anonymous
    return add_account(plan.account_name, by=by, source=SOURCE, external_id=plan.external_id, **described)


def _described(plan: Plan, terms: Terms, *, by: Actor) -> AccountFields:
    """Return what the record says of the company itself; what it leaves out is left out here."""
    described = AccountFields()
    for said in plan.facts:
        if said.kind is FactKind.INDUSTRY and said.vocabulary:
            described["industry"] = terms.of(said, by=by)
        if said.kind is FactKind.REGION and said.vocabulary:
            described["region"] = terms.of(said, by=by)
    if plan.record.country and len(plan.record.country) <= COUNTRY_AT_MOST:
        described["country"] = plan.record.country
    return described


def _only_new(account: Account, described: AccountFields) -> AccountFields:
    """Return what the account's row has no value for: the first record to say something stands."""
    new = AccountFields()
    if account.industry is None and "industry" in described:
        new["industry"] = described["industry"]
    if account.region is None and "region" in described:
        new["region"] = described["region"]
    if not account.country and "country" in described:
        new["country"] = described["country"]
    return new


def _state(profile: ReferenceProfile, plan: Plan, terms: Terms, *, by: Actor) -> None:
    statements = [_statement(said, plan, terms, by=by) for said in plan.facts]
    add_facts(profile, statements, by=_author(plan, by), source=plan.fact_source)


def _statement(said: Said, plan: Plan, terms: Terms, *, by: Actor) -> Statement:
    listed = terms.of(said, by=by)
    value = "" if listed else said.value
    return Statement(said.kind, listed, value, record=plan.record.id, verified_at=plan.verified_at)


def _author(plan: Plan, by: Actor) -> Actor:
    """Return the import speaking for those who published: they are who verified the facts."""
    return replace(by, label=plan.verified_by)


def _published(plan: Plan, digest: str = "") -> SourceFields:
    """Return where the words come from; the digest is the record's own, or a quote's."""
    record = plan.record
    return SourceFields(
        published_on=record.published,
        url=record.url,
        licence=record.licence,
        attribution=record.attribution,
        digest=digest or plan.digest,
    )


def _story(profile: ReferenceProfile, plan: Plan, *, by: Actor) -> None:
    add_story(
        profile,
        by=by,
        title=plan.title,
        text=plan.text,
        passages=plan.passages,
        clearance=plan.clearance,
        source=plan.source,
        record=plan.record.id,
        **_published(plan),
    )


def _quote(profile: ReferenceProfile, plan: Plan, quote: PlannedQuote, *, by: Actor) -> None:
    add_quote(
        profile,
        quote.text,
        by=by,
        speaker=quote.speaker,
        speaker_title=quote.speaker_title,
        clearance=plan.clearance,
        source=plan.source,
        record=plan.record.id,
        **_published(plan, quote.digest),
    )


def _follow_customer(plan: Plan, standing: Standing, terms: Terms, *, by: Actor) -> None:
    """Bring the company up to date: wholly where this record is all there is of it, else only what it lacks."""
    account = standing.stories[plan.record.id].profile.account
    described = _described(plan, terms, by=by)
    if standing.is_renamed(plan):
        described["anonymous"] = plan.record.anonymous
        name, key = plan.account_name, plan.external_id
        change_account(account, by=by, source=SOURCE, name=name, external_id=key, **described)
    else:
        new = described if standing.is_alone(plan) else _only_new(account, described)
        change_account(account, by=by, source=SOURCE, **new)


def _take_back(profile: ReferenceProfile, plan: Plan, terms: Terms, *, by: Actor) -> None:
    """Withdraw what the record said before and says no more."""
    wanted = {_statement(said, plan, terms, by=by).key for said in plan.facts}
    stated = Fact.objects.standing().filter(profile=profile, record=plan.record.id)
    for fact in stated.select_related("profile__account", "term"):
        if (fact.kind, fact.term_id, fact.value, fact.record) not in wanted:
            withdraw_fact(fact, by=_author(plan, by))


def _requote(profile: ReferenceProfile, plan: Plan, known: list[Story], *, by: Actor) -> None:
    """Withdraw the quotes the record has no more and add its new ones; one a person withdrew stays withdrawn."""
    wanted = {quote.digest: quote for quote in plan.quotes}
    for row in known:
        if row.digest not in wanted:
            withdraw(row, by=by)
        elif row.withdrawn_at is None:
            change_story(row, by=by, source=plan.source, **_published(plan, row.digest))
    ours = f"{by.kind}:"
    there = {row.digest for row in known if row.withdrawn_at is None or not row.withdrawn_by.startswith(ours)}
    for digest, quote in wanted.items():
        if digest not in there:
            _quote(profile, plan, quote, by=by)
