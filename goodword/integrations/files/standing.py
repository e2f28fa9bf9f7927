"""What the open workspace holds already of the records about to go in."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from django.db.models import Count

from goodword.directory.models import Account
from goodword.directory.queries import who_is_now
from goodword.integrations.files.plan import SOURCE, Plan
from goodword.integrations.files.text import name_key
from goodword.proof.models import Story


class Step(StrEnum):
    """What there is to do with a record."""

    ADD = "add"
    CHANGE = "change"
    NOTHING = "nothing"
    LEAVE_WITHDRAWN = "leave_withdrawn"


@dataclass
class Names:
    """Accounts by the key of their name, so that one company is one account however its name is spelled.

    Read once; accounts this import makes are added, so that a later record of the same company finds them.
    """

    by_key: dict[str, UUID] = field(default_factory=dict)
    by_external_id: dict[str, UUID] = field(default_factory=dict)

    @classmethod
    def read(cls) -> Names:
        """Read all accounts of the open workspace; of several with one name the oldest stands for it."""
        names = cls()
        rows = Account.objects.order_by("created_at", "pk").values_list(
            "pk", "name", "anonymous", "source", "external_id"
        )
        now = who_is_now()
        for account_id, name, anonymous, source, external_id in rows.iterator():
            names.add(
                now.get(account_id, account_id),
                "" if anonymous else name_key(name),
                external_id if source == SOURCE else "",
            )
        return names

    def read_imported(self, external_ids: Iterable[str]) -> None:
        """Read again what another import may have made meanwhile."""
        rows = Account.objects.filter(source=SOURCE, external_id__in=list(external_ids))
        now = who_is_now()
        self.by_external_id.update((key, now.get(pk, pk)) for key, pk in rows.values_list("external_id", "pk"))

    def add(self, account_id: UUID, key: str, external_id: str) -> None:
        if key:
            self.by_key.setdefault(key, account_id)
        if external_id:
            self.by_external_id.setdefault(external_id, account_id)

    def rename(self, account_id: UUID, key: str, external_id: str) -> None:
        """Forget an account's former name and note the new one."""
        self.by_key = {name: found for name, found in self.by_key.items() if found != account_id}
        self.by_external_id = {name: found for name, found in self.by_external_id.items() if found != account_id}
        self.add(account_id, key, external_id)

    def find(self, plan: Plan) -> UUID | None:
        """Return the account a plan is about, if there is one: by the import's own key, then by name."""
        return self.by_external_id.get(plan.external_id) or self.by_key.get(plan.name_key)


@dataclass(frozen=True, slots=True)
class Standing:
    """The imported stories and quotes of some records, by record."""

    stories: dict[str, Story]
    quotes: dict[str, list[Story]]
    shared: frozenset[UUID]
    """Profiles that hold more stories than one."""
    merged: Mapping[UUID, frozenset[str]]
    """The import's keys of the companies that were merged into an account, by that account."""

    @classmethod
    def none(cls) -> Standing:
        return cls({}, {}, frozenset(), {})

    @classmethod
    def read(cls, records: Iterable[str]) -> Standing:
        """Read what stands for these records: three queries."""
        stories: dict[str, Story] = {}
        quotes: defaultdict[str, list[Story]] = defaultdict(list)
        for row in Story.objects.filter(record__in=list(records)).select_related("profile__account"):
            if row.kind == Story.Kind.STORY:
                stories[row.record] = row
            else:
                quotes[row.record].append(row)
        held = Story.objects.filter(kind=Story.Kind.STORY, profile__in={row.profile_id for row in stories.values()})
        counted = held.order_by().values("profile").annotate(count=Count("pk")).filter(count__gt=1)
        shared = frozenset(counted.values_list("profile", flat=True))
        return cls(stories, dict(quotes), shared, _merged({row.profile.account_id for row in stories.values()}))

    def step(self, plan: Plan) -> Step:
        """Say what there is to do; what a person withdrew is never brought back."""
        story = self.stories.get(plan.record.id)
        if story is None:
            return Step.ADD
        if story.withdrawn_at is not None:
            return Step.LEAVE_WITHDRAWN
        return Step.NOTHING if story.digest == plan.digest else Step.CHANGE

    def objection(self, plan: Plan, names: Names) -> str:
        """Say why a changed record can't be followed: it speaks of another company now, and that can't be a renaming."""
        account = self.stories[plan.record.id].profile.account
        if not self.is_renamed(plan):
            return ""
        if names.find(plan) in (None, account.pk) and self.is_alone(plan):
            return ""
        return (
            f"The record's customer is now “{plan.account_name}”, but its story stands under “{account.name}”. Give the"
            " record a new id to add it to the other customer, and withdraw the story that stands."
        )

    def is_renamed(self, plan: Plan) -> bool:
        """Say whether a record names its company otherwise than when the company was made from it.

        A company that somebody merged into another keeps its name in the files: that is no renaming.
        """
        account = self.stories[plan.record.id].profile.account
        known_as = {account.external_id, *self.merged.get(account.pk, ())}
        return account.source == SOURCE and plan.external_id not in known_as

    def is_alone(self, plan: Plan) -> bool:
        """Say whether the company was made by an import and this record is all there is of it."""
        story = self.stories[plan.record.id]
        account = story.profile.account
        return account.source == SOURCE and story.profile_id not in self.shared and account.pk not in self.merged


def _merged(accounts: Collection[UUID]) -> dict[UUID, frozenset[str]]:
    keys: defaultdict[UUID, set[str]] = defaultdict(set)
    rows = Account.objects.filter(merged_into__in=accounts, source=SOURCE).order_by()
    for now, key in rows.values_list("merged_into", "external_id"):
        if now is not None:
            keys[now].add(key)
    return {now: frozenset(known_as) for now, known_as in keys.items()}
