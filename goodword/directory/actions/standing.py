"""Holding an entry while it is written, so that whoever read it before a merge doesn't write over the merge."""

from __future__ import annotations

from goodword.directory.models import Account, Contact
from goodword.directory.policy import must_stand


def hold_standing(entry: Account | Contact) -> None:
    """Lock an entry to the end of the transaction, and take over what others wrote meanwhile of where values came from.

    Raises TooLate for one that was merged into another since it was read.
    """
    still = type(entry).objects.locked(entry.pk)
    must_stand(still)
    entry.provenance = still.provenance
    if isinstance(entry, Contact) and isinstance(still, Contact):
        # Their company may have been merged, too.
        entry.account_id = still.account_id
