"""A list leaves as a CSV file: no cell of it is a formula, and it is never whole in memory."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from goodword.web.csv_answer import csv_answer

BOM = "\ufeff".encode()


def body(answer: FileResponse) -> bytes:
    return b"".join(answer)


def sent(*rows: Sequence[object], header: Sequence[object] = ("Name",)) -> bytes:
    return body(csv_answer("list.csv", header, rows))


def read(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u00a0="])
def test_a_text_that_would_be_a_formula_is_a_text(start: str) -> None:
    assert read(sent([f"{start}cmd|' /C calc'!A0"]))[1] == [f"'{start}cmd|' /C calc'!A0"]


@pytest.mark.parametrize("text", ["Kestrel Freight", "3 - 2 = 1", "ben@tidewell.example", "'quoted'", "–"])
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert read(sent([text]))[1] == [text]


def test_a_negative_number_stays_a_number() -> None:
    assert sent([-5, Decimal("-1.50"), 0.25]).endswith(b"\r\n-5,-1.50,0.25\r\n")


def test_headings_are_cells_too() -> None:
    assert read(sent(header=["=1+1", gettext_lazy("Name")]))[0] == ["'=1+1", "Name"]


def test_quotes_commas_and_lines_within_a_text_come_back_whole() -> None:
    text = 'She said "yes", twice;\r\nand שלום, 🚚'
    assert read(sent([text]))[1] == [text]


def test_a_semicolon_never_splits_a_cell() -> None:
    assert b'"Smith;=1+1"' in sent(["Smith;=1+1"])


def test_a_nul_is_left_out() -> None:
    assert read(sent(["\0=1"]))[1] == ["'=1"]


def test_nothing_is_an_empty_cell_and_yes_is_a_word() -> None:
    assert read(sent([None, True, False]))[1] == ["", "Yes", "No"]


def test_moments_are_in_the_readers_zone_and_say_so() -> None:
    moment = datetime(2027, 2, 2, 8, 0, tzinfo=UTC)
    with timezone.override(ZoneInfo("Europe/Brussels")):
        assert read(sent([moment, date(2027, 2, 2)]))[1] == ["2027-02-02 09:00+01:00", "2027-02-02"]


def test_it_starts_with_the_mark_and_is_saved_under_its_name() -> None:
    answer = csv_answer("wins.csv", ["Name"], [])
    raw = body(answer)
    assert raw == BOM + b'"Name"\r\n'
    assert answer["Content-Disposition"] == 'attachment; filename="wins.csv"'
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert int(answer["Content-Length"]) == len(raw)


def test_a_long_list_is_read_row_by_row_before_the_answer_leaves_and_goes_to_disk() -> None:
    taken: list[int] = []

    def rows() -> Iterator[list[object]]:
        for number in range(50_000):
            taken.append(number)
            yield [number, "Kestrel Freight and a name that goes on"]

    answer = csv_answer("long.csv", ["Number", "Name"], rows())
    assert len(taken) == 50_000  # nothing is left to be read from a database whose transaction is over
    assert vars(answer.file_to_stream)["_rolled"]
    assert body(answer).count(b"\r\n") == 50_001
