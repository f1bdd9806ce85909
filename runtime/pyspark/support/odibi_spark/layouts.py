"""How rows stand in files: each format's columns, in SQL, and the options of its writer."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from .grammar import decimal_digits
from .model import Column, Csv, Format, Json, Write
from .sql import quote_name, quote_text
from .texts import text_of


@dataclass(frozen=True)
class Layout:
    """What a writer of Spark is told."""

    # "csv", "text" or "parquet".
    writer: str
    columns: list[str]
    options: dict[str, str | bool]
    # The ending of a file's name, point included.
    ending: str
    # The first line of each file, where the writer does not write it.
    header: str | None = None
    packing: str = field(default="none")


def layout_of(write: Write, columns: Sequence[Column]) -> Layout:
    """The layout of a write, of the columns that its files hold."""
    if isinstance(write.format, Csv):
        return _csv(write.format, write, columns)
    if isinstance(write.format, Json):
        return _json(write.format, write, columns)
    packing = {"none": "uncompressed"}.get(write.format.compression, write.format.compression)
    names = [quote_name(column.name) for column in columns]
    return Layout("parquet", names, {"compression": packing}, ".parquet", packing=packing)


def packing_of(write: Write) -> str:
    """How a text file is packed: as its options say, else as its name says."""
    file: Format = write.format
    if file.compression is not None:
        return file.compression
    return "gzip" if write.path.lower().endswith(".gz") else "none"


_SUFFIXES = {"gzip": ".gz", "zstd": ".zst"}


def _csv(csv: Csv, write: Write, columns: Sequence[Column]) -> Layout:
    packing = packing_of(write)
    ending = f".csv{_SUFFIXES.get(packing, '')}"
    if csv.null_value == "":
        options: dict[str, str | bool] = {
            "header": csv.header,
            "sep": csv.delimiter,
            "quote": csv.quote,
            "escape": csv.quote,
            "nullValue": "",
            "emptyValue": csv.quote * 2,
            "compression": packing,
            "ignoreLeadingWhiteSpace": False,
            "ignoreTrailingWhiteSpace": False,
        }
        fields = [f"{_field(column)} as {quote_name(column.name)}" for column in columns]
        return Layout("csv", fields, options, ending, packing=packing)
    # Spark quotes a value where it has to, and what stands for null is quoted where it is a text.
    quoted = [_quoted(_field(column), csv) for column in columns]
    line = f"concat_ws({quote_text(csv.delimiter)}, {', '.join(quoted)}) as value"
    header = csv.delimiter.join(_quote_name(column.name, csv) for column in columns)
    return Layout(
        "text",
        [line],
        {"compression": packing},
        ending,
        header=header if csv.header else None,
        packing=packing,
    )


def _field(column: Column) -> str:
    return text_of(column.type, quote_name(column.name))


def _quoted(text: str, csv: Csv) -> str:
    quote = quote_text(csv.quote)
    doubled = f"replace({text}, {quote}, {quote_text(csv.quote * 2)})"
    return f"coalesce(concat({quote}, {doubled}, {quote}), {quote_text(csv.null_value)})"


def _quote_name(name: str, csv: Csv) -> str:
    if any(character in name for character in (csv.delimiter, csv.quote, "\n", "\r")):
        return f"{csv.quote}{name.replace(csv.quote, csv.quote * 2)}{csv.quote}"
    return name


def _json(file: Json, write: Write, columns: Sequence[Column]) -> Layout:
    packing = packing_of(write)
    parts = [
        f"{quote_text(('{' if at == 0 else ',') + json.dumps(column.name, ensure_ascii=False) + ':')}"
        f", {_json_value(column)}"
        for at, column in enumerate(columns)
    ]
    line = f"concat({', '.join(parts)}, '}}') as value"
    ending = f".jsonl{_SUFFIXES.get(packing, '')}"
    return Layout("text", [line], {"compression": packing}, ending, packing=packing)


def _json_value(column: Column) -> str:
    return _json_text(column, quote_name(column.name), column.name, 0)


def _json_text(column: Column, value: str, name: str, depth: int) -> str:
    """A value's JSON; of a part of a nested one too, whose column a message names."""
    if column.parts:
        return f"if({value} is null, 'null', {_json_parts(column, value, name, depth)})"
    text = text_of(column.type, value)
    digits = decimal_digits(column.type)
    if column.type in ("boolean", "tinyint", "smallint", "int", "bigint"):
        written = text
    elif column.type in ("float", "double"):
        wrong = f"isnan({value}) or abs({value}) = double('Infinity')"
        written = f"if({wrong}, {raise_fault('ODB6031', name, text)}, {text})"
    elif digits is not None and digits[0] <= 15:
        # Readers take a number for a double, which holds 15 digits.
        written = text
    elif column.type == "string":
        written = _json_string(value)
    else:
        written = f"concat('\"', {text}, '\"')"
    return f"if({value} is null, 'null', {written})"


def _json_parts(column: Column, value: str, name: str, depth: int) -> str:
    part = f"part{depth}"
    if column.type.startswith("array<"):
        item = _json_text(column.parts[0], part, name, depth + 1)
        return f"concat('[', concat_ws(',', transform({value}, {part} -> {item})), ']')"
    if column.type.startswith("map<"):
        key = _json_string(text_of(column.parts[0].type, f"{part}.key"))
        inner = _json_text(column.parts[1], f"{part}.value", name, depth + 1)
        entries = f"transform(map_entries({value}), {part} -> concat({key}, ':', {inner}))"
        return f"concat('{{', concat_ws(',', {entries}), '}}')"
    fields = [
        f"{quote_text(('{' if at == 0 else ',') + json.dumps(each.name, ensure_ascii=False) + ':')}"
        f", {_json_text(each, f'{value}.{quote_name(each.name)}', name, depth)}"
        for at, each in enumerate(column.parts)
    ]
    return f"concat({', '.join(fields)}, '}}')"


def _json_string(text: str) -> str:
    return f"substring(to_json(array({text})), 2, length(to_json(array({text}))) - 2)"


def partition_value(column: Column) -> str:
    """Partition values become names of folders, where an empty one, and Hive's word, is null."""
    name = quote_name(column.name)
    if column.type != "string":
        return f"cast({name} as {column.type}) as {name}"
    fault = raise_fault("ODB6030", column.name, name)
    return f"if({name} in ('', '__HIVE_DEFAULT_PARTITION__'), {fault}, {name}) as {name}"


def raise_fault(code: str, column: str, value: str) -> str:
    """An SQL expression that fails the statement with a code, a column and a value."""
    details = f"named_struct('column', {quote_text(column)}, 'value', {value})"
    return f"raise_error(concat('odibi:{code}:', to_json({details})))"
