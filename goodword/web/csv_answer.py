"""A list as a CSV file: safe to open in a spreadsheet, written in pieces, however long it is."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime
from decimal import Decimal
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext as _

# What a spreadsheet takes for the start of a formula, the full-width forms of East Asian keyboards included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
IN_MEMORY = 1024 * 1024


def csv_answer(filename: str, header: Sequence[object], rows: Iterable[Sequence[object]]) -> FileResponse:
    """Return rows as a file to be saved (RFC 4180, UTF-8 with a byte order mark, for Excel's sake).

    Give `rows` as a generator over `queryset.iterator()`: each is written as it comes, to a file that goes to disk when
    it grows, while the workspace is still open; no more than a piece of it is ever in memory.
    """
    with ExitStack() as until_written:
        file = until_written.enter_context(SpooledTemporaryFile(max_size=IN_MEMORY))
        text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
        # Quoting every text keeps a semicolon in it from being taken for a separator where semicolons are.
        writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_NONNUMERIC)
        writer.writerow([cell(one) for one in header])
        writer.writerows([cell(one) for one in row] for row in rows)
        text.detach()
        file.seek(0)
        until_written.pop_all()
    return FileResponse(file, as_attachment=True, filename=filename, content_type="text/csv; charset=utf-8")


def cell(value: Any) -> Any:
    """Return a value as a cell: numbers as they are, moments in the reader's zone, texts never a formula."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(sep=" ", timespec="minutes")
    return value if isinstance(value, int | float | Decimal) else harmless(str(value))


def harmless(text: str) -> str:
    """Return a text with an apostrophe before what would be a formula; a NUL is no letter."""
    text = text.replace("\0", "")
    starts = text.startswith(FORMULA) or text.lstrip().startswith(FORMULA)
    return f"'{text}" if starts else text
