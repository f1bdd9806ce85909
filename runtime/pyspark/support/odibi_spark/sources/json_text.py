"""Where the text of a JSON object leaves the grammar."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

_BLANKS = " \t\n\r"
_LITERAL = re.compile(
    r"(?:true|false|null|-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)(?![\w.+-])", re.ASCII
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass
class Malformed(Exception):
    """The offset, and what was expected there."""

    at: int
    expected: str


def find_fault(text: str) -> Malformed | None:
    """The first fault of an object's text; None where it has none."""
    try:
        end = _skip(text, _members(text, 0, 0))
        if end < len(text):
            raise Malformed(end, "the end of the object")
    except Malformed as fault:
        return fault
    return None


def source_of(text: str, key: str) -> str:
    """The text of a key's value in an object without a fault."""
    at = _skip(text, _expect(text, 0, "{"))
    while True:
        end = _string(text, at)
        begun = _skip(text, _expect(text, end, ":"))
        after = _value(text, begun, 0)
        if json.loads(text[at:end]) == key:
            return text[begun:after]
        at = _skip(text, _expect(text, after, ","))


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at


def _expect(text: str, at: int, character: str) -> int:
    at = _skip(text, at)
    if text[at : at + 1] != character:
        raise Malformed(at, f'"{character}"')
    return at + 1


def _members(text: str, at: int, depth: int) -> int:
    at = _skip(text, _expect(text, at, "{"))
    if text[at : at + 1] == "}":
        return at + 1
    while True:
        at = _skip(text, at)
        if text[at : at + 1] != '"':
            raise Malformed(at, "a key in double quotes")
        at = _skip(text, _value(text, _expect(text, _string(text, at), ":"), depth))
        if text[at : at + 1] != ",":
            return _expect(text, at, "}")
        at += 1


def _items(text: str, at: int, depth: int) -> int:
    at = _skip(text, _expect(text, at, "["))
    if text[at : at + 1] == "]":
        return at + 1
    while True:
        at = _skip(text, _value(text, at, depth))
        if text[at : at + 1] != ",":
            return _expect(text, at, "]")
        at += 1


def _value(text: str, at: int, depth: int) -> int:
    at = _skip(text, at)
    if depth > 300:
        raise Malformed(at, "less nesting")
    first = text[at : at + 1]
    if first == '"':
        return _string(text, at)
    if first == "{":
        return _members(text, at, depth + 1)
    if first == "[":
        return _items(text, at, depth + 1)
    found = _LITERAL.match(text, at)
    if found is None:
        raise Malformed(at, "a value")
    return found.end()


def _string(text: str, begun: int) -> int:
    at = begun + 1
    escaped = False
    while True:
        if at >= len(text) or text[at] < " ":
            raise Malformed(at, "the end of a text")
        if text[at] == '"':
            break
        if text[at] == "\\":
            escaped = True
            at += 1
        at += 1
    if escaped:
        try:
            decoded = json.loads(text[begun : at + 1])
        except ValueError:
            raise Malformed(begun, "a text with right escapes") from None
        if _SURROGATE.search(decoded):
            raise Malformed(begun, "a text with right escapes")
    return at + 1
