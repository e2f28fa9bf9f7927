"""One request, as one viewer sees it."""

from goodword.desk.queries.request_page.page import RequestPage, page_of

__all__ = ["RequestPage", "page_of"]
