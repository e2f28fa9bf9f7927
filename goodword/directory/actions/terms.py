from __future__ import annotations

from collections.abc import Iterable

from django.db import connection
from django.db.models import Q

from goodword.core import events
from goodword.core.actors import Actor
from goodword.core.errors import NotAllowed, Refused
from goodword.core.tenancy import current_workspace_id
from goodword.directory.models import Account, AccountGroup, Rivalry, Term, Vocabulary
from goodword.directory.policy import must_edit_account
from goodword.directory.queries import find_term, tidy
from goodword.members.policy import Permission, grants

DESCRIBING = frozenset(
    {
        Permission.ACCOUNT_EDIT,
        Permission.OPPORTUNITY_EDIT,
        Permission.REFERENCE_EDIT,
        Permission.PROGRAM_EDIT,
        Permission.IMPORT_RUN,
    }
)


def term(
    vocabulary: Vocabulary | str,
    name: str,
    *,
    by: Actor,
    parent: Term | None = None,
    aliases: Iterable[str] = (),
    position: int = 0,
) -> Term:
    """Return the word of this name or alias, whatever its case and spaces, added if the list lacks it.

    Raises NotAllowed for someone who describes nothing here, and Refused for an empty name.
    """
    wanted, kind = tidy(name), Vocabulary(vocabulary)
    if not wanted:
        raise Refused("A word of a list can't be empty.", code="no_name")
    if (known := find_term(kind, wanted)) is not None:
        return known
    if not DESCRIBING & grants(by):
        raise NotAllowed(f"{by.label} may not add to the lists.")
    _queue_up("term", kind, wanted.casefold())
    if (known := find_term(kind, wanted)) is not None:
        return known
    added = Term(
        vocabulary=kind, name=wanted, parent=parent, aliases=[tidy(alias) for alias in aliases], position=position
    )
    added.save(force_insert=True)
    events.record("term.added", added, by=by, data={"vocabulary": str(kind)})
    return added


def add_group(name: str, *, by: Actor) -> AccountGroup:
    """Return the group of companies of this name, whatever its case, added if there is none. Raises NotAllowed."""
    wanted = tidy(name)
    if not wanted:
        raise Refused("A group needs a name.", code="no_name")
    if Permission.ACCOUNT_EDIT not in grants(by):
        raise NotAllowed(f"{by.label} may not add groups.")
    _queue_up("group", wanted.casefold())
    if (known := AccountGroup.objects.filter(name__iexact=wanted).first()) is not None:
        return known
    group = AccountGroup(name=wanted)
    group.save(force_insert=True)
    events.record("group.added", group, by=by)
    return group


def name_rivals(account: Account, rival: Account, *, by: Actor) -> Rivalry:
    """Say that two companies compete: from now on neither is a reference for the other. It holds both ways.

    Raises NotAllowed, and Refused for a company and itself.
    """
    must_edit_account(by, account)
    if account == rival:
        raise Refused("A company can't be its own competitor.", code="itself")
    known = Rivalry.objects.filter(Q(account=account, rival=rival) | Q(account=rival, rival=account)).first()
    if known is not None:
        return known
    rivalry = Rivalry(account=account, rival=rival)
    rivalry.save(force_insert=True)
    events.record("rivals.named", account, by=by, about=[rival])
    return rivalry


def _queue_up(*names: str) -> None:
    """Let two who add the same thing at once go one after the other, to the end of the transaction.

    The unique constraint knows nothing of case and aliases, so the second must look again.
    """
    key = ":".join([str(current_workspace_id()), *names])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
