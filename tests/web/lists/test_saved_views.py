"""A list's filters under a name: kept, shared, pinned, and never a way to see more than one may."""

from __future__ import annotations

from goodword.core.tenancy import opened
from goodword.members.models import Member, SavedView
from goodword.members.policy import actor_of
from goodword.references.actions import set_visibility
from goodword.references.models import Visibility
from tests.cast import Company, company
from tests.web.requests.scenes import signed_in, text_of

KESTREL = {"page": "accounts", "query": "view=all&q=Kes&show=100", "name": "Freight"}


def save(member: Member, **said: str) -> str:
    answer = signed_in(member).post("/views", KESTREL | said)
    assert answer.status_code == 302, answer.content
    return str(answer["Location"])


def the_view(made: Company) -> SavedView:
    with opened(made.workspace):
        return SavedView.objects.get()


def test_a_view_brings_the_same_filters_back() -> None:
    made = company()
    where = save(made.ben)
    assert where == "/accounts?q=Kes&view=all", "how far somebody had read on is no part of it"
    page = text_of(signed_in(made.ben), where)
    assert "Freight" in page and "Kestrel Freight" in page and "Nordhaven" not in page
    assert 'Freight</span></a><a class="edit"' in page, "it is in the menu, and can be changed there"


def test_saving_under_the_same_name_replaces_the_filters() -> None:
    made = company()
    save(made.ben)
    save(made.ben, query="view=prospects")
    assert the_view(made).query == "view=prospects"


def test_a_pinned_view_stands_beside_the_tabs() -> None:
    made = company()
    save(made.ben, pinned="1")
    assert "Pinned views" in text_of(signed_in(made.ben), "/accounts")
    assert "Pinned views" not in text_of(signed_in(made.ben), "/contacts"), "a view belongs to its list"


def test_ones_own_view_is_nobody_elses_until_it_is_shared() -> None:
    made = company()
    save(made.priya, name="Quiet ones")
    assert "Quiet ones" not in text_of(signed_in(made.ben), "/accounts")
    view = the_view(made)
    answer = signed_in(made.priya).post(f"/views/{view.pk}", {"name": "Quiet ones", "shared": "on"})
    assert answer.status_code == 302
    assert "Quiet ones" in text_of(signed_in(made.ben), "/accounts")


def test_a_shared_view_shows_each_only_what_they_may_see() -> None:
    made = company()
    where = save(made.priya, shared="1")
    with opened(made.workspace):
        set_visibility(made.maya.profile, Visibility.MASKED, by=actor_of(made.priya))
    assert "Kestrel Freight" in text_of(signed_in(made.priya), where)
    assert "Kestrel Freight" not in text_of(signed_in(made.ben), where)


def test_only_whoever_saved_a_view_changes_or_removes_it() -> None:
    made = company()
    save(made.priya, shared="1")
    view = the_view(made)
    assert signed_in(made.ben).get(f"/views/{view.pk}").status_code == 404
    assert signed_in(made.ben).post(f"/views/{view.pk}/remove").status_code == 404
    assert signed_in(made.priya).post(f"/views/{view.pk}/remove").status_code == 302
    assert "Freight" not in text_of(signed_in(made.ben), "/accounts?q=Nordhaven")


def test_two_views_of_one_list_never_share_a_name() -> None:
    made = company()
    save(made.ben)
    save(made.ben, name="Rail")
    with opened(made.workspace):
        view = SavedView.objects.get(name="Rail")
    answer = signed_in(made.ben).post(f"/views/{view.pk}", {"name": "Freight"})
    assert answer.status_code == 422 and "already" in answer.content.decode()
    assert signed_in(made.ben).post(f"/views/{view.pk}", {"name": "Rails"}).status_code == 302


def test_a_view_of_no_list_is_not_kept() -> None:
    made = company()
    assert signed_in(made.ben).post("/views", KESTREL | {"page": "settings"}).status_code == 404
    assert signed_in(made.ben).post("/views", KESTREL | {"name": " \0 "}).status_code == 409
    with opened(made.workspace):
        assert not SavedView.objects.exists()


def test_requests_keep_their_views_too_as_list_and_as_board() -> None:
    made = company()
    with opened(made.workspace):
        made.request(made.maya)
    where = save(made.priya, page="requests", query="view=late&as=board&need=x&show=50", name="Behind")
    assert where == "/requests?as=board&view=late", "what was opened beside it is no part of it"
    for shape in ("board", "list"):
        page = text_of(signed_in(made.priya), f"/requests?as={shape}")
        assert "Behind" in page and "Save what is shown now as" in page and "/files/requests.csv" in page
    assert "/files/requests.csv" not in text_of(signed_in(made.ben), "/requests")
