"""The one strict grammar of values in files and params, by type: in Python for one value, in SQL
for a column. No blanks, no thousands, no exponent in a whole number, days of the calendar only."""

from __future__ import annotations

import json
import math
import re
import struct
from collections.abc import Callable
from datetime import date
from functools import cache

from .model import Column
from .sql import quote_name, quote_text

_NUMBER = r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"
_SPECIAL = r"NaN|[+-]?Infinity"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9](\.[0-9]{1,6})?)?"
_ZONE = r"(Z|[+-](0[0-9]|1[0-5]):?[0-5][0-9])"
_BITS = {"tinyint": 8, "smallint": 16, "int": 32, "bigint": 64}
_NAMES = {
    "tinyint": "int8",
    "smallint": "int16",
    "int": "int32",
    "bigint": "int64",
    "float": "float32",
    "double": "float64",
    "timestamp_ntz": "timestampNtz",
}


def print_type(column: Column) -> str:
    """A column's type as the project's sources name it."""
    if column.values:
        return f"enum({','.join(_quote(value) for value in column.values)})"
    if column.shown is not None:
        return column.shown
    return _NAMES.get(column.type, column.type.replace(", ", ","))


def _quote(text: str) -> str:
    return (
        "'"
        + json.dumps(text, ensure_ascii=False)[1:-1].replace('\\"', '"').replace("'", "\\'")
        + "'"
    )


def decimal_digits(type_name: str) -> tuple[int, int] | None:
    """Precision and scale of a decimal."""
    found = re.fullmatch(r"decimal\((\d+), ?(\d+)\)", type_name)
    return None if found is None else (int(found[1]), int(found[2]))


@cache
def checker_of(column: Column) -> Callable[[str], bool]:
    """Whether a text spells a value of the column's type."""
    if column.values:
        values = frozenset(column.values)
        return values.__contains__
    if column.type in _BITS:
        limit = 1 << (_BITS[column.type] - 1)
        whole = re.compile(r"[+-]?[0-9]+")
        return lambda text: whole.fullmatch(text) is not None and -limit <= int(text) < limit
    digits = decimal_digits(column.type)
    if digits is not None:
        pattern = re.compile(_decimal_pattern(*digits))
        return lambda text: pattern.fullmatch(text) is not None
    return {
        "boolean": lambda text: text.lower() in ("true", "false"),
        "float": _float_checker(narrow=True),
        "double": _float_checker(narrow=False),
        "binary": lambda text: re.fullmatch(r"([0-9a-fA-F]{2})*", text) is not None,
        "date": lambda text: re.fullmatch(_DATE, text) is not None and _is_day(text),
        "timestamp": lambda text: _fits_timestamp(text, f"{_ZONE}?"),
        "timestamp_ntz": lambda text: _fits_timestamp(text, ""),
    }.get(column.type, lambda text: True)


def _decimal_pattern(precision: int, scale: int) -> str:
    # Behind the point no more digits than the scale, zeros aside: nothing is rounded away unseen.
    fraction = rf"(\.[0-9]{{1,{scale}}}0*)?" if scale > 0 else r"(\.0+)?"
    whole = rf"0*[0-9]{{1,{precision - scale}}}" if precision > scale else "0+"
    return rf"[+-]?{whole}{fraction}"


def _float_checker(narrow: bool) -> Callable[[str], bool]:
    number = re.compile(_NUMBER)
    special = re.compile(_SPECIAL)

    def fits(text: str) -> bool:
        if special.fullmatch(text) is not None:
            return True
        if number.fullmatch(text) is None or math.isinf(float(text)):
            return False
        if not narrow:
            return True
        try:
            return not math.isinf(struct.unpack("f", struct.pack("f", float(text)))[0])
        except OverflowError:
            return False

    return fits


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text)
        return True
    except ValueError:
        return False


def _fits_timestamp(text: str, zone: str) -> bool:
    return re.fullmatch(f"{_DATE}[T ]{_TIME}{zone}", text) is not None and _is_day(text[:10])


