from __future__ import annotations

from pathlib import Path

import pytest

from goodword.integrations.files.lines import LONGEST_LINE, FileTrouble, Line, count_lines, numbered_lines


def lines_of(folder: Path, content: bytes) -> list[Line]:
    path = folder / "some.jsonl"
    path.write_bytes(content)
    return list(numbered_lines(path))


def test_lines_keep_their_numbers_over_blank_ones(tmp_path: Path) -> None:
    assert lines_of(tmp_path, b"a\n\n  \nb") == [Line(1, "a"), Line(4, "b")]


def test_a_byte_order_mark_and_windows_line_ends_are_no_trouble(tmp_path: Path) -> None:
    assert lines_of(tmp_path, b"\xef\xbb\xbfa\r\nb\r\n") == [Line(1, "a"), Line(2, "b")]


def test_a_line_that_is_not_utf8_is_named_and_the_rest_is_read(tmp_path: Path) -> None:
    read = lines_of(tmp_path, b"a\nb\xff\nc\n")
    assert read[1] == Line(2, trouble="Not UTF-8: byte 2 of the line is 0xff.")
    assert read[2] == Line(3, "c")


def test_a_line_without_end_is_refused_and_the_rest_is_read(tmp_path: Path) -> None:
    read = lines_of(tmp_path, b"x" * (LONGEST_LINE + 5) + b"\nb\n")
    assert [line.number for line in read] == [1, 2] and read[0].trouble == "The line is longer than 8 MB."
    assert read[1].text == "b"


def test_a_separator_inside_a_text_ends_no_line(tmp_path: Path) -> None:
    assert lines_of(tmp_path, "a\u2028b\u0085c\n".encode()) == [Line(1, "a\u2028b\u0085c")]


def test_an_empty_file_has_no_lines(tmp_path: Path) -> None:
    path = tmp_path / "some.jsonl"
    path.touch()
    assert count_lines(path) == 0


def test_what_can_not_be_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(FileTrouble, match="is a folder; name the files in it"):
        list(numbered_lines(tmp_path))
    with pytest.raises(FileTrouble, match="does not exist"):
        list(numbered_lines(tmp_path / "none.jsonl"))
    with pytest.raises(FileTrouble, match="saved as UTF-16"):
        lines_of(tmp_path, "a\n".encode("utf-16"))
