from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from goodword.core.models import Event, Workspace
from goodword.core.tenancy import opened
from goodword.directory.actions import add_account
from goodword.directory.models import Account
from goodword.integrations.files.actions import Done, Import
from goodword.integrations.files.reading import Planned, Refusal, planned
from goodword.integrations.files.standing import Step
from goodword.members.models import Role
from goodword.members.policy import actor_of
from goodword.proof.actions import withdraw
from goodword.proof.models import Clearance, Story
from goodword.references.actions import set_visibility, start_profile, withdraw_fact
from goodword.references.models import Fact, FactKind, ReferenceProfile, Visibility
from goodword.upkeep.actions import merge_accounts
from tests import cast
from tests.cast import SETUP
from tests.integrations.files.made import bring_in, everything, file_of, record


@pytest.fixture
def ledgerly() -> Workspace:
    return cast.workspace("ledgerly")


def steps(done: list[Done | Refusal]) -> list[Step]:
    return [result.step for result in done if isinstance(result, Done)]


def test_a_record_becomes_account_profile_facts_story_and_quote(ledgerly: Workspace, tmp_path: Path) -> None:
    assert bring_in(ledgerly, [file_of(tmp_path, record())]) == [Done(Step.ADD, account_made=True)]
    with opened(ledgerly):
        profile = ReferenceProfile.objects.select_related("account__industry", "account__region").get()
        account, story = profile.account, Story.objects.get(kind=Story.Kind.STORY)
        assert (account.name, str(account.industry), str(account.region), account.country) == (
            "Fjordline Ferries",
            "Transportation & logistics",
            "Europe",
            "Norway",
        )
        assert profile.visibility == Visibility.PUBLIC and not account.anonymous
        assert (story.record, story.licence, story.attribution) == (
            "ledgerly/fjordline",
            "CC-BY-4.0",
            "Ledgerly customer stories",
        )
        assert story.published_on == date(2024, 5, 1) and story.clearance == Clearance.PUBLIC
        assert story.source == "ledgerly/stories/stories/fjordline.md@0123456789ab"
        assert story.passages.count() == 6
        quote = Story.objects.get(kind=Story.Kind.QUOTE)
        assert (quote.text, quote.speaker, quote.record) == ("I got my evenings back.", "Solveig Aune", story.record)
        product = Fact.objects.get(kind=FactKind.PRODUCT)
        assert str(product) == "Ledgerly Close" and product.record == story.record
        assert product.verified_at.date() == date(2024, 5, 1) and product.verified_by == "Ledgerly customer stories"
        assert product.source == "ledgerly/stories/stories/fjordline.md"


def test_twice_changes_nothing(ledgerly: Workspace, tmp_path: Path) -> None:
    path = file_of(tmp_path, record(), record("harbour", customer_name=None), record("quay", title="Another"))
    bring_in(ledgerly, [path])
    before = everything(ledgerly)
    assert steps(bring_in(ledgerly, [path])) == [Step.NOTHING] * 3
    assert everything(ledgerly) == before


def test_the_same_name_is_one_account_with_many_stories(ledgerly: Workspace, tmp_path: Path) -> None:
    names = ("Fjordline Ferries", "FJORDLINE  ferries", "Ｆjordline Ferries")
    path = file_of(tmp_path, *(record(f"story-{n}", customer_name=name) for n, name in enumerate(names)))
    done = bring_in(ledgerly, [path])
    assert [result.account_made for result in done if isinstance(result, Done)] == [True, False, False]
    with opened(ledgerly):
        assert Account.objects.get().name == "Fjordline Ferries"
        assert Story.objects.filter(kind=Story.Kind.STORY).count() == 3


def test_no_name_is_one_account_for_each_record(ledgerly: Workspace, tmp_path: Path) -> None:
    described = {"customer_name": "A ferry line", "customer_anonymous": True}
    bring_in(ledgerly, [file_of(tmp_path, record("one", **described), record("two", **described))])
    with opened(ledgerly):
        assert list(Account.objects.values_list("name", "anonymous")) == [("A ferry line", True)] * 2


