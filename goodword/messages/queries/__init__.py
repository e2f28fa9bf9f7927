"""Reading the outbox: who may see which mail, and how."""

from goodword.messages.queries.outbox import Seen, as_seen, may_read, on_request, outbox, to_check
from goodword.messages.queries.wanted import not_wanted_because
from goodword.messages.queries.ways import goes_by_hand, goes_by_smtp, may_show_links, person_of

__all__ = [
    "Seen",
    "as_seen",
    "goes_by_hand",
    "goes_by_smtp",
    "may_read",
    "may_show_links",
    "not_wanted_because",
    "on_request",
    "outbox",
    "person_of",
    "to_check",
]
