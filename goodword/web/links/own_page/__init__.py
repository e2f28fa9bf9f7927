"""X03: the customer's own page, where everything they agreed to and set is theirs to change."""

from goodword.web.links.own_page.page import page

__all__ = ["page"]
