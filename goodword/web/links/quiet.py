"""Keeping tokens out of logs: Django names the path of every refused request, and here the path is the key."""

from __future__ import annotations

import logging
import re

# Whatever names a request's path: refusals, failed forms, the development server.
LOGGERS = ("django.request", "django.security.csrf", "django.security", "django.server")
TOKEN = re.compile(r"(/l/)[A-Za-z0-9_-]{8,}")
TOLD = r"\1…"


class WithoutTokens(logging.Filter):
    """Rewrite what a record would print so that no signed link can be read from it."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = _told(record.msg)
        if isinstance(record.args, tuple):
            record.args = tuple(_told(one) for one in record.args)
        return True


def hush() -> None:
    """Put the filter on every logger that names paths, once."""
    for name in LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(one, WithoutTokens) for one in logger.filters):
            logger.addFilter(WithoutTokens())


def _told(value: object) -> object:
    return TOKEN.sub(TOLD, value) if isinstance(value, str) else value
