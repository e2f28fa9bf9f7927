"""Read a file line by line, however it was saved; what can't be read is said in a sentence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

LONGEST_LINE = 8 * 1024 * 1024  # bytes; the longest record known has 30 thousand
BOM = b"\xef\xbb\xbf"
OTHER_ENCODINGS = (b"\xff\xfe", b"\xfe\xff")


class FileTrouble(Exception):
    """The file can't be read at all."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line that says something: its number from 1, its text, or why it has none."""

    number: int
    text: str = ""
    trouble: str = ""


def numbered_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a UTF-8 file that are not blank. Raises FileTrouble with a sentence."""
    try:
        if path.is_dir():
            raise FileTrouble(f"{path} is a folder; name the files in it, for example {path}/*.jsonl.")
        with path.open("rb") as file:
            yield from _lines(file, path)
    except FileNotFoundError:
        raise FileTrouble(f"{path} does not exist.") from None
    except PermissionError:
        raise FileTrouble(f"{path} may not be read by this user.") from None
    except OSError as error:
        raise FileTrouble(f"{path} can't be read: {error.strerror or error}.") from error


def count_lines(path: Path) -> int:
    """Return how many lines of a file say something; 1 for a pipe, which can be read only once. Raises FileTrouble."""
    if path.exists() and not path.is_file() and not path.is_dir():
        return 1
    return sum(1 for _ in numbered_lines(path))


def _lines(file: BinaryIO, path: Path) -> Iterator[Line]:
    number = 0
    while raw := file.readline(LONGEST_LINE + 1):
        number += 1
        if number == 1 and raw.startswith(OTHER_ENCODINGS):
            raise FileTrouble(f"{path} is saved as UTF-16; save it as UTF-8.")
        if len(raw) > LONGEST_LINE:
            _skip_rest(file)
            yield Line(number, trouble=f"The line is longer than {LONGEST_LINE // 1024**2} MB.")
            continue
        line = _decoded(number, raw)
        if line.trouble or line.text:
            yield line


def _decoded(number: int, raw: bytes) -> Line:
    try:
        return Line(number, raw.removeprefix(BOM).decode().strip())
    except UnicodeDecodeError as error:
        return Line(number, trouble=f"Not UTF-8: byte {error.start + 1} of the line is 0x{raw[error.start]:02x}.")


def _skip_rest(file: BinaryIO) -> None:
    while (part := file.readline(LONGEST_LINE)) and not part.endswith(b"\n"):
        pass