def test_a_customer_known_before_gets_the_story_and_keeps_what_was_set_by_hand(
    ledgerly: Workspace, tmp_path: Path
) -> None:
    with opened(ledgerly):
        priya = actor_of(cast.member("Priya Natarajan", Role.MANAGER))
        account = add_account("fjordline ferries", by=priya, country="Denmark")
        set_visibility(start_profile(account, by=priya), Visibility.MASKED, by=priya)
    assert bring_in(ledgerly, [file_of(tmp_path, record())]) == [Done(Step.ADD, account_made=False)]
    with opened(ledgerly):
        account = Account.objects.select_related("industry").get()
        assert (account.name, account.country) == ("fjordline ferries", "Denmark")
        assert str(account.industry) == "Transportation & logistics"
        assert ReferenceProfile.objects.get().visibility == Visibility.MASKED


def test_a_changed_record_updates_its_story_facts_and_quotes(ledgerly: Workspace, tmp_path: Path) -> None:
    bring_in(ledgerly, [file_of(tmp_path, record())])
    quotes = [{"text": "Nine days became two.", "speaker": "Solveig Aune", "job_title": "Controller"}]
    changed = record(results="Two days.", products=["Ledgerly Pay"], country="Sweden", quotes=quotes)
    assert steps(bring_in(ledgerly, [file_of(tmp_path, changed)])) == [Step.CHANGE]
    with opened(ledgerly):
        story = Story.objects.get(kind=Story.Kind.STORY)
        assert story.passages.get(field="results").text == "Two days."
        standing = {str(fact) for fact in Fact.objects.standing().select_related("term")}
        assert {"Ledgerly Pay", "Sweden"} <= standing and not {"Ledgerly Close", "Norway"} & standing
        assert Account.objects.get().country == "Sweden"
        quotes_now = Story.objects.filter(kind=Story.Kind.QUOTE, withdrawn_at=None)
        assert [quote.text for quote in quotes_now] == ["Nine days became two."]
    before = everything(ledgerly)
    assert steps(bring_in(ledgerly, [file_of(tmp_path, changed)])) == [Step.NOTHING]
    assert everything(ledgerly) == before


def test_a_record_changed_back_stands_as_at_first(ledgerly: Workspace, tmp_path: Path) -> None:
    for products in (["Ledgerly Close"], ["Ledgerly Pay"], ["Ledgerly Close"]):
        bring_in(ledgerly, [file_of(tmp_path, record(products=products))])
    with opened(ledgerly):
        assert [str(fact) for fact in Fact.objects.standing().filter(kind=FactKind.PRODUCT)] == ["Ledgerly Close"]


def test_what_a_person_withdrew_is_never_brought_back(ledgerly: Workspace, tmp_path: Path) -> None:
    bring_in(ledgerly, [file_of(tmp_path, record(), record("quay", customer_name="Quay & Sons"))])
    with opened(ledgerly):
        priya = actor_of(cast.member("Priya Natarajan", Role.MANAGER))
        withdraw(Story.objects.get(record="ledgerly/fjordline", kind=Story.Kind.STORY), by=priya)
        withdraw(Story.objects.get(record="ledgerly/quay", kind=Story.Kind.QUOTE), by=priya)
        withdraw_fact(Fact.objects.get(record="ledgerly/quay", kind=FactKind.PRODUCT), by=priya)
    again = file_of(tmp_path, record(results="x"), record("quay", customer_name="Quay & Sons", results="x"))
    assert steps(bring_in(ledgerly, [again])) == [Step.LEAVE_WITHDRAWN, Step.CHANGE]
    with opened(ledgerly):
        assert not Story.objects.filter(record="ledgerly/fjordline", kind=Story.Kind.STORY, withdrawn_at=None).exists()
        assert not Story.objects.filter(record="ledgerly/quay", kind=Story.Kind.QUOTE, withdrawn_at=None).exists()
        assert not Fact.objects.standing().filter(record="ledgerly/quay", kind=FactKind.PRODUCT).exists()
        assert Fact.objects.standing().filter(record="ledgerly/quay", kind=FactKind.FEATURE).exists()


