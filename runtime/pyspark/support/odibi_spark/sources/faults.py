"""What is wrong in a text file, and where."""

from __future__ import annotations

import json
from dataclasses import dataclass

from ..failure import Failure, shorten
from ..grammar import print_type
from ..model import Column


@dataclass(frozen=True)
class Fault:
    """The first fault of a file. `line` counts from 1."""

    line: int
    reason: str
    column: str | None = None
    value: str | None = None
    declared: Column | None = None
    found: int | None = None
    expected: str | None = None


_MEND = {
    "stray quote": (
        "ODB6005",
        "a quote inside of a value that does not begin with one: {value}.",
        "Quote the whole value and double the quotes in it, or read with another quote.",
    ),
    "text after quote": (
        "ODB6005",
        "text after the closing quote of {value}.",
        "Double the quotes inside of a quoted value.",
    ),
    "open quote": (
        "ODB6005",
        "a quote is never closed: {value}.",
        "Close the quote; the file may be cut short.",
    ),
    "line ends": (
        "ODB6005",
        "the line ends otherwise than those before it.",
        "Use one kind of line end in a file.",
    ),
    "not UTF-8": (
        "ODB6006",
        "the bytes are not UTF-8: {value}.",
        "Convert the file to UTF-8.",
    ),
    "null": (
        "ODB6002",
        "null, where {type} is declared not null.",
        "Declare the column .nullable(), or mend the data.",
    ),
    "enum": (
        "ODB6003",
        "{value} is none of the values of {type}.",
        "Add the value to the enum, or mend the data.",
    ),
    "type": (
        "ODB6001",
        "{value} is no {type}.",
        "Mend the value, or declare the column as t.string() and use tryCast.",
    ),
}


def explain_csv(path: str, fault: Fault, columns: int) -> Failure:
    """A csv file's fault in words: file, line, column and value."""
    column = "" if fault.column is None else f', column "{fault.column}"'
    place = f'"{path}", line {fault.line}{column}'
    if fault.reason == "fields":
        fields = f"{fault.found} field{'' if fault.found == 1 else 's'}"
        return Failure(
            "ODB6005",
            f"{place}: {fields}, where the file has {columns} columns.",
            "Look for a delimiter inside of a value that is not quoted, or for a line cut short.",
        )
    code, words, hint = _MEND[fault.reason]
    type_name = "" if fault.declared is None else print_type(fault.declared)
    value = json.dumps(shorten(fault.value or ""), ensure_ascii=False)
    return Failure(code, f"{place}: {words.format(value=value, type=type_name)}", hint)


def explain_json(path: str, fault: Fault) -> Failure:
    """A json file's fault in words: file, line, key and value."""
    key = "" if fault.column is None else f', key "{fault.column}"'
    place = f'"{path}", line {fault.line}{key}'
    type_name = "" if fault.declared is None else print_type(fault.declared)
    value = shorten(fault.value or "")
    is_missing = fault.value == ""
    is_end = value == "the end of the file"
    found = value if is_end else json.dumps(value, ensure_ascii=False)
    code, words, hint = {
        "malformed": (
            "ODB6007",
            f"{fault.expected} was expected, and {found} was found.",
            "Mend the file; it may be cut short.",
        ),
        "not UTF-8": ("ODB6006", "the bytes are not UTF-8.", "Convert the file to UTF-8."),
        "twice": ("ODB6007", "the key is there twice.", "Keep one of them."),
        "extra": (
            "ODB6004",
            "the key is not declared.",
            'Declare the column, or read with { extraColumns: "ignore" }.',
        ),
        "null": (
            "ODB6002",
            (
                f"{'the key is missing' if is_missing else 'null'}, where {type_name} is declared not "
                "null."
            ),
            "Declare the column .nullable(), or mend the data.",
        ),
        "enum": (
            "ODB6003",
            f"{value} is none of the values of {type_name}.",
            "Add the value to the enum, or mend the data.",
        ),
        "kind": (
            "ODB6001",
            f"{value} is no {type_name}.",
            "Mend the value, or declare the column as what it is.",
        ),
        "type": (
            "ODB6001",
            f"{value} is no {type_name}.",
            "Mend the value, or declare the column as what it is.",
        ),
        "digits": (
            "ODB6001",
            f"{value} has more digits than a JSON number keeps for certain.",
            "Write a decimal of more than 15 digits as a text.",
        ),
    }[fault.reason]
    return Failure(code, f"{place}: {words}", hint)
