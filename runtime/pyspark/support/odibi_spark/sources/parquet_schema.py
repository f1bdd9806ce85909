"""What the footers of Parquet files say of their columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pyspark.sql import SparkSession

from ..failure import Failure
from ..model import Column
from ..sql import quote_name
from ..storage import FoundFile
from .parquet_proof import Proof


@dataclass(frozen=True)
class StoredColumn:
    """A column at the top of a file, by the name of its type."""

    name: str
    # The type that Spark reads it as.
    spark: str


@dataclass(frozen=True)
class Footer:
    """What a file's footer says: its columns, and whether they hold only values as declared."""

    columns: dict[str, StoredColumn]
    is_proven: bool


def read_footers(
    spark: SparkSession, files: list[FoundFile], declared: Sequence[Column]
) -> dict[str, Footer]:
    """The footers by the files' paths."""
    jvm: Any = spark.sparkContext._jvm
    configuration = spark.sparkContext._jsc.hadoopConfiguration()
    parquet = jvm.org.apache.parquet.hadoop
    proof = Proof(declared)
    footers: dict[str, Footer] = {}
    for file in files:
        path = jvm.org.apache.hadoop.fs.Path(file.place)
        try:
            reader = parquet.ParquetFileReader.open(
                parquet.util.HadoopInputFile.fromPath(path, configuration)
            )
            try:
                schema = reader.getFooter().getFileMetaData().getSchema()
                columns = parse_schema(schema.toString())
                footers[file.path] = Footer(columns, proof.holds(reader, schema))
            finally:
                reader.close()
        except Exception as error:
            raise Failure(
                "ODB6011",
                f'A Parquet file is damaged or cut short: "{file.path}".',
                "Have it written again.",
            ) from error
    return footers


def parse_schema(text: str) -> dict[str, StoredColumn]:
    """The columns at the top of a schema as Parquet prints it."""
    return {part.name: _column(part) for part in _parse_parts(text.splitlines()[1:])}


@dataclass
class _Part:
    """A line of a schema, with those below it."""

    name: str
    type_name: str
    parts: list[_Part] = field(default_factory=list)


_GROUP = re.compile(r"(\w+) group (.*?) ?(?:\(([A-Z]\w*(?:\(.*\))?)\) )?(?:= \d+ )?\{$")
_PRIMITIVE = re.compile(
    r"(\w+) (\w+(?:\(\d+\))?) (.*?)(?: \(([A-Z]\w*(?:\(.*\))?)\))?(?: = \d+)?;$"
)


def _parse_parts(lines: list[str]) -> list[_Part]:
    root = _Part("", "")
    above = [root]
    for line in lines:
        depth, stripped = (len(line) - len(line.lstrip(" "))) // 2, line.strip()
        group = _GROUP.match(stripped)
        found = _PRIMITIVE.match(stripped) if group is None else None
        if group is not None:
            part = _Part(group[2], f"group {group[3] or ''}".strip())
        elif found is not None:
            part = _Part(found[3], _type_name(found[2], found[4]))
        else:
            continue
        above[depth - 1].parts.append(part)
        above[depth:] = [part]
    return root.parts


def _column(part: _Part) -> StoredColumn:
    if not part.type_name.startswith("group"):
        return StoredColumn(part.type_name, _SPARK.get(part.type_name, part.type_name))
    [inner] = part.parts if len(part.parts) == 1 else [None]
    if part.type_name == "group LIST" and inner is not None:
        # An old list has no group around its item.
        item = _inside(inner.parts[0] if len(inner.parts) == 1 else inner)
        return StoredColumn(f"{item.name}[]", f"array<{item.spark}>")
    if part.type_name == "group MAP" and inner is not None and len(inner.parts) == 2:
        key, value = (_inside(each) for each in inner.parts)
        return StoredColumn(f"MAP({key.name}, {value.name})", f"map<{key.spark}, {value.spark}>")
    fields = [(each.name, _inside(each)) for each in part.parts]
    names = ", ".join(f"{_quote(name)} {each.name}" for name, each in fields)
    types = ", ".join(f"{quote_name(name)}: {each.spark}" for name, each in fields)
    return StoredColumn(f"STRUCT({names})", f"struct<{types}>")


def _inside(part: _Part) -> StoredColumn:
    column = _column(part)
    if part.type_name.startswith("group"):
        return column
    words = {"timestamptz": "timestamp with time zone"}.get(column.name, column.name)
    return StoredColumn(words.upper().replace(", ", ","), column.spark)


def _quote(name: str) -> str:
    return name if re.fullmatch(r"[a-z_][a-z0-9_]*", name) else '"' + name.replace('"', '""') + '"'


_PLAIN = {
    "boolean": "boolean",
    "int32": "integer",
    "int64": "bigint",
    "float": "float",
    "double": "double",
    "binary": "blob",
    "int96": "an INT96 timestamp",
}
_LOGICAL = {
    "STRING": "varchar",
    "ENUM": "varchar",
    "JSON": "json",
    "DATE": "date",
    "INTEGER(8,true)": "tinyint",
    "INTEGER(16,true)": "smallint",
    "INTEGER(32,true)": "integer",
    "INTEGER(64,true)": "bigint",
    "INTEGER(8,false)": "utinyint",
    "INTEGER(16,false)": "usmallint",
    "INTEGER(32,false)": "uinteger",
    "INTEGER(64,false)": "ubigint",
    "TIMESTAMP(MILLIS,true)": "timestamptz",
    "TIMESTAMP(MICROS,true)": "timestamptz",
    "TIMESTAMP(MILLIS,false)": "timestamp_ms",
    "TIMESTAMP(MICROS,false)": "timestamp",
}
_SPARK = {
    "integer": "int",
    "utinyint": "smallint",
    "usmallint": "int",
    "uinteger": "bigint",
    "varchar": "string",
    "blob": "binary",
    "timestamptz": "timestamp",
    "an INT96 timestamp": "timestamp",
    "timestamp": "timestamp_ntz",
    "timestamp_ms": "timestamp_ntz",
}


def _type_name(physical: str, logical: str | None) -> str:
    if logical is None:
        return _PLAIN.get(physical, physical.lower())
    digits = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", logical)
    if digits is not None:
        return f"decimal({digits[1]}, {digits[2]})"
    return _LOGICAL.get(logical, logical.lower())