def test_a_mended_name_renames_the_account_that_has_no_other_story(ledgerly: Workspace, tmp_path: Path) -> None:
    bring_in(ledgerly, [file_of(tmp_path, record(customer_name="Fjordlime"))])
    assert steps(bring_in(ledgerly, [file_of(tmp_path, record())])) == [Step.CHANGE]
    assert steps(bring_in(ledgerly, [file_of(tmp_path, record())])) == [Step.NOTHING]
    with opened(ledgerly):
        assert Account.objects.get().name == "Fjordline Ferries"


def test_a_record_that_moves_to_another_customer_is_refused(ledgerly: Workspace, tmp_path: Path) -> None:
    bring_in(ledgerly, [file_of(tmp_path, record(), record("quay", customer_name="Quay & Sons"))])
    moved = file_of(tmp_path, record(customer_name="Quay & Sons"))
    for check in (True, False):
        (refusal,) = bring_in(ledgerly, [moved], check=check)
        assert isinstance(refusal, Refusal) and refusal.reason.startswith("The record's customer is now “Quay & Sons”")


def test_bad_lines_are_named_and_the_rest_goes_in(ledgerly: Workspace, tmp_path: Path) -> None:
    path = file_of(tmp_path, record(), "{", b"\xff", record("quay", title=4), record("pier", customer_name="Pier"))
    refusals = [str(result) for result in bring_in(ledgerly, [path]) if isinstance(result, Refusal)]
    assert [text.removeprefix(f"{path}:").split(":")[0] for text in refusals] == ["2", "3", "4"]
    with opened(ledgerly):
        assert Story.objects.filter(kind=Story.Kind.STORY).count() == 2


def test_an_id_counts_once_over_all_files(tmp_path: Path) -> None:
    one = file_of(tmp_path, record(), record(), name="one.jsonl")
    other = file_of(tmp_path, record(results="Other."), name="other.jsonl")
    read = list(planned([one, other]))
    assert [type(line).__name__ for line in read] == ["Planned", "Repeated", "Refusal"]
    assert str(read[2]).endswith(f"The id “ledgerly/fjordline” stands already at {one}:1, with other content.")


def test_a_check_writes_nothing_and_says_the_same(ledgerly: Workspace, tmp_path: Path) -> None:
    path = file_of(tmp_path, record(), record("quay"), record("pier", customer_name=None))
    before = everything(ledgerly)
    checked = bring_in(ledgerly, [path], check=True)
    assert everything(ledgerly) == before
    assert bring_in(ledgerly, [path]) == checked
    assert steps(bring_in(ledgerly, [file_of(tmp_path, record(results="x"), name="new.jsonl")], check=True)) == [
        Step.CHANGE
    ]
    assert steps(bring_in(ledgerly, [path], check=True)) == [Step.NOTHING] * 3


def test_a_run_that_dies_in_the_middle_leaves_whole_records_and_is_completed_by_the_next(
    ledgerly: Workspace, tmp_path: Path
) -> None:
    path = file_of(tmp_path, *(record(f"story-{n}", customer_name=f"Ferry {n}") for n in range(4)))

    def lines() -> Iterator[Planned]:
        return (line for line in planned([path]) if isinstance(line, Planned))

    def dying(batch: list[Planned]) -> None:
        with opened(ledgerly):
            run.bring_in(batch)
            raise KeyboardInterrupt

    run, all_lines = Import(ledgerly), list(lines())
    run.bring_in(all_lines[:2])
    with pytest.raises(KeyboardInterrupt):
        dying(all_lines[2:])
    with opened(ledgerly):
        assert set(Account.objects.values_list("name", flat=True)) == {"Ferry 0", "Ferry 1"}
        assert Story.objects.filter(kind=Story.Kind.STORY).count() == 2
    assert steps(bring_in(ledgerly, [path])) == [Step.NOTHING, Step.NOTHING, Step.ADD, Step.ADD]


