"""Verbs about saved views: a list's filters under a name, one's own or shared with everybody here."""

from __future__ import annotations

from uuid import UUID

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.models import Event
from goodword.members.models import SavedView
from goodword.members.policy import Permission, must

MOST_VIEWS = 40


def save_view(page: str, name: str, query: str, *, by: Actor, shared: bool = False, pinned: bool = False) -> SavedView:
    """Keep a list's filters (`query`, as in its address) under a name; the same name again replaces them.

    Raises NotAllowed, and Refused without a name or with more views than anybody finds a thing in.
    """
    member_id = _own(by)
    mine = SavedView.objects.filter(member=member_id, page=page)
    view = mine.filter(name=_named(name)).first()
    if view is None and mine.count() >= MOST_VIEWS:
        raise Refused(f"{MOST_VIEWS} views of one list are kept. Remove one first.", code="many_views")
    view = view or SavedView(member_id=member_id, page=page, name=_named(name))
    view.query, view.shared, view.pinned = query, shared, pinned
    view.save()
    events.record("view.saved", view, by=by, data={"page": page, "shared": shared})
    return view


def change_view(view: SavedView, *, by: Actor, name: str, shared: bool, pinned: bool) -> Event | None:
    """Rename a view of one's own, share it or pin it; None when nothing differs. Raises NotAllowed, Refused."""
    _must_be_own(view, by)
    wanted = {"name": _named(name), "shared": shared, "pinned": pinned}
    changed = {key: value for key, value in wanted.items() if getattr(view, key) != value}
    if not changed:
        return None
    twin = SavedView.objects.filter(member=view.member_id, page=view.page, name=wanted["name"])
    if twin.exclude(pk=view.pk).exists():
        raise Refused("You have a view of this name already.", code="view_exists")
    for key, value in changed.items():
        setattr(view, key, value)
    view.save(update_fields=list(changed))
    return events.record("view.changed", view, by=by, data=changed)


def remove_view(view: SavedView, *, by: Actor) -> Event:
    """Forget a view of one's own, for everybody it was shared with too. Raises NotAllowed."""
    _must_be_own(view, by)
    event = events.record("view.removed", view, by=by, data={"page": view.page})
    SavedView.objects.filter(pk=view.pk).delete()
    return event


def _own(by: Actor) -> UUID:
    must(by, Permission.VIEW_SAVE)
    if by.kind != "member" or by.person_id is None:
        raise NotAllowed("Views are kept by the people who work here.")
    return by.person_id


def _must_be_own(view: SavedView, by: Actor) -> None:
    if _own(by) != view.member_id:
        raise NotAllowed("Only whoever saved a view changes it.")


def _named(name: str) -> str:
    tidy = " ".join(name.replace("\0", " ").split())[:80]
    if not tidy:
        raise Refused("Give the view a name.", code="no_name")
    return tidy