def read_value(column: Column, text: str, is_null: str) -> str:
    """An SQL expression of the value that a text column spells; it raises where there is none."""
    name = quote_name(column.name)
    if column.parts:
        return f"{_build(column, text, 0)} as {name}"
    nothing = f"when {is_null} then {'null' if column.nullable else _RAISE}"
    if column.values:
        values = ", ".join(quote_text(value) for value in column.values)
        return f"case {nothing} when {text} in ({values}) then {text} else {_RAISE} end as {name}"
    value, pattern = _spelling(column.type, text)
    if pattern is None:
        return f"case {nothing} else {value} end as {name}"
    # Java's $ matches before a last line end too.
    whole = rf"^(?:{pattern})\z"
    matches = f"{text} rlike {quote_text(whole)}"
    return f"case {nothing} when {matches} then {value} else {_RAISE} end as {name}"


def text_type(column: Column) -> str:
    """The type of a column with a text in every place; a map is a list of its entries, whose order
    Python's dictionaries lose on their way."""
    if column.type.startswith("array<"):
        return f"array<{text_type(column.parts[0])}>"
    if column.type.startswith("map<"):
        return f"array<struct<key: string, value: {text_type(column.parts[1])}>>"
    if column.parts:
        parts = (f"{quote_name(part.name)}: {text_type(part)}" for part in column.parts)
        return f"struct<{', '.join(parts)}>"
    return "string"


def _build(column: Column, value: str, depth: int) -> str:
    """The value of a column from its texts, which were checked."""
    part = f"part{depth}"
    if column.type.startswith("array<"):
        return f"transform({value}, {part} -> {_build(column.parts[0], part, depth + 1)})"
    if column.type.startswith("map<"):
        key = _build(column.parts[0], f"{part}.key", depth + 1)
        inner = _build(column.parts[1], f"{part}.value", depth + 1)
        return f"map_from_entries(transform({value}, {part} -> struct({key}, {inner})))"
    if column.parts:
        fields = (
            f"{quote_text(each.name)}, {_build(each, f'{value}.{quote_name(each.name)}', depth)}"
            for each in column.parts
        )
        return f"case when {value} is not null then named_struct({', '.join(fields)}) end"
    return value_of(column.type, value)


def value_of(type_name: str, text: str) -> str:
    """An SQL expression of the value of a text that is known to spell one."""
    return _spelling(type_name, text)[0]


# What it was, and in which line, is looked for once it is known that there is a fault.
_RAISE = "raise_error('odibi:fault')"


def _spelling(type_name: str, text: str) -> tuple[str, str | None]:
    """The value's expression, and the pattern of what it may be applied to."""
    digits = decimal_digits(type_name)
    if digits is not None:
        return f"cast({text} as {type_name})", _decimal_pattern(*digits)
    if type_name in _BITS:
        return f"cast({text} as {type_name})", "[+-]?[0-9]+"
    if type_name in ("float", "double"):
        value = f"cast({text} as {type_name})"
        infinite = f"abs({value}) = double('Infinity') and {text} not like '%y'"
        return f"if({infinite}, {_RAISE}, {value})", f"{_NUMBER}|{_SPECIAL}"
    if type_name == "boolean":
        return f"cast({text} as boolean)", "(?i)true|false"
    if type_name == "date":
        return _in_years(f"cast({text} as date)", text), _DATE
    if type_name == "timestamp":
        spelled = _spell_for_spark(text)
        return _in_years(f"cast({spelled} as timestamp)", text), f"{_DATE}[T ]{_TIME}{_ZONE}?"
    if type_name == "timestamp_ntz":
        return _in_years(f"cast({text} as timestamp_ntz)", text), f"{_DATE}[T ]{_TIME}"
    if type_name == "binary":
        return f"unhex({text})", "([0-9a-fA-F]{2})*"
    return text, None


def _spell_for_spark(text: str) -> str:
    """Spark wants seconds before a zone, and a colon in its offset. Most texts have both."""
    zoned = f"regexp_replace({text}, '([+-][0-9][0-9])([0-9][0-9])$', '$1:$2')"
    spelled = f"regexp_replace({zoned}, '^(.{{16}})(Z|[+-]|$)', '$1:00$2')"
    is_usual = f"substring({text}, 17, 1) = ':' and substring({text}, -5, 1) not in ('+', '-')"
    return f"if({is_usual}, {text}, {spelled})"


def _in_years(value: str, text: str) -> str:
    return f"if({text} < '0001', {_RAISE}, {value})"
