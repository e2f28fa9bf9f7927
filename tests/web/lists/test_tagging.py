"""Tags on pages: one by one and many at once with undo, as boxes beside the list, in its file."""

from __future__ import annotations

import pytest

from goodword.core.tenancy import opened
from goodword.directory.actions import set_owners, term
from goodword.directory.models import Term, Vocabulary
from goodword.members.models import Member, Role
from goodword.references.actions import tag_advocate
from goodword.references.models import Advocate
from goodword.references.queries import tags_of
from tests import cast
from tests.cast import SETUP, Company
from tests.web.lists.test_bulk import choose
from tests.web.lists.test_export import lines
from tests.web.lists.test_facets import counts
from tests.web.lists.test_facets import names as listed
from tests.web.requests.scenes import masked, signed_in, text_of


@pytest.fixture
def made() -> Company:
    return cast.company()


def tagged(made: Company, advocate: Advocate, *names: str) -> None:
    with opened(made.workspace):
        for name in names:
            tag_advocate(advocate, term(Vocabulary.TAG, name, by=SETUP), by=SETUP)


def tags(made: Company, advocate: Advocate) -> list[str]:
    with opened(made.workspace):
        return [word.name for word in tags_of([advocate.pk])[advocate.pk]]


def key(made: Company, name: str) -> str:
    with opened(made.workspace):
        return str(Term.objects.get(vocabulary=Vocabulary.TAG, name=name).pk)


def colleague(made: Company) -> Member:
    """Return somebody who looks after customers, none of them here."""
    with opened(made.workspace):
        return cast.member("Kim Sato", Role.OWNER)


def test_a_tag_is_put_on_and_taken_off_on_the_page(made: Company) -> None:
    path, amara = f"/advocates/{made.maya.pk}", signed_in(made.amara)
    assert amara.post(f"{path}/tags", {"tag": " Board  member "}).status_code == 302
    page = text_of(amara, path)
    assert "Take off: Board member" in page and "marked Maya Okafor: Board member" in page
    seen = text_of(signed_in(made.ben), path)
    assert '<span class="tag">Board member</span>' in seen and "Take off" not in seen
    assert amara.post(f"{path}/tags", {"off": key(made, "Board member")}).status_code == 302
    assert tags(made, made.maya) == []
    assert amara.post(f"{path}/tags", {"tag": " "}, follow=True).content.decode().count("Enter a tag.") == 1


def test_who_does_not_look_after_them_puts_no_tag_on(made: Company) -> None:
    path, kim = f"/advocates/{made.maya.pk}/tags", signed_in(colleague(made))
    assert signed_in(made.ben).post(path, {"tag": "Panel"}).status_code == 403
    assert kim.post(path, {"tag": "Panel"}).status_code == 403
    masked(made)
    assert kim.post(path, {"tag": "Panels"}).status_code == 404
    assert tags(made, made.maya) == []


def test_many_are_tagged_and_that_is_taken_back(made: Company) -> None:
    tagged(made, made.maya, "Panel")
    priya = signed_in(made.priya)
    assert 'value="tag">Tag…' in text_of(priya, "/advocates")
    where = choose(made.priya, "tag", made.maya.pk, made.ingrid.pk, page="advocates")
    page = text_of(priya, where)
    assert "2 will be changed." in page and "Change tags: 2" in page and '<option value="Panel">' in page
    assert tags(made, made.ingrid) == [], "looking marks nobody"
    assert priya.post(where, {"what": "on", "tag": "panel"}).status_code == 302
    assert tags(made, made.ingrid) == tags(made, made.maya) == ["Panel"]
    page = text_of(priya, where)
    assert "1 changed. 1 left out." in page.replace("\n", " ") and "They have this tag already." in page
    assert priya.post(f"{where}/undo").status_code == 302
    assert (tags(made, made.ingrid), tags(made, made.maya)) == ([], ["Panel"])


def test_a_tag_is_taken_off_many_and_that_is_taken_back(made: Company) -> None:
    for one in (made.maya, made.ingrid):
        tagged(made, one, "Panel", "Board member")
    priya = signed_in(made.priya)
    where = choose(made.priya, "tag", made.maya.pk, made.ingrid.pk, page="advocates")
    assert priya.post(where, {"what": "off", "tag": "Pannel"}).status_code == 422
    assert priya.post(where, {"what": "off", "tag": "Panel"}).status_code == 302
    assert tags(made, made.maya) == tags(made, made.ingrid) == ["Board member"]
    tagged(made, made.maya, "Panel")
    priya.post(f"{where}/undo")
    page = text_of(priya, where)
    assert "1 taken back. 1 could not be taken back." in page and "It was changed again meanwhile." in page
    assert tags(made, made.ingrid) == ["Board member", "Panel"]