def test_very_long_texts_and_names_go_in(ledgerly: Workspace, tmp_path: Path) -> None:
    long = record(customer_name="F" * 1000, title="T" * 2000, body="Word. " * 50_000, tech_stack=["ü" * 300])
    assert steps(bring_in(ledgerly, [file_of(tmp_path, long)])) == [Step.ADD]


def test_importers_leave_an_event_for_each_thing_made(ledgerly: Workspace, tmp_path: Path) -> None:
    bring_in(ledgerly, [file_of(tmp_path, record())])
    with opened(ledgerly):
        assert set(Event.objects.values_list("name", flat=True)) == {
            "term.added",
            "account.created",
            "profile.created",
            "profile.changed",
            "fact.added",
            "story.added",
        }


def test_another_workspace_sees_nothing_of_it(ledgerly: Workspace, tmp_path: Path) -> None:
    other = cast.workspace("other")
    bring_in(ledgerly, [file_of(tmp_path, record())])
    assert not any(everything(other).values())
    assert steps(bring_in(other, [file_of(tmp_path, record())])) == [Step.ADD]


BOTH = (record("one", customer_name="Fjordline Ferries"), record("two", customer_name="Fjordline AS"))


def as_one(workspace: Workspace, tmp_path: Path) -> None:
    """Bring in two companies and make them one; Fjordline Ferries stays."""
    bring_in(workspace, [file_of(tmp_path, *BOTH)])
    with opened(workspace):
        firms = {account.name: account for account in Account.objects.all()}
        merge_accounts(firms["Fjordline Ferries"], firms["Fjordline AS"], by=SETUP)


@pytest.mark.parametrize("changed", [0, 1])
def test_a_changed_record_of_either_of_two_merged_companies_is_followed(
    ledgerly: Workspace, tmp_path: Path, changed: int
) -> None:
    as_one(ledgerly, tmp_path)
    new = [one | ({"title": "Now in two days"} if nth == changed else {}) for nth, one in enumerate(BOTH)]
    path = file_of(tmp_path, *new)
    assert sorted(steps(bring_in(ledgerly, [path]))) == [Step.CHANGE, Step.NOTHING]
    with opened(ledgerly):
        assert Story.objects.filter(kind=Story.Kind.STORY, title="Now in two days").count() == 1
        stays = Account.objects.get(merged_into=None)
        assert (stays.name, Account.objects.count()) == ("Fjordline Ferries", 2)
    before = everything(ledgerly)
    assert steps(bring_in(ledgerly, [path])) == [Step.NOTHING] * 2
    assert everything(ledgerly) == before


def test_the_only_story_left_of_two_merged_companies_renames_nobody(ledgerly: Workspace, tmp_path: Path) -> None:
    as_one(ledgerly, tmp_path)
    with opened(ledgerly):
        Story.objects.filter(record="ledgerly/one").update(record="ledgerly/gone", kind=Story.Kind.QUOTE)
    bring_in(ledgerly, [file_of(tmp_path, BOTH[1] | {"title": "Now in two days"})])
    with opened(ledgerly):
        assert Account.objects.get(merged_into=None).name == "Fjordline Ferries"
    (refused,) = bring_in(ledgerly, [file_of(tmp_path, BOTH[1] | {"customer_name": "Nordlys Lines"})])
    assert isinstance(refused, Refusal)
    with opened(ledgerly):
        assert Account.objects.get(merged_into=None).name == "Fjordline Ferries"
