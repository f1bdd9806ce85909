"""The objects of json files: one to a line, in one array, or otherwise apart by blanks. Numbers
keep their text, so that no digit is lost."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ..grammar import checker_of, decimal_digits
from ..model import Column
from .csv_records import FileFault
from .faults import Fault
from .json_text import find_fault, source_of


class _Number(str):
    """A number as it is spelled."""

    __slots__ = ()


class _Object(list[Any]):
    """An object's keys and values in order, doubles included."""


def _refuse(text: str) -> Any:
    raise ValueError(f"{text} is no JSON")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_Object, parse_float=_Number, parse_int=_Number, parse_constant=_refuse
)
_MARKS = re.compile(r'["\\{}\[\]]')


def read_objects(
    lines: Iterable[str], columns: list[Column], extra_columns: str
) -> Iterator[tuple[Any, ...]]:
    """Each object of a file, given its lines: each declared column's text, or None. Raises
    FileFault at the first fault."""
    by_name = {column.name: column for column in columns}
    names = [column.name for column in columns]
    strict = [column for column in columns if not column.nullable]
    for text, known, line in _split(lines):
        entries = _parse(text, line) if known is None else known
        values: dict[str, Any] = {}
        seen: set[str] = set()
        for key, value in entries:
            if key in seen:
                raise FileFault(Fault(line, "twice", key))
            seen.add(key)
            column = by_name.get(key)
            if column is None:
                if extra_columns == "fail":
                    raise FileFault(Fault(line, "extra", key))
                continue
            if column.shown is None:
                values[key] = _text_of(value, column, text, line)
            else:
                values[key] = read_nested(value, column, text, line, extra_columns)
        for column in strict:
            if column.name not in seen:
                raise FileFault(Fault(line, "null", column.name, "", column))
        yield tuple(values.get(name) for name in names)


def _parse(text: str, line: int) -> _Object:
    if "\ufffd" in text:
        raise FileFault(Fault(line, "not UTF-8"))
    fault = find_fault(text)
    if fault is not None:
        at_line = line + text.count("\n", 0, fault.at)
        raise FileFault(
            Fault(
                at_line, "malformed", None, text[fault.at : fault.at + 20], None, 0, fault.expected
            )
        )
    return _DECODER.decode(text)


def _text_of(value: Any, column: Column, source: str, line: int) -> str | None:
    if value is None:
        if column.nullable:
            return None
        raise FileFault(Fault(line, "null", column.name, "null", column))
    kind, text = _kind(value)
    wanted = _kinds(column)
    if kind not in wanted:
        shown = _shown(kind, text) if text else source_of(source, column.name)
        raise FileFault(Fault(line, "kind", column.name, shown, column))
    digits = decimal_digits(column.type)
    # Other readers take numbers for doubles.
    if digits is not None and kind == "number" and len(_significant(text)) > 15:
        raise FileFault(Fault(line, "digits", column.name, text, column))
    if not checker_of(column)(text):
        reason = "enum" if column.values else "type"
        raise FileFault(Fault(line, reason, column.name, _shown(kind, text), column))
    return text


def read_nested(value: Any, column: Column, source: str, line: int, extra_columns: str) -> Any:
    """A value in its parts, down to texts. The place of a fault is in its key: `tags[2]`."""

    def fail(reason: str, part: Column, key: str, shown: str = "") -> FileFault:
        return FileFault(Fault(line, reason, key, shown, part))

    def read(found: Any, part: Column, key: str) -> Any:
        if found is None:
            if part.nullable:
                return None
            raise fail("null", part, key, "null")
        kind, _ = _kind(found)
        if kind not in _kinds(part):
            shown = source_of(source, key) if part is column else _source_of(found)
            raise fail("kind", part, key, shown)
        if not part.parts:
            return _leaf(found, part, key)
        if part.type.startswith("array<"):
            return [read(item, part.parts[0], f"{key}[{at}]") for at, item in enumerate(found)]
        names = [name for name, _ in found]
        twice = next((name for at, name in enumerate(names) if name in names[:at]), None)
        if twice is not None:
            raise fail("twice", part, f"{key}.{twice}")
        if part.type.startswith("map<"):
            keys, values = part.parts
            return [
                (_leaf(name, keys, f"{key}.{name}"), read(inner, values, f"{key}.{name}"))
                for name, inner in found
            ]
        return read_struct(dict(found), part, key)

    def read_struct(given: dict[str, Any], part: Column, key: str) -> tuple[Any, ...]:
        known = {field.name for field in part.parts}
        unknown = next((name for name in given if name not in known), None)
        if unknown is not None and extra_columns == "fail":
            raise fail("extra", part, f"{key}.{unknown}")
        for field in part.parts:
            if field.name not in given and not field.nullable:
                raise fail("null", field, f"{key}.{field.name}")
        return tuple(read(given.get(f.name), f, f"{key}.{f.name}") for f in part.parts)

    def _leaf(found: Any, part: Column, key: str) -> str:
        kind, text = _kind(found)
        digits = decimal_digits(part.type)
        if digits is not None and kind == "number" and len(_significant(text)) > 15:
            raise fail("digits", part, key, text)
        if not checker_of(part)(text):
            raise fail("enum" if part.values else "type", part, key, _shown(kind, text))
        return text

    return read(value, column, column.name)