def test_after_ten_minutes_tags_stand(made: Company) -> None:
    where = choose(made.priya, "tag", made.maya.pk, page="advocates")
    signed_in(made.priya).post(where, {"what": "on", "tag": "Panel"})
    made.run(minutes=11)
    assert signed_in(made.priya).post(f"{where}/undo").status_code == 409
    assert tags(made, made.maya) == ["Panel"]


def test_who_is_not_theirs_is_left_out_and_a_rep_tags_nobody(made: Company) -> None:
    with opened(made.workspace):
        set_owners(made.nordhaven, owner=made.lucia, deputy=None, by=SETUP)
    where = choose(made.amara, "tag", made.maya.pk, made.ingrid.pk, page="advocates")
    assert "You don&#x27;t look after this customer." in text_of(signed_in(made.amara), where)
    signed_in(made.amara).post(where, {"what": "on", "tag": "Panel"})
    assert (tags(made, made.maya), tags(made, made.ingrid)) == (["Panel"], [])
    sent = {"page": "advocates", "act": "tag", "row": [str(made.maya.pk)]}
    assert signed_in(made.ben).post("/bulk", sent).status_code == 403


def test_a_box_leaves_who_has_the_tag(made: Company) -> None:
    assert "Tag" not in boxes(made.priya)
    tagged(made, made.maya, "Panel", "Board member")
    tagged(made, made.ingrid, "Panel")
    figures = counts(made.ben, "/advocates")
    assert (figures["Panel"], figures["Board member"]) == ("2", "1")
    both = f"/advocates?tag={key(made, 'Panel')}&tag={key(made, 'Board member')}"
    assert listed(made.ben, both) == ["Ingrid Solheim", "Maya Okafor"], "each of them once"
    only = f"/advocates?tag={key(made, 'Board member')}"
    assert listed(made.ben, only) == ["Maya Okafor"]
    assert "Tag: Board member" in text_of(signed_in(made.ben), only)


def test_a_tag_of_a_private_advocate_is_in_no_box_chip_or_suggestion_of_others(made: Company) -> None:
    tagged(made, made.maya, "Kestrel board", "Panel")
    tagged(made, made.ingrid, "Panel")
    masked(made)
    word, kim = key(made, "Kestrel board"), colleague(made)
    assert counts(made.priya, "/advocates")["Kestrel board"] == "1"
    assert counts(made.ben, "/advocates")["Panel"] == "1"
    for one in (made.ben, kim):
        assert "Kestrel board" not in text_of(signed_in(one), f"/advocates?tag={word}")
    where = choose(kim, "tag", made.ingrid.pk, page="advocates")
    assert "Kestrel board" not in text_of(signed_in(kim), where)
    with opened(made.workspace):
        set_owners(made.nordhaven, owner=kim, deputy=None, by=SETUP)
    where = choose(kim, "tag", made.ingrid.pk, page="advocates")
    page = text_of(signed_in(kim), where)
    assert '<option value="Panel">' in page and "Kestrel board" not in page
    no = signed_in(kim).post(where, {"what": "off", "tag": "Kestrel board"})
    assert no.status_code == 422 and "Nobody has a tag like that." in no.content.decode()


def test_tags_are_in_the_file_of_those_who_may_see_them(made: Company) -> None:
    tagged(made, made.maya, "Panel", "Board member")
    head, *rows = lines(made.priya, "/files/advocates.csv")
    assert head[-1] == "Tags"
    assert {row[0]: row[-1] for row in rows} == {"Ingrid Solheim": "", "Maya Okafor": "Board member, Panel"}
    masked(made)
    assert "Board member" not in str(lines(colleague(made), "/files/advocates.csv"))


def test_the_words_are_kept_with_the_other_lists(made: Company) -> None:
    tagged(made, made.maya, "Panel")
    priya = signed_in(made.priya)
    assert "/settings/lists/tag" in text_of(priya, "/settings/lists")
    page = text_of(priya, "/settings/lists/tag")
    assert "Panel" in page and 'data-label="Used">1<' in page


def boxes(member: Member) -> str:
    return text_of(signed_in(member), "/advocates").partition('id="filters"')[2].partition("</form>")[0]
