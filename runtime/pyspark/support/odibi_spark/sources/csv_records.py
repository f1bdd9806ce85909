"""The plain reader of csv: record by record, field by field. It judges what is in doubt, and reads
what Spark's own reader cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ..grammar import checker_of
from ..model import Column, Csv
from .faults import Fault

Field = tuple[str, bool]


@dataclass(frozen=True)
class Malformed:
    """Why a text is no record, and at which field."""

    reason: str
    column: int
    text: str


class FileFault(Exception):
    """Raised at the first fault of a file."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason)
        self.fault = fault


def split_record(
    text: str, start: int, delimiter: str, quote: str
) -> tuple[list[Field], int, int] | Malformed:
    """The fields of the record at an offset (text, and whether it was quoted), the offset after it,
    and how many lines it takes."""
    fields: list[Field] = []
    at, end, lines = start, len(text), 1
    while True:
        column = len(fields)
        quoted = quote != "" and text.startswith(quote, at)
        if quoted:
            begun = at + 1
            closing = _closing_quote(text, begun, quote)
            if closing < 0:
                return Malformed("open quote", column, text[begun : begun + 60])
            value = text[begun:closing].replace(quote * 2, quote)
            lines += value.count("\n")
            at = closing + 1
            if at < end and text[at] not in (delimiter, "\n", "\r"):
                return Malformed("text after quote", column, value)
        else:
            after = _end_of_field(text, at, delimiter)
            value = text[at:after]
            stray = -1 if quote == "" else value.find(quote)
            if stray >= 0:
                return Malformed("stray quote", column, text[at : _end_of_line(text, at)])
            at = after
        if "\ufffd" in value:
            return Malformed("not UTF-8", column, value)
        fields.append((value, quoted))
        if at < end and text[at] == delimiter:
            at += 1
            continue
        if at >= end:
            return fields, end, lines
        return fields, at + (2 if text.startswith("\r\n", at) else 1), lines


def _closing_quote(text: str, at: int, quote: str) -> int:
    while True:
        at = text.find(quote, at)
        if at < 0 or not text.startswith(quote, at + 1):
            return at
        at += 2


def _end_of_field(text: str, at: int, delimiter: str) -> int:
    after = text.find(delimiter, at, line := _end_of_line(text, at))
    return line if after < 0 else after


def _end_of_line(text: str, at: int) -> int:
    feed = text.find("\n", at)
    feed = len(text) if feed < 0 else feed
    back = text.find("\r", at, feed)
    return feed if back < 0 else back


def read_records(
    lines: Iterable[str], names: list[str], declared: list[Column], csv: Csv
) -> Iterator[tuple[str | None, ...]]:
    """The records of a file, given its lines with their ends: each declared column's text, or None.
    `names` are the file's columns. Raises FileFault at the first fault."""
    by_name = {column.name: column for column in declared}
    columns = [by_name.get(name) for name in names]
    checkers = [None if column is None else checker_of(column) for column in columns]
    order = [names.index(column.name) for column in declared]
    line_end = 0
    for line, fields, ending in _split(lines, names, csv):
        if len(fields) == 1 and fields[0] == ("", False) and len(names) > 1:
            continue
        if line_end == 0:
            line_end = ending
        elif ending not in (0, line_end):
            raise FileFault(Fault(line, "line ends"))
        if len(fields) != len(names):
            raise FileFault(Fault(line, "fields", found=len(fields)))
        texts: list[str | None] = []
        for (text, quoted), column, fits in zip(fields, columns, checkers, strict=True):
            is_null = not quoted and text == csv.null_value
            texts.append(None if is_null else text.replace("\r\n", "\n") if quoted else text)
            if column is None or fits is None:
                continue
            if is_null:
                if not column.nullable:
                    raise FileFault(Fault(line, "null", column.name, declared=column))
            elif not fits(text):
                reason = "enum" if column.values else "type"
                raise FileFault(Fault(line, reason, column.name, text, column))
        yield tuple(texts[at] for at in order)


def _split(
    lines: Iterable[str], names: list[str], csv: Csv
) -> Iterator[tuple[int, list[Field], int]]:
    """The records behind the header, each with its line and how it ends: 1 by a line feed, 2 by a
    pair, 3 by a carriage return, 0 by the end of the file."""
    line = 1
    is_header = csv.header
    text, begun = "", 0
    for number, next_line in enumerate(lines):
        part = next_line.removeprefix("\ufeff") if number == 0 else next_line
        text, begun = text[begun:] + part, 0
        while begun < len(text):
            record = split_record(text, begun, csv.delimiter, csv.quote)
            if isinstance(record, Malformed):
                if record.reason == "open quote":
                    break
                raise FileFault(_fault(line, record, names))
            fields, begun_next, count = record
            ending = _ending(text, begun_next)
            begun = begun_next
            if not is_header:
                yield line, fields, ending
            is_header = False
            line += count
    if begun < len(text):
        record = split_record(text, begun, csv.delimiter, csv.quote)
        if isinstance(record, Malformed):
            raise FileFault(_fault(line, record, names))


def _fault(line: int, record: Malformed, names: list[str]) -> Fault:
    column = names[record.column] if record.column < len(names) else None
    return Fault(line, record.reason, column, record.text)


def _ending(text: str, after: int) -> int:
    if text[after - 1] == "\n":
        return 2 if text[after - 2 : after - 1] == "\r" else 1
    return 3 if text[after - 1] == "\r" else 0