def _source_of(value: Any) -> str:
    """A value in JSON, short of its blanks."""
    if isinstance(value, _Object):
        pairs = (f"{json.dumps(key, ensure_ascii=False)}:{_source_of(v)}" for key, v in value)
        return "{" + ",".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ",".join(_source_of(item) for item in value) + "]"
    kind, text = _kind(value)
    return "null" if value is None else _shown(kind, text)


def _kind(value: Any) -> tuple[str, str]:
    if isinstance(value, bool):
        return "boolean", "true" if value else "false"
    if isinstance(value, _Number):
        return "number", str(value)
    if isinstance(value, str):
        return "string", value
    return ("object" if isinstance(value, _Object) else "array"), ""


def _shown(kind: str, text: str) -> str:
    return json.dumps(text, ensure_ascii=False) if kind == "string" else text


def _significant(text: str) -> str:
    return re.sub(r"^-?0*|\.", "", text).lstrip("0")


def _kinds(column: Column) -> tuple[str, ...]:
    if column.parts:
        return ("array",) if column.type.startswith("array<") else ("object",)
    if column.type == "boolean":
        return ("boolean",)
    if column.type in ("tinyint", "smallint", "int", "bigint", "float", "double"):
        return ("number",)
    return ("number", "string") if column.type.startswith("decimal") else ("string",)


def _split(lines: Iterable[str]) -> Iterator[tuple[str, _Object | None, int]]:
    """The objects at the top of a file, or of the array that it is: each text, taken apart
    already where it stands in one line and is right; and its first line."""
    is_array: bool | None = None
    after = "item or end"
    parts: list[str] = []
    begun, depth, in_text = 0, 0, False
    number, ended = 0, ""
    for number, ended in enumerate(lines, 1):
        text = ended.removesuffix("\n")
        if number == 1 and text.startswith("\ufeff"):
            raise FileFault(_malformed(1, "no byte order mark", "one"))
        at = 0
        while at < len(text):
            if parts:
                end, depth, in_text = _object_end(text, at, depth, in_text)
                parts.append(text[at:end])
                if depth > 0:
                    parts.append("\n")
                    break
                yield "".join(parts), None, begun
                parts, after, at = [], "comma or end", end
                continue
            character = text[at]
            if character == "{" and (not is_array or after in ("item or end", "item")):
                is_array = is_array or False
                whole = _try_whole(text, at)
                if whole is not None:
                    entries, end = whole
                    yield text[at:end], entries, number
                    at = end
                    after = "comma or end"
                    continue
                parts, begun, depth, in_text = [""], number, 0, False
                continue
            if character == "[" and is_array is None:
                is_array = True
            elif character == "," and is_array and after == "comma or end":
                after = "item"
            elif character == "]" and is_array and after in ("item or end", "comma or end"):
                after = "nothing"
            elif character not in " \t\r":
                raise FileFault(
                    _malformed(number, _expected(is_array, after), text[at : at + 20].rstrip("\r"))
                )
            at += 1
        if not text and parts:
            parts.append("\n")
    if parts:
        raise FileFault(_malformed(begun, '"}"', _END))
    if is_array and after != "nothing":
        raise FileFault(_malformed(number + ended.endswith("\n"), '"]"', _END))


_END = "the end of the file"


def _malformed(line: int, expected: str, found: str) -> Fault:
    return Fault(line, "malformed", None, found, None, 0, expected)


def _expected(is_array: bool | None, after: str) -> str:
    if not is_array or after in ("item", "item or end"):
        return "an object"
    return _END if after == "nothing" else '"," or "]"'


def _try_whole(text: str, at: int) -> tuple[_Object, int] | None:
    try:
        found, end = _DECODER.raw_decode(text, at)
    except ValueError:
        return None
    source = text[at:end]
    # Half of a pair of surrogates comes by an escape only; what is no UTF-8 was replaced.
    if "\ufffd" in source or ("\\u" in source and find_fault(source) is not None):
        return None
    return found, end


def _object_end(text: str, at: int, depth: int, in_text: bool) -> tuple[int, int, bool]:
    """Where the object ends in this line, or the line's end with how deep it is there."""
    while True:
        mark = _MARKS.search(text, at)
        if mark is None:
            return len(text), depth, in_text
        at = mark.end()
        if in_text:
            if mark[0] == "\\":
                at += 1
            elif mark[0] == '"':
                in_text = False
        elif mark[0] == '"':
            in_text = True
        elif mark[0] in "{[":
            depth += 1
        elif mark[0] in "}]":
            depth -= 1
            if depth == 0:
                return at, 0, False
